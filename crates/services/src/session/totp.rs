//! Codes of six digits by time (RFC 6238, with the HMAC-SHA-1 of RFC 4226), as authenticator apps make them.

use domain::{Timestamp, session::code_steps};
use hmac::{Hmac, Mac};
use sha1::Sha1;

/// Bytes of a secret: as many as the hash has.
pub(super) const SECRET_BYTES: usize = 20;

/// The code of a time step.
pub(super) fn code(secret: &[u8], step: i64) -> String {
    // HMAC takes a key of any length.
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).unwrap_or_else(|_| unreachable!());
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[19] & 15);
    let taken = u32::from_be_bytes([hash[offset], hash[offset + 1], hash[offset + 2], hash[offset + 3]]);
    format!("{:06}", (taken & 0x7fff_ffff) % 1_000_000)
}

/// The time step of which this is the code now, the clocks differing by one at most, and later than the one
/// that was used last. Every step is compared in full: the time taken tells nothing.
pub(super) fn step_of(secret: &[u8], typed: &str, last: Option<i64>, now: Timestamp) -> Option<i64> {
    code_steps(now).into_iter().fold(None, |found, step| {
        let same = same(code(secret, step).as_bytes(), typed.as_bytes());
        found.or((same && last.is_none_or(|last| step > last)).then_some(step))
    })
}

fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appendix B of RFC 6238, its eight digits cut to six.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        let secret = b"12345678901234567890";
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, expected) in vectors {
            assert_eq!(code(secret, second / 30), expected, "at {second}");
        }
    }

    #[test]
    fn a_code_is_taken_a_step_early_or_late_and_not_after_a_later_one() {
        let secret = b"12345678901234567890";
        let now = Timestamp::from_millis(1_700_000_010_000);
        let step = now.as_second() / 30;
        for off in [-1, 0, 1] {
            assert_eq!(step_of(secret, &code(secret, step + off), None, now), Some(step + off));
        }
        for off in [-2, 2] {
            assert_eq!(step_of(secret, &code(secret, step + off), None, now), None);
        }
        assert_eq!(step_of(secret, &code(secret, step), Some(step), now), None);
        assert_eq!(step_of(secret, &code(secret, step + 1), Some(step), now), Some(step + 1));
    }
}
