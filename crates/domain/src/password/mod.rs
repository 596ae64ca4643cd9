//! What makes a password acceptable. The browser runs the same rule while it is typed.

mod guess;

use crate::{FieldCode, text_enum};
use guess::left_of;
use serde::{Deserialize, Serialize};

/// A password with every kind of character may be this short, in characters.
pub const MIN_MIXED: usize = 10;
/// A password of any kind of characters must be this long.
pub const MIN_ANY: usize = 15;
/// Longer ones are refused: hashing them is work that a stranger could ask for.
pub const MAX: usize = 200;
/// What must be left of a password once everything guessable is taken out of it, in characters.
const MIN_LEFT: usize = 5;

text_enum! {
    /// How hard a password is to guess, for the meter beside the field.
    pub enum Strength {
        /// Would be refused.
        Weak = "weak",
        Fair = "fair",
        Good = "good",
        Strong = "strong",
    }
}

/// A password on its way to be hashed: never shown, not even in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

/// What the plant asks beyond the rule that always holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// Characters, at least.
    pub length: u32,
    /// Every kind of character, however long it is.
    pub mixed: bool,
}

impl Default for Rule {
    fn default() -> Self {
        Self { length: MIN_MIXED as u32, mixed: false }
    }
}

impl Rule {
    /// What is wrong with a new password, if anything.
    pub fn check(self, password: &str, own: &[&str]) -> Option<FieldCode> {
        if password.chars().count() < self.length as usize {
            return Some(FieldCode::TooShort { min: self.length });
        }
        let simple = self.mixed && !is_mixed(password);
        check(password, own).or(simple.then_some(FieldCode::PasswordNotMixed))
    }

    /// For the meter; [`Strength::Weak`] is exactly what [`Rule::check`] refuses.
    pub fn strength(self, password: &str, own: &[&str]) -> Strength {
        match self.check(password, own) {
            Some(_) => Strength::Weak,
            None => strength(password, own),
        }
    }
}

/// What is wrong with a new password, if anything. `own` are the person's names, e-mail address and username.
pub fn check(password: &str, own: &[&str]) -> Option<FieldCode> {
    let length = password.chars().count();
    if length < MIN_MIXED {
        return Some(FieldCode::TooShort { min: MIN_MIXED as u32 });
    }
    if length > MAX {
        return Some(FieldCode::TooLong { max: MAX as u32 });
    }
    if is_guessable(password, own) {
        return Some(FieldCode::PasswordTooCommon);
    }
    (length < MIN_ANY && !is_mixed(password)).then_some(FieldCode::PasswordTooSimple)
}

/// For the meter; [`Strength::Weak`] is exactly what [`check`] refuses.
pub fn strength(password: &str, own: &[&str]) -> Strength {
    if check(password, own).is_some() {
        return Strength::Weak;
    }
    match left_of(password, own).len() + 2 * usize::from(is_mixed(password)) {
        0..13 => Strength::Fair,
        13..18 => Strength::Good,
        _ => Strength::Strong,
    }
}

/// Upper case, lower case, digit and symbol.
fn is_mixed(password: &str) -> bool {
    let has = |test: fn(char) -> bool| password.chars().any(test);
    has(char::is_uppercase)
        && has(char::is_lowercase)
        && has(|c| c.is_ascii_digit())
        && has(|c| !c.is_alphanumeric() && !c.is_control())
}

/// Common, made of the person's own names, or of so few characters that it is guessed like one.
fn is_guessable(password: &str, own: &[&str]) -> bool {
    let mut left = left_of(password, own);
    if left.len() < MIN_LEFT {
        return true;
    }
    left.sort_unstable();
    left.dedup();
    left.len() < MIN_LEFT
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OWN: &[&str] = &["Claire", "Dumas", "claire.dumas", "c.dumas@usine-nord.example"];

    #[test]
    fn long_ones_may_be_plain_and_short_ones_must_be_mixed() {
        for good in ["Gr!velle-84", "correct horse battery staple", "huitre tango barda", "Tr0ub4dor&39"] {
            assert_eq!(check(good, OWN), None, "{good}");
        }
        assert_eq!(check("Gr!vel-84", OWN), Some(FieldCode::TooShort { min: 10 }));
        assert_eq!(check("grivelle-84", OWN), Some(FieldCode::PasswordTooSimple));
        assert_eq!(check(&"é1X-".repeat(60), OWN), Some(FieldCode::TooLong { max: 200 }));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for bad in [
            "Password123!",
            "P@ssw0rd2026!",
            "M0tdep@sse-2026",
            "Vigie-2026-vigie!",
            "Demo-Vigie-2026",
            "azertyuiop123456",
            "Qwertyuiop-1!",
            "aaaaaaaaaaaaaaaaaaaa",
            "ababababababababab",
            "123456789012345678",
            "abcdefghijklmnop",
            "Bienvenue2026!",
            "Soleil-1234567",
            "motdepassemotdepasse",
            "Administrateur1!",
        ] {
            assert_eq!(check(bad, &[]), Some(FieldCode::PasswordTooCommon), "{bad}");
        }
    }

    #[test]
    fn ones_own_names_do_not_make_a_password() {
        for bad in ["Claire-Dumas-84!", "Cl@ireDum@s1999", "dumas.claire.dumas"] {
            assert_eq!(check(bad, OWN), Some(FieldCode::PasswordTooCommon), "{bad}");
        }
        assert_eq!(check("Claire-Dumas-84!", &["Paul"]), None);
    }

    #[test]
    fn a_plant_may_ask_for_more_but_never_for_less() {
        let strict = Rule { length: 18, mixed: true };
        assert_eq!(strict.check("Gr!velle-84", &[]), Some(FieldCode::TooShort { min: 18 }));
        assert_eq!(strict.check("huitre tango barda", &[]), Some(FieldCode::PasswordNotMixed));
        assert_eq!(strict.check("Huitre-tango-barda-8", &[]), None);
        assert_eq!(strict.strength("huitre tango barda", &[]), Strength::Weak);
        let lax = Rule { length: 1, mixed: false };
        assert_eq!(lax.check("Password123!", &[]), Some(FieldCode::PasswordTooCommon));
    }

    #[test]
    fn the_meter_rises_with_what_cannot_be_guessed() {
        assert_eq!(strength("Password123!", &[]), Strength::Weak);
        assert_eq!(strength("Gr!vel-84x", &[]), Strength::Fair);
        assert_eq!(strength("correct horse battery staple", &[]), Strength::Strong);
    }

    proptest! {
        #[test]
        fn any_text_is_judged_and_weak_is_what_is_refused(text in "\\PC{0,40}", own in "\\PC{0,12}") {
            let refused = check(&text, &[&own]).is_some();
            prop_assert_eq!(refused, strength(&text, &[&own]) == Strength::Weak);
        }

        #[test]
        fn nothing_shorter_than_ten_passes(text in "\\PC{0,9}") {
            prop_assert!(check(&text, &[]).is_some());
        }

        #[test]
        fn a_name_repeated_never_passes(name in "[a-z]{4,12}", times in 1usize..6) {
            prop_assert!(check(&name.repeat(times), &[&name]).is_some());
        }
    }
}
