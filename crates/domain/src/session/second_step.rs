//! The second step of sign-in: a code of six digits that an app shows (RFC 6238), or a recovery code.

use crate::{Timestamp, text_enum};
use serde::{Deserialize, Serialize};

/// A code is good for so many seconds.
pub const CODE_STEP_SECONDS: i64 = 30;
/// Life of the way from the right password to the code, in seconds.
pub const TICKET_SECONDS: i64 = 600;
/// Recovery codes that somebody gets at a time.
pub const RECOVERY_CODES: usize = 10;
/// Signs of a recovery code, of five bits each.
const RECOVERY_SIGNS: usize = 16;
const DIGITS: usize = 6;
/// Base 32 of RFC 4648.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

text_enum! {
    /// What proved the second step.
    pub enum SecondStepKind {
        Code = "code",
        RecoveryCode = "recovery_code",
    }
}

/// What was typed into the field for a code.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits of the app.
    Code(String),
    /// A recovery code without its dashes, in capitals.
    Recovery(String),
}

impl TypedCode {
    /// Reads what was typed, with or without spaces and dashes; nothing when it is neither of the two.
    pub fn read(typed: &str) -> Option<Self> {
        let signs: String = typed
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .take(RECOVERY_SIGNS + 1)
            .map(|c| c.to_ascii_uppercase())
            .collect();
        if signs.len() == DIGITS && signs.bytes().all(|b| b.is_ascii_digit()) {
            return Some(Self::Code(signs));
        }
        let fits = signs.len() == RECOVERY_SIGNS && signs.bytes().all(|b| BASE32.contains(&b));
        fits.then_some(Self::Recovery(signs))
    }

    pub fn kind(&self) -> SecondStepKind {
        match self {
            Self::Code(_) => SecondStepKind::Code,
            Self::Recovery(_) => SecondStepKind::RecoveryCode,
        }
    }
}

impl std::fmt::Debug for TypedCode {
    /// Never the code.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("TypedCode").field(&self.kind()).finish()
    }
}

/// The time steps of which a code is taken, the current one first: clocks differ by up to one step.
pub fn code_steps(now: Timestamp) -> [i64; 3] {
    let step = now.as_second().div_euclid(CODE_STEP_SECONDS);
    [step, step - 1, step + 1]
}

/// Base 32 without padding, as apps take a secret.
pub fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity((bytes.len() * 8).div_ceil(5));
    let (mut held, mut bits) = (0u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(BASE32[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(BASE32[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// A recovery code of ten random bytes, as it is stored (hashed) and typed: sixteen signs.
pub fn recovery_code(random: [u8; 10]) -> String {
    base32(&random)
}

/// A secret or recovery code in groups of four, as people read it.
pub fn spaced(text: &str, between: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    signs.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(between)
}

/// What the QR code says: the address form that authenticator apps share. `issuer` is the plant.
pub fn setup_uri(issuer: &str, account: &str, secret: &[u8]) -> String {
    setup_link(issuer, account, &base32(secret))
}

/// The same of a secret in base 32: what a link says on the phone that has the app.
pub fn setup_link(issuer: &str, account: &str, secret: &str) -> String {
    let (issuer, account) = (escaped(issuer), escaped(account));
    format!(
        "otpauth://totp/{issuer}:{account}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period=30"
    )
}

fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~@".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Where somebody stands with their second step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum SecondStepState {
    Off,
    /// The app has to be told this secret, in base 32, and to prove that it was.
    Begun {
        secret: String,
    },
    On {
        since: Timestamp,
        /// Recovery codes that are left.
        codes_left: u64,
    },
}

impl std::fmt::Debug for SecondStepState {
    /// Never the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Off => f.write_str("Off"),
            Self::Begun { .. } => f.write_str("Begun"),
            Self::On { since, codes_left } => {
                f.debug_struct("On").field("since", since).field("codes_left", codes_left).finish()
            }
        }
    }
}

/// One's own second step.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondStepView {
    #[serde(flatten)]
    pub state: SecondStepState,
    /// Whether the role asks for it.
    pub asked: bool,
    /// New recovery codes, shown to the session that made them until it says that they are kept.
    pub new_codes: Vec<String>,
}

impl std::fmt::Debug for SecondStepView {
    /// Neither secret nor codes.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SecondStepView").field("asked", &self.asked).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn base_32_is_that_of_the_standard() {
        let vectors =
            [("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")];
        for (text, coded) in vectors {
            assert_eq!(base32(text.as_bytes()), coded);
        }
    }

    #[test]
    fn a_code_is_read_however_it_was_grouped() {
        assert_eq!(TypedCode::read(" 123 456 "), Some(TypedCode::Code("123456".into())));
        let code = recovery_code([7; 10]);
        let shown = spaced(&code, "-").to_lowercase();
        assert_eq!(shown.len(), 19);
        assert_eq!(TypedCode::read(&shown), Some(TypedCode::Recovery(code)));
        for bad in ["", "12345", "1234567", "abcd-efgh-ijkl-mno1", "ABCD-EFGH-IJKL-MNOP-Q"] {
            assert_eq!(TypedCode::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_app_is_told_who_and_what() {
        let uri = setup_uri("Usine d’Arras", "lea@usine.example", b"foobar");
        assert_eq!(
            uri,
            "otpauth://totp/Usine%20d%E2%80%99Arras:lea@usine.example?secret=MZXW6YTBOI\
             &issuer=Usine%20d%E2%80%99Arras&algorithm=SHA1&digits=6&period=30"
        );
    }

    #[test]
    fn clocks_may_differ_by_a_step() {
        let now: Timestamp = "1970-01-01T00:00:59Z".parse().expect("valid");
        assert_eq!(code_steps(now), [1, 0, 2]);
    }

    proptest! {
        #[test]
        fn nothing_typed_makes_the_reading_panic(typed in "\\PC{0,30}") {
            let _ = TypedCode::read(&typed);
        }
    }
}
