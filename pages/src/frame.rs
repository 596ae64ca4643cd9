//! The frame of the signed-in pages: navigation by permission, account, search, notices.

use crate::{
    backend::event_place,
    bell::{bell, unread_notifications},
    layout::Notice,
    nav, palette,
    session::{Session, use_locale},
};
use domain::user::Viewer;
use i18n::{Locale, common};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use ui::{Banner, Icon, Shell, Tone};

/// The frame around `children`, the page.
#[component]
pub fn Frame(session: Session, viewer: Viewer, children: Children) -> impl IntoView {
    let locale = session.locale;
    // Before the page reads anything: what happens after that is told to it.
    let place = event_place();
    let groups = nav::groups(locale, &use_location().pathname.get_untracked());
    let dock = nav::dock(groups.clone());
    let (words, home) = (nav::words(&session), viewer.role.home());
    view! {
        <Shell
            text=words
            groups=groups
            dock=dock
            home=home
            account=move || nav::account(locale, &session, &viewer)
            tools=move || {
                view! { {palette::way(locale)} {palette::dialog(locale)} {waiting(locale, place.clone())} }
                    .into_any()
            }
            banner=move || view! { {offline()} <Notice locale /> }.into_any()
        >
            {children()}
        </Shell>
    }
    .into_any()
}

/// The bell with its count.
fn waiting(locale: Locale, place: Option<String>) -> AnyView {
    // Without a count where it cannot be read: the page is drawn all the same.
    let count = Suspend::new(async move { bell(locale, unread_notifications().await.ok()) });
    view! {
        <span class="contents" data-place=place>
            <Suspense>{count}</Suspense>
        </span>
    }
    .into_any()
}

/// The banner that the browser shows while there is no network.
fn offline() -> AnyView {
    let locale = use_locale();
    view! {
        <div role="status">
            <div data-connection="" hidden>
                <Banner tone=Tone::Warn icon=Icon::WifiOff>
                    {common::offline(locale)} <span class="banner-form">" " {common::offline_form(locale)}</span>
                </Banner>
            </div>
        </div>
    }
    .into_any()
}
