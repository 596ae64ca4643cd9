//! A client of the API: somebody signed in, with a token.

use axum::{
    Router,
    body::Body,
    http::{HeaderMap, Request, StatusCode, header},
};
use domain::{Role, SiteId, session::SignInDraft};
use serde_json::Value;
use services::Client;
use testkit::{World, each_database};
use tower::ServiceExt;

/// Name of every request of the tests, so that answers can be compared as they are.
pub const REQUEST: &str = "test-request";

#[derive(Clone)]
pub struct Api {
    pub router: Router,
    token: Option<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The body as it came, when it is no text.
    pub bytes: Vec<u8>,
}

/// Runs a test with the platform and an administrator's client.
pub async fn with_api<F: Future<Output = ()>>(test: impl Fn(World, Api) -> F) {
    with_settings(&[], test).await;
}

/// The same, with some settings.
pub async fn with_settings<F: Future<Output = ()>>(
    settings: &[(&'static str, &str)],
    test: impl Fn(World, Api) -> F,
) {
    let test = &test;
    each_database(async |world| {
        let mut sources = server::config::Sources::default();
        sources.flags.extend(settings.iter().map(|(key, value)| (*key, (*value).to_owned())));
        let config = server::config::load(&sources).expect("a valid configuration");
        let router = server::app(server::AppState::new(world.services.clone(), config));
        let nobody = Api { router, token: None };
        let api = nobody.signed_in(&world, "anne", Role::Admin, &[]).await;
        test(world, api).await;
    })
    .await;
}

impl Api {
    /// A client for somebody new.
    pub async fn signed_in(&self, world: &World, login: &str, role: Role, sites: &[SiteId]) -> Self {
        world.person_with_password(login, role, sites).await;
        let draft =
            SignInDraft { login: login.into(), password: testkit::PASSWORD.into(), ..Default::default() };
        let signed = world.services.sessions().sign_in(&draft, &Client::default()).await.expect("signed in");
        Self { router: self.router.clone(), token: Some(signed.tokens.access) }
    }

    pub fn signed_out(&self) -> Self {
        Self { router: self.router.clone(), token: None }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], "").await
    }

    pub async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, &[], body).await
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("x-request-id", REQUEST);
        if !headers.iter().any(|(name, _)| *name == "accept-language") {
            request = request.header(header::ACCEPT_LANGUAGE, "en");
        }
        if let Some(token) = &self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        if !body.is_empty() && !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.header(header::CONTENT_TYPE, "application/json");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body.to_owned())).expect("a request");
        let (parts, body) = self.router.clone().oneshot(request).await.expect("an answer").into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("a whole body");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e} in {}", self.body))
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|v| v.to_str().ok())
    }

    /// The body, made readable for a snapshot.
    pub fn pretty(&self) -> String {
        format!("{}\n{}", self.status, serde_json::to_string_pretty(&self.json()).expect("json"))
    }

    /// `field: code` of every wrong field.
    pub fn wrong_fields(&self) -> Vec<String> {
        let errors = self.json()["errors"].as_array().cloned().unwrap_or_default();
        let text = |e: &Value, key: &str| e[key].as_str().unwrap_or_default().to_owned();
        errors.iter().map(|e| format!("{}: {}", text(e, "field"), text(e, "code"))).collect()
    }
}
