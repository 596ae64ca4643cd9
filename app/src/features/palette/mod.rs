//! What the search from anywhere lists: pages, actions, what was opened before, and what is found.

pub mod api;
mod body;
mod entry;
mod list;
mod page;
mod recent;

pub(crate) use body::body;
pub(crate) use page::page;
