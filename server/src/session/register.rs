//! The plain HTML forms of a request for an account: one asks, the other confirms the address.

use super::{
    SessionState,
    forms::{back_to_form, chosen_language},
    guard::to,
};
use axum::{Extension, Form, Router, extract::State, http::HeaderMap, response::Response, routing::post};
use domain::{
    Error, Refusal,
    url::{QueryWriter, href},
    user::RegistrationDraft,
};
use serde::Deserialize;
use services::Client;

const REGISTER: &str = "/session/register";
const CONFIRM: &str = "/session/confirm-registration";

/// `POST /session/{register,confirm-registration}`, to be mounted under the session layer.
pub fn routes<S: Clone + Send + Sync + 'static>(state: SessionState) -> Router<S> {
    Router::new().route(REGISTER, post(register)).route(CONFIRM, post(confirm)).with_state(state)
}

async fn register(
    State(state): State<SessionState>,
    headers: HeaderMap,
    Extension(client): Extension<Client>,
    Form(draft): Form<RegistrationDraft>,
) -> Response {
    match state.services.users().register(&draft, chosen_language(&headers), &client).await {
        Ok(()) => to("/login?done=registered"),
        // Closed meanwhile: the page says so.
        Err(Error::NotFound(_)) => to("/register"),
        Err(error) => {
            let RegistrationDraft { email, first_name, last_name, role, .. } = draft;
            let names = ["email", "first_name", "last_name", "role"];
            let values = [email, first_name, last_name, role];
            let fields = names.iter().map(ToString::to_string).zip(values).collect();
            back_to_form(&state, None, ("/register", REGISTER), QueryWriter::default(), fields, error).await
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct ConfirmForm {
    token: String,
    password: String,
}

async fn confirm(
    State(state): State<SessionState>,
    Extension(client): Extension<Client>,
    Form(form): Form<ConfirmForm>,
) -> Response {
    let query = QueryWriter::default().text("token", &form.token);
    match state.services.users().confirm_registration(&form.token, &form.password, &client).await {
        Ok(()) => to("/login?done=confirmed"),
        // The page tells why.
        Err(Error::Refused(Refusal::LinkExpired)) => to(&href("/register/confirm", &query.finish())),
        Err(error) => back_to_form(&state, None, ("/register/confirm", CONFIRM), query, vec![], error).await,
    }
}
