//! Absences: leave, training, sickness, and on-call duty, which is none but is planned the same way.

use crate::{
    AbsenceId, Date, FieldCode, FieldError, FieldErrors, LocalDateTime, Refusal, Timestamp, UserId,
    draft::{Checker, loose},
    page::Window,
    text_enum,
    url::{QueryReader, QueryWriter},
    user::UserRef,
    worktime::{CivilSpan, ClockTime},
};
use jiff::{ToSpan, civil::Time};
use serde::{Deserialize, Serialize};

/// Days of one absence, at most.
const MOST_DAYS: i64 = 400;
const REMARK: u32 = 500;

text_enum! {
    /// Why somebody is not at work.
    pub enum AbsenceKind {
        Leave = "leave",
        Training = "training",
        Sick = "sick",
        /// Can be called: not away.
        OnCall = "on_call",
    }
}

impl AbsenceKind {
    /// Whether the person is away from work.
    pub const fn is_away(self) -> bool {
        !matches!(self, Self::OnCall)
    }
}

text_enum! {
    /// Whether it holds.
    pub enum AbsenceState {
        Proposed = "proposed",
        Approved = "approved",
        Refused = "refused",
    }
}

impl AbsenceState {
    /// Whether it stands in the way of another one.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Refused)
    }

    /// # Errors
    /// [`Refusal::AbsenceDecided`] for what was decided before.
    pub fn decide(self) -> Result<(), Refusal> {
        match self {
            Self::Proposed => Ok(()),
            decided => Err(Refusal::AbsenceDecided { state: decided.to_string() }),
        }
    }
}

/// What is answered to a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    Approve,
    /// With the reason.
    Refuse(String),
}

impl Decision {
    pub const fn state(&self) -> AbsenceState {
        match self {
            Self::Approve => AbsenceState::Approved,
            Self::Refuse(_) => AbsenceState::Refused,
        }
    }
}

/// Why a proposal is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RefuseDraft {
    #[serde(deserialize_with = "loose")]
    pub reason: String,
}

impl RefuseDraft {
    /// # Errors
    /// Without a reason.
    pub fn parse(&self) -> Result<Decision, FieldErrors> {
        let mut c = Checker::default();
        let reason = c.text("reason", &self.reason, REMARK);
        c.finish(Some(Decision::Refuse(reason)))
    }
}

/// An absence as typed. Without times it is whole days; a time makes of the first or the last day a part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AbsenceDraft {
    /// Whose; the caller's own unless said.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
    pub user_id: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = AbsenceKind))]
    pub kind: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Date))]
    pub first_day: String,
    /// Included; the first day unless said.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Date>))]
    pub last_day: String,
    /// `HH:MM` on the first day; its beginning unless said.
    #[serde(deserialize_with = "loose")]
    pub from_time: String,
    /// `HH:MM` on the last day; its end unless said.
    #[serde(deserialize_with = "loose")]
    pub until_time: String,
    #[serde(deserialize_with = "loose")]
    pub remark: String,
}

/// A checked absence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absence {
    /// Whose; the caller's own when absent.
    pub user: Option<UserId>,
    pub kind: AbsenceKind,
    /// On the clock of the person's site.
    pub span: CivilSpan,
    pub remark: Option<String>,
}

impl AbsenceDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<Absence, FieldErrors> {
        let mut c = Checker::default();
        let user = c.optional("user_id", &self.user_id, FieldCode::NotFound);
        let kind = c.required("kind", &self.kind, FieldCode::UnknownValue);
        let first: Option<Date> = c.required("first_day", &self.first_day, FieldCode::NotADate);
        let last: Option<Date> = c.optional("last_day", &self.last_day, FieldCode::NotADate);
        let from: Option<ClockTime> = c.optional("from_time", &self.from_time, FieldCode::Malformed);
        let until: Option<ClockTime> = c.optional("until_time", &self.until_time, FieldCode::Malformed);
        let remark = c.optional_text("remark", &self.remark, REMARK);
        let span = first.and_then(|first| {
            let last = last.unwrap_or(first);
            if last < first {
                c.fail("last_day", FieldCode::Before { other: "first_day".into() });
                return None;
            }
            if last.0.duration_since(first.0).as_hours() / 24 >= MOST_DAYS {
                c.fail("last_day", FieldCode::OutOfRange { min: 1, max: MOST_DAYS });
                return None;
            }
            let whole = CivilSpan::days(first, last);
            let at = |day: Date, time: ClockTime| {
                let midnight = day.0.to_datetime(Time::midnight());
                midnight.checked_add(i64::from(time.minutes()).minutes()).ok().map(LocalDateTime)
            };
            let span = CivilSpan {
                from: from.and_then(|time| at(first, time)).unwrap_or(whole.from),
                until: until.and_then(|time| at(last, time)).unwrap_or(whole.until),
            };
            if span.until <= span.from {
                c.fail("until_time", FieldCode::Before { other: "from_time".into() });
                return None;
            }
            Some(span)
        });
        c.finish(kind.zip(span).map(|(kind, span)| Absence { user, kind, span, remark }))
    }
}

