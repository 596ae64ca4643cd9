//! The small forms of each step: who is to do it, why it stands still, how it ended.

use super::{HoldReason, MachineAfter, ReturnKind, TypedTime, draft::minutes};
use crate::{
    FieldCode, FieldErrors, UserId,
    draft::{Checker, loose, loose_amount},
    text_enum,
};
use serde::{Deserialize, Serialize};

/// People of one intervention, at most.
const MOST_PEOPLE: u32 = 20;

macro_rules! form {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* pub $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $($(#[$fmeta])* pub $field: $type,)+
            /// The version that was read; empty where it does not matter.
            #[serde(deserialize_with = "loose")]
            pub version: String,
        }
    };
}

form! {
    /// Who is to do it, and when.
    pub struct AssignDraft {
        /// All of them; whoever was on it and is not named leaves.
        pub technicians: Vec<UserId>,
        /// Of several, the one who leads; the first unless said.
        #[serde(deserialize_with = "loose")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
        pub lead: String,
        /// Empty leaves it as it is.
        #[serde(deserialize_with = "loose")]
        pub planned: String,
        /// Empty leaves it as it is.
        #[serde(deserialize_with = "loose")]
        pub estimated_minutes: String,
        #[serde(deserialize_with = "loose")]
        pub remark: String,
    }
}

/// A checked [`AssignDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub technicians: Vec<UserId>,
    pub lead: UserId,
    pub planned: Option<TypedTime>,
    pub estimated_minutes: Option<i32>,
    pub remark: Option<String>,
}

impl AssignDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<Assignment, FieldErrors> {
        let mut c = Checker::default();
        let mut technicians = self.technicians.clone();
        technicians.sort_unstable();
        technicians.dedup();
        if technicians.len() > MOST_PEOPLE as usize {
            c.fail("technicians", FieldCode::TooMany { max: MOST_PEOPLE });
        }
        let lead = c.optional("lead", &self.lead, FieldCode::NotFound).or(self.technicians.first().copied());
        match lead {
            None => c.fail("technicians", FieldCode::ChooseOne),
            Some(lead) if !technicians.contains(&lead) => c.fail("lead", FieldCode::NotFound),
            Some(_) => {}
        }
        let planned = c.optional("planned", &self.planned, FieldCode::NotADate);
        let estimated_minutes = minutes(&mut c, &self.estimated_minutes);
        let remark = c.optional_text("remark", &self.remark, 1000);
        let new = lead.map(|lead| Assignment { technicians, lead, planned, estimated_minutes, remark });
        c.finish(new)
    }
}

text_enum! {
    /// What becomes of another job whose clock of the same person still runs.
    pub enum Running {
        /// It is stopped now.
        Stop = "stop",
        /// Both go on, and share the hour.
        Keep = "keep",
    }
}

form! {
    /// Work begins, or goes on.
    pub struct StartDraft {
        /// What becomes of another running job: `stop` or `keep`; empty is asked about.
        #[serde(deserialize_with = "loose")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Running>))]
        pub running: String,
        #[serde(deserialize_with = "loose")]
        pub remark: String,
    }
}

impl StartDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<(Option<Running>, Option<String>), FieldErrors> {
        let mut c = Checker::default();
        let running = c.optional("running", &self.running, FieldCode::UnknownValue);
        let remark = c.optional_text("remark", &self.remark, 1000);
        c.finish(Some((running, remark)))
    }
}

form! {
    /// Work stands still, and why.
    pub struct PauseDraft {
        #[cfg_attr(feature = "openapi", schema(value_type = HoldReason))]
        pub reason: String,
        #[serde(deserialize_with = "loose")]
        pub remark: String,
    }
}

impl PauseDraft {
    /// # Errors
    /// One error per wrong field; `other` asks for a remark.
    pub fn parse(&self) -> Result<(HoldReason, Option<String>), FieldErrors> {
        let mut c = Checker::default();
        let reason = c.required("reason", &self.reason, FieldCode::UnknownValue);
        let remark = match reason {
            Some(HoldReason::Other) => Some(c.text("remark", &self.remark, 1000)),
            _ => c.optional_text("remark", &self.remark, 1000),
        };
        c.finish(reason.map(|reason| (reason, remark)))
    }
}

form! {
    /// The work is done.
    pub struct FinishDraft {
        #[serde(deserialize_with = "loose")]
        pub report: String,
        #[serde(deserialize_with = "loose")]
        pub cause: String,
        #[serde(deserialize_with = "loose")]
        pub observations: String,
        /// How the machine is now; empty is `running`.
        #[serde(deserialize_with = "loose")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<MachineAfter>))]
        pub machine: String,
        /// When it ran again; empty is now.
        #[serde(deserialize_with = "loose")]
        pub running_since: String,
        /// What it cost beside hours.
        #[serde(deserialize_with = "loose_amount")]
        pub other_cost: String,
    }
}

/// A checked [`FinishDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finished {
    pub report: String,
    pub cause: Option<String>,
    pub observations: Option<String>,
    pub machine: MachineAfter,
    pub running_since: Option<TypedTime>,
    pub other_minor: Option<i64>,
}

impl FinishDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, currency: &str) -> Result<Finished, FieldErrors> {
        let mut c = Checker::default();
        let report = c.text("report", &self.report, 10_000);
        let cause = c.optional_text("cause", &self.cause, 500);
        let observations = c.optional_text("observations", &self.observations, 2000);
        let machine = c.optional("machine", &self.machine, FieldCode::UnknownValue);
        let running_since = c.optional("running_since", &self.running_since, FieldCode::NotADate);
        let other_minor = c.amount("other_cost", &self.other_cost, currency);
        let machine = machine.unwrap_or(MachineAfter::Running);
        c.finish(Some(Finished { report, cause, observations, machine, running_since, other_minor }))
    }
}

