//! Sign-in at the HTTP edge: cookies, renewal, foreign forms, ways in and out. On SQLite; the use cases
//! themselves are tested on both databases.

pub mod browser;
mod cookies;
mod doors;
mod forms;
mod invitation;
mod register;
mod reset;
mod rest;
mod second_step;