/// What the same person has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    pub kind: AbsenceKind,
    pub state: AbsenceState,
    pub span: CivilSpan,
}

/// The first of what the person has that stands in the way. Being away takes on-call duty with it, so that somebody on duty
/// can fall ill; everything else refuses what overlaps it.
pub fn overlap(kind: AbsenceKind, span: CivilSpan, taken: &[Taken]) -> Option<FieldError> {
    let in_the_way = |other: &&Taken| {
        other.state.counts()
            && other.span.from < span.until
            && span.from < other.span.until
            && (other.kind.is_away() || !kind.is_away())
    };
    let found = taken.iter().find(in_the_way)?;
    let code =
        FieldCode::AbsentThen { from: found.span.from.to_string(), until: found.span.until.to_string() };
    Some(FieldError::new("first_day", code))
}

/// An absence as the reader may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceView {
    pub id: AbsenceId,
    pub user: UserRef,
    /// Kept from colleagues, but for on-call duty.
    pub kind: Option<AbsenceKind>,
    pub state: AbsenceState,
    pub from: Timestamp,
    pub until: Timestamp,
    /// On the clock of the person's site.
    pub from_local: LocalDateTime,
    pub until_local: LocalDateTime,
    /// Kept from colleagues.
    pub remark: Option<String>,
    pub decided_by: Option<String>,
    /// Why it was refused.
    pub reason: Option<String>,
    pub version: i64,
}

impl AbsenceView {
    /// Whether it is whole days.
    pub fn is_whole_days(&self) -> bool {
        let midnight = |at: LocalDateTime| at.0.time() == Time::midnight();
        midnight(self.from_local) && midnight(self.until_local)
    }

    /// Its last day, of which a part may be left.
    pub fn last_day(&self) -> Date {
        let end = self.until_local.0;
        match end.time() == Time::midnight() {
            true => Date(end.date().yesterday().unwrap_or(end.date())),
            false => Date(end.date()),
        }
    }

    /// As a colleague may know it.
    #[must_use]
    pub fn for_colleagues(self) -> Self {
        Self { kind: self.kind.filter(|kind| !kind.is_away()), remark: None, reason: None, ..self }
    }
}

/// Whose absences a list shows, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AbsenceQuery {
    pub person: Vec<UserId>,
    pub state: Vec<AbsenceState>,
    /// Those with a part after the beginning of this day.
    pub from: Option<Date>,
    /// Those with a part before the end of this day.
    pub until: Option<Date>,
}

