//! The server's integration tests, in one executable: it links once.

mod access_matrix;
mod architecture;
mod command_line;
mod live;
mod query_budget;
mod rest;
mod session;