form! {
    /// Completed work goes back, and why.
    pub struct ReturnDraft {
        #[cfg_attr(feature = "openapi", schema(value_type = ReturnKind))]
        pub kind: String,
        #[serde(deserialize_with = "loose")]
        pub reason: String,
        /// When it failed again, of that kind; empty is now.
        #[serde(deserialize_with = "loose")]
        pub failed_at: String,
    }
}

/// A checked [`ReturnDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    pub kind: ReturnKind,
    pub reason: String,
    pub failed_at: Option<TypedTime>,
}

impl ReturnDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<Returned, FieldErrors> {
        let mut c = Checker::default();
        let kind = c.required("kind", &self.kind, FieldCode::UnknownValue);
        let reason = c.text("reason", &self.reason, 1000);
        let failed_at = c.optional("failed_at", &self.failed_at, FieldCode::NotADate);
        c.finish(kind.map(|kind| Returned { kind, reason, failed_at }))
    }
}

form! {
    /// A step with words: required where it cancels, optional where it validates or archives.
    pub struct ReasonDraft {
        #[serde(deserialize_with = "loose")]
        pub reason: String,
    }
}

impl ReasonDraft {
    /// # Errors
    /// [`FieldCode::Required`] where it must be said; [`FieldCode::TooLong`].
    pub fn parse(&self, required: bool) -> Result<Option<String>, FieldErrors> {
        let mut c = Checker::default();
        let reason = match required {
            true => Some(c.text("reason", &self.reason, 1000)),
            false => c.optional_text("reason", &self.reason, 1000),
        };
        c.finish(Some(reason))
    }
}

/// A remark for everybody who follows it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CommentDraft {
    #[serde(deserialize_with = "loose")]
    pub text: String,
    /// Hidden from clients.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub internal: String,
}

/// A checked [`CommentDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComment {
    pub text: String,
    pub internal: bool,
}

impl CommentDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewComment, FieldErrors> {
        let mut c = Checker::default();
        let text = c.text("text", &self.text, 4000);
        let internal = c.optional("internal", &self.internal, FieldCode::UnknownValue);
        c.finish(Some(NewComment { text, internal: internal.unwrap_or(false) }))
    }
}

form! {
    /// Hours entered by hand.
    pub struct PeriodDraft {
        /// Whose; one's own unless said.
        #[serde(deserialize_with = "loose")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
        pub user_id: String,
        #[serde(deserialize_with = "loose")]
        pub started: String,
        /// A time alone (`00:45`) is the next one after the start.
        #[serde(deserialize_with = "loose")]
        pub ended: String,
        /// Hours that overlap another job of the person are asked about; `keep` lets both stand.
        #[serde(deserialize_with = "loose")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<Running>))]
        pub overlap: String,
    }
}

/// A checked [`PeriodDraft`]; the end is read on the site's clock, by [`super::end_typed`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPeriod {
    pub user_id: Option<UserId>,
    pub started: TypedTime,
    pub ended: String,
    pub keep: bool,
}

impl PeriodDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewPeriod, FieldErrors> {
        let mut c = Checker::default();
        let user_id = c.optional("user_id", &self.user_id, FieldCode::NotFound);
        let started = c.required("started", &self.started, FieldCode::NotADate);
        let ended = c.line("ended", &self.ended, 40);
        let overlap = c.optional("overlap", &self.overlap, FieldCode::UnknownValue);
        let keep = overlap == Some(Running::Keep);
        c.finish(started.map(|started| NewPeriod { user_id, started, ended, keep }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: FieldErrors) -> Vec<String> {
        errors.0.into_iter().map(|e| e.field).collect()
    }

    #[test]
    fn an_assignment_has_people_and_one_of_them_leads() {
        let two = AssignDraft { technicians: vec![UserId(5), UserId(3)], ..Default::default() };
        let new = two.parse().expect("valid");
        assert_eq!((new.lead, new.technicians), (UserId(5), vec![UserId(3), UserId(5)]));
        assert_eq!(fields(AssignDraft::default().parse().expect_err("nobody")), ["technicians"]);
        let other = AssignDraft { lead: "9".into(), ..two };
        assert_eq!(fields(other.parse().expect_err("not one of them")), ["lead"]);
    }

    #[test]
    fn a_reason_is_asked_for_where_it_matters() {
        let other = PauseDraft { reason: "other".into(), ..Default::default() };
        assert_eq!(fields(other.parse().expect_err("why")), ["remark"]);
        let part = PauseDraft { reason: "part".into(), ..Default::default() };
        assert_eq!(part.parse(), Ok((HoldReason::Part, None)));
        assert_eq!(fields(ReasonDraft::default().parse(true).expect_err("why")), ["reason"]);
        assert_eq!(ReasonDraft::default().parse(false), Ok(None));
        assert_eq!(fields(ReturnDraft::default().parse().expect_err("both")), ["kind", "reason"]);
        assert_eq!(fields(FinishDraft::default().parse("EUR").expect_err("nothing said")), ["report"]);
        let negative = FinishDraft { report: "Fait".into(), other_cost: "-5".into(), ..Default::default() };
        assert_eq!(fields(negative.parse("EUR").expect_err("below zero")), ["other_cost"]);
    }

    #[test]
    fn hours_by_hand_have_a_start_and_an_end() {
        assert_eq!(fields(PeriodDraft::default().parse().expect_err("both")), ["started", "ended"]);
        let draft = PeriodDraft {
            started: "2027-03-10T22:30".into(),
            ended: "00:45".into(),
            overlap: "keep".into(),
            ..Default::default()
        };
        assert!(draft.parse().is_ok_and(|new| new.keep && new.ended == "00:45"));
    }
}
