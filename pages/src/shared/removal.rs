//! Deleting: a dialog that says what is lost, and when the answer is no, what stands in the way with links to it.

use super::error_text;
use crate::session::use_locale;
use domain::{Error, Refusal, error::Usage};
use i18n::{Locale, common, format};
use leptos::prelude::*;
use ui::{Banner, Dialog, DialogActions, Tone};

/// The dialog called `id`, whose children are the form that deletes. `where_used` is the address of the list that
/// shows a usage, if there is one.
#[component]
pub fn Removal(
    id: &'static str,
    #[prop(into)] title: String,
    /// What is lost.
    #[prop(into)]
    text: String,
    answer: Signal<Option<Error>>,
    /// Drawn open: the form came back refused without WASM.
    open: bool,
    where_used: Callback<Usage, Option<String>>,
    children: Children,
) -> impl IntoView {
    let locale = use_locale();
    let refusal = move || answer.get().map(|error| refused(locale, &error, where_used));
    view! {
        <Dialog id=id title=title close_label=common::close(locale) alert=true open=RwSignal::new(open)>
            <div class="stack">
                <p>{text}</p>
                <div role="alert">{refusal}</div>
                <DialogActions cancel=common::cancel(locale)>{children()}</DialogActions>
            </div>
        </Dialog>
    }
    .into_any()
}

fn refused(locale: Locale, error: &Error, where_used: Callback<Usage, Option<String>>) -> AnyView {
    let Error::Refused(Refusal::InUse { by }) = error else {
        let text = error_text::error(locale, error);
        return view! { <Banner tone=Tone::Danger round=true>{text}</Banner> }.into_any();
    };
    let lines = by
        .iter()
        .map(|usage| {
            let count = format::whole(locale, usage.count);
            let what = format!("{count} {}", error_text::noun(locale, usage.noun, usage.count));
            let shown = i64::try_from(usage.examples.len()).unwrap_or(i64::MAX);
            let more = if shown > 0 && shown < usage.count { "…" } else { "" };
            let examples = (shown > 0).then(|| {
                view! { <span class="text-ink-2">{format!(" ({}{more})", usage.examples.join(", "))}</span> }
            });
            let what = match where_used.run(usage.clone()) {
                Some(href) => view! { <a class="link" href=href>{what}</a> }.into_any(),
                None => view! { <b>{what}</b> }.into_any(),
            };
            view! { <li>{what} {examples}</li> }
        })
        .collect_view();
    view! {
        <Banner tone=Tone::Danger round=true>{i18n::error::still_used(locale)}</Banner>
        <ul class="mt-2 grid list-disc gap-1 pl-6">{lines}</ul>
    }
    .into_any()
}
