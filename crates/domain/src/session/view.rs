//! A session as its owner sees it.

use crate::{SessionId, Timestamp};
use serde::{Deserialize, Serialize};

/// One sign-in on one device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    pub id: SessionId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// What the browser says it is.
    pub user_agent: String,
    pub address: String,
    /// The session that asks.
    pub current: bool,
}

impl SessionView {
    /// The browser and the system, as far as the user agent tells: `("Firefox", "Android")`.
    pub fn device(&self) -> (Option<&'static str>, Option<&'static str>) {
        // Order matters: Edge calls itself Chrome, Chrome calls itself Safari, Android calls itself Linux.
        let browsers = [
            ("Edg", "Edge"),
            ("OPR/", "Opera"),
            ("Firefox/", "Firefox"),
            ("Chrome/", "Chrome"),
            ("Safari/", "Safari"),
            ("curl/", "curl"),
        ];
        let systems = [
            ("Android", "Android"),
            ("iPhone", "iOS"),
            ("iPad", "iPadOS"),
            ("Windows", "Windows"),
            ("Mac OS X", "macOS"),
            ("Linux", "Linux"),
        ];
        let find = |names: &[(&str, &'static str)]| {
            names.iter().find(|(sign, _)| self.user_agent.contains(sign)).map(|(_, name)| *name)
        };
        (find(&browsers), find(&systems))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_by_its_browser_and_system() {
        let view = |agent: &str| SessionView {
            id: SessionId(1),
            created_at: Timestamp::from_millis(0),
            last_seen_at: Timestamp::from_millis(0),
            user_agent: agent.to_owned(),
            address: String::new(),
            current: true,
        };
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(view(edge).device(), (Some("Edge"), Some("Windows")));
        let phone = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36";
        assert_eq!(view(phone).device(), (Some("Chrome"), Some("Android")));
        assert_eq!(view("a robot").device(), (None, None));
    }
}
