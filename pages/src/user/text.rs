//! Words of accounts.

use domain::{
    Permission,
    user::{ExperienceLevel, UserView},
};
use i18n::{Locale, common, user as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Tone};

/// What a permission lets one do.
pub fn permission(locale: Locale, permission: Permission) -> String {
    let key = format!("may_{}", permission.as_str().replace(':', "_"));
    text::find(locale, &key).map_or_else(|| permission.to_string(), str::to_owned)
}

/// A permission beside those of the role, as it is stored: `import:run` is granted, `-equipment:delete` taken away.
pub fn granted_or_denied(locale: Locale, stored: &str) -> String {
    let (name, how) = match stored.strip_prefix('-') {
        Some(name) => (name, text::denied(locale)),
        None => (stored, text::granted(locale)),
    };
    let words = name.parse().map_or_else(|_| name.to_owned(), |known| permission(locale, known));
    common::labelled(locale, words, how)
}

/// How far somebody has come in the trade.
pub fn experience(locale: Locale, level: ExperienceLevel) -> &'static str {
    match level {
        ExperienceLevel::Junior => text::level_junior(locale),
        ExperienceLevel::Intermediate => text::level_intermediate(locale),
        ExperienceLevel::Senior => text::level_senior(locale),
        ExperienceLevel::Expert => text::level_expert(locale),
    }
}

/// Whether somebody can sign in.
pub fn state_badge(locale: Locale, user: &UserView) -> AnyView {
    let (tone, icon, word) = match user.is_active {
        true if user.is_invited => (Tone::Info, Icon::Mail, text::invited(locale)),
        true => (Tone::Ok, Icon::CircleCheck, text::active(locale)),
        false => (Tone::Mute, Icon::Ban, text::inactive(locale)),
    };
    view! { <Badge label=word tone=tone icon=icon /> }.into_any()
}

/// First and last name.
pub fn full_name(user: &UserView) -> String {
    format!("{} {}", user.first_name, user.last_name)
}

/// The label of a form's field.
pub fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "email" => text::email(locale),
        "username" => text::username(locale),
        "password" => text::password(locale),
        "first_name" => text::first_name(locale),
        "last_name" => text::last_name(locale),
        "role" => text::role(locale),
        "language" => text::language(locale),
        "sites" => text::sites(locale),
        "specialty" => text::specialty(locale),
        "skills" => text::skills(locale),
        "experience_level" => text::experience_level(locale),
        _ => text::special(locale),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_its_words_in_both_languages() {
        for of in Permission::ALL {
            for locale in [Locale::Fr, Locale::En] {
                assert_ne!(permission(locale, *of), of.to_string());
            }
        }
    }
}
