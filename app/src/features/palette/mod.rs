//! The page of the search from anywhere.

mod page;

pub(crate) use page::page;
