//! A browser as far as these tests need one: it keeps cookies and says where its forms stand.

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use domain::access::Role;
use std::collections::BTreeMap;
use testkit::{World, each_database};
use tower::ServiceExt;

pub const LOGIN: &str = "claire";

/// Runs a test in a world with one technician, on an address with or without TLS.
pub async fn with_site<F: Future<Output = ()>>(url: &str, test: impl Fn(World, Browser) -> F) {
    let (test, url) = (&test, url);
    each_database(async |world| {
        world.person_with_password(LOGIN, Role::Technician, &[]).await;
        let mut sources = server::config::Sources::default();
        sources.flags.push(("server.public_url", url.to_owned()));
        let config = server::config::load(&sources).expect("a valid configuration");
        let router = server::app(server::AppState::new(world.services.clone(), config));
        test(world, Browser { router, cookies: BTreeMap::new(), set: vec![] }).await;
    })
    .await;
}

#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    pub cookies: BTreeMap<String, String>,
    /// `Set-Cookie` of the last answer.
    pub set: Vec<String>,
}

pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub body: String,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[("accept", "text/html")], String::new()).await
    }

    /// Posts a form of our own page.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("sec-fetch-site", "same-origin"),
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send("POST", path, &headers, form(fields)).await
    }

    pub async fn sign_in(&mut self, extra: &[(&str, &str)]) -> Answer {
        let mut fields = vec![("login", LOGIN), ("password", testkit::PASSWORD)];
        fields.extend_from_slice(extra);
        self.post("/session/sign-in", &fields).await
    }

    /// Sends a request with the cookies, and takes over those of the answer.
    pub async fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "vigie.test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !self.cookies.is_empty() {
            let pairs: Vec<String> =
                self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        let request = request.body(Body::from(body)).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        self.take(&response);
        let location = response.headers().get(header::LOCATION).and_then(|l| l.to_str().ok());
        let (status, location) = (response.status(), location.map(str::to_owned));
        let body = axum::body::to_bytes(response.into_body(), 10_000_000).await.expect("a body");
        Answer { status, location, body: String::from_utf8_lossy(&body).into_owned() }
    }

    fn take(&mut self, response: &Response<Body>) {
        let set = response.headers().get_all(header::SET_COOKIE).iter();
        self.set = set.map(|v| v.to_str().expect("ASCII").to_owned()).collect();
        for cookie in &self.set {
            let (pair, flags) = cookie.split_once("; ").expect("flags");
            let (name, value) = pair.split_once('=').expect("a pair");
            if flags.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// Fields as a form sends them.
pub fn form(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    fields
        .iter()
        .map(|(name, value)| format!("{}={}", escaped(name), escaped(value)))
        .collect::<Vec<_>>()
        .join("&")
}
