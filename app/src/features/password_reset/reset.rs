//! `/reset-password?token=…`: the new password, twice; and `/invitation?token=…`: the first one of somebody who was
//! invited.

use super::api::reset_link_is_open;
use crate::{
    features::login::Foot,
    session::{use_locale, use_session},
    shared::{password::NewPasswordField, plain_form::PlainForm, replay::use_replay},
};
use domain::session::ResetDraft;
use i18n::{Locale, common, session as text};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{AuthLayout, Banner, Button, ErrorSummary, LinkButton, PasswordField, Size, Tone, Variant};

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
pub fn reset_page() -> AnyView {
    page(Kind::Reset)
}

/// The page behind the link of who was invited.
pub fn invitation_page() -> AnyView {
    page(Kind::Invitation)
}

fn page(kind: Kind) -> AnyView {
    let locale = use_locale();
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let given = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone());
    let token = given("token").unwrap_or_default();
    let bare = given("refused").is_some();
    let asked = token.clone();
    let open = Resource::new(move || asked.clone(), reset_link_is_open);
    let replay = use_replay();
    view! {
        <Title text=kind.title(locale) />
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    if open.await.unwrap_or(false) {
                        let replay = replay.await.ok().flatten();
                        form(kind, PlainForm::new(ACTION, replay), token, bare)
                    } else {
                        closed(kind)
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn closed(kind: Kind) -> AnyView {
    let locale = use_locale();
    let what = match kind {
        Kind::Reset => text::reset_closed_what(locale),
        Kind::Invitation => text::invitation_closed_what(locale),
    };
    let (href, label) = match kind {
        Kind::Reset => ("/forgot-password", text::reset_again(locale)),
        Kind::Invitation => ("/login", text::back_to_login(locale)),
    };
    view! {
        <AuthLayout
            product=use_session().product()
            title=text::reset_closed(locale)
            text=what
            foot=view! { <Foot /> }.into_any()
        >
            <LinkButton href=href rel="external" label=label variant=Variant::Primary size=Size::Large />
        </AuthLayout>
    }
    .into_any()
}

fn form(kind: Kind, form: PlainForm, token: String, bare: bool) -> AnyView {
    let locale = use_locale();
    let invited =
        (kind == Kind::Invitation).then(|| view! { <input type="hidden" name="invited" value="true" /> });
    let check = form.check_on_leave(|read| {
        let draft = ResetDraft { new_password: read("new_password"), again: read("again") };
        // Whose names it must not be made of, the server knows; this page does not say who it is for.
        draft.parse(&[]).map(drop)
    });
    let refusal = form.refusal().or_else(|| bare.then(|| i18n::error::invalid(locale).to_owned()));
    let refused: Vec<(String, String)> = form
        .refused_fields()
        .into_iter()
        .map(|(field, why)| {
            let label = if field == "again" { text::again(locale) } else { kind.label(locale) };
            (field, common::labelled(locale, label, why))
        })
        .collect();
    let own = Signal::stored(Vec::<String>::new());
    view! {
        <AuthLayout
            product=use_session().product()
            title=kind.title(locale)
            text=kind.intro(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <form method="post" action=ACTION class="auth-form" novalidate on:focusout=check>
                {refusal.map(|why| view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })}
                <ErrorSummary title=i18n::error::invalid(locale).to_owned() errors=refused />
                <input type="hidden" name="token" value=token />
                {invited}
                <NewPasswordField
                    label=kind.label(locale)
                    name="new_password"
                    own=own
                    error=form.error("new_password")
                />
                <PasswordField
                    label=text::again(locale)
                    name="again"
                    autocomplete="new-password"
                    reveal=text::show_password(locale)
                    required=true
                    error=form.error("again")
                />
                <Button label=text::reset_send(locale) variant=Variant::Primary size=Size::Large />
            </form>
        </AuthLayout>
    }
    .into_any()
}
