//! `/login`: who are you, and which language do you read.

mod foot;

pub use foot::Foot;

use crate::{
    session::{use_locale, use_session},
    shared::{error_text, plain_form::PlainForm, replay::use_replay},
};
use domain::{FieldCode, session::SignInDraft, url::safe_next};
use i18n::{Locale, registration, session as text};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{AuthLayout, Banner, Button, Checkbox, Field, Icon, PasswordField, Size, Tone, Variant};

const ACTION: &str = "/session/sign-in";

/// The sign-in page.
pub fn login_page() -> AnyView {
    let locale = use_locale();
    let replay = use_replay();
    view! {
        <Title text=text::title(locale) />
        <AuthLayout
            product=use_session().product()
            title=text::hello(locale)
            text=text::intro(locale)
            foot=view! { <Foot /> }.into_any()
        >
            <Suspense>
                {move || Suspend::new(async move {
                    let replay = replay.await.ok().flatten();
                    form(locale, &PlainForm::new(ACTION, replay))
                })}
            </Suspense>
        </AuthLayout>
    }
    .into_any()
}

fn form(locale: Locale, form: &PlainForm) -> AnyView {
    let query = domain::url::pairs(&use_location().search.get_untracked());
    let given = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, value)| value.clone());
    let next = given("next").filter(|next| safe_next(next).is_some());
    // The server could not keep what was typed, but says that it refused.
    let bare = given("refused").map(|_| error_text::field(locale, &FieldCode::WrongPassword));
    // Comes from another page before sign-in.
    let done = given("done").and_then(|done| match done.as_str() {
        "reset" => Some(text::reset_done(locale)),
        "joined" => Some(text::invitation_done(locale)),
        "registered" => Some(registration::done(locale)),
        "confirmed" => Some(registration::confirmed(locale)),
        _ => None,
    });
    let ask = use_session().registration.then(|| {
        view! {
            <p>
                <a class="link" href="/register" rel="external">{registration::ask(locale)}</a>
            </p>
        }
    });
    let refusal = form.refusal().or(bare);
    let late = given("late").map(|_| i18n::second_step::late(locale));
    let spoken = form.refused_fields().into_iter().map(|(_, text)| text).next();
    let check = form.check_on_leave(|read| {
        let draft = SignInDraft { login: read("login"), password: read("password"), next: String::new() };
        draft.parse().map(drop)
    });
    // Ticked at first; as it was left when the form comes back.
    let remember = !form.came_back() || !form.value("remember").is_empty();
    let came_back = refusal.is_some() || spoken.is_some();
    view! {
        <form method="post" action=ACTION class="auth-form" novalidate on:focusout=check>
            {done.map(|text| view! { <Banner tone=Tone::Ok round=true>{text}</Banner> })}
            {late.map(|text| view! { <Banner tone=Tone::Warn round=true>{text}</Banner> })}
            {refusal.map(|text| view! { <Banner tone=Tone::Danger round=true>{text}</Banner> })}
            // Stands at its field for the eye; said aloud as soon as the page is there.
            {spoken.map(|text| view! { <p class="sr-only" role="alert">{text}</p> })}
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            <Field
                label=text::login(locale)
                name="login"
                value=form.value("login")
                required=true
                autofocus=!came_back
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
                autofocus=came_back
                large=true
                error=form.error("password")
            />
            <p class="-mt-2">
                <a class="link" href="/forgot-password" rel="external">{text::forgot(locale)}</a>
            </p>
            <Checkbox label=text::remember(locale) name="remember" checked=remember />
            <Button label=text::sign_in(locale) variant=Variant::Primary size=Size::Large />
            {ask}
        </form>
    }
    .into_any()
}
