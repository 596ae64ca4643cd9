//! A new password: the rule under the field, and its strength while it is typed.

use crate::session::use_session;
use domain::password::{MIN_ANY, Rule, Strength};
use i18n::{Locale, session as text};
use leptos::prelude::*;
use ui::{MeterBlock, PasswordField, Tone};

/// The field of a new password. `own` are the person's names, which the password must not be made of.
#[component]
pub fn NewPasswordField(
    #[prop(into)] label: String,
    #[prop(into)] name: String,
    #[prop(into)] own: Signal<Vec<String>>,
    #[prop(into)] error: Signal<Option<String>>,
) -> AnyView {
    let session = use_session();
    let (locale, rule) = (session.locale, session.password);
    let typed = RwSignal::new(String::new());
    let meter = move || {
        let password = typed.get();
        (!password.is_empty()).then(|| {
            let own = own.get();
            let own: Vec<&str> = own.iter().map(String::as_str).collect();
            let strength = rule.strength(&password, &own);
            let (percent, tone) = shown(strength);
            view! { <MeterBlock label=text::strength(locale) text=word(locale, strength) percent=percent tone=tone /> }
        })
    };
    view! {
        <div class="field">
            <PasswordField
                label=label
                name=name
                autocomplete="new-password"
                reveal=text::show_password(locale)
                required=true
                hint=said(locale, rule)
                error=error
                on_input=Callback::new(move |text| typed.set(text))
            />
            <div aria-live="polite">{meter}</div>
        </div>
    }
    .into_any()
}

/// The rule in words.
fn said(locale: Locale, rule: Rule) -> String {
    match (rule.mixed, rule.length as usize >= MIN_ANY) {
        (true, _) => text::password_rule_mixed(locale, rule.length),
        (false, true) => text::password_rule_long(locale, rule.length),
        (false, false) => text::password_rule(locale, rule.length),
    }
}

fn shown(strength: Strength) -> (f64, Tone) {
    match strength {
        Strength::Weak => (20.0, Tone::Danger),
        Strength::Fair => (50.0, Tone::Warn),
        Strength::Good => (75.0, Tone::Ok),
        Strength::Strong => (100.0, Tone::Ok),
    }
}

fn word(locale: Locale, strength: Strength) -> &'static str {
    match strength {
        Strength::Weak => text::strength_weak(locale),
        Strength::Fair => text::strength_fair(locale),
        Strength::Good => text::strength_good(locale),
        Strength::Strong => text::strength_strong(locale),
    }
}
