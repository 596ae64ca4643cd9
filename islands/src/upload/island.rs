//! The files on their way as an island: it stays while the page around it is drawn anew.

use super::{Pause, Sending, TOLD, Told, send};
use crate::document::use_locale;
use i18n::{Locale, common, document as text};
use leptos::prelude::*;
use ui::{Banner, Button, Icon, Progress, Size, Tone, Variant};

/// Each file with how far it is, why it did not arrive, and the way to give it up.
#[island]
pub fn Uploads() -> impl IntoView {
    let locale = use_locale();
    // On the server there is nothing to tell.
    let Told { sending, said } =
        if cfg!(feature = "ssr") { Told::default() } else { TOLD.with(Clone::clone) };
    view! {
        <p class="sr-only" role="status" id="documents-said">
            {move || said.get()}
        </p>
        <div class="stack" role="status" id="documents-sending">
            <For each=move || sending.get() key=|s| s.key let:sending>
                {line(locale, sending)}
            </For>
        </div>
    }
}

fn line(locale: Locale, sending: Sending) -> AnyView {
    let Sending { key, name, percent, pause, error } = sending;
    let shown = percent.clone();
    let value = Signal::derive(move || Some(percent.get()));
    let written = Signal::derive(move || match pause.get() {
        Some(Pause::Queued) => text::queued(locale).to_owned(),
        Some(Pause::Offline) => text::paused_offline(locale).to_owned(),
        Some(Pause::Retrying) => text::retrying(locale).to_owned(),
        None => text::percent(locale, shown.get()),
    });
    let (of, wrong) = (name.clone(), error.clone());
    let failed = move || {
        let line = common::labelled(locale, &of, wrong.get()?);
        Some(view! { <Banner tone=Tone::Danger round=true>{line}</Banner> })
    };
    view! {
        <div class="mt-3 flex items-end gap-2">
            <div class="min-w-0 flex-1">
                <div hidden=move || error.with(Option::is_some)>
                    <Progress label=name.clone() text=written value=value />
                </div>
                {failed}
            </div>
            <Button
                label=text::cancel(locale, &name)
                kind="button"
                icon=Icon::X
                size=Size::Small
                variant=Variant::Quiet
                on_click=Callback::new(move |()| send::cancel(key))
            />
        </div>
    }
    .into_any()
}
