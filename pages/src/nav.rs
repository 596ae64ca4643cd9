//! The places of the navigation, the lines of the account's menu, and the words they share.

use crate::session::{Session, may, may_any_or_own};
use domain::{
    Permission, SiteScope,
    access::Role,
    user::{Theme, Viewer},
};
use i18n::{
    Locale, campaign, checklist, common, failure as failure_text, maintenance_type, repair, shell as text,
    team, work as work_text,
};
use islands::waiting::Count;
use leptos::prelude::*;
use ui::{AccountMenu, Icon, MenuButton, MenuLink, MenuRule, MenuTitle, NavGroup, NavItem, ShellText};

/// The words of the frame.
pub fn words(session: &Session) -> ShellText {
    let locale = session.locale;
    ShellText {
        product: session.product(),
        skip: common::skip_to_content(locale).into(),
        navigation: text::navigation(locale).into(),
        menu: text::menu(locale).into(),
    }
}

/// The first places, for the phone's dock.
pub fn dock(groups: Vec<NavGroup>) -> Vec<NavItem> {
    let mut dock: Vec<NavItem> = groups.into_iter().flat_map(|g| g.items).collect();
    dock.truncate(3);
    dock
}

/// The places of the navigation that the person may open; `path` marks the one shown.
pub fn groups(locale: Locale, path: &str) -> Vec<NavGroup> {
    let item = |href: &'static str, label: &'static str, icon| {
        let here = path == href || path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
        NavItem::new(href, label, icon).current(here)
    };
    let mut work = vec![];
    if may(Permission::InterventionWork) {
        let mine = item("/my-work", work_text::my_work(locale), Icon::ClipboardCheck);
        work.push(mine.waiting(Count::Mine.as_str()));
    }
    if may_any_or_own(Permission::InterventionRead) {
        let all = item("/interventions", text::interventions(locale), Icon::ClipboardList);
        work.push(all.waiting(Count::Work.as_str()));
    }
    if may_any_or_own(Permission::EquipmentRead) {
        work.push(item("/equipments", text::equipment(locale), Icon::Cog));
    }
    if may_any_or_own(Permission::InterventionRead) {
        let failures = item("/repairs", repair::title(locale), Icon::OctagonX);
        // Reporting one has a place of its own.
        work.push(failures.current(path == "/repairs").waiting(Count::Failures.as_str()));
    }
    if may(Permission::InterventionReport) {
        work.push(item("/repairs/new", work_text::report_button(locale), Icon::TriangleAlert));
    }
    if may(Permission::InterventionRead) {
        work.push(item("/campaigns", campaign::title(locale), Icon::Target));
    }
    if may(Permission::TeamRead) {
        work.push(item("/team", team::title(locale), Icon::Users));
    }
    if may(Permission::InterventionWrite) {
        work.push(item("/templates", checklist::templates(locale), Icon::ListTodo));
    }
    let mut groups = vec![NavGroup { title: None, items: work }];
    let mut admin = vec![];
    if may(Permission::SiteRead) {
        admin.push(item("/admin/sites", text::sites(locale), Icon::MapPin));
        admin.push(item("/admin/lines", text::lines(locale), Icon::Factory));
        admin.push(item("/admin/equipment-types", text::types(locale), Icon::Shapes));
        admin.push(item("/admin/maintenance-types", maintenance_type::title(locale), Icon::CalendarCheck));
        admin.push(item("/admin/failure-codes", failure_text::codes(locale), Icon::Tag));
    }
    if may(Permission::ImportRun) {
        admin.push(item("/admin/import", text::import(locale), Icon::FileUp));
    }
    if may(Permission::UserRead) {
        admin.push(item("/admin/users", text::users(locale), Icon::Users));
    }
    if may(Permission::SettingsManage) {
        admin.push(item("/admin/settings", text::settings(locale), Icon::SlidersHorizontal));
    }
    if may(Permission::JobManage) {
        admin.push(item("/admin/jobs", text::jobs(locale), Icon::ListTodo));
    }
    if may(Permission::MailManage) {
        admin.push(item("/admin/outbox", text::outbox(locale), Icon::Mail));
    }
    if may(Permission::AuditRead) {
        admin.push(item("/admin/audit", text::audit(locale), Icon::ScrollText));
    }
    if !admin.is_empty() {
        groups.push(NavGroup { title: Some(text::administration(locale).into()), items: admin });
    }
    groups
}

/// The foot of the navigation: who is signed in, and their menu.
pub fn account(locale: Locale, session: &Session, viewer: &Viewer) -> AnyView {
    let note = format!("{} · {}", role(locale, viewer.role), sites(locale, viewer));
    let theme = session.theme;
    view! {
        <AccountMenu name=viewer.name.clone() note=note>
            <MenuLink href="/account" label=text::account(locale) icon=Icon::User />
            <MenuRule />
            <form method="post" action="/session/preferences">
                <MenuTitle text=text::theme(locale) />
                {Theme::ALL
                    .iter()
                    .map(|t| {
                        view! {
                            <MenuButton
                                label=theme_name(locale, *t)
                                icon=if *t == theme { Icon::Check } else { theme_icon(*t) }
                                name="theme"
                                value=t.as_str()
                            />
                        }
                    })
                    .collect_view()}
                <MenuTitle text=text::language(locale) />
                <MenuButton
                    label=common::language_fr(locale)
                    icon=language_icon(locale == Locale::Fr)
                    name="language"
                    value="fr"
                />
                <MenuButton
                    label=common::language_en(locale)
                    icon=language_icon(locale == Locale::En)
                    name="language"
                    value="en"
                />
            </form>
            <MenuRule />
            <form method="post" action="/session/sign-out">
                <MenuButton label=text::sign_out(locale) icon=Icon::LogOut />
            </form>
        </AccountMenu>
    }
    .into_any()
}

/// A role's name.
pub fn role(locale: Locale, role: Role) -> &'static str {
    match role {
        Role::Admin => text::role_admin(locale),
        Role::Supervisor => text::role_supervisor(locale),
        Role::Technician => text::role_technician(locale),
        Role::Client => text::role_client(locale),
    }
}

fn sites(locale: Locale, viewer: &Viewer) -> String {
    match (&viewer.sites, &viewer.site_name) {
        (SiteScope::All, _) => text::all_sites(locale).into(),
        (_, Some(name)) => name.clone(),
        (SiteScope::Only(sites), None) if sites.is_empty() => text::no_site(locale).into(),
        (SiteScope::Only(sites), None) => text::several_sites(locale, sites.len()),
    }
}

/// A theme's name.
pub fn theme_name(locale: Locale, theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => text::theme_auto(locale),
        Theme::Light => text::theme_light(locale),
        Theme::Dark => text::theme_dark(locale),
        Theme::Sun => text::theme_sun(locale),
    }
}

pub fn theme_icon(theme: Theme) -> Icon {
    match theme {
        Theme::Auto => Icon::Monitor,
        Theme::Light => Icon::Sun,
        Theme::Dark => Icon::Moon,
        Theme::Sun => Icon::Eye,
    }
}

/// A tick beside the language of the page.
fn language_icon(current: bool) -> Icon {
    if current { Icon::Check } else { Icon::Languages }
}