impl AbsenceQuery {
    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let read = Self {
            person: r.list("person"),
            state: r.list("state"),
            from: r.one("from"),
            until: r.one("until"),
        };
        let _: Window = r.window();
        (read, r.errors())
    }

    pub fn to_url(&self) -> String {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        QueryWriter::default()
            .list("person", &self.person)
            .list("state", &self.state)
            .text("from", &day(self.from))
            .text("until", &day(self.until))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draft(first: &str, last: &str) -> AbsenceDraft {
        AbsenceDraft {
            kind: "leave".into(),
            first_day: first.into(),
            last_day: last.into(),
            ..Default::default()
        }
    }

    fn failed(draft: &AbsenceDraft) -> Vec<(String, FieldCode)> {
        let errors = draft.parse().expect_err("refused").0;
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn an_absence_is_whole_days_unless_hours_are_said() {
        let span = |draft: &AbsenceDraft| {
            let span = draft.parse().expect("valid").span;
            format!("{} {}", span.from.0, span.until.0)
        };
        assert_eq!(span(&draft("2026-12-07", "")), "2026-12-07T00:00:00 2026-12-08T00:00:00");
        assert_eq!(span(&draft("2026-12-07", "2026-12-11")), "2026-12-07T00:00:00 2026-12-12T00:00:00");
        let half = AbsenceDraft { from_time: "13:00".into(), ..draft("2026-12-07", "2026-12-08") };
        assert_eq!(span(&half), "2026-12-07T13:00:00 2026-12-09T00:00:00");
        let morning = AbsenceDraft { until_time: "12:00".into(), ..draft("2026-12-07", "") };
        assert_eq!(span(&morning), "2026-12-07T00:00:00 2026-12-07T12:00:00");
    }

    #[test]
    fn an_absence_ends_after_its_beginning_and_is_not_endless() {
        let before = |other: &str| FieldCode::Before { other: other.into() };
        assert_eq!(failed(&draft("2026-12-07", "2026-12-06")), [("last_day".into(), before("first_day"))]);
        let hours =
            AbsenceDraft { from_time: "14:00".into(), until_time: "14:00".into(), ..draft("2026-12-07", "") };
        assert_eq!(failed(&hours), [("until_time".into(), before("from_time"))]);
        assert_eq!(failed(&draft("2026-01-01", "2030-01-01"))[0].0, "last_day");
        let nothing = failed(&AbsenceDraft::default());
        assert_eq!(
            nothing.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(),
            ["kind", "first_day"]
        );
        let wrong = AbsenceDraft { from_time: "25:00".into(), kind: "party".into(), ..draft("hier", "") };
        assert_eq!(failed(&wrong).len(), 3);
    }

    fn days(first: i8, last: i8) -> CivilSpan {
        let day = |day: i8| Date(jiff::civil::date(2026, 12, day));
        CivilSpan::days(day(first), day(last))
    }

    #[test]
    fn two_absences_of_one_person_do_not_overlap_and_the_other_is_named() {
        let taken = |kind, state| [Taken { kind, state, span: days(7, 11) }];
        let leave = taken(AbsenceKind::Leave, AbsenceState::Proposed);
        let found = overlap(AbsenceKind::Training, days(11, 12), &leave).expect("refused");
        assert_eq!(found.field, "first_day");
        assert_eq!(
            found.code,
            FieldCode::AbsentThen { from: "2026-12-07T00:00:00".into(), until: "2026-12-12T00:00:00".into() }
        );
        assert_eq!(overlap(AbsenceKind::Training, days(12, 12), &leave), None, "touching is not overlapping");
        let refused = taken(AbsenceKind::Leave, AbsenceState::Refused);
        assert_eq!(overlap(AbsenceKind::Training, days(8, 8), &refused), None);
    }

    #[test]
    fn somebody_on_call_can_fall_ill_and_somebody_away_cannot_be_on_call() {
        let on_call = [Taken { kind: AbsenceKind::OnCall, state: AbsenceState::Approved, span: days(7, 11) }];
        assert_eq!(overlap(AbsenceKind::Sick, days(8, 8), &on_call), None);
        assert!(overlap(AbsenceKind::OnCall, days(8, 8), &on_call).is_some());
        let sick = [Taken { kind: AbsenceKind::Sick, ..on_call[0] }];
        assert!(overlap(AbsenceKind::OnCall, days(8, 8), &sick).is_some());
    }

    #[test]
    fn what_is_decided_is_not_decided_again_and_a_refusal_has_a_reason() {
        assert_eq!(AbsenceState::Proposed.decide(), Ok(()));
        for state in [AbsenceState::Approved, AbsenceState::Refused] {
            assert_eq!(state.decide(), Err(Refusal::AbsenceDecided { state: state.to_string() }));
        }
        assert!(RefuseDraft::default().parse().is_err());
        let reason = RefuseDraft { reason: " Arrêt annuel ".into() }.parse().expect("a reason");
        assert_eq!(reason, Decision::Refuse("Arrêt annuel".into()));
    }

    proptest! {
        #[test]
        fn overlap_is_mutual_for_absences(a in 1_i8..20, n in 0_i8..8, b in 1_i8..20, m in 0_i8..8) {
            let (one, other) = (days(a, a + n), days(b, b + m));
            let taken = |span| [Taken { kind: AbsenceKind::Leave, state: AbsenceState::Approved, span }];
            let hits = overlap(AbsenceKind::Sick, one, &taken(other)).is_some();
            prop_assert_eq!(hits, overlap(AbsenceKind::Sick, other, &taken(one)).is_some());
            prop_assert_eq!(hits, a <= b + m && b <= a + n);
        }

        #[test]
        fn a_query_is_its_url(people in proptest::collection::btree_set(1_i64..50, 0..3), first in proptest::option::of(1_i8..28)) {
            let from = first.map(|day| Date(jiff::civil::date(2026, 12, day)));
            let person = people.into_iter().map(UserId).collect();
            let query = AbsenceQuery { person, state: vec![AbsenceState::Proposed], from, until: from };
            prop_assert_eq!(AbsenceQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}
