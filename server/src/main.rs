//! `vigie`: the server and its tools, one program.

fn main() {}
