//! Recurrence and preventive plans: the cases from the field, properties, and the published examples.

mod closed_days;
mod conditions;
mod counters;
mod dates;
mod editing;
mod floating;
mod nested;
mod oracle;
mod properties;
mod readings;
mod refusals;
mod runs;
mod support;
mod tasks;
mod text;

/// What the example program's topics answer.
type Answer = Result<String, String>;
