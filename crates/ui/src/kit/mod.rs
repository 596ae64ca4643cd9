//! The gallery: every component in every state, for the development page `/kit`.
//! Its sample words are French and English literals on purpose; nothing here reaches a user.

mod actions;
mod data;
mod fields;
mod marks;
mod pages;
mod places;

use leptos::prelude::*;

use crate::{
    AccountMenu, Icon, IconLink, LinkItem, MenuButton, MenuLink, MenuRule, MenuTitle, NavGroup, NavItem,
    PageHeader, SearchLink, Shell, ShellText,
};

/// One part of the gallery.
#[component]
pub(crate) fn Part(
    #[prop(into)] title: String,
    #[prop(optional, into)] class: String,
    children: Children,
) -> AnyView {
    view! {
        <section class=format!("card p-5 {class}")>
            <h2 class="mb-3 text-sm font-bold text-ink-3">{title}</h2>
            {children()}
        </section>
    }
    .into_any()
}

/// The whole gallery; brings the frame of the signed-in pages unless it already stands in one.
#[component]
pub fn Kit() -> AnyView {
    if crate::shell::framed() { view! { <Gallery /> }.into_any() } else { view! { <Framed /> }.into_any() }
}

#[component]
fn Gallery() -> AnyView {
    view! {
        <PageHeader title="Composants" crumbs=vec![LinkItem::new("/", "Vigie")] crumbs_label="Fil d’Ariane">
            <crate::LinkButton href="#new" label="Ajouter" icon=Icon::Plus variant=crate::Variant::Primary />
        </PageHeader>
        <div class="page-body">
            <actions::Actions />
            <fields::Fields />
            <marks::Marks />
            <places::Places />
            <data::Data />
            <data::Figures />
            <pages::States />
            <pages::Words />
        </div>
    }
    .into_any()
}

#[component]
fn Framed() -> AnyView {
    let groups = vec![
        NavGroup {
            title: None,
            items: vec![
                NavItem::new("#a", "Tableau de bord", Icon::LayoutDashboard),
                NavItem::new("#b", "Calendrier", Icon::CalendarDays),
                NavItem::new("#c", "Interventions", Icon::ClipboardList).count(Some("14".into()), false),
                NavItem::new("#d", "Demandes", Icon::Inbox).count(Some("3".into()), true),
                NavItem::new("/kit", "Composants", Icon::Cog).current(true),
            ],
        },
        NavGroup {
            title: Some("Administration".into()),
            items: vec![
                NavItem::new("#e", "Sites", Icon::MapPin),
                NavItem::new("#f", "Paramètres", Icon::SlidersHorizontal),
            ],
        },
    ];
    let dock = vec![
        NavItem::new("#g", "Aujourd’hui", Icon::ListTodo),
        NavItem::new("#h", "Calendrier", Icon::CalendarDays),
        NavItem::new("#i", "Demandes", Icon::Inbox).count(Some("3".into()), true),
        NavItem::new("/kit", "Composants", Icon::Cog).current(true),
    ];
    let text = ShellText {
        product: "Vigie".into(),
        skip: "Aller au contenu".into(),
        navigation: "Navigation principale".into(),
        menu: "Menu".into(),
    };
    let account = || {
        view! {
            <AccountMenu name="Claire Dumas" note="Superviseure · Site Nord">
                <MenuTitle text="Apparence" />
                <MenuButton label="Clair" icon=Icon::Sun kind="button" />
                <MenuButton label="Sombre" icon=Icon::Moon kind="button" />
                <MenuRule />
                <MenuLink href="#profile" label="Mon profil" icon=Icon::User />
                <MenuButton label="Se déconnecter" icon=Icon::LogOut danger=true />
            </AccountMenu>
        }
    };
    let tools = || {
        view! {
            <SearchLink href="/search" label="Rechercher ou agir" keys="Ctrl K" />
            <IconLink icon=Icon::Bell href="#bell" label="Notifications, 2 non lues" dot=true />
        }
    };
    view! {
        <Shell text=text groups=groups dock=dock account=account tools=tools>
            <Gallery />
        </Shell>
    }
    .into_any()
}
