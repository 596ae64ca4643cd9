//! A user: a person with an account, a role, a language and the sites that they may see.

mod draft;
mod hourly_rate;
mod invitation;
mod own_draft;
mod query;
mod registration;
mod rules;
mod technician;

pub use draft::{
    ChangedUser, NewUser, NewUserDraft, Permissions, UserDraft, email, is_email, new_password,
    permission_texts, person_name, username,
};
pub use hourly_rate::{HourlyRateDraft, HourlyRateView};
pub use invitation::{INVITE_SECONDS, InvitationState, InvitationView, invitation_state};
pub use own_draft::{NewPassword, NewProfile, PasswordDraft, ProfileDraft};
pub use query::UserQuery;
pub use registration::{
    ApprovalDraft, CONFIRM_SECONDS, NewRegistration, RegistrationDraft, RegistrationView, UNDECIDED_SECONDS,
};
pub use rules::{may_deactivate, may_leave_administration};
pub(crate) use technician::check_skills;
pub use technician::{ExperienceLevel, LONGEST_SKILL, MOST_SKILLS, Technician, tidy_skills};

use crate::{
    LocalDateTime, SiteId, Timestamp, UserId,
    access::{PermissionSet, Role, SiteScope},
    session::SecondStepKind,
    site::SiteRef,
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
    /// Invited by mail, and has not chosen a password yet.
    pub is_invited: bool,
    pub last_login_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

/// One account in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserRow {
    #[serde(flatten)]
    pub user: UserView,
    /// The last sign-in on the plant's wall clock.
    pub last_login_local: Option<LocalDateTime>,
    /// Of every technician, and of whoever has skills beside another role.
    pub technician: Option<Technician>,
}

/// One account, whole, for its administration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserDetail {
    #[serde(flatten)]
    pub user: UserView,
    /// Those that the person may see, and the caller too.
    pub sites: Vec<SiteRef>,
    /// Beside those of the role: `import:run` is granted, `-equipment:delete` taken away.
    pub permissions: Vec<String>,
    /// Of every technician, and of whoever has skills beside another role.
    pub technician: Option<Technician>,
    /// Seconds until the person may try to sign in again, after too many wrong passwords.
    pub locked_seconds: Option<i64>,
    /// Whether sign-in asks for a code beside the password.
    pub second_step: bool,
    /// None for an account that was made with a password.
    pub invitation: Option<InvitationView>,
    pub version: i64,
}

impl From<&UserDetail> for UserDraft {
    fn from(d: &UserDetail) -> Self {
        let user = &d.user;
        let technician = d.technician.clone().unwrap_or_default();
        Self {
            email: user.email.clone(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            role: user.role.to_string(),
            language: user.language.to_string(),
            sites: d.sites.iter().map(|s| s.id).collect(),
            permissions: d.permissions.clone(),
            specialty: technician.specialty.unwrap_or_default(),
            skills: technician.skills,
            experience_level: technician.experience_level.map(|l| l.to_string()).unwrap_or_default(),
            version: d.version.to_string(),
        }
        .tidy()
    }
}

/// A sign-in that succeeded or failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInView {
    pub at: Timestamp,
    /// On the plant's wall clock.
    pub at_local: LocalDateTime,
    pub succeeded: bool,
    pub address: String,
    /// What was typed beside the password: a code of the moment, or a recovery code.
    pub second_step: Option<SecondStepKind>,
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
    /// There is more than one site among theirs: numbers that each site counts for itself need its code beside them.
    #[serde(default)]
    pub several_sites: bool,
    /// A second step of sign-in must be set up before anything else.
    #[serde(default)]
    pub second_step_due: bool,
}

/// Sites of an account, for its administration.
pub type UserSites = Vec<SiteId>;
