//! `/second-step`: the code, after a right password.

use crate::{
    features::login::Foot,
    session::{use_locale, use_session},
    shared::{plain_form::PlainForm, replay::use_replay},
};
use domain::url::safe_next;
use i18n::{Locale, second_step as text, session};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use ui::{AuthLayout, Banner, Button, Field, Icon, Size, Tone, Variant};

const ACTION: &str = "/session/second-step";

/// The page that asks for the code.
pub fn code_page() -> AnyView {
    let locale = use_locale();
    let replay = use_replay();
    view! {
        <Title text=text::ask_title(locale) />
        <AuthLayout
            product=use_session().product()
            title=text::ask_title(locale)
            text=text::ask_intro(locale)
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
    let remember = given("remember").is_some().then_some("true");
    // The server could not keep what was typed, but says that it refused.
    let bare = given("refused").map(|_| i18n::error::invalid(locale).to_owned());
    let refusal = form.refusal().or(bare);
    let spoken = form.refused_fields().into_iter().map(|(_, text)| text).next();
    view! {
        <form method="post" action=ACTION class="auth-form" novalidate>
            {refusal.map(|text| view! { <Banner tone=Tone::Danger round=true>{text}</Banner> })}
            // Stands at its field for the eye; said aloud as soon as the page is there.
            {spoken.map(|text| view! { <p class="sr-only" role="alert">{text}</p> })}
            {next.map(|next| view! { <input type="hidden" name="next" value=next /> })}
            {remember.map(|on| view! { <input type="hidden" name="remember" value=on /> })}
            <Field
                label=text::ask_code(locale)
                name="code"
                required=true
                autofocus=true
                autocomplete="one-time-code"
                maxlength="24"
                prefix=Icon::KeyRound
                large=true
                error=form.error("code")
            />
            <Button label=text::ask_send(locale) variant=Variant::Primary size=Size::Large />
            <p class="hint">{text::ask_lost(locale)}</p>
            <p>
                <a class="link" href="/login" rel="external">{session::back_to_login(locale)}</a>
            </p>
        </form>
    }
    .into_any()
}
