//! `/reset-password?token=…`: the new password, twice.

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

/// The page behind the link.
pub fn reset_page() -> AnyView {
    let locale = use_locale();
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let given = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone());
    let token = given("token").unwrap_or_default();
    let bare = given("refused").is_some();
    let asked = token.clone();
    let open = Resource::new(move || asked.clone(), reset_link_is_open);
    let replay = use_replay();
    view! {
        <Title text=text::reset_title(locale) />
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    if open.await.unwrap_or(false) {
                        let replay = replay.await.ok().flatten();
                        form(locale, PlainForm::new(ACTION, replay), token, bare)
                    } else {
                        closed(locale)
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn closed(locale: Locale) -> AnyView {
    view! {
        <AuthLayout
            product=use_session().product()
            title=text::reset_closed(locale)
            text=text::reset_closed_what(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <LinkButton
                href="/forgot-password"
                rel="external"
                label=text::reset_again(locale)
                variant=Variant::Primary
                size=Size::Large
            />
        </AuthLayout>
    }
    .into_any()
}

fn form(locale: Locale, form: PlainForm, token: String, bare: bool) -> AnyView {
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
            let label = if field == "again" { text::again(locale) } else { text::reset_title(locale) };
            (field, common::labelled(locale, label, why))
        })
        .collect();
    let own = Signal::stored(Vec::<String>::new());
    view! {
        <AuthLayout
            product=use_session().product()
            title=text::reset_title(locale)
            text=text::reset_intro(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <form method="post" action=ACTION class="auth-form" novalidate on:focusout=check>
                {refusal.map(|why| view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })}
                <ErrorSummary title=i18n::error::invalid(locale).to_owned() errors=refused />
                <input type="hidden" name="token" value=token />
                <NewPasswordField
                    label=text::reset_title(locale)
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
