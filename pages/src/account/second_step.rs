//! `/account/second-step`: set the second step up, get new recovery codes, turn it off. For somebody whose role
//! asks for the step it is the only page until it is done.

use super::{codes, copy_button};
use crate::{
    ApiResult, backend,
    page::Asked,
    plain_form::{PlainForm, hidden},
    session::use_session,
};
use domain::{
    session::{SecondStepState, SecondStepView, setup_link, spaced},
    url::safe_next,
};
use i18n::{Locale, account, second_step as text, session};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{
    AuthLayout, Badge, Button, Card, Field, Icon, LinkButton, LinkItem, PageHeader, PasswordField, Tone,
    Variant,
};

const CONFIRM: &str = "/session/second-step/confirm";
const CHANGE: &str = "/session/second-step/change";

/// The card of the account page.
pub(super) fn card(locale: Locale, state: &SecondStepState) -> AnyView {
    let (badge, action, left) = match state {
        SecondStepState::On { codes_left, .. } => {
            (on_badge(locale), text::manage(locale), Some(left(locale, *codes_left)))
        }
        _ => {
            let off = view! { <Badge label=text::off(locale) tone=Tone::Mute /> };
            (off.into_any(), text::set_up(locale), None)
        }
    };
    view! {
        <Card title=text::title(locale)>
            <div class="stack">
                <p>{badge}</p>
                <p class="hint">{text::what(locale)}</p>
                {left.map(|left| view! { <p>{left}</p> })}
                <div class="form-actions">
                    <LinkButton href="/account/second-step" label=action icon=Icon::ShieldCheck />
                </div>
            </div>
        </Card>
    }
    .into_any()
}

fn on_badge(locale: Locale) -> AnyView {
    view! { <Badge label=text::on(locale) tone=Tone::Ok icon=Icon::CircleCheck /> }.into_any()
}

fn left(locale: Locale, codes: u64) -> String {
    text::codes_left(locale, i64::try_from(codes).unwrap_or_default())
}

/// The page of one's own second step.
pub async fn own(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let view = backend::call(|s, by| async move { s.sessions().second_step(&by).await }).await?;
    let content = content(locale, &asked, view).await;
    let session = use_session();
    if session.viewer.as_ref().is_some_and(|viewer| viewer.second_step_due) {
        return Ok(view! {
            <Title text=text::title(locale) />
            <AuthLayout
                product=session.product()
                title=text::title(locale)
                text=text::asked(locale)
                foot=sign_out(locale)
            >
                <div class="stack">{content}</div>
            </AuthLayout>
        }
        .into_any());
    }
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader
            title=text::title(locale)
            crumbs=vec![LinkItem::new("/account", account::title(locale))]
            crumbs_label=account::title(locale)
        />
        <div class="page-body">
            <div class="page-narrow stack">{content}</div>
        </div>
    }
    .into_any())
}

fn sign_out(locale: Locale) -> AnyView {
    view! {
        <form method="post" action="/session/sign-out">
            <Button label=text::sign_out(locale) variant=Variant::Ghost icon=Icon::LogOut />
        </form>
    }
    .into_any()
}

async fn content(locale: Locale, asked: &Asked, view: SecondStepView) -> AnyView {
    let next = asked.value("next").filter(|next| safe_next(next).is_some());
    let SecondStepView { state, new_codes, .. } = view;
    match state {
        _ if !new_codes.is_empty() => codes::card(locale, new_codes, next),
        SecondStepState::Off => begin(locale, next),
        SecondStepState::Begun { secret } => {
            confirm(locale, &secret, next, &PlainForm::new(asked, CONFIRM).await)
        }
        SecondStepState::On { codes_left, .. } => {
            change(locale, codes_left, &PlainForm::new(asked, CHANGE).await)
        }
    }
}

fn begin(locale: Locale, next: Option<String>) -> AnyView {
    view! {
        <Card>
            <form method="post" action="/session/second-step/begin" class="stack">
                <p>{text::what(locale)}</p>
                <p class="hint">{text::begin_what(locale)}</p>
                {hidden("next", next)}
                <div class="form-actions">
                    <Button label=text::begin(locale) variant=Variant::Primary />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn confirm(locale: Locale, secret: &str, next: Option<String>, form: &PlainForm) -> AnyView {
    // Another secret has another picture.
    let picture = format!("/account/second-step/qr?of={}", &secret[..4.min(secret.len())]);
    let session = use_session();
    let account = session.viewer.as_ref().map(|viewer| viewer.email.clone()).unwrap_or_default();
    let link = setup_link(&session.product(), &account, secret);
    let inside = view! {
        <form method="post" action=form.action class="stack" novalidate>
            {form.why()}
            <h2 class="font-semibold">{text::scan(locale)}</h2>
            <p>
                <img
                    src=picture
                    alt=text::qr(locale)
                    width="192"
                    height="192"
                    class="rounded-md border border-line bg-white"
                />
            </p>
            <p>
                {text::key_typed(locale)} <br />
                <code class="code whitespace-normal wrap-anywhere" id="second-step-key">
                    {spaced(secret, " ")}
                </code>
            </p>
            <div class="btn-group">
                <LinkButton
                    href=link
                    label=text::open_app(locale)
                    icon=Icon::ExternalLink
                    rel="external"
                />
                {copy_button(text::copy_key(locale), secret.to_owned())}
            </div>
            <p class="hint" role="status" data-copied=text::key_copied(locale)></p>
            <h2 class="font-semibold">{text::prove(locale)}</h2>
            {hidden("next", next)}
            <Field
                label=text::code(locale)
                name="code"
                required=true
                autocomplete="one-time-code"
                inputmode="numeric"
                maxlength="8"
                error=form.error("code")
            />
            <div class="form-actions">
                <Button label=text::confirm(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any();
    view! { <Card>{inside}</Card> }.into_any()
}

fn change(locale: Locale, codes_left: u64, form: &PlainForm) -> AnyView {
    let inside = view! {
        <form method="post" action=form.action class="stack" novalidate>
            {form.why()}
            <p>{on_badge(locale)}</p>
            <p>{left(locale, codes_left)}</p>
            <p class="hint">{text::change_what(locale)}</p>
            <PasswordField
                label=account::current_password(locale)
                name="password"
                reveal=session::show_password(locale)
                required=true
                error=form.error("password")
            />
            <div class="form-actions">
                <Button label=text::turn_off(locale) variant=Variant::Danger name="wanted" value="off" />
                <Button label=text::new_codes(locale) name="wanted" value="codes" />
            </div>
        </form>
    }
    .into_any();
    view! { <Card>{inside}</Card> }.into_any()
}
