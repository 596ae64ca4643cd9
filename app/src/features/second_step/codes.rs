//! New recovery codes, shown once: to copy, to print, to download.

use i18n::{Locale, second_step as text};
use leptos::prelude::*;
use ui::{Banner, Button, Card, Icon, LinkButton, Tone, Variant};

/// The codes, and the button that says they are kept.
pub(super) fn card(locale: Locale, codes: Vec<String>, next: Option<String>) -> AnyView {
    let all = codes.join("\n");
    let (live, copied) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| live.set(true));
    let copy = Callback::new(move |()| {
        let _ = window().navigator().clipboard().write_text(&all);
        copied.set(true);
    });
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    let lines = codes
        .into_iter()
        .map(|code| view! { <li class="rounded-md border border-line px-3 py-2 text-center font-mono">{code}</li> })
        .collect_view();
    view! {
        <Card title=text::codes_title(locale)>
            <div class="stack">
                <Banner tone=Tone::Warn round=true>{text::codes_what(locale)}</Banner>
                <ul class="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2" id="recovery-codes">
                    {lines}
                </ul>
                <div class="btn-group print:hidden">
                    // Without scripts there is the file.
                    <span class="contents" hidden=move || !live.get()>
                        <Button label=text::copy(locale) kind="button" icon=Icon::Copy on_click=copy />
                        <Button label=text::print(locale) kind="button" icon=Icon::Printer on_click=print />
                    </span>
                    <LinkButton
                        href="/account/second-step/codes.txt"
                        label=text::download(locale)
                        icon=Icon::Download
                        download=true
                    />
                </div>
                <p class="hint" role="status">{move || copied.get().then(|| text::copied(locale))}</p>
                <form method="post" action="/session/second-step/kept" class="form-actions print:hidden">
                    {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
                    <Button label=text::kept(locale) variant=Variant::Primary />
                </form>
            </div>
        </Card>
    }
    .into_any()
}
