//! Trying the mail server of the form.

use super::{
    api::{TRIAL, TRY},
    form::SAVE,
};
use crate::{mail::fault, shared::replay::Replay};
use domain::mail::MailTrial;
use i18n::{Locale, settings as text};
use leptos::{prelude::*, serde_json};
use ui::{Banner, Glyph, Icon, Tone};

/// The refused or tried form of this section as one that was to be saved: its values and errors are those of the
/// same fields.
pub fn of_section(replay: Option<Replay>) -> (Option<Replay>, Option<MailTrial>) {
    let Some(mut replay) = replay else { return (None, None) };
    let tried = replay.path == TRY;
    let answer = replay.value(TRIAL).filter(|_| tried).and_then(|json| serde_json::from_str(json).ok());
    if tried {
        SAVE.clone_into(&mut replay.path);
    }
    (Some(replay), answer)
}

/// The button, and what became of the last trial. The button stands in the form that saves.
pub fn panel(locale: Locale, tried: Option<&MailTrial>) -> AnyView {
    view! {
        <div class="card grid gap-3 p-5">
            <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
                <button class="btn" type="submit" formaction=TRY>
                    <Glyph icon=Icon::Send />
                    {text::try_mail(locale)}
                </button>
                <p class="hint min-w-48 flex-1">{text::try_mail_what(locale)}</p>
            </div>
            <div role="status" id="mail-trial">
                {tried.map(|trial| told(locale, trial))}
            </div>
        </div>
    }
    .into_any()
}

fn told(locale: Locale, trial: &MailTrial) -> AnyView {
    let server = trial.server.clone();
    let tone = if trial.fault.is_none() { Tone::Ok } else { Tone::Danger };
    let what = match trial.fault {
        None => text::try_sent(locale, i18n::format::whole(locale, trial.milliseconds), server, &trial.to),
        Some(why) => format!("{} {}", text::try_failed(locale, server), fault(locale, why)),
    };
    let answer = (!trial.answer.is_empty()).then(|| {
        let words = trial.answer.clone();
        view! {
            <p class="mt-1">
                {text::try_answer(locale)} " "
                <code class="font-mono text-sm wrap-anywhere">{words}</code>
            </p>
        }
    });
    view! {
        <Banner tone=tone round=true>
            <p>{what}</p>
            {answer}
        </Banner>
    }
    .into_any()
}
