//! When somebody signed in and from where, failed tries too.

use domain::{session::SecondStepKind, user::SignInView};
use i18n::{Locale, format, user as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Rows, Tone};

/// A line for each sign-in.
pub fn rows(locale: Locale, sign_ins: &[SignInView]) -> AnyView {
    if sign_ins.is_empty() {
        return view! { <p class="hint">{text::no_sign_in(locale)}</p> }.into_any();
    }
    let rows = sign_ins.iter().map(|s| row(locale, s)).collect_view();
    view! { <Rows>{rows}</Rows> }.into_any()
}

fn row(locale: Locale, sign_in: &SignInView) -> AnyView {
    let (tone, icon, word) = match sign_in.succeeded {
        true => (Tone::Ok, Icon::CircleCheck, text::succeeded(locale)),
        false => (Tone::Danger, Icon::CircleX, text::failed(locale)),
    };
    let from = match sign_in.second_step {
        None => sign_in.address.clone(),
        Some(SecondStepKind::Code) => format!("{} · {}", sign_in.address, text::with_code(locale)),
        Some(SecondStepKind::RecoveryCode) => {
            format!("{} · {}", sign_in.address, text::with_recovery_code(locale))
        }
    };
    view! {
        <li class="row">
            <span class="row-text">
                <time class="row-title" datetime=sign_in.at.to_string()>
                    {format::date_time(locale, sign_in.at_local)}
                </time>
                <span class="row-sub">{from}</span>
            </span>
            <Badge label=word tone=tone icon=icon />
        </li>
    }
    .into_any()
}
