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

/// How much of the meter is filled, and its colour.
pub const fn shown(strength: Strength) -> (f64, Tone) {
    match strength {
        Strength::Weak => (20.0, Tone::Danger),
        Strength::Fair => (50.0, Tone::Warn),
        Strength::Good => (75.0, Tone::Ok),
        Strength::Strong => (100.0, Tone::Ok),
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
