//! Work: from a reported breakdown to a validated intervention.

mod actions;
mod api;
mod assign;
mod diagnosis;
mod dialogs;
mod edit;
mod hours;
mod mine;
mod panels;
mod parts;
mod report;
mod talk;
mod text;

pub use actions::actions;
pub use diagnosis::diagnosis;
pub use dialogs::{Dialogs, dialogs, refusal};
pub use edit::{edit, new};
pub use hours::hours;
pub use mine::mine;
pub use panels::{costs, failures, people, target};
pub use parts::parts;
pub use report::{REPORT_FORM, report};
pub use talk::{comments, history};
pub use text::{ago, hold as hold_reason, return_kind};
