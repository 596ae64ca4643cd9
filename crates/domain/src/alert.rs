//! What administrators are told of by mail, and when.

use crate::text_enum;

text_enum! {
    /// What happened.
    pub enum AlertKind {
        /// Somebody asked for an account, confirmed their address and waits.
        RequestWaiting = "request_waiting",
        /// Somebody has waited for long.
        RequestReminder = "request_reminder",
        JobGivenUp = "job_given_up",
        MailGivenUp = "mail_given_up",
        /// A look at the documents found some missing or changed.
        StorageDamaged = "storage_damaged",
        /// The audit trail is not what was written.
        TrailBroken = "trail_broken",
        DiskLow = "disk_low",
    }
}

impl AlertKind {
    /// Whether it asks for a decision; the others say that something is wrong.
    pub const fn is_information(self) -> bool {
        matches!(self, Self::RequestWaiting | Self::RequestReminder)
    }
}

/// After a mail of a kind the next of that kind comes so much later at the earliest, in seconds; what happens meanwhile
/// is told together.
pub const QUIET_SECONDS: i64 = 3_600;

/// How a disk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Less than the threshold is free.
    Low,
    /// Not low, and not so much more that a few files would not make it low again.
    Narrow,
    Enough,
}

/// How a disk is with so many bytes free.
pub const fn room(free: u64, threshold: u64) -> Room {
    if free < threshold {
        Room::Low
    } else if free < threshold.saturating_add(threshold / 10) {
        Room::Narrow
    } else {
        Room::Enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_disk_is_well_again_with_a_tenth_more_than_the_threshold() {
        assert_eq!(room(999, 1000), Room::Low);
        assert_eq!(room(1000, 1000), Room::Narrow);
        assert_eq!(room(1099, 1000), Room::Narrow);
        assert_eq!(room(1100, 1000), Room::Enough);
        assert_eq!(room(0, 0), Room::Enough, "no threshold, nothing to tell");
    }

    proptest! {
        #[test]
        fn more_room_is_never_worse(free: u64, more: u64, threshold: u64) {
            let rank = |room| match room { Room::Low => 0, Room::Narrow => 1, Room::Enough => 2 };
            prop_assert!(rank(room(free.saturating_add(more), threshold)) >= rank(room(free, threshold)));
        }
    }
}
