//! The frame of the signed-in pages: navigation by permission, account, notices.

use super::{connection::ConnectionBanner, notice::Notice};
use crate::{features::chunks::palette_chunk, session::Session};
use domain::user::Viewer;
use i18n::{Locale, common, shell as text};
use islands::{
    bell::{bell, unread_notifications},
    nav,
    palette::{Palette, dialog, way},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::hooks::use_location;
use ui::{Shell, Toasts};

/// The frame around `children`, the page.
#[component]
pub(crate) fn Frame(session: Session, viewer: Viewer, children: Children) -> impl IntoView {
    let locale = session.locale;
    ui::provide_toaster();
    crate::features::undo::provide_undo();
    let path = use_location().pathname;
    let groups = Signal::derive(move || nav::groups(locale, &path.get()));
    let dock = Signal::derive(move || nav::dock(groups.get()));
    // The browser's own: the server draws the navigation without counts.
    #[cfg(feature = "hydrate")]
    Effect::new(move |drawn: Option<()>| {
        // The navigation is drawn anew with each page.
        path.track();
        match drawn {
            None => islands::enhance::watch_waiting(),
            Some(()) => islands::enhance::show_waiting(),
        }
    });
    let words = nav::words(&session);
    let home = viewer.role.home();
    let search = Palette::new(|palette| {
        spawn_local(async move { palette.draw_with(palette_chunk().await.body) });
    });
    view! {
        <Shell
            text=words
            groups=groups
            dock=dock
            home=home
            account=move || nav::account(locale, &session, &viewer)
            tools=move || view! { {way(locale, search)} {waiting(locale)} }.into_any()
            banner=move || view! { <ConnectionBanner locale /> <Notice locale /> }.into_any()
        >
            {children()}
        </Shell>
        {dialog(locale, search)}
        <Toasts label=text::notices(locale) close_label=common::close(locale) />
    }
    .into_any()
}

/// The bell; the browser asks for its count once the page is alive, and again when something was told. No resource: a page
/// whose head waits for data would wait for the count too, on the server for ever.
fn waiting(locale: Locale) -> AnyView {
    let count = RwSignal::new(None);
    let ask = move || {
        spawn_local(async move {
            if let Ok(unread) = unread_notifications().await {
                // The page may have been left meanwhile.
                let _ = count.try_set(Some(unread));
            }
        });
    };
    Effect::new(move |_| {
        ask();
        #[cfg(feature = "hydrate")]
        islands::enhance::follow(move |_| ask());
    });
    (move || bell(locale, count.get())).into_any()
}
