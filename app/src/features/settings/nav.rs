//! The sections of the settings, beside each of their pages.

use super::text::section as section_name;
use crate::features::mail_template::api::LIST as TEMPLATES;
use domain::settings::SECTIONS;
use i18n::{Locale, settings as text};
use leptos::prelude::*;
use ui::{Glyph, Icon, reveal_current};

/// Where the settings are.
pub const PATH: &str = "/admin/settings";

/// Every section; `here` is the address of the one that is open.
pub fn sections(locale: Locale, here: impl Into<Signal<String>>, q: impl Into<Signal<String>>) -> AnyView {
    let (here, q) = (here.into(), q.into());
    let own =
        SECTIONS.iter().map(|s| (format!("{PATH}/{}", s.key), icon(s.key), section_name(locale, s.key)));
    let templates = (TEMPLATES.to_owned(), Icon::Copy, text::templates(locale).to_owned());
    let links = own
        .chain([templates])
        .map(|(href, icon, name)| {
            let address = href.clone();
            let current = move || here.with(|here| *here == address).then_some("page");
            view! {
                <a class="nav-link" href=href aria-current=current>
                    <Glyph icon=icon />
                    {name}
                </a>
            }
        })
        .collect_view();
    let row = NodeRef::<leptos::html::Div>::new();
    reveal_current(row, here);
    view! {
        <nav
            class="grid grid-cols-[minmax(0,1fr)] content-start gap-0.5 border-line bg-surface p-3 phone:border-r max-phone:border-b"
            aria-label=text::sections(locale)
        >
            <form method="get" action=PATH role="search" class="mb-2">
                <div class="input gap-1.5 px-2">
                    <Glyph icon=Icon::Search size=14 class="input-icon" />
                    <input
                        type="search"
                        name="q"
                        maxlength="100"
                        aria-label=text::search(locale)
                        placeholder=text::search(locale)
                        value=move || q.get()
                    />
                </div>
            </form>
            <div class="sections" node_ref=row>{links}</div>
        </nav>
    }
    .into_any()
}

fn icon(section: &str) -> Icon {
    match section {
        "general" => Icon::Settings,
        "work" => Icon::Wrench,
        "security" => Icon::Shield,
        "mail" => Icon::Send,
        "alerts" => Icon::Bell,
        "storage" => Icon::HardDrive,
        _ => Icon::SlidersHorizontal,
    }
}
