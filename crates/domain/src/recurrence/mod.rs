//! Recurrence rules in civil time, and their RFC 5545 text.
