//! The buttons of the step editor: each changes the rows of a form, and saves nothing.

use super::{MOST_STEPS, StepDraft};

/// A button of the editor: `add`, `up-2`, `down-2`, `remove-2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    Add,
    Up(usize),
    Down(usize),
    Remove(usize),
}

impl Press {
    /// The button of that value; `None` for what is none.
    pub fn of(value: &str) -> Option<Self> {
        if value == "add" {
            return Some(Self::Add);
        }
        let (what, at) = value.split_once('-')?;
        let at = at.parse().ok()?;
        match what {
            "up" => Some(Self::Up(at)),
            "down" => Some(Self::Down(at)),
            "remove" => Some(Self::Remove(at)),
            _ => None,
        }
    }
}

/// The rows after a button was pressed. What is not possible changes nothing.
pub fn pressed(mut steps: Vec<StepDraft>, press: Press) -> Vec<StepDraft> {
    match press {
        Press::Add if steps.len() < MOST_STEPS as usize => steps.push(StepDraft::default()),
        Press::Up(at) if at > 0 && at < steps.len() => steps.swap(at, at - 1),
        Press::Down(at) if at + 1 < steps.len() => steps.swap(at, at + 1),
        Press::Remove(at) if at < steps.len() => drop(steps.remove(at)),
        _ => {}
    }
    steps
}
