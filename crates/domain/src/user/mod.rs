//! A user: a person with an account, a role, a language and the sites that they may see.

mod draft;
mod query;
mod rules;

pub use draft::{
    NewPassword, NewProfile, NewUser, NewUserDraft, PasswordDraft, Permissions, ProfileDraft, email,
    is_email, new_password, username,
};
pub use query::UserQuery;
pub use rules::may_leave_administration;

use crate::{
    SiteId, Timestamp, UserId,
    access::{PermissionSet, Role, SiteScope},
    text_enum,
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Languages that Vigie speaks; French first.
    pub enum Language {
        Fr = "fr",
        En = "en",
    }
}

text_enum! {
    /// Colours of the pages; `auto` follows the device.
    pub enum Theme {
        Auto = "auto",
        Light = "light",
        Dark = "dark",
        /// For a screen in full sunlight.
        Sun = "sun",
    }
}

/// A person as they are named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRef {
    pub id: UserId,
    pub name: String,
}

/// One account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserView {
    pub id: UserId,
    pub username: String,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub role: Role,
    pub language: Language,
    pub theme: Theme,
    pub is_active: bool,
    pub last_login_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// What the pages know of the person in front of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: Role,
    pub language: Language,
    pub theme: Theme,
    pub permissions: PermissionSet,
    pub sites: SiteScope,
    /// Name of the only site, or none when there are several.
    pub site_name: Option<String>,
}

/// Sites of an account, for its administration.
pub type UserSites = Vec<SiteId>;
