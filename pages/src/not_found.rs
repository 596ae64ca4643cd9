//! The page of an address that leads nowhere.

use crate::{backend::respond_with, session::use_session};
use i18n::common;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Icon, LinkButton, PageHeader, Variant};

#[component]
pub fn NotFound() -> impl IntoView {
    let session = use_session();
    let locale = session.locale;
    respond_with(404);
    let home = session.viewer.as_ref().map_or("/login", |v| v.role.home());
    view! {
        <Title text=common::page_not_found(locale) />
        <PageHeader title=common::page_not_found(locale) />
        <Empty
            icon=Icon::CircleHelp
            title=common::page_not_found(locale)
            text=common::page_not_found_what(locale)
        >
            <LinkButton href=home label=common::go_home(locale) variant=Variant::Primary />
        </Empty>
    }
    .into_any()
}
