//! In which currency and time zone a file will be read: said before it is sent, with the way to change it.

use crate::{features::site::api::list_sites, session::may};
use domain::Permission;
use i18n::{Locale, import as text};
use leptos::prelude::*;

/// The line under the choice of the site. `chosen` is the site's id as the form has it.
pub(super) fn recall(locale: Locale, chosen: Signal<String>) -> AnyView {
    let sites = Resource::new(|| (), |()| list_sites());
    let line = move || {
        let chosen = chosen.get();
        Suspend::new(async move {
            // Those who may not read sites import all the same.
            let site =
                sites.await.unwrap_or_default().into_iter().find(|site| site.id.to_string() == chosen)?;
            let change = may(Permission::SiteWrite).then(|| {
                view! {
                    <a class="link" href=format!("/admin/sites/{}/edit", site.id)>
                        {text::read_as_change(locale)}
                    </a>
                }
            });
            Some(view! {
                <p class="text-ink-2" role="status">
                    {text::read_as(locale, site.currency, site.timezone)} " " {change}
                </p>
            })
        })
    };
    view! { <Transition>{line}</Transition> }.into_any()
}
