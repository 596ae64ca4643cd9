//! What is answered to a step, and what that says of the machine.

use super::{Judged, Measure, StepKind, StepSpec};
use crate::{DocumentId, FieldCode};

/// What answers a step with a photo where a note says why there is none.
pub const NOTED: &str = "noted";
/// Characters of an answer in words, at most.
const MOST: u32 = 1000;

/// An answer to a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Done, or not done after all.
    Tick(bool),
    Number(Measure),
    Text(String),
    /// One of the options of the step.
    Choice(String),
    /// A document of the intervention; without one, a note says what was seen.
    Photo(Option<DocumentId>),
}

/// The answer that was typed.
///
/// # Errors
/// Why it answers a step of this kind in no way.
pub fn answer(step: &StepSpec, typed: &str) -> Result<Answer, FieldCode> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err(FieldCode::Required);
    }
    match step.kind {
        StepKind::Tick => typed.parse().map(Answer::Tick).map_err(|_| FieldCode::UnknownValue),
        StepKind::Number => typed.parse().map(Answer::Number).map_err(|_| FieldCode::NotANumber),
        StepKind::Text => words(typed).map(Answer::Text),
        StepKind::Choice => {
            let known = step.options.iter().any(|option| option.label == typed);
            if known { Ok(Answer::Choice(typed.to_owned())) } else { Err(FieldCode::UnknownValue) }
        }
        StepKind::Photo if typed == NOTED => Ok(Answer::Photo(None)),
        StepKind::Photo => typed.parse().map(|id| Answer::Photo(Some(id))).map_err(|_| FieldCode::NotFound),
    }
}

fn words(typed: &str) -> Result<String, FieldCode> {
    let mut c = crate::draft::Checker::default();
    let text = c.text("value", typed, MOST);
    c.finish(Some(text))
        .map_err(|errors| errors.0.into_iter().next().map_or(FieldCode::Malformed, |e| e.code))
}

/// Whether the answer is within what the step asks for. Bounds belong to the range.
pub fn judge(step: &StepSpec, answer: &Answer) -> Judged {
    let fault = match answer {
        Answer::Number(measured) => {
            if step.low.is_none() && step.high.is_none() {
                return Judged::NotJudged;
            }
            step.low.is_some_and(|low| *measured < low) || step.high.is_some_and(|high| *measured > high)
        }
        Answer::Choice(chosen) => {
            if !step.options.iter().any(|option| option.fault) {
                return Judged::NotJudged;
            }
            step.options.iter().any(|option| option.fault && option.label == *chosen)
        }
        Answer::Tick(_) | Answer::Text(_) | Answer::Photo(_) => return Judged::NotJudged,
    };
    if fault { Judged::OutOfTolerance } else { Judged::Conforming }
}

impl Answer {
    /// As it is stored and sent: `6.4`, `true`, the word that was chosen.
    pub fn stored(&self) -> String {
        match self {
            Self::Tick(done) => done.to_string(),
            Self::Number(measured) => measured.to_string(),
            Self::Text(text) | Self::Choice(text) => text.clone(),
            Self::Photo(Some(document)) => document.to_string(),
            Self::Photo(None) => NOTED.to_owned(),
        }
    }

    /// Whether the step counts as done with it.
    pub fn is_done(&self) -> bool {
        *self != Self::Tick(false)
    }

    /// The document that it is.
    pub fn document(&self) -> Option<DocumentId> {
        match self {
            Self::Photo(document) => *document,
            _ => None,
        }
    }
}
