//! New recovery codes, shown once: to copy, to print, to download.

use super::copy_button;
use crate::plain_form::hidden;
use i18n::{Locale, second_step as text};
use leptos::prelude::*;
use ui::{Banner, Button, Card, Glyph, Icon, LinkButton, Tone, Variant};

/// The codes, and the button that says they are kept.
pub(super) fn card(locale: Locale, codes: Vec<String>, next: Option<String>) -> AnyView {
    let all = codes.join("\n");
    let lines = codes
        .into_iter()
        .map(|code| view! { <li class="rounded-md border border-line px-3 py-2 text-center font-mono">{code}</li> })
        .collect_view();
    view! {
        <Card title=text::codes_title(locale)>
            <div class="stack">
                <Banner tone=Tone::Warn round=true>
                    {text::codes_what(locale)}
                </Banner>
                <ul class="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-2" id="recovery-codes">
                    {lines}
                </ul>
                // Without scripts there is the file.
                <div class="btn-group print:hidden">
                    {copy_button(text::copy(locale), all)}
                    <button type="button" class="btn" data-print="" hidden>
                        <Glyph icon=Icon::Printer />
                        {text::print(locale)}
                    </button>
                    <LinkButton
                        href="/account/second-step/codes.txt"
                        label=text::download(locale)
                        icon=Icon::Download
                        download=true
                    />
                </div>
                <p class="hint" role="status" data-copied=text::copied(locale)></p>
                <form method="post" action="/session/second-step/kept" class="form-actions print:hidden">
                    {hidden("next", next)} <Button label=text::kept(locale) variant=Variant::Primary />
                </form>
            </div>
        </Card>
    }
    .into_any()
}
