//! An intervention template: work that is done again and again, with its steps. What is made from it keeps its own copy of
//! the steps, so that a later change of the template changes no intervention.

mod draft;
mod query;
mod view;

pub use draft::{InterventionTemplateDraft, NewTemplate};
pub use query::TemplateQuery;
pub use view::TemplateView;
