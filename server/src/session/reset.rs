//! The plain HTML forms of a forgotten password: one asks for a link, the other stands behind it.

use super::{SessionState, forms::back_to_form, guard::to};
use axum::{Extension, Form, Router, extract::State, response::Response, routing::post};
use domain::{
    session::{ForgotDraft, ResetDraft},
    url::QueryWriter,
};
use serde::Deserialize;
use services::Client;

const FORGOT: &str = "/session/forgot-password";
const RESET: &str = "/session/reset-password";

/// `POST /session/{forgot,reset}-password`, to be mounted under the session layer.
pub fn routes<S: Clone + Send + Sync + 'static>(state: SessionState) -> Router<S> {
    Router::new().route(FORGOT, post(forgot)).route(RESET, post(reset)).with_state(state)
}

async fn forgot(
    State(state): State<SessionState>,
    Extension(client): Extension<Client>,
    Form(draft): Form<ForgotDraft>,
) -> Response {
    match state.services.sessions().forgot_password(&draft, &client).await {
        Ok(()) => to("/forgot-password?sent=1"),
        Err(error) => {
            let fields = vec![("email".into(), draft.email)];
            back_to_form(&state, None, ("/forgot-password", FORGOT), QueryWriter::default(), fields, error)
                .await
        }
    }
}

#[derive(Deserialize)]
struct ResetForm {
    #[serde(default)]
    token: String,
    /// Whether the form is that of an invitation.
    #[serde(default)]
    invited: bool,
    #[serde(flatten)]
    draft: ResetDraft,
}

async fn reset(
    State(state): State<SessionState>,
    Extension(client): Extension<Client>,
    Form(form): Form<ResetForm>,
) -> Response {
    let ResetForm { token, invited, draft } = form;
    let (page, done) = match invited {
        true => ("/invitation", "/login?done=joined"),
        false => ("/reset-password", "/login?done=reset"),
    };
    match state.services.sessions().reset_password(&token, &draft, &client).await {
        Ok(()) => to(done),
        Err(error) => {
            let query = QueryWriter::default().text("token", &token);
            back_to_form(&state, None, (page, RESET), query, vec![], error).await
        }
    }
}
