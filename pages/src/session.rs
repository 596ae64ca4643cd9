//! Who looks at the page, in which language and colours. Decided by the server, which draws the page by it; the browser finds
//! the language and the person on `<html>` (`islands::document`).

use domain::{
    Permission,
    document::{Limits, Media},
    password::Rule,
    user::{Theme, Viewer},
};
use i18n::Locale;
use leptos::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Absent on the pages before sign-in.
    pub viewer: Option<Viewer>,
    pub locale: Locale,
    pub theme: Theme,
    /// What the plant calls itself; empty is the product's name.
    pub plant: String,
    /// Of a new site.
    pub timezone: String,
    pub currency: String,
    /// What a new password must be.
    pub password: Rule,
    /// The largest documents that are taken.
    pub limits: Limits,
    /// Whether anybody may ask for an account.
    pub registration: bool,
    /// Whether there is a mail server: without one, mails wait in the outbox.
    pub mail: bool,
    /// The extensions of documents that are taken, as a file input says them.
    pub accept: String,
}

impl Session {
    /// Of nobody in particular, before anything is known.
    pub fn anonymous() -> Self {
        Self {
            viewer: None,
            locale: Locale::Fr,
            theme: Theme::Auto,
            plant: String::new(),
            timezone: String::new(),
            currency: String::new(),
            password: Rule::default(),
            limits: Limits { max_mb: 25, video_mb: 250 },
            registration: false,
            mail: false,
            accept: Media::ACCEPT.to_owned(),
        }
    }

    /// The name at the head of the pages.
    pub fn product(&self) -> String {
        match self.plant.is_empty() {
            true => i18n::common::app(self.locale).to_owned(),
            false => self.plant.clone(),
        }
    }

    /// The value of `data-theme`; nothing follows the device.
    pub fn theme_attribute(&self) -> Option<&'static str> {
        (self.theme != Theme::Auto).then_some(self.theme.as_str())
    }
}

/// The session of the request.
pub fn use_session() -> Session {
    use_context::<Session>().unwrap_or_else(Session::anonymous)
}

/// The language of the page.
pub fn use_locale() -> Locale {
    use_session().locale
}

/// The person signed in; pages behind sign-in always have one.
pub fn use_viewer() -> Option<Viewer> {
    use_session().viewer
}

/// Whether a work order's number needs its site beside it: each site counts its own.
pub fn several_sites() -> bool {
    use_viewer().is_some_and(|v| v.several_sites)
}

/// Whether to offer an action. What the page hides is not the check: that one stands in the services.
pub fn may(permission: Permission) -> bool {
    use_viewer().is_some_and(|v| v.permissions.contains(permission))
}

/// Whether to offer an action that some may do only to what is their own.
pub fn may_any_or_own(permission: Permission) -> bool {
    may(permission) || permission.own().is_some_and(may)
}
