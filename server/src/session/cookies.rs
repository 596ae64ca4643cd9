//! The cookies that carry a session. No script can read them, and no other site sends them with a form.

use axum::http::{HeaderMap, HeaderValue, header};
use domain::session::TICKET_SECONDS;
use services::Tokens;

/// A year: how long a signed-out browser keeps its language and theme, and that it is known.
const YEAR: i64 = 365 * 86_400;
/// Behind the refresh token of somebody who stays signed in when the browser closes.
const KEPT: &str = ".k";

/// The cookies of one configuration.
#[derive(Clone, Copy)]
pub(super) struct Cookies {
    secure: bool,
}

/// What a request's cookies say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Presented {
    pub access: Option<String>,
    pub refresh: Option<String>,
    /// Whether the session outlives the browser's window.
    pub kept: bool,
}

impl Presented {
    pub fn any(&self) -> bool {
        self.access.is_some() || self.refresh.is_some()
    }
}

impl Cookies {
    pub fn new(secure: bool) -> Self {
        Self { secure }
    }

    fn access(self) -> &'static str {
        if self.secure { "__Host-vigie_access" } else { "vigie_access" }
    }

    fn refresh(self) -> &'static str {
        if self.secure { "__Host-vigie_refresh" } else { "vigie_refresh" }
    }

    fn ticket_name(self) -> &'static str {
        if self.secure { "__Host-vigie_step" } else { "vigie_step" }
    }

    /// The proof of a right password, while the code is asked for.
    pub fn ticket(self, headers: &HeaderMap) -> Option<&str> {
        value(headers, self.ticket_name())
    }

    pub fn give_ticket(self, headers: &mut HeaderMap, ticket: &str) {
        self.set(headers, self.ticket_name(), ticket, Some(TICKET_SECONDS));
    }

    pub fn take_ticket(self, headers: &mut HeaderMap) {
        self.set(headers, self.ticket_name(), "", Some(0));
    }

    fn device_name(self) -> &'static str {
        if self.secure { "__Host-vigie_device" } else { "vigie_device" }
    }

    /// What tells that somebody has signed in on this device before.
    pub fn device(self, headers: &HeaderMap) -> Option<&str> {
        value(headers, self.device_name())
    }

    /// It stays when its people sign out: then it is needed.
    pub fn give_device(self, headers: &mut HeaderMap, device: &str) {
        self.set(headers, self.device_name(), device, Some(YEAR));
    }

    pub fn read(self, headers: &HeaderMap) -> Presented {
        let refresh = value(headers, self.refresh()).map(str::to_owned);
        let kept = refresh.as_ref().is_some_and(|r| r.ends_with(KEPT));
        Presented {
            access: value(headers, self.access()).map(str::to_owned),
            refresh: refresh.map(|r| r.trim_end_matches(KEPT).to_owned()),
            kept,
        }
    }

    /// Gives the browser its tokens; `kept` beyond the closing of its window.
    pub fn give(self, headers: &mut HeaderMap, tokens: &Tokens, kept: bool) {
        let life = |seconds: i64| kept.then_some(seconds);
        self.set(headers, self.access(), &tokens.access, life(tokens.access_seconds));
        if let Some(refresh) = &tokens.refresh {
            let value = if kept { format!("{refresh}{KEPT}") } else { refresh.clone() };
            self.set(headers, self.refresh(), &value, life(tokens.refresh_seconds));
        }
    }

    /// Takes the tokens away.
    pub fn clear(self, headers: &mut HeaderMap) {
        self.set(headers, self.access(), "", Some(0));
        self.set(headers, self.refresh(), "", Some(0));
    }

    /// Whether an answer gives or takes tokens already.
    pub fn are_set(self, headers: &HeaderMap) -> bool {
        let own = |v: &HeaderValue| v.as_bytes().starts_with(self.access().as_bytes());
        headers.get_all(header::SET_COOKIE).iter().any(own)
    }

    /// A choice of the browser's user that is no secret: language, theme.
    pub fn choice(self, headers: &mut HeaderMap, name: &str, value: &str) {
        self.set(headers, name, value, Some(YEAR));
    }

    fn set(self, headers: &mut HeaderMap, name: &str, value: &str, life: Option<i64>) {
        let secure = if self.secure { "; Secure" } else { "" };
        let life = life.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
        let cookie = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{life}");
        // Tokens and choices are URL-safe text; anything else would be a defect, and no cookie.
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

/// The value of a request's cookie; an empty one is none.
pub(super) fn value<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|h| h.to_str().ok());
    all.flat_map(|h| h.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens() -> Tokens {
        Tokens {
            access: "a.b.c".into(),
            access_seconds: 900,
            refresh: Some("r".into()),
            refresh_seconds: 604_800,
        }
    }

    fn set(headers: &HeaderMap) -> Vec<&str> {
        headers.get_all(header::SET_COOKIE).iter().map(|v| v.to_str().expect("ASCII")).collect()
    }

    #[test]
    fn over_tls_cookies_are_bound_to_the_host() {
        let mut headers = HeaderMap::new();
        Cookies::new(true).give(&mut headers, &tokens(), true);
        assert_eq!(
            set(&headers),
            [
                "__Host-vigie_access=a.b.c; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=900",
                "__Host-vigie_refresh=r.k; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=604800",
            ]
        );
    }

    #[test]
    fn without_being_kept_a_session_ends_with_the_window() {
        let mut headers = HeaderMap::new();
        Cookies::new(false).give(&mut headers, &tokens(), false);
        assert_eq!(
            set(&headers),
            [
                "vigie_access=a.b.c; Path=/; HttpOnly; SameSite=Lax",
                "vigie_refresh=r; Path=/; HttpOnly; SameSite=Lax",
            ]
        );
        assert!(Cookies::new(false).are_set(&headers));
    }

    #[test]
    fn what_was_given_is_read_back() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("x=1; vigie_refresh=r.k"));
        headers.append(header::COOKIE, HeaderValue::from_static("vigie_access=a.b.c"));
        let read = Cookies::new(false).read(&headers);
        assert_eq!(read, Presented { access: Some("a.b.c".into()), refresh: Some("r".into()), kept: true });
        assert!(!Cookies::new(true).read(&headers).any());
    }
}
