//! Reliability: fits of lives and of repairable systems, with their intervals.
