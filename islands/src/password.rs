//! Words of a new password: the plant's rule, and how strong one is.

use domain::password::{MIN_ANY, Rule, Strength};
use i18n::{Locale, session as text};
use ui::Tone;

/// The rule in words.
pub fn said(locale: Locale, rule: Rule) -> String {
    match (rule.mixed, rule.length as usize >= MIN_ANY) {
        (true, _) => text::password_rule_mixed(locale, rule.length),
        (false, true) => text::password_rule_long(locale, rule.length),
        (false, false) => text::password_rule(locale, rule.length),
    }
}

/// The rule as a field of a new password carries it: `12`, or `12+` with every kind of character.
pub fn written_rule(rule: Rule) -> String {
    format!("{}{}", rule.length, if rule.mixed { "+" } else { "" })
}

/// The same read again.
pub fn read_rule(text: &str) -> Rule {
    let (length, mixed) = text.strip_suffix('+').map_or((text, false), |length| (length, true));
    length.parse().map_or_else(|_| Rule::default(), |length| Rule { length, mixed })
}

/// How much of the meter is filled, in percent, and its colour.
pub const fn shown(strength: Strength) -> (u8, Tone) {
    match strength {
        Strength::Weak => (20, Tone::Danger),
        Strength::Fair => (50, Tone::Warn),
        Strength::Good => (75, Tone::Ok),
        Strength::Strong => (100, Tone::Ok),
    }
}

pub fn word(locale: Locale, strength: Strength) -> &'static str {
    match strength {
        Strength::Weak => text::strength_weak(locale),
        Strength::Fair => text::strength_fair(locale),
        Strength::Good => text::strength_good(locale),
        Strength::Strong => text::strength_strong(locale),
    }
}
