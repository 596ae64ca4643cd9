//! Outgoing events: that something was done to a row. What the row says is read with the caller's permissions.
//!
//! Each site's events are in the order in which they were committed; between sites there is no order. A place in the
//! stream is therefore one number for each site (decision 14).

use crate::{
    Caller, Noun, Permission, SiteId, SiteScope, Timestamp, UserId,
    record::{RECORDS, record_noun},
};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt, str::FromStr};

/// The most events that are read at once.
pub const MAX_EVENTS: u64 = 500;
/// How long an event can be read, in seconds: 30 days.
pub const LIFE_SECONDS: i64 = 30 * 86_400;
/// Stands in a cursor for what belongs to no site.
const NO_SITE: i64 = 0;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    pub id: i64,
    /// Noun and action: `equipment.state_changed`.
    pub topic: String,
    pub noun: Noun,
    pub noun_id: i64,
    /// Absent for what belongs to no site.
    pub site: Option<SiteId>,
    pub at: Timestamp,
    /// The one person whom it is for; absent where its noun decides who is told.
    #[serde(skip)]
    pub user: Option<UserId>,
}

impl EventView {
    /// Whether the caller is told of it.
    pub fn is_for(&self, by: &Caller) -> bool {
        match (self.user, self.site) {
            (Some(user), site) => {
                by.user_id() == Some(user) && site.is_none_or(|site| by.sites.contains(site))
            }
            (None, Some(site)) => by.sites.contains(site) && may_read(by, self.noun),
            // What belongs to no site is for those who see all of them, but for the nouns that all sites share.
            (None, None) => (by.sites == SiteScope::All || is_shared(self.noun)) && may_read(by, self.noun),
        }
    }
}

/// How far each site's events have been read: the id of the last one. As text `0:12.3:45`, with 0 for what belongs to no
/// site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EventCursor(BTreeMap<i64, i64>);

impl EventCursor {
    /// Moves past an event.
    pub fn pass(&mut self, site: Option<SiteId>, id: i64) {
        let last = self.0.entry(site.map_or(NO_SITE, |site| site.0)).or_insert(id);
        *last = id.max(*last);
    }

    /// Whether an event was passed.
    pub fn has_passed(&self, site: Option<SiteId>, id: i64) -> bool {
        self.0.get(&site.map_or(NO_SITE, |site| site.0)).is_some_and(|last| id <= *last)
    }

    /// The same place, as far as it is in these sites.
    pub fn within(&self, sites: &SiteScope) -> Self {
        let seen = |site: i64| site == NO_SITE || sites.contains(SiteId(site));
        Self(self.0.iter().filter(|(site, _)| seen(**site)).map(|(site, id)| (*site, *id)).collect())
    }

    /// The id of the last event read of what belongs to no site; 0 when none was.
    pub fn without_site(&self) -> i64 {
        self.0.get(&NO_SITE).copied().unwrap_or(0)
    }

    /// Sites of which events were read, with the id of the last one.
    pub fn sites(&self) -> impl Iterator<Item = (SiteId, i64)> {
        self.0.iter().filter(|(site, _)| **site != NO_SITE).map(|(site, id)| (SiteId(*site), *id))
    }
}

impl fmt::Display for EventCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, (site, id)) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(".")?;
            }
            write!(f, "{site}:{id}")?;
        }
        Ok(())
    }
}

/// Not a cursor that this server gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid cursor")]
pub struct InvalidEventCursor;

impl FromStr for EventCursor {
    type Err = InvalidEventCursor;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut read = BTreeMap::new();
        for part in text.split('.').filter(|part| !part.is_empty()) {
            let (site, id) = part.split_once(':').ok_or(InvalidEventCursor)?;
            let site: u32 = site.parse().map_err(|_| InvalidEventCursor)?;
            read.insert(i64::from(site), id.parse().map_err(|_| InvalidEventCursor)?);
        }
        Ok(Self(read))
    }
}

/// What reading an event about this noun needs: the permissions to read the row itself (a document's also those of what it
/// may belong to), or the audit trail where the rows are of one person or of the platform.
pub fn needs(noun: Noun) -> &'static [Permission] {
    match noun {
        Noun::Equipment => &[Permission::EquipmentRead],
        Noun::Intervention
        | Noun::InterventionPart
        | Noun::Campaign
        | Noun::ChecklistStep
        | Noun::Failure
        | Noun::WorkPeriod => &[Permission::InterventionRead],
        Noun::Document => {
            &[Permission::DocumentRead, Permission::EquipmentRead, Permission::InterventionRead]
        }
        Noun::Absence | Noun::ShiftPattern | Noun::Technician => &[Permission::TeamRead],
        noun => {
            record_noun(noun).map_or(&[Permission::AuditRead], |record| std::slice::from_ref(&record.read))
        }
    }
}

/// Whether all sites share the rows of this noun.
fn is_shared(noun: Noun) -> bool {
    record_noun(noun).is_some_and(|record| record.shared)
}

/// The nouns whose rows all sites share.
pub fn shared() -> impl Iterator<Item = Noun> {
    RECORDS.iter().filter(|record| record.shared).map(|record| record.noun)
}

/// The nouns of whose events the caller may read all. Who may read only their own rows is told of none.
pub fn readable(by: &Caller) -> Vec<Noun> {
    Noun::ALL.iter().copied().filter(|noun| may_read(by, *noun)).collect()
}

fn may_read(by: &Caller, noun: Noun) -> bool {
    needs(noun).iter().all(|p| by.may(*p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_back(places in proptest::collection::btree_map(0_i64..i64::from(u32::MAX), 0_i64..i64::MAX, 0..6)) {
            let cursor = EventCursor(places);
            prop_assert_eq!(cursor.to_string().parse::<EventCursor>(), Ok(cursor));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = text.parse::<EventCursor>();
        }
    }

    #[test]
    fn each_site_is_passed_on_its_own_and_never_back() {
        let mut cursor = EventCursor::default();
        for (site, id) in [(None, 4), (Some(SiteId(7)), 9), (Some(SiteId(7)), 6), (Some(SiteId(8)), 2)] {
            cursor.pass(site, id);
        }
        assert!(cursor.has_passed(Some(SiteId(7)), 9) && !cursor.has_passed(Some(SiteId(7)), 10));
        assert!(!cursor.has_passed(Some(SiteId(9)), 1));
        assert_eq!(cursor.without_site(), 4);
        assert_eq!(cursor.sites().collect::<Vec<_>>(), [(SiteId(7), 9), (SiteId(8), 2)]);
        assert_eq!(cursor.to_string(), "0:4.7:9.8:2");
        assert_eq!(cursor.within(&SiteScope::Only(vec![SiteId(8)])).to_string(), "0:4.8:2");
    }

    #[test]
    fn events_need_what_reading_the_row_needs() {
        let client = Caller::system("test", &Role::Client.permissions().iter().collect::<Vec<_>>());
        assert!(!readable(&client).contains(&Noun::Intervention), "only their own interventions");
        let admin = Caller::system("test", &Role::Admin.permissions().iter().collect::<Vec<_>>());
        assert_eq!(readable(&admin).len(), Noun::ALL.len());
        let technician = Caller::system("test", &Role::Technician.permissions().iter().collect::<Vec<_>>());
        assert!(readable(&technician).contains(&Noun::Equipment));
        assert!(!readable(&technician).contains(&Noun::User));
    }
}
