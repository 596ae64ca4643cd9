//! `/forgot-password`: whose password it is. The answer never tells whether the address has an account.

use super::Head;
use crate::{ApiResult, page::Asked, plain_form::PlainForm};
use i18n::{Locale, session as text};
use leptos::prelude::*;
use ui::{Button, Field, Icon, LinkButton, Size, Variant};

const ACTION: &str = "/session/forgot-password";

/// The page that asks for a link.
pub async fn forgot(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if asked.value("sent").is_some() {
        return Ok(sent(locale));
    }
    let form = PlainForm::new(&asked, ACTION).await;
    let content = view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {form.why()}
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
                <a class="link" href="/login">
                    {text::back_to_login(locale)}
                </a>
            </p>
        </form>
    };
    Ok(Head::new(text::forgot_title(locale), text::forgot_intro(locale)).above(content.into_any()))
}

fn sent(locale: Locale) -> AnyView {
    let content = view! {
        <div class="stack">
            <p role="status">{text::forgot_sent_what(locale)}</p>
            <LinkButton href="/login" label=text::back_to_login(locale) size=Size::Large />
        </div>
    };
    Head::new(text::forgot_sent(locale), "").above(content.into_any())
}
