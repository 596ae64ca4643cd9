//! The sections of the settings, beside each of their pages.

use super::text::section as section_name;
use domain::settings::SECTIONS;
use i18n::{Locale, settings as text, shell};
use islands::mail_preview::TEMPLATES;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Glyph, Icon, LinkItem, PageHeader};

/// Where the settings are.
pub const PATH: &str = "/admin/settings";

/// A page of the settings, called `title`: `content` beside every section. `here` is the address of the one that is open, `q` what is
/// searched for.
pub fn beside(locale: Locale, title: &'static str, here: &str, q: &str, content: AnyView) -> AnyView {
    view! {
        <Title text=title />
        <PageHeader
            title=text::title(locale)
            crumbs=vec![LinkItem::new(PATH, shell::administration(locale))]
            crumbs_label=shell::administration(locale)
        />
        <div class="grid flex-1 bg-canvas max-phone:content-start phone:grid-cols-[13.5rem_minmax(0,1fr)]">
            {sections(locale, here, q)}
            <div class="page-body">
                <div class="page-narrow">{content}</div>
            </div>
        </div>
    }
    .into_any()
}

fn sections(locale: Locale, here: &str, q: &str) -> AnyView {
    let own =
        SECTIONS.iter().map(|s| (format!("{PATH}/{}", s.key), icon(s.key), section_name(locale, s.key)));
    let templates = (TEMPLATES.to_owned(), Icon::Copy, text::templates(locale).to_owned());
    let links = own
        .chain([templates])
        .map(|(href, icon, name)| {
            let current = (here == href).then_some("page");
            view! {
                <a class="nav-link" href=href aria-current=current>
                    <Glyph icon=icon />
                    {name}
                </a>
            }
        })
        .collect_view();
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
                        value=q.to_owned()
                    />
                </div>
            </form>
            <div class="sections" data-row="">
                {links}
            </div>
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
