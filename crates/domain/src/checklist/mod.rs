//! A checklist: the steps of an intervention in their order, each answered by itself.
//!
//! A step is of a kind: ticked, measured, described, chosen from a list, or photographed. What is measured or chosen may be
//! out of tolerance, which offers a corrective intervention, once for each step.

mod answer;
mod draft;
mod measure;
mod press;
mod progress;
mod step;
mod view;

#[cfg(test)]
mod tests;

pub use answer::{Answer, NOTED, answer, judge};
pub use draft::{AnswerDraft, CorrectiveDraft, NewAnswer, NewCorrective, PlaceDraft, StepDraft};
pub use measure::Measure;
pub use press::{Press, pressed};
pub use progress::{Progress, progress};
pub use step::{ChoiceOption, StepSpec, check_steps};
pub use view::{AnswerView, CauseView, ChecklistStep, ChecklistView, CorrectiveView};

use crate::text_enum;

/// Steps of one checklist, at most.
pub const MOST_STEPS: u32 = 100;

text_enum! {
    /// How a step is answered.
    pub enum StepKind {
        /// Done or not.
        Tick = "tick",
        /// A measured number, with its unit and bounds.
        Number = "number",
        /// Words.
        Text = "text",
        /// One of a few words.
        Choice = "choice",
        /// A picture among the documents of the intervention, or a note where there is none.
        Photo = "photo",
    }
}

text_enum! {
    /// What an answer says of the machine.
    pub enum Judged {
        Conforming = "conforming",
        OutOfTolerance = "out_of_tolerance",
        /// The step has nothing to compare it with.
        NotJudged = "not_judged",
    }
}

text_enum! {
    /// Where a step goes within its checklist.
    pub enum StepPlace {
        Up = "up",
        Down = "down",
    }
}
