//! What a failure was, once somebody has looked: its codes, whether the plant is to blame, and its times put right.

use super::FailureRow;
use crate::{
    FailureCodeId, FieldCode, FieldErrors, LocalDateTime, Timestamp,
    draft::{Checker, loose},
    failure_code::CodeKind,
    intervention::TypedTime,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The form of a diagnosis. A code that is not known yet is empty. Times are on the site's clock (`2026-11-20T08:12`) or have
/// an offset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DiagnosisDraft {
    /// What is seen.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<FailureCodeId>))]
    pub mode_id: String,
    /// What physically happened.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<FailureCodeId>))]
    pub mechanism_id: String,
    /// Why it happened.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<FailureCodeId>))]
    pub cause_id: String,
    /// The cause is none of the machine's, such as a power cut: it does not count in its reliability.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub external: String,
    #[serde(deserialize_with = "loose")]
    pub started: String,
    /// Since when the machine runs again; empty while it stands still, and of a failure that did not stop it.
    #[serde(deserialize_with = "loose")]
    pub running_again: String,
    /// When it was put right; empty while it is not.
    #[serde(deserialize_with = "loose")]
    pub restored: String,
    /// The version of the failure that was read.
    #[serde(deserialize_with = "loose")]
    pub version: String,
}

/// The field of each kind of code.
pub const fn code_field(kind: CodeKind) -> &'static str {
    match kind {
        CodeKind::Mode => "mode_id",
        CodeKind::Mechanism => "mechanism_id",
        CodeKind::Cause => "cause_id",
    }
}

/// When a failure began and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureTimes {
    pub started: Timestamp,
    pub running_again: Option<Timestamp>,
    pub restored: Option<Timestamp>,
}

/// A checked [`DiagnosisDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// In the order of [`CodeKind::ALL`].
    pub codes: [Option<FailureCodeId>; 3],
    pub external: bool,
    pub times: FailureTimes,
}

impl DiagnosisDraft {
    fn codes(&self) -> [&String; 3] {
        [&self.mode_id, &self.mechanism_id, &self.cause_id]
    }

    /// The diagnosis of a failure that has these times, and stopped its machine or not. A time that shows the minute which
    /// is stored stays to the second; a machine that was restored runs again.
    ///
    /// # Errors
    /// One error per wrong field: began, ran again, restored, in this order and none of them to come.
    pub fn parse(
        &self,
        stored: FailureTimes,
        stops: bool,
        zone: &TimeZone,
        now: Timestamp,
    ) -> Result<Diagnosis, FieldErrors> {
        let mut c = Checker::default();
        let mut codes = [None; 3];
        for ((kind, raw), code) in CodeKind::ALL.iter().zip(self.codes()).zip(&mut codes) {
            *code = c.optional(code_field(*kind), raw, FieldCode::NotFound);
        }
        let external = c.optional("external", &self.external, FieldCode::UnknownValue).unwrap_or(false);
        let started = c.required("started", &self.started, FieldCode::NotADate);
        let again = c.optional("running_again", &self.running_again, FieldCode::NotADate);
        let restored = c.optional("restored", &self.restored, FieldCode::NotADate);
        let started = started.map(|typed| kept(typed, Some(stored.started), zone));
        let again = again.map(|typed| kept(typed, stored.running_again, zone));
        let restored = restored.map(|typed| kept(typed, stored.restored, zone));
        if !stops && again.is_some() {
            c.fail("running_again", FieldCode::NotAllowed);
        }
        in_order(&mut c, [("started", started), ("running_again", again), ("restored", restored)], now);
        let times = started.map(|started| FailureTimes {
            started,
            running_again: again.or(restored.filter(|_| stops)),
            restored,
        });
        c.finish(times.map(|times| Diagnosis { codes, external, times }))
    }

    /// The same draft as the controls of a page write it: times to the minute of the site's clock. Two that mean the same
    /// are equal then.
    #[must_use]
    pub fn on_clock(&self, zone: &TimeZone) -> Self {
        let minute = |raw: &String| match raw.trim().parse::<TypedTime>() {
            Ok(typed) => wall_minute(typed.at(zone), zone).to_string(),
            Err(_) => raw.trim().to_owned(),
        };
        Self {
            mode_id: self.mode_id.trim().to_owned(),
            mechanism_id: self.mechanism_id.trim().to_owned(),
            cause_id: self.cause_id.trim().to_owned(),
            external: (self.external.trim() == "true").to_string(),
            started: minute(&self.started),
            running_again: minute(&self.running_again),
            restored: minute(&self.restored),
            version: self.version.clone(),
        }
    }
}

