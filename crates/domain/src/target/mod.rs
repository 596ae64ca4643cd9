//! Target times and escalation.
