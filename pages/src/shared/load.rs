//! A page that could not be drawn: the error with its words and a way on.

use super::error_text;
use crate::backend::respond_with;
use crate::session::use_session;
use domain::Error;
use i18n::{Locale, common};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{ErrorState, Icon, LinkButton, Variant};

/// An error where the page would be.
pub fn failed(error: &Error) -> AnyView {
    let session = use_session();
    let locale = session.locale;
    respond_with(error.status());
    let (icon, failure) = match error {
        Error::Forbidden => (Icon::Lock, false),
        Error::NotFound(_) => (Icon::CircleHelp, false),
        Error::SignedOut => (Icon::Lock, false),
        Error::Transport => (Icon::WifiOff, true),
        _ => (Icon::ServerOff, true),
    };
    let reference = match error {
        Error::Internal { incident } if !incident.is_empty() => Some(common::incident(locale, incident)),
        _ => None,
    };
    let (title, text) = (error_text::title(locale, error), error_text::error(locale, error));
    let way_on = way_on(locale, error, session.viewer.as_ref().map_or("/login", |v| v.role.home()));
    view! {
        <Title text=title />
        <ErrorState icon=icon failure=failure title=title text=text nostrip:reference=reference>
            {way_on}
        </ErrorState>
    }
    .into_any()
}

fn way_on(locale: Locale, error: &Error, home: &'static str) -> AnyView {
    let location = use_location();
    let here = domain::url::href(
        &location.pathname.get_untracked(),
        location.search.get_untracked().trim_start_matches('?'),
    );
    match error {
        Error::SignedOut => {
            let query = domain::url::QueryWriter::default().text("next", &here).finish();
            let login = domain::url::href("/login", &query);
            view! { <LinkButton href=login rel="external" label=i18n::error::sign_in(locale) variant=Variant::Primary /> }
                .into_any()
        }
        Error::Forbidden | Error::NotFound(_) => {
            view! { <LinkButton href=home label=common::go_home(locale) variant=Variant::Primary /> }.into_any()
        }
        _ => {
            view! { <LinkButton href=here rel="external" label=common::retry(locale) variant=Variant::Primary /> }
                .into_any()
        }
    }
}
