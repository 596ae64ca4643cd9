//! Signing in, going on and signing out over REST, for programs that send the access token themselves.

use super::input::Fields;
use crate::{
    AppState,
    error::{BadRequest, By, RestError, RestResult},
    session::bearer,
};
use axum::{
    Extension, Form, Json, Router,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use domain::{Error, FieldCode, FieldErrors, Role, UserId, session::SignInDraft, user::UserView};
use serde::{Deserialize, Serialize};
use services::{Client, Services, SignedIn, Tokens};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(login))
        .routes(routes!(token))
        .routes(routes!(refresh))
        .routes(routes!(logout))
        .routes(routes!(me))
}

/// The same by the short addresses that OAuth2 clients are used to.
pub fn aliases() -> Router<AppState> {
    Router::new().route("/auth/token", post(token)).route("/auth/me", get(me))
}

/// Who signs in: by e-mail address or by username.
#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct LoginDraft {
    #[schema(example = "technician@vigie.test")]
    email: String,
    /// In the place of the e-mail address.
    username: String,
    password: String,
    /// Where the account has a second step: the code of the app, or a recovery code.
    #[schema(example = "")]
    totp_code: String,
}

const FORM: &str = "application/x-www-form-urlencoded";

/// The password form of OAuth2.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default)]
struct TokenForm {
    /// `password`, or nothing.
    grant_type: String,
    /// The e-mail address or the username.
    username: String,
    password: String,
    /// As in `/auth/login`.
    totp_code: String,
}

#[derive(Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct RefreshDraft {
    refresh_token: String,
}

/// The pair of tokens, and whose they are.
#[derive(Serialize, ToSchema)]
struct LoginAnswer {
    #[serde(flatten)]
    tokens: TokenAnswer,
    user: LoginUser,
}

#[derive(Serialize, ToSchema)]
struct TokenAnswer {
    access_token: String,
    /// Good for one use. Null when the one that was sent has been used a moment ago: then the answer to that
    /// request has the new one.
    refresh_token: Option<String>,
    #[schema(example = "bearer")]
    token_type: &'static str,
    /// Life of the access token, in seconds.
    #[schema(example = 900)]
    expires_in: i64,
}

#[derive(Serialize, ToSchema)]
struct LoginUser {
    id: UserId,
    email: String,
    username: String,
    role: Role,
    first_name: String,
    last_name: String,
    /// The same as `last_name`.
    nom: String,
    /// The same as `first_name`.
    prenom: String,
}

/// Sign in
///
/// With a JSON body. An unknown account and a wrong password give the same answer. After a few failures each
/// one makes the next wait longer (429 with `Retry-After`). An account with a second step asks for `totp_code`:
/// without it the answer is 401 with the code `code_required` at that field, with a wrong one `wrong_code`.
#[utoipa::path(post, path = "/auth/login", tag = "auth", security(()), request_body = LoginDraft,
    responses((status = OK, body = LoginAnswer)))]
async fn login(
    State(s): State<Services>,
    Extension(client): Extension<Client>,
    fields: Fields,
) -> RestResult<Json<LoginAnswer>> {
    let LoginDraft { email, username, password, totp_code } = fields.draft()?;
    let login = if email.trim().is_empty() { username } else { email };
    sign_in(&s, login, password, &totp_code, &client).await.map_err(|e| at(e, "email"))
}

/// Sign in with a form
///
/// The OAuth2 password form, for clients that know it; the same answer as `/auth/login`.
#[utoipa::path(post, path = "/auth/token", tag = "auth", security(()),
    request_body(content = TokenForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = OK, body = LoginAnswer)))]
async fn token(
    State(s): State<Services>,
    Extension(client): Extension<Client>,
    form: Result<Form<TokenForm>, FormRejection>,
) -> RestResult<Json<LoginAnswer>> {
    let Form(form) = form.map_err(unread)?;
    if !matches!(form.grant_type.as_str(), "" | "password") {
        return Err(RestError::field("grant_type", FieldCode::UnknownValue));
    }
    sign_in(&s, form.username, form.password, &form.totp_code, &client).await.map_err(|e| at(e, "username"))
}

fn unread(form: FormRejection) -> BadRequest {
    match form {
        FormRejection::InvalidFormContentType(_) => BadRequest::MediaType(FORM),
        other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => BadRequest::TooLarge,
        _ => BadRequest::Other,
    }
}

/// Go on with a session
///
/// The refresh token as bearer or in a JSON body gives a new pair and is worth nothing afterwards. One that
/// was used already ends the session: it was copied.
#[utoipa::path(post, path = "/auth/refresh", tag = "auth", security(("bearer" = [])),
    request_body(content = Option<RefreshDraft>), responses((status = OK, body = TokenAnswer)))]
async fn refresh(
    State(s): State<Services>,
    Extension(client): Extension<Client>,
    headers: HeaderMap,
    fields: RestResult<Fields>,
) -> RestResult<Json<TokenAnswer>> {
    let token = match bearer(&headers) {
        Some(token) => token.to_owned(),
        None => fields?.draft::<RefreshDraft>()?.refresh_token,
    };
    if token.is_empty() {
        return Err(RestError::field("refresh_token", FieldCode::Required));
    }
    let renewed = s.sessions().refresh(&token, &client).await?;
    Ok(Json(answer(renewed.tokens)))
}

/// Sign out
///
/// Ends the session: its tokens are worth nothing from now on.
#[utoipa::path(post, path = "/auth/logout", tag = "auth", responses((status = NO_CONTENT)))]
async fn logout(By(by): By, State(s): State<Services>) -> RestResult<StatusCode> {
    s.sessions().sign_out(&by).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's own account
#[utoipa::path(get, path = "/auth/me", tag = "auth", responses((status = OK, body = UserView)))]
async fn me(By(by): By, State(s): State<Services>) -> RestResult<Json<UserView>> {
    Ok(Json(s.users().me(&by).await?))
}

async fn sign_in(
    s: &Services,
    login: String,
    password: String,
    code: &str,
    client: &Client,
) -> Result<Json<LoginAnswer>, Error> {
    let draft = SignInDraft { login, password, next: String::new() };
    let SignedIn { user, tokens, .. } = s.sessions().sign_in_with_code(&draft, code, client).await?;
    let user = LoginUser {
        id: user.id,
        email: user.email,
        username: user.username,
        role: user.role,
        nom: user.last_name.clone(),
        prenom: user.first_name.clone(),
        first_name: user.first_name,
        last_name: user.last_name,
    };
    Ok(Json(LoginAnswer { tokens: answer(tokens), user }))
}

fn answer(tokens: Tokens) -> TokenAnswer {
    TokenAnswer {
        access_token: tokens.access,
        refresh_token: tokens.refresh,
        token_type: "bearer",
        expires_in: tokens.access_seconds,
    }
}

/// The error at the fields that the request has for the login and the code.
fn at(error: Error, field: &str) -> RestError {
    let Error::Invalid(FieldErrors(mut errors)) = error else { return error.into() };
    for error in errors.iter_mut().filter(|e| e.field == "login") {
        field.clone_into(&mut error.field);
    }
    for error in errors.iter_mut().filter(|e| e.field == "code") {
        "totp_code".clone_into(&mut error.field);
    }
    Error::Invalid(FieldErrors(errors)).into()
}
