//! The REST API and what every request passes through, called as a client calls it, on both databases.

mod client;
mod document;
mod documents;
mod edge;
mod equipment;
mod export;
mod failures;
mod health;
mod idempotency;
mod imports;
mod jobs;
mod labels;
mod limits;
mod mail_preview;
mod mail_templates;
mod markup;
mod places;
mod prefetch;
mod problems;
mod report;
mod uploads;
mod work;
