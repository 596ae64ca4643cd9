//! `/login`: who are you, and which language do you read.

use super::Head;
use crate::{
    ApiResult,
    page::Asked,
    plain_form::{PlainForm, hidden},
    session::use_session,
    shared::error_text,
};
use domain::{FieldCode, url::safe_next};
use i18n::{Locale, registration, second_step, session as text};
use leptos::prelude::*;
use ui::{Banner, Button, Checkbox, Field, Icon, PasswordField, Size, Tone, Variant};

const ACTION: &str = "/session/sign-in";

/// The page.
pub async fn login(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let wrong = error_text::field(locale, &FieldCode::WrongPassword);
    let form = PlainForm::new(&asked, ACTION).await.with_unkept(wrong);
    let head = Head { name: text::title(locale), title: text::hello(locale), text: text::intro(locale) };
    Ok(head.above(fields(locale, &asked, &form)))
}

/// What was done on another page before sign-in.
fn done(locale: Locale, done: &str) -> Option<&'static str> {
    match done {
        "reset" => Some(text::reset_done(locale)),
        "joined" => Some(text::invitation_done(locale)),
        "registered" => Some(registration::done(locale)),
        "confirmed" => Some(registration::confirmed(locale)),
        _ => None,
    }
}

fn fields(locale: Locale, asked: &Asked, form: &PlainForm) -> AnyView {
    let next = asked.value("next").filter(|next| safe_next(next).is_some());
    let done = asked.value("done").and_then(|word| done(locale, &word));
    let late = asked.value("late").map(|_| second_step::late(locale));
    let ask = use_session().registration.then(|| {
        view! {
            <p>
                <a class="link" href="/register">
                    {registration::ask(locale)}
                </a>
            </p>
        }
    });
    // Ticked at first; as it was left when the form comes back.
    let remember = !form.is_replayed() || !form.value("remember").is_empty();
    let refused = form.is_refused();
    view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {done.map(|text| view! { <Banner tone=Tone::Ok round=true>{text}</Banner> })}
            {late.map(|text| view! { <Banner tone=Tone::Warn round=true>{text}</Banner> })} {form.why()}
            {hidden("next", next)}
            <Field
                label=text::login(locale)
                name="login"
                value=form.value("login")
                required=true
                autofocus=!refused
                autocomplete="username"
                maxlength="254"
                prefix=Icon::User
                large=true
                error=form.error("login")
            />
            <PasswordField
                label=text::password(locale)
                name="password"
                reveal=text::show_password(locale)
                required=true
                autofocus=refused
                large=true
                error=form.error("password")
            />
            <p class="-mt-2">
                <a class="link" href="/forgot-password">
                    {text::forgot(locale)}
                </a>
            </p>
            <Checkbox label=text::remember(locale) name="remember" checked=remember />
            <Button label=text::sign_in(locale) variant=Variant::Primary size=Size::Large />
            {ask}
        </form>
    }
    .into_any()
}
