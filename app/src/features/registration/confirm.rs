//! `/register/confirm?token=…`: the address is somebody's, and the request is theirs: they know the password that was chosen
//! with it. A form, because mail programs follow links by themselves.

use super::api::registration_link_is_open;
use crate::{
    features::login::Foot,
    session::{use_locale, use_session},
    shared::{plain_form::PlainForm, replay::use_replay},
};
use i18n::{Locale, common, registration as text, session};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{AuthLayout, Banner, Button, ErrorSummary, LinkButton, PasswordField, Size, Tone, Variant};

const ACTION: &str = "/session/confirm-registration";

/// The page behind the link.
pub fn confirm_page() -> AnyView {
    let locale = use_locale();
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let token = query.into_iter().find(|(key, _)| key == "token").map(|(_, token)| token).unwrap_or_default();
    let asked = token.clone();
    let open = Resource::new(move || asked.clone(), registration_link_is_open);
    let replay = use_replay();
    view! {
        <Title text=text::confirm_title(locale) />
        <Suspense>
            {move || {
                let token = token.clone();
                Suspend::new(async move {
                    if open.await.unwrap_or(false) {
                        form(locale, PlainForm::new(ACTION, replay.await.ok().flatten()), token)
                    } else {
                        closed(locale)
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

fn form(locale: Locale, form: PlainForm, token: String) -> AnyView {
    let label = text::your_password(locale);
    let refused: Vec<(String, String)> =
        form.refused_fields().into_iter().map(|(f, why)| (f, common::labelled(locale, label, why))).collect();
    view! {
        <AuthLayout
            product=use_session().product()
            title=text::confirm_title(locale)
            text=text::confirm_what(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <form method="post" action=ACTION class="auth-form" novalidate>
                {form.refusal().map(|why| view! { <Banner tone=Tone::Danger round=true>{why}</Banner> })}
                <ErrorSummary title=i18n::error::invalid(locale).to_owned() errors=refused />
                <input type="hidden" name="token" value=token />
                <PasswordField
                    label=label
                    name="password"
                    reveal=session::show_password(locale)
                    required=true
                    error=form.error("password")
                />
                <Button label=text::confirm(locale) variant=Variant::Primary size=Size::Large />
            </form>
        </AuthLayout>
    }
    .into_any()
}

fn closed(locale: Locale) -> AnyView {
    view! {
        <AuthLayout
            product=use_session().product()
            title=session::reset_closed(locale)
            text=text::link_closed_what(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <LinkButton href="/login" rel="external" label=session::back_to_login(locale) size=Size::Large />
        </AuthLayout>
    }
    .into_any()
}
