//! Notifications: what a person is told of in the page, and why.

mod message;

pub use message::{Addressee, MOST_ADDRESSEES, Message, MessageDraft, SentMessage, SentTo, Subject};

use crate::{
    FieldError, InterventionId, LocalDateTime, NotificationId, Noun, Timestamp, UserId,
    intervention::Priority,
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
        /// Somebody has written to them.
        Message = "message",
    }
}

text_enum! {
    /// How it is meant.
    pub enum NotificationType {
        Info = "info",
        Warning = "warning",
        Error = "error",
        Success = "success",
    }
}

impl NotificationKind {
    /// How one of this kind is meant; of a message its author says it.
    pub const fn meant(self) -> NotificationType {
        use NotificationType as T;
        match self {
            Self::Assigned | Self::ToValidate | Self::Commented | Self::AbsenceProposed | Self::Message => {
                T::Info
            }
            Self::Returned | Self::Late | Self::Cancelled | Self::AbsenceRefused => T::Warning,
            Self::Breakdown => T::Error,
            Self::Validated | Self::AbsenceApproved => T::Success,
        }
    }

    /// How soon one asks for something.
    pub const fn priority(self, meant: NotificationType) -> Priority {
        match (self, meant) {
            (Self::Returned | Self::Breakdown | Self::Late, _) | (Self::Message, NotificationType::Error) => {
                Priority::High
            }
            _ => Priority::Medium,
        }
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
    /// Why they are told.
    pub kind: NotificationKind,
    /// How it is meant.
    #[serde(rename = "type")]
    pub meant: NotificationType,
    /// `high` where it asks for something soon, `medium` otherwise.
    pub priority: Priority,
    /// What it is about: an intervention, an equipment, an absence. A message may be about nothing else.
    pub entity: Option<Noun>,
    pub entity_id: Option<i64>,
    /// The intervention's number or the machine's code as it was then; of an absence, whose it is.
    pub code: String,
    /// The intervention's title as it was then; of an absence, its time on the clock of the site:
    /// `2026-12-07T00:00:00/2026-12-12T00:00:00`; of a message, its own.
    pub title: String,
    /// The code of the machine; empty where it is about none.
    pub equipment_code: String,
    /// Who did it or wrote it; the name of a part of the program where nobody did.
    pub actor: String,
    /// What was said with it; of a message, its text.
    pub message: Option<String>,
    /// How many changes it tells of.
    pub changes: i32,
    pub created_at: Timestamp,
    /// Of the last change that it tells of.
    pub at: Timestamp,
    /// On the site's wall clock.
    pub at_local: LocalDateTime,
    pub read: bool,
    pub read_at: Option<Timestamp>,
}

impl NotificationView {
    /// Whether it asks for something soon.
    pub fn is_urgent(&self) -> bool {
        self.priority <= Priority::High
    }

    /// What it is about, if it is of this kind.
    pub fn about(&self, noun: Noun) -> Option<i64> {
        self.entity_id.filter(|_| self.entity == Some(noun))
    }
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
    /// Those that were read, or those that were not.
    pub read: Option<bool>,
    pub kind: Vec<NotificationKind>,
    pub meant: Vec<NotificationType>,
    pub intervention: Option<InterventionId>,
    pub window: Window,
}

impl NotificationQuery {
    pub const PATH: &'static str = "/notifications";

    /// Those that wait to be read.
    pub fn unread() -> Self {
        Self { read: Some(false), ..Self::default() }
    }

    /// Whether it leaves something out for another reason than that it was read.
    pub fn is_filtered(&self) -> bool {
        !self.kind.is_empty() || !self.meant.is_empty() || self.intervention.is_some()
    }

    /// Reads a query string; what cannot be read is left out and reported. `lue` is another name of `read`, and `unread` its
    /// contrary.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let unread = r.one("unread").and_then(|unread: bool| unread.then_some(false));
        let query = Self {
            read: r.one("read").or(r.one("lue")).or(unread),
            kind: r.list("kind"),
            meant: r.list("type"),
            intervention: r.one("intervention"),
            window: r.window(),
        };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        let read = self.read.map(|read| read.to_string()).unwrap_or_default();
        let intervention = self.intervention.map(|id| id.to_string()).unwrap_or_default();
        QueryWriter::default()
            .text("read", &read)
            .list("kind", &self.kind)
            .list("type", &self.meant)
            .text("intervention", &intervention)
            .window(&self.window)
            .finish()
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
    use proptest::{
        prelude::*,
        sample::{select, subsequence},
    };

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
        fn a_query_is_its_url(
            read: Option<bool>,
            kind in subsequence(NotificationKind::ALL.to_vec(), 0..=3),
            meant in subsequence(NotificationType::ALL.to_vec(), 0..=2),
            intervention in proptest::option::of(1_i64..9),
        ) {
            let intervention = intervention.map(InterventionId);
            let query = NotificationQuery { read, kind, meant, intervention, ..NotificationQuery::default() };
            prop_assert_eq!(NotificationQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }

    #[test]
    fn what_was_read_is_asked_for_by_any_of_its_names() {
        for (text, read) in [
            ("", None),
            ("read=true", Some(true)),
            ("lue=false", Some(false)),
            ("lue=true", Some(true)),
            ("unread=true", Some(false)),
            ("unread=false", None),
        ] {
            assert_eq!(NotificationQuery::from_url(text).0.read, read, "{text}");
        }
        assert_eq!(NotificationQuery::from_url("lue=oui").1.len(), 1);
    }

    #[test]
    fn what_asks_for_something_soon_has_a_high_priority() {
        use NotificationType as T;
        assert_eq!(NotificationKind::Breakdown.priority(T::Error), Priority::High);
        assert_eq!(NotificationKind::Message.priority(T::Error), Priority::High);
        for meant in [T::Info, T::Warning, T::Success] {
            assert_eq!(NotificationKind::Message.priority(meant), Priority::Medium);
        }
    }
}
