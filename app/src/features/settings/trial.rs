//! Trying the mail server of the form.

use super::api::{SaveSettings, TRIAL, TryMail};
use crate::{
    features::mail::fault,
    shared::{form::Form, replay::Replay},
};
use domain::mail::MailTrial;
use i18n::{Locale, settings as text};
use leptos::{form::FromFormData, prelude::*, server_fn::ServerFn, wasm_bindgen::JsCast, web_sys};
use ui::{Banner, Glyph, Icon, Tone};

/// What the page knows of trials: the action, and the answer that came back with the page.
#[derive(Clone)]
pub struct Trial {
    action: ServerAction<TryMail>,
    came_back: Option<MailTrial>,
}

/// The refused or tried form of this section as one that was to be saved: its values and errors are those of the
/// same fields.
pub fn of_section(replay: Option<Replay>) -> (Option<Replay>, Option<MailTrial>) {
    let Some(mut replay) = replay else { return (None, None) };
    let tried = replay.path == TryMail::PATH;
    let answer = replay.value(TRIAL).filter(|_| tried).and_then(|json| serde_json::from_str(json).ok());
    if tried {
        SaveSettings::PATH.clone_into(&mut replay.path);
    }
    (Some(replay), answer)
}

impl Trial {
    pub fn new(action: ServerAction<TryMail>, came_back: Option<MailTrial>) -> Self {
        Self { action, came_back }
    }

    /// The form whose errors are also those of the trial.
    pub fn with_errors(&self, form: Form) -> Form {
        let action = self.action;
        form.or_answer(Signal::derive(move || match action.value().get() {
            Some(Err(error)) => Some(error.0),
            _ => None,
        }))
    }

    /// The button, and what became of the last trial. The button stands in the form that saves.
    pub fn panel(self, locale: Locale, save: ServerAction<SaveSettings>) -> AnyView {
        let Self { action, came_back } = self;
        let send = move |event: leptos::ev::MouseEvent| {
            let button = event.current_target().and_then(|t| t.dyn_into::<web_sys::HtmlButtonElement>().ok());
            let Some(form) = button.and_then(|button| button.form()) else { return };
            let sent = web_sys::FormData::new_with_form(&form).ok();
            if let Some(Ok(sent)) = sent.map(|data| TryMail::from_form_data(&data)) {
                event.prevent_default();
                if !action.pending().get_untracked() {
                    save.clear();
                    action.dispatch(sent);
                }
            }
        };
        let answer = move || {
            let trial = match action.value().get() {
                Some(Ok(trial)) => Some(trial),
                Some(Err(_)) => None,
                None => came_back.clone(),
            };
            trial.filter(|_| !action.pending().get()).map(|trial| told(locale, &trial))
        };
        view! {
            <div class="card grid gap-3 p-5">
                <div class="flex flex-wrap items-center gap-x-4 gap-y-3">
                    <button
                        class="btn"
                        type="submit"
                        formaction=TryMail::PATH
                        aria-busy=move || action.pending().get().then_some("true")
                        on:click=send
                    >
                        {move || match action.pending().get() {
                            true => view! { <Glyph icon=Icon::LoaderCircle class="spin" /> },
                            false => view! { <Glyph icon=Icon::Send /> },
                        }}
                        {text::try_mail(locale)}
                    </button>
                    <p class="hint min-w-48 flex-1">{text::try_mail_what(locale)}</p>
                </div>
                <div role="status" id="mail-trial">
                    {answer}
                </div>
            </div>
        }
        .into_any()
    }
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
