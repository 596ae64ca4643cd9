//! Notifications: what a person is told of in the page, and why.

use crate::{
    AbsenceId, FieldError, InterventionId, LocalDateTime, NotificationId, Timestamp, UserId,
    page::{Cursor, Window},
    text_enum,
    url::{QueryReader, QueryWriter, href},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Further changes of one kind to one thing are told in the same notification for so long, in seconds, until it is read.
pub const GROUP_SECONDS: i64 = 300;
/// How long a notification is kept, in seconds: 180 days.
pub const LIFE_SECONDS: i64 = 180 * 86_400;
/// Unread ones are counted up to this many.
pub const UNREAD_CAP: i64 = 99;

text_enum! {
    /// Why somebody is told. The first of several reasons is the one that is named.
    pub enum NotificationKind {
        /// They are to do the work.
        Assigned = "assigned",
        /// Work that they did was sent back.
        Returned = "returned",
        /// Something failed where they direct the work.
        Breakdown = "breakdown",
        /// Their work, or work that they direct, has passed its deadline.
        Late = "late",
        /// It waits for their validation.
        ToValidate = "to_validate",
        /// What they asked for is done.
        Validated = "validated",
        /// It was called off.
        Cancelled = "cancelled",
        /// Somebody said something about it.
        Commented = "commented",
        /// An absence waits for their decision.
        AbsenceProposed = "absence_proposed",
        /// Theirs is approved, or was entered for them.
        AbsenceApproved = "absence_approved",
        AbsenceRefused = "absence_refused",
    }
}

impl NotificationKind {
    /// Whether it asks for something soon.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::Returned | Self::Breakdown | Self::Late)
    }
}

/// Everybody who has a reason, each once, with their strongest; whoever did it knows already.
pub fn recipients(
    reasons: impl IntoIterator<Item = (UserId, NotificationKind)>,
    author: Option<UserId>,
) -> BTreeMap<UserId, NotificationKind> {
    let mut told: BTreeMap<UserId, NotificationKind> = BTreeMap::new();
    for (user, kind) in reasons.into_iter().filter(|(user, _)| Some(*user) != author) {
        let strongest = told.entry(user).or_insert(kind);
        *strongest = kind.min(*strongest);
    }
    told
}

/// One notification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationView {
    pub id: NotificationId,
    pub kind: NotificationKind,
    pub urgent: bool,
    /// Of an intervention.
    pub intervention_id: Option<InterventionId>,
    /// Of an absence.
    pub absence_id: Option<AbsenceId>,
    /// The intervention's number as it was then; of an absence, whose it is.
    pub code: String,
    /// The intervention's title as it was then; of an absence, its time on the clock of the site: `2026-12-07T00:00:00/2026-12-12T00:00:00`.
    pub title: String,
    /// The code of the machine; empty for an absence.
    pub equipment_code: String,
    /// Who did it; the name of a part of the program where nobody did.
    pub actor: String,
    /// What was said with it.
    pub remark: Option<String>,
    /// How many changes it tells of.
    pub changes: i32,
    pub at: Timestamp,
    /// On the site's wall clock.
    pub at_local: LocalDateTime,
    pub read: bool,
}

/// How many wait to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Unread {
    /// Counted up to 99.
    pub unread: i64,
    /// Whether there are more.
    pub capped: bool,
}

/// The list, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotificationQuery {
    pub unread: bool,
    pub kind: Vec<NotificationKind>,
    pub window: Window,
}

impl NotificationQuery {
    pub const PATH: &'static str = "/notifications";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query =
            Self { unread: r.one("unread").unwrap_or(false), kind: r.list("kind"), window: r.window() };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        let unread = if self.unread { "true" } else { "" };
        QueryWriter::default().text("unread", unread).list("kind", &self.kind).window(&self.window).finish()
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same list at another place.
    #[must_use]
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { limit: self.window.limit, offset: 0, cursor }, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    const A: UserId = UserId(1);
    const B: UserId = UserId(2);

    #[test]
    fn everybody_is_told_once_with_the_strongest_reason_and_the_author_not_at_all() {
        use NotificationKind::{Assigned, Commented};
        let told = recipients([(A, Commented), (B, Commented), (A, Assigned)], Some(B));
        assert_eq!(told.into_iter().collect::<Vec<_>>(), [(A, Assigned)]);
    }

    proptest! {
        #[test]
        fn a_reason_more_weakens_none(reasons in proptest::collection::vec((1_i64..5, select(NotificationKind::ALL)), 0..12)) {
            let reasons: Vec<_> = reasons.into_iter().map(|(user, kind)| (UserId(user), kind)).collect();
            let all = recipients(reasons.iter().copied(), Some(A));
            prop_assert!(!all.contains_key(&A));
            for (user, kind) in reasons {
                prop_assert!(user == A || all[&user] <= kind);
            }
        }

        #[test]
        fn a_query_is_its_url(unread: bool, kinds in proptest::sample::subsequence(NotificationKind::ALL.to_vec(), 0..=3)) {
            let query = NotificationQuery { unread, kind: kinds, ..NotificationQuery::default() };
            prop_assert_eq!(NotificationQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}