/// Each time is in the past, and none before one that stands before it.
fn in_order(c: &mut Checker, times: [(&'static str, Option<Timestamp>); 3], now: Timestamp) {
    let mut before: Option<(&'static str, Timestamp)> = None;
    for (field, at) in times {
        let Some(at) = at else { continue };
        if at > now {
            c.fail(field, FieldCode::InFuture);
        } else if let Some((other, _)) = before.filter(|(_, earlier)| at < *earlier) {
            c.fail(field, FieldCode::Before { other: other.to_owned() });
        }
        before = Some((field, at));
    }
}

/// What the clock on the wall showed, to the minute.
fn wall_minute(at: Timestamp, zone: &TimeZone) -> LocalDateTime {
    let wall = zone.to_datetime(*at);
    LocalDateTime(wall.with().second(0).subsec_nanosecond(0).build().unwrap_or(wall))
}

/// The instant that was typed: the stored one where the clock showed that minute.
fn kept(typed: TypedTime, stored: Option<Timestamp>, zone: &TimeZone) -> Timestamp {
    match (typed, stored) {
        (TypedTime::Wall(wall), Some(stored)) if wall_minute(stored, zone) == wall => stored,
        _ => typed.at(zone),
    }
}

impl From<&FailureRow> for DiagnosisDraft {
    fn from(f: &FailureRow) -> Self {
        let code = |code: &Option<crate::failure_code::FailureCodeRef>| {
            code.as_ref().map(|code| code.id.to_string()).unwrap_or_default()
        };
        let time = |at: Option<Timestamp>| at.map(|at| at.to_string()).unwrap_or_default();
        Self {
            mode_id: code(&f.mode),
            mechanism_id: code(&f.mechanism),
            cause_id: code(&f.cause),
            external: f.external.to_string(),
            started: f.started_at.to_string(),
            running_again: time(f.running_again_at),
            restored: time(f.restored_at),
            version: f.version.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(clock: &str) -> Timestamp {
        format!("2027-03-10T{clock}Z").parse().expect("an instant")
    }

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("a zone")
    }

    /// Stopped at 08:00:37 UTC, still so.
    fn stored() -> FailureTimes {
        FailureTimes { started: at("08:00:37"), running_again: None, restored: None }
    }

    fn typed(started: &str, running_again: &str, restored: &str) -> DiagnosisDraft {
        let time = |clock: &str| match clock {
            "" => String::new(),
            clock => format!("2027-03-10T{clock}"),
        };
        DiagnosisDraft {
            started: time(started),
            running_again: time(running_again),
            restored: time(restored),
            ..Default::default()
        }
    }

    fn wrong(draft: &DiagnosisDraft, stops: bool) -> Vec<(String, FieldCode)> {
        let errors = draft.parse(stored(), stops, &paris(), at("12:00")).expect_err("refused").0;
        errors.into_iter().map(|e| (e.field, e.code)).collect()
    }

    fn before(other: &str) -> FieldCode {
        FieldCode::Before { other: other.into() }
    }

    #[test]
    fn times_come_one_after_the_other_and_none_is_to_come() {
        // Paris is an hour ahead.
        assert_eq!(wrong(&typed("14:00", "", ""), true), [("started".into(), FieldCode::InFuture)]);
        assert_eq!(wrong(&typed("09:00", "08:59", ""), true), [("running_again".into(), before("started"))]);
        let restored = wrong(&typed("09:00", "10:00", "09:30"), true);
        assert_eq!(restored, [("restored".into(), before("running_again"))]);
        assert_eq!(wrong(&typed("09:00", "", "08:30"), true), [("restored".into(), before("started"))]);
        assert_eq!(wrong(&typed("", "", ""), true), [("started".into(), FieldCode::Required)]);
        assert_eq!(
            wrong(&typed("09:00", "10:00", ""), false),
            [("running_again".into(), FieldCode::NotAllowed)]
        );
    }

    #[test]
    fn a_time_that_was_not_touched_stays_to_the_second() {
        let same = typed("09:00", "", "").parse(stored(), true, &paris(), at("12:00")).expect("valid");
        assert_eq!(same.times, stored());
        let moved = typed("08:59", "", "").parse(stored(), true, &paris(), at("12:00")).expect("valid");
        assert_eq!(moved.times.started, at("07:59:00"));
    }

    #[test]
    fn a_machine_that_was_restored_runs_again() {
        let parse = |stops| {
            let draft = typed("09:00", "", "11:00");
            draft.parse(stored(), stops, &paris(), at("12:00")).expect("valid").times
        };
        assert_eq!(parse(true).running_again, Some(at("10:00:00")));
        assert_eq!(parse(false).running_again, None);
    }

    #[test]
    fn drafts_that_mean_the_same_are_equal_on_the_clock() {
        let form = DiagnosisDraft { external: String::new(), ..typed("09:00", "", "11:00") };
        let api = DiagnosisDraft {
            external: "false".into(),
            started: "2027-03-10T08:00:37Z".into(),
            restored: "2027-03-10T10:00:00Z".into(),
            ..Default::default()
        };
        assert_eq!(form.on_clock(&paris()), api.on_clock(&paris()));
    }

    #[test]
    fn a_code_is_a_number_or_not_known_yet() {
        let draft = DiagnosisDraft { mode_id: "7".into(), cause_id: "x".into(), ..typed("09:00", "", "") };
        assert_eq!(wrong(&draft, true), [("cause_id".into(), FieldCode::NotFound)]);
        let known = DiagnosisDraft { cause_id: " ".into(), external: "true".into(), ..draft };
        let known = known.parse(stored(), true, &paris(), at("12:00")).expect("valid");
        assert_eq!((known.codes, known.external), ([Some(FailureCodeId(7)), None, None], true));
    }
}
