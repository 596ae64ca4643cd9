//! `/forgot-password`: whose password it is. The answer never tells whether the address has an account.

use crate::{
    features::login::Foot,
    session::{use_locale, use_session},
    shared::{plain_form::PlainForm, replay::use_replay},
};
use domain::session::ForgotDraft;
use i18n::{Locale, session as text};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{AuthLayout, Banner, Button, Field, Icon, LinkButton, Size, Tone, Variant};

const ACTION: &str = "/session/forgot-password";

/// The page that asks for a link.
pub fn forgot_page() -> AnyView {
    let locale = use_locale();
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let has = |key: &str| query.iter().any(|(k, _)| k == key);
    if has("sent") {
        return sent(locale);
    }
    // The server could not keep what was typed, but says that it refused.
    let bare = has("refused");
    let replay = use_replay();
    view! {
        <Title text=text::forgot_title(locale) />
        <AuthLayout
            product=use_session().product()
            title=text::forgot_title(locale)
            text=text::forgot_intro(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <Suspense>
                {move || Suspend::new(async move {
                    let replay = replay.await.ok().flatten();
                    form(locale, &PlainForm::new(ACTION, replay), bare)
                })}
            </Suspense>
        </AuthLayout>
    }
    .into_any()
}

fn form(locale: Locale, form: &PlainForm, bare: bool) -> AnyView {
    let refusal = form.refusal().or_else(|| bare.then(|| i18n::error::invalid(locale).to_owned()));
    let spoken = form.refused_fields().into_iter().map(|(_, text)| text).next();
    let check = form.check_on_leave(|read| ForgotDraft { email: read("email") }.parse().map(drop));
    view! {
        <form method="post" action=ACTION class="auth-form" novalidate on:focusout=check>
            {refusal.map(|text| view! { <Banner tone=Tone::Danger round=true>{text}</Banner> })}
            // Stands at its field for the eye; said aloud as soon as the page is there.
            {spoken.map(|text| view! { <p class="sr-only" role="alert">{text}</p> })}
            <Field
                label=text::email(locale)
                name="email"
                kind="email"
                value=form.value("email")
                required=true
                autofocus=true
                autocomplete="email"
                maxlength="254"
                prefix=Icon::AtSign
                large=true
                error=form.error("email")
            />
            <Button label=text::forgot_send(locale) variant=Variant::Primary size=Size::Large />
            <p>
                <a class="link" href="/login" rel="external">{text::back_to_login(locale)}</a>
            </p>
        </form>
    }
    .into_any()
}

fn sent(locale: Locale) -> AnyView {
    view! {
        <Title text=text::forgot_sent(locale) />
        <AuthLayout product=use_session().product() title=text::forgot_sent(locale) foot=view! { <Foot /> }.into_any()>
            <div class="stack">
                <p role="status">{text::forgot_sent_what(locale)}</p>
                <LinkButton href="/login" rel="external" label=text::back_to_login(locale) size=Size::Large />
            </div>
        </AuthLayout>
    }
    .into_any()
}
