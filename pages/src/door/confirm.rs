//! `/register/confirm?token=…`: the address is somebody's, and the request is theirs: they know the password that was chosen
//! with it. A form, because mail programs follow links by themselves.

use super::Head;
use crate::{
    ApiResult, backend,
    page::Asked,
    plain_form::{PlainForm, hidden},
};
use i18n::{Locale, registration as text, session};
use leptos::prelude::*;
use ui::{Button, LinkButton, PasswordField, Size, Variant};

const ACTION: &str = "/session/confirm-registration";

/// The page behind the link.
pub async fn confirm(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let token = asked.value("token").unwrap_or_default();
    let link = token.clone();
    let open =
        backend::call_public(|s, _| async move { s.users().registration_link_is_open(&link).await }).await?;
    if !open {
        return Ok(closed(locale));
    }
    let form = PlainForm::new(&asked, ACTION).await;
    let content = view! {
        <form method="post" action=form.action class="auth-form" novalidate>
            {form.summary(|_| text::your_password(locale))} {hidden("token", Some(token))}
            <PasswordField
                label=text::your_password(locale)
                name="password"
                reveal=session::show_password(locale)
                required=true
                error=form.error("password")
            />
            <Button label=text::confirm(locale) variant=Variant::Primary size=Size::Large />
        </form>
    };
    Ok(Head::new(text::confirm_title(locale), text::confirm_what(locale)).above(content.into_any()))
}

fn closed(locale: Locale) -> AnyView {
    let way = view! { <LinkButton href="/login" label=session::back_to_login(locale) size=Size::Large /> };
    let head = Head {
        name: text::confirm_title(locale),
        title: session::reset_closed(locale),
        text: text::link_closed_what(locale),
    };
    head.above(way.into_any())
}
