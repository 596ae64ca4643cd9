//! The people of the demonstration plant.

use domain::{Role, Timestamp, text, user};
use entity::user as account;
use sea_orm::ActiveValue::{NotSet, Set};

/// The password of every demonstration account.
pub const DEMO_PASSWORD: &str = "Demo-Vigie-2026";

/// The four accounts that the program prints: one of each role.
pub const DEMO_ACCOUNTS: [(&str, Role); 4] = [
    ("admin@vigie.test", Role::Admin),
    ("supervisor@vigie.test", Role::Supervisor),
    ("technician@vigie.test", Role::Technician),
    ("client@vigie.test", Role::Client),
];

/// One of the twelve.
pub(super) struct Person {
    pub first: &'static str,
    pub last: &'static str,
    pub role: Role,
    /// The name before `@vigie.test`; the username when there is none.
    mailbox: Option<&'static str>,
    /// Codes of the sites that they see.
    pub sites: &'static [&'static str],
}

const NORTH: &[&str] = &["NORD"];
const SOUTH: &[&str] = &["SUD"];
const BOTH: &[&str] = &["NORD", "SUD"];

const fn person(
    first: &'static str,
    last: &'static str,
    role: Role,
    mailbox: Option<&'static str>,
    sites: &'static [&'static str],
) -> Person {
    Person { first, last, role, mailbox, sites }
}

/// Place of the client whose requests the fourth account shows.
pub(super) const CLIENT: usize = 3;
/// Place of the other client.
pub(super) const OTHER_CLIENT: usize = 11;

pub(super) const PEOPLE: [Person; 12] = [
    person("Hélène", "Fabre", Role::Admin, Some("admin"), BOTH),
    person("Claire", "Dumas", Role::Supervisor, Some("supervisor"), BOTH),
    person("Karim", "Benali", Role::Technician, Some("technician"), BOTH),
    person("Nathalie", "Roussel", Role::Client, Some("client"), BOTH),
    person("Julie", "Moreau", Role::Technician, None, BOTH),
    person("Thomas", "Leroy", Role::Technician, None, NORTH),
    person("Inès", "Garcia", Role::Technician, None, NORTH),
    person("Paul", "Nguyen", Role::Technician, None, NORTH),
    person("Sofia", "Marques", Role::Technician, None, SOUTH),
    person("Antoine", "Lefèvre", Role::Technician, None, SOUTH),
    person("Marc", "Delattre", Role::Supervisor, None, BOTH),
    person("Olivier", "Perrin", Role::Client, None, SOUTH),
];

impl Person {
    /// `claire.dumas`.
    pub fn username(&self) -> String {
        text::fold(&format!("{}.{}", self.first, self.last)).replace(' ', "-")
    }

    pub fn email(&self) -> String {
        let name = self.mailbox.map_or_else(|| self.username(), str::to_owned);
        format!("{name}@vigie.test")
    }

    pub fn row(&self, password_hash: &str, at: Timestamp) -> account::ActiveModel {
        let (username, email) = (self.username(), self.email());
        let searched = format!("{} {} {username} {email}", self.first, self.last);
        account::ActiveModel {
            id: NotSet,
            username: Set(username),
            email: Set(email),
            password_hash: Set(password_hash.to_owned()),
            first_name: Set(self.first.to_owned()),
            last_name: Set(self.last.to_owned()),
            role: Set(self.role),
            language: Set(user::Language::Fr),
            theme: Set(user::Theme::Auto),
            is_active: Set(true),
            last_login_at: Set(None),
            search_text: Set(text::fold(&searched)),
            version: Set(1),
            created_at: Set(at),
            updated_at: Set(at),
            created_by: Set(None),
            invited_at: Set(None),
            invitation_ends_at: Set(None),
            joined_at: Set(None),
        }
    }
}

/// Places of those who have this role and see this site.
pub(super) fn at_site(site: &str, role: Role) -> Vec<usize> {
    let there = |p: &Person| p.role == role && p.sites.contains(&site);
    PEOPLE.iter().enumerate().filter(|(_, p)| there(p)).map(|(i, _)| i).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_announced_accounts_exist_with_their_roles() {
        for (email, role) in DEMO_ACCOUNTS {
            assert!(PEOPLE.iter().any(|p| p.email() == email && p.role == role), "{email}");
        }
        assert_eq!((PEOPLE[CLIENT].role, PEOPLE[OTHER_CLIENT].role), (Role::Client, Role::Client));
        assert_eq!(PEOPLE[9].username(), "antoine.lefevre");
    }
}
