"""Working time and planning, counted minute by minute. Nothing here knows how the Rust rules are written."""
