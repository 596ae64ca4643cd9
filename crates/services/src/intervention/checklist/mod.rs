//! The checklist of an intervention: its steps, their answers, and what they ask for.

mod answer;
mod corrective;
mod read;
mod steps;

pub(super) use read::{Stored, stored};
pub(super) use steps::{copy_steps, refuse_if_missing};
