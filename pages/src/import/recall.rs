//! In which currency and time zone a file will be read: said before it is sent, with the way to change it.

use crate::session::may;
use domain::{Permission, site::SiteView};
use i18n::{Locale, import as text};
use leptos::prelude::*;

/// The lines under the choice of the site, of which the one of `chosen` is shown.
pub(super) fn recall(locale: Locale, sites: Vec<SiteView>, chosen: &str) -> AnyView {
    let may_change = may(Permission::SiteWrite);
    let lines = sites.into_iter().map(|site| {
        let id = site.id.to_string();
        let change = may_change.then(|| {
            view! {
                <a class="link" href=format!("/admin/sites/{id}/edit")>
                    {text::read_as_change(locale)}
                </a>
            }
        });
        view! {
            <p class="text-ink-2" data-shown-with=format!("site_id={id}") hidden=id != chosen>
                {text::read_as(locale, site.currency, site.timezone)}
                " "
                {change}
            </p>
        }
    });
    view! { <div class="contents" role="status">{lines.collect_view()}</div> }.into_any()
}
