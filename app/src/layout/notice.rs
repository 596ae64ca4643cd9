//! The notice after a redirect: `?done=saved` says what was done, with and without WASM.

use crate::session::use_session;
use i18n::{Locale, common};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Flash, Tone};

#[component]
pub(crate) fn Notice(locale: Locale) -> impl IntoView {
    let location = use_location();
    let notice = move || {
        let pairs = domain::url::pairs(&location.search.get());
        let done = pairs.iter().find(|(key, _)| key == "done")?.1.clone();
        let text = match done.as_str() {
            "saved" => common::saved(locale),
            "invited" if use_session().mail => common::invited(locale),
            "invited" => common::invitation_kept(locale),
            "deleted" => common::deleted(locale),
            "retried" => common::retried(locale),
            "cancelled" => common::cancelled(locale),
            _ => return None,
        };
        let rest: Vec<String> =
            pairs.into_iter().filter(|(k, _)| k != "done").map(|(k, v)| format!("{k}={v}")).collect();
        let close = domain::url::href(&location.pathname.get(), &rest.join("&"));
        Some(view! { <Flash text=text close_href=close close_label=common::close(locale) tone=Tone::Ok /> })
    };
    view! { {notice} }.into_any()
}
