//! The checklist of an intervention: its panel, and the forms of its steps.

mod api;
mod edit;
mod fields;
mod panel;
mod step;
mod text;

pub use fields::{StepFields, step_fields};
pub use panel::{cause, missing, panel};
pub use text::{answered, done_of, expected, field};
