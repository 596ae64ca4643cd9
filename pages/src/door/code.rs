//! `/second-step`: the code, after a right password.

use super::Head;
use crate::{
    ApiResult,
    page::Asked,
    plain_form::{PlainForm, hidden},
};
use domain::url::safe_next;
use i18n::{second_step as text, session};
use leptos::prelude::*;
use ui::{Button, Field, Icon, Size, Variant};

const ACTION: &str = "/session/second-step";

/// The page that asks for the code.
pub async fn code(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let form = PlainForm::new(&asked, ACTION).await;
    let next = asked.value("next").filter(|next| safe_next(next).is_some());
    let remember = asked.value("remember").map(|_| "true".to_owned());
    let content = view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {form.why()} {hidden("next", next)} {hidden("remember", remember)}
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
                <a class="link" href="/login">
                    {session::back_to_login(locale)}
                </a>
            </p>
        </form>
    };
    Ok(Head::new(text::ask_title(locale), text::ask_intro(locale)).above(content.into_any()))
}
