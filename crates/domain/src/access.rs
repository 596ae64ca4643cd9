//! Who may do what: roles, permissions, sites. The check itself stands once, in `services::access`.

use crate::{SessionId, SiteId, UserId, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a person is in the plant. A role is a set of permissions to start from.
    pub enum Role {
        Admin = "admin",
        Supervisor = "supervisor",
        Technician = "technician",
        Client = "client",
    }
}

text_enum! {
    /// One thing that a use case asks for. `module:action`.
    pub enum Permission {
        EquipmentRead = "equipment:read",
        /// Only equipment on which the caller has requested an intervention.
        EquipmentReadOwn = "equipment:read_own",
        EquipmentWrite = "equipment:write",
        EquipmentDelete = "equipment:delete",
        SiteRead = "site:read",
        SiteWrite = "site:write",
        /// Production lines and equipment types.
        StructureWrite = "structure:write",
        InterventionRead = "intervention:read",
        /// Only interventions that the caller has requested.
        InterventionReadOwn = "intervention:read_own",
        InterventionWrite = "intervention:write",
        /// Report a breakdown.
        InterventionReport = "intervention:report",
        /// Start, pause and finish what is assigned to the caller.
        InterventionWork = "intervention:update_assigned",
        /// Accept completed work or send it back.
        InterventionValidate = "intervention:validate",
        /// Documents of what the caller may read.
        DocumentRead = "document:read",
        DocumentWrite = "document:write",
        ImportRun = "import:run",
        /// Technicians, their presence and their load; of absences only when.
        TeamRead = "team:read",
        /// Technicians, teams, shifts; deciding about absences.
        TeamWrite = "team:write",
        /// One's own absences: proposing and withdrawing them.
        AbsencePropose = "absence:propose",
        /// Writing to others.
        NotificationSend = "notification:send",
        UserRead = "user:read",
        UserCreate = "user:create",
        UserManage = "user:manage",
        AuditRead = "audit:read",
        SettingsManage = "settings:manage",
        /// Jobs: see, retry, cancel.
        JobManage = "job:manage",
        /// The outbox: see and send again every mail.
        MailManage = "mail:manage",
        /// One's own profile, password, sessions and saved filters; every role has it.
        AccountOwn = "account:own",
        /// Sign-in itself: sessions and attempts of anybody.
        SessionManage = "session:manage",
        /// Doing jobs; the workers' own.
        JobRun = "job:run",
        /// Process metrics and detailed health.
        Operate = "platform:operate",
        /// One's own second step of sign-in, and signing out; every role has it, and somebody who must set up
        /// that step first has nothing else.
        SignInOwn = "account:sign_in",
    }
}

impl Permission {
    /// The narrower permission that lets a caller do this to what is their own.
    pub const fn own(self) -> Option<Permission> {
        match self {
            Self::EquipmentRead => Some(Self::EquipmentReadOwn),
            Self::InterventionRead => Some(Self::InterventionReadOwn),
            _ => None,
        }
    }
}

/// A set of permissions, one bit each; as text in hexadecimal, which a number in JSON is not wide enough for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PermissionSet(u128);

/// Permissions that there is room for.
const ROOM: usize = u128::BITS as usize;
const _: () = assert!(Permission::ALL.len() <= ROOM, "a permission has no bit");

impl From<PermissionSet> for String {
    fn from(set: PermissionSet) -> Self {
        format!("{:x}", set.0)
    }
}

impl TryFrom<String> for PermissionSet {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        u128::from_str_radix(&text, 16).map(Self)
    }
}

impl PermissionSet {
    pub const NONE: Self = Self(0);

    pub const fn of(permissions: &[Permission]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < permissions.len() {
            bits |= 1_u128 << permissions[i] as u32;
            i += 1;
        }
        Self(bits)
    }

    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & (1_u128 << permission as u32) != 0
    }

    pub const fn with(self, permission: Permission, granted: bool) -> Self {
        let bit = 1_u128 << permission as u32;
        Self(if granted { self.0 | bit } else { self.0 & !bit })
    }

    /// Whether every permission of `other` is in this set.
    pub const fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// The permissions of this set that are not in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Whether somebody with this set may give all of `given` to others. What one may do to everything, one may give for what
    /// is the other's own.
    pub fn may_give(self, given: Self) -> bool {
        let widely = |own: Permission| {
            Permission::ALL.iter().any(|wide| wide.own() == Some(own) && self.contains(*wide))
        };
        given.iter().all(|permission| self.contains(permission) || widely(permission))
    }

    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |p| self.contains(*p))
    }
}

impl Role {
    /// What the role may do before anything is granted to or taken from the person.
    pub const fn permissions(self) -> PermissionSet {
        use Permission as P;
        match self {
            Self::Admin => PermissionSet::of(P::ALL),
            Self::Supervisor => PermissionSet::of(&[
                P::EquipmentRead,
                P::EquipmentWrite,
                P::EquipmentDelete,
                P::SiteRead,
                P::StructureWrite,
                P::InterventionRead,
                P::InterventionWrite,
                P::InterventionReport,
                P::InterventionWork,
                P::InterventionValidate,
                P::DocumentRead,
                P::DocumentWrite,
                P::TeamRead,
                P::TeamWrite,
                P::AbsencePropose,
                P::NotificationSend,
                P::UserRead,
                P::UserCreate,
                P::AccountOwn,
                P::SignInOwn,
            ]),
            Self::Technician => PermissionSet::of(&[
                P::EquipmentRead,
                P::SiteRead,
                P::InterventionRead,
                P::InterventionReport,
                P::InterventionWork,
                P::DocumentRead,
                P::DocumentWrite,
                P::TeamRead,
                P::AbsencePropose,
                P::AccountOwn,
                P::SignInOwn,
            ]),
            Self::Client => PermissionSet::of(&[
                P::EquipmentReadOwn,
                P::InterventionReadOwn,
                P::InterventionReport,
                P::DocumentRead,
                P::AccountOwn,
                P::SignInOwn,
            ]),
        }
    }

