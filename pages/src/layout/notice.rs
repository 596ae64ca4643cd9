//! The notice after a redirect, with and without WASM: `?done=saved` says what was done, `?undo=12` also offers to
//! take it back.

use crate::{session::use_session, undo};
use i18n::{Locale, common};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Flash, Tone};

#[component]
pub fn Notice(locale: Locale) -> impl IntoView {
    let location = use_location();
    let notice = move || {
        let search = location.search.get();
        let pairs = domain::url::pairs(&search);
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let number = |name: &str| value(name).and_then(|id| id.parse().ok());
        let close = domain::url::href(&location.pathname.get(), &without_notice(&search));
        if let Some(id) = number("undone") {
            return Some(undo::notice(id, true, close));
        }
        if let Some(id) = number("undo") {
            return Some(undo::notice(id, false, close));
        }
        let done = value("done")?;
        let text = match done {
            "saved" => common::saved(locale),
            "invited" if use_session().mail => common::invited(locale),
            "invited" => common::invitation_kept(locale),
            "reported" => common::reported(locale),
            "reported_without" => common::reported_without(locale),
            "sent" => common::sent(locale),
            "deleted" => common::deleted(locale),
            "retried" => common::retried(locale),
            "cancelled" => common::cancelled(locale),
            _ => return None,
        };
        let label = common::close(locale);
        Some(view! { <Flash text=text close_href=close close_label=label tone=Tone::Ok /> }.into_any())
    };
    view! { {notice} }.into_any()
}

/// The query string without what is said once.
fn without_notice(search: &str) -> String {
    let said = |pair: &&str| !matches!(pair.split('=').next(), Some("done" | "undo" | "undone"));
    search.trim_start_matches('?').split('&').filter(said).collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_once_leaves_the_rest_of_the_address_as_it_is() {
        assert_eq!(without_notice("?q=%C3%A9t%26&undo=4&sort=name"), "q=%C3%A9t%26&sort=name");
        assert_eq!(without_notice("?undone=4"), "");
        assert_eq!(without_notice(""), "");
    }
}
