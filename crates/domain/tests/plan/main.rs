//! Recurrence and preventive plans: the cases from the field, properties, and the published examples.

mod closed_days;
mod conditions;
mod counters;
mod dates;
mod editing;
mod extremes;
mod floating;
mod nested;
mod oracle;
mod properties;
mod readings;
mod refusals;
mod runs;
mod shift;
mod support;
mod tasks;
mod text;

/// The answer of a topic of the example program.
type Answer = Result<String, String>;
