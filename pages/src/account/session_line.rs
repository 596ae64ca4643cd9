//! Sessions as pages show them.

use domain::{SessionId, Timestamp, session::SessionView};
use serde::{Deserialize, Serialize};

/// An open session, with how long ago it was last used: the browser's clock is not asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    pub id: SessionId,
    pub browser: Option<String>,
    pub system: Option<String>,
    pub address: String,
    pub current: bool,
    pub minutes_ago: i64,
}

impl SessionLine {
    /// The line of a session, `now` by the server's clock.
    pub fn new(session: SessionView, now: Timestamp) -> Self {
        let (browser, system) = session.device();
        Self {
            id: session.id,
            browser: browser.map(str::to_owned),
            system: system.map(str::to_owned),
            address: session.address.clone(),
            current: session.current,
            minutes_ago: now.seconds_since(session.last_seen_at).max(0) / 60,
        }
    }
}