    /// The page on which the role lands after sign-in.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Admin | Self::Supervisor => "/equipments",
            Self::Technician => "/my-work",
            Self::Client => "/interventions",
        }
    }

    /// Roles of the accounts that this role may create: an admin all, a supervisor those below.
    pub const fn may_create(self) -> &'static [Role] {
        match self {
            Self::Admin => Role::ALL,
            Self::Supervisor => &[Role::Technician, Role::Client],
            Self::Technician | Self::Client => &[],
        }
    }
}

/// The sites whose rows a caller sees. No site is no access, not all access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SiteScope {
    All,
    Only(Vec<SiteId>),
}

impl SiteScope {
    pub fn contains(&self, site: SiteId) -> bool {
        match self {
            Self::All => true,
            Self::Only(sites) => sites.contains(&site),
        }
    }
}

/// Who acts: a person, or a part of the program under its own name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Actor {
    User(UserId),
    System(String),
}

/// Who asks, with everything that the permission check needs. Made by the authentication layer from the
/// database at every request, so that a change of rights takes effect at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    pub actor: Actor,
    /// Shown in audit entries: the username, or the system part's name.
    pub name: String,
    pub role: Role,
    pub permissions: PermissionSet,
    pub sites: SiteScope,
    pub session: Option<SessionId>,
    /// The request that this call serves, for the log and the audit entry.
    pub request_id: String,
    /// The client's key for this request, when it sent one.
    pub idempotency_key: Option<String>,
    /// The role asks for a second step of sign-in that the person has not set up: nothing else goes before.
    #[serde(default)]
    pub second_step_due: bool,
}

impl Caller {
    /// A part of the program that acts on its own, with just the permissions it needs, on all sites.
    pub fn system(name: &str, permissions: &[Permission]) -> Self {
        Self {
            actor: Actor::System(name.to_owned()),
            name: name.to_owned(),
            role: Role::Admin,
            permissions: PermissionSet::of(permissions),
            sites: SiteScope::All,
            session: None,
            request_id: String::new(),
            idempotency_key: None,
            second_step_due: false,
        }
    }

    pub fn user_id(&self) -> Option<UserId> {
        match &self.actor {
            Actor::User(id) => Some(*id),
            Actor::System(_) => None,
        }
    }

    /// Whether the caller may do this to anything in their sites. Pages use it to leave out what would be
    /// refused; the check is in `services::access`.
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(permission)
    }

    /// Whether the caller may do this, be it only to what is their own.
    pub fn may_any_or_own(&self, permission: Permission) -> bool {
        self.may(permission) || permission.own().is_some_and(|own| self.may(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_own_bit() {
        let all = PermissionSet::of(Permission::ALL);
        assert_eq!(all.iter().count(), Permission::ALL.len());
        assert!(all.covers(Role::Supervisor.permissions()));
        assert!(!Role::Supervisor.permissions().covers(all));
    }

    #[test]
    fn a_set_has_room_for_twice_as_many_permissions_and_is_read_back() {
        for bits in [0, 1, u128::from(u64::MAX) + 1, u128::MAX] {
            let set = PermissionSet(bits);
            let json = serde_json::to_string(&set).expect("JSON");
            assert_eq!(serde_json::from_str::<PermissionSet>(&json).expect("read"), set, "{json}");
        }
        assert!(serde_json::from_str::<PermissionSet>("\"x\"").is_err());
        assert!(Permission::ALL.len() < ROOM / 2);
    }

    #[test]
    fn a_client_reads_only_what_is_their_own() {
        let client = Role::Client.permissions();
        assert!(!client.contains(Permission::InterventionRead));
        assert!(client.contains(Permission::InterventionReadOwn));
    }

    #[test]
    fn nobody_creates_an_account_above_their_own() {
        for role in Role::ALL {
            for created in role.may_create() {
                assert!(role.permissions().may_give(created.permissions()), "{role} {created}");
            }
        }
    }

    #[test]
    fn nobody_gives_what_was_taken_from_them() {
        let less = Role::Supervisor.permissions().with(Permission::EquipmentRead, false);
        assert!(!less.may_give(Role::Technician.permissions()));
        assert!(!less.may_give(Role::Client.permissions()), "nor for what is the other's own");
        let denied = Role::Technician.permissions().with(Permission::EquipmentRead, false);
        assert!(less.may_give(denied));
        assert!(!Role::Client.permissions().may_give(Role::Technician.permissions()));
        assert_eq!(
            Role::Technician.permissions().without(denied),
            PermissionSet::of(&[Permission::EquipmentRead])
        );
    }

    #[test]
    fn no_site_is_no_access() {
        assert!(!SiteScope::Only(vec![]).contains(SiteId(1)));
    }
}
