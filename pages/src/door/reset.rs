//! `/reset-password?token=…`: the new password, twice; and `/invitation?token=…`: the first one of somebody who was
//! invited.

use super::Head;
use crate::{
    ApiResult, backend,
    page::Asked,
    password::{new_password, repeated},
    plain_form::{PlainForm, hidden},
};
use i18n::{Locale, session as text};
use leptos::prelude::*;
use ui::{Button, LinkButton, Size, Variant};

const ACTION: &str = "/session/reset-password";

/// What the page says, and nothing else, differs between a forgotten password and a first one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Reset,
    Invitation,
}

impl Kind {
    fn title(self, locale: Locale) -> &'static str {
        match self {
            Self::Reset => text::reset_title(locale),
            Self::Invitation => text::invitation_title(locale),
        }
    }

    fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Reset => text::reset_title(locale),
            Self::Invitation => text::new_password(locale),
        }
    }

    fn intro(self, locale: Locale) -> &'static str {
        match self {
            Self::Reset => text::reset_intro(locale),
            Self::Invitation => text::invitation_intro(locale),
        }
    }
}

/// The page behind the link of who has forgotten their password.
pub async fn reset(asked: Asked) -> ApiResult<AnyView> {
    page(Kind::Reset, asked).await
}

/// The page behind the link of who was invited.
pub async fn invitation(asked: Asked) -> ApiResult<AnyView> {
    page(Kind::Invitation, asked).await
}

async fn page(kind: Kind, asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let token = asked.value("token").unwrap_or_default();
    let link = token.clone();
    let open =
        backend::call_public(|s, _| async move { s.sessions().reset_link_is_open(&link).await }).await?;
    if !open {
        return Ok(closed(kind, locale));
    }
    let form = PlainForm::new(&asked, ACTION).await;
    let label = |field: &str| match field {
        "again" => text::again(locale),
        _ => kind.label(locale),
    };
    let invited = (kind == Kind::Invitation).then(|| "true".to_owned());
    let content = view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {form.summary(label)} {hidden("token", Some(token))} {hidden("invited", invited)}
            {new_password(kind.label(locale), "new_password".to_owned(), &[], form.error("new_password"))}
            {repeated(text::again(locale), "again".to_owned(), form.error("again"))}
            <Button label=text::reset_send(locale) variant=Variant::Primary size=Size::Large />
        </form>
    };
    Ok(Head::new(kind.title(locale), kind.intro(locale)).above(content.into_any()))
}

fn closed(kind: Kind, locale: Locale) -> AnyView {
    let what = match kind {
        Kind::Reset => text::reset_closed_what(locale),
        Kind::Invitation => text::invitation_closed_what(locale),
    };
    let (href, label) = match kind {
        Kind::Reset => ("/forgot-password", text::reset_again(locale)),
        Kind::Invitation => ("/login", text::back_to_login(locale)),
    };
    let way = view! { <LinkButton href=href label=label variant=Variant::Primary size=Size::Large /> };
    let head = Head { name: kind.title(locale), title: text::reset_closed(locale), text: what };
    head.above(way.into_any())
}
