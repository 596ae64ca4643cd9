//! Sessions: signing in and out, the caller behind a token, renewal by rotating refresh tokens, first setup.
//!
//! A session is one sign-in on one device. Its access token is a short-lived JWT; its refresh token is random,
//! stored as a hash and good for one use. Who a caller is and what they may do is read at every request.

pub(crate) mod attempts;
mod authenticate;
mod clean_up;
mod code;
mod keys;
mod lock;
mod manage;
mod origin;
mod refresh;
mod reset;
pub(crate) mod second_step;
mod setup;
mod sign_in;
pub(crate) mod token;
mod totp;

pub(crate) use attempts::{of_account, seconds_to_wait};
pub(crate) use clean_up::clean_up;
pub use code::SignInStep;
pub(crate) use code::forget_tickets;
pub use keys::{AuthOptions, KeyError};
pub(crate) use lock::LOCKED;
pub(crate) use manage::{end_all, view_of};
pub(crate) use refresh::revoke;
pub(crate) use reset::{forget_links, tell_of_change};
pub(crate) use sign_in::hold_if_unchanged;

use crate::Services;
use crate::defect::defect;
use domain::{
    Caller, Permission, Result, SessionId, Timestamp,
    session::Claims,
    user::{UserView, Viewer},
};
use entity::user;

/// Use cases of sign-in and sessions.
pub struct SessionService<'a>(pub(crate) &'a Services);

/// Where a request comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Client {
    /// The network address, as text; empty when it is not known.
    pub address: String,
    pub user_agent: String,
    pub request_id: String,
    /// What [`SignedIn::device`] gave at an earlier sign-in; empty when there was none.
    pub device: String,
}

/// What the client gets to prove who it is.
#[derive(Clone, PartialEq, Eq)]
pub struct Tokens {
    pub access: String,
    /// Life of the access token, in seconds.
    pub access_seconds: i64,
    /// Absent when the old one was used a moment ago by another tab, which has the new one.
    pub refresh: Option<String>,
    /// Life of the refresh token, in seconds.
    pub refresh_seconds: i64,
}

/// Who a token speaks for.
#[derive(Clone, Debug)]
pub struct Known {
    pub caller: Caller,
    pub viewer: Viewer,
}

/// Somebody signed in.
pub struct SignedIn {
    pub known: Known,
    pub user: UserView,
    pub tokens: Tokens,
    /// For the device to keep and to show at the next sign-in, whose attempts then count apart. It lets nobody in.
    pub device: String,
}

/// A session went on.
pub struct Renewed {
    pub known: Known,
    pub tokens: Tokens,
}

impl std::fmt::Debug for Tokens {
    /// Never the tokens.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("access_seconds", &self.access_seconds).finish_non_exhaustive()
    }
}

/// Sign-in acts under its own name: nobody is signed in yet.
fn system(client: &Client) -> Caller {
    let caller = Caller::system("sign-in", &[Permission::SessionManage]);
    Caller { request_id: client.request_id.clone(), ..caller }
}

/// The person, with nothing but the right to be signed in: for the audit entry.
fn as_person(user: &user::Model, client: &Client) -> Caller {
    let actor = domain::access::Actor::User(user.id);
    Caller { actor, name: user.username.clone(), ..system(client) }
}

impl SessionService<'_> {
    /// A new access token for the session.
    fn access_token(&self, user: &user::Model, sid: SessionId, now: Timestamp) -> Result<(String, i64)> {
        let options = &self.0.inner.auth;
        let seconds = options.access_minutes * 60;
        let claims = Claims {
            sub: user.email.clone(),
            user_id: user.id,
            role: user.role,
            is_active: user.is_active,
            sid,
            exp: now.as_second() + seconds,
            iat: now.as_second(),
        };
        let token = options.sign(&claims);
        let token = token.map_err(|error| defect("an access token could not be signed", error))?;
        Ok((token, seconds))
    }

    /// When a refresh token issued now ends, for a session that began at `began`.
    fn refresh_end(&self, began: Timestamp, now: Timestamp) -> Timestamp {
        const DAY: i64 = 86_400;
        let options = &self.0.inner.auth;
        let last =
            began.plus_seconds(self.0.settings().get::<domain::settings::Security>().session_days * DAY);
        now.plus_seconds(options.refresh_days * DAY).min(last)
    }
}
