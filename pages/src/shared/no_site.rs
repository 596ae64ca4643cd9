//! Somebody to whom no site is open sees an empty product: every list says why.

use crate::session::use_viewer;
use domain::SiteScope;
use i18n::{Locale, site as text};
use leptos::prelude::*;
use ui::{Empty, Icon};

/// What stands in place of a list, when no site is open to the reader.
pub fn no_site(locale: Locale) -> Option<AnyView> {
    let none = use_viewer().is_some_and(|v| matches!(&v.sites, SiteScope::Only(sites) if sites.is_empty()));
    none.then(|| {
        view! {
            <Empty icon=Icon::MapPin title=text::none_open(locale) text=text::none_open_what(locale) first_time=true />
        }
        .into_any()
    })
}
