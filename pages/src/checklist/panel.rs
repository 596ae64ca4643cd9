//! The panel on the page of an intervention: every step in its order, and how far they have come.

use super::{edit, step::step, text::done_of};
use crate::{shared::form::refused, work::Dialogs};
use domain::intervention::WorkAction;
use i18n::{Locale, checklist as text};
use leptos::prelude::*;
use ui::{Banner, Card, Icon, Tone};

/// The checklist; nothing where there is none and none can be made.
pub fn panel(d: &Dialogs, photos: &[(String, String)]) -> AnyView {
    let (locale, list) = (d.locale, &d.work.checklist);
    let directs = d.work.actions.contains(&WorkAction::Edit);
    if list.steps.is_empty() && !directs {
        return ().into_any();
    }
    let progress = list.progress;
    let mark =
        (progress.all > 0).then(|| view! { <span class="text-ink-3">{done_of(locale, progress)}</span> });
    let missing = (progress.required_missing > 0).then(|| {
        view! { <p class="px-4 pb-2 text-sm text-ink-2">{text::missing(locale, progress.required_missing)}</p> }
    });
    let rows = list.steps.iter().map(|row| step(d, row, photos)).collect_view();
    let rows = (!list.steps.is_empty()).then(|| view! { <ol>{rows}</ol> });
    let (lost, tools) = (lost(d), directs.then(|| edit::tools(d)));
    view! {
        <section id="checklist" tabindex="-1">
            <Card title=text::title(locale) flush=true nostrip:mark=mark.map(IntoAny::into_any)>
                {lost} {missing} {rows} {tools}
            </Card>
        </section>
    }
    .into_any()
}

/// Why something was refused whose form is not on the page any more: a step that is gone, a press.
fn lost(d: &Dialogs) -> AnyView {
    let Some(replay) = d.replay.filter(|replay| replay.path.starts_with("/rpc/checklist/")) else {
        return ().into_any();
    };
    let at = |row: &domain::checklist::ChecklistStep| replay.value("step") == Some(&row.id.to_string());
    let drawn = match replay.path.as_str() {
        "/rpc/checklist/answer" => {
            d.work.actions.contains(&WorkAction::Answer) && d.work.checklist.steps.iter().any(at)
        }
        "/rpc/checklist/add" => d.work.actions.contains(&WorkAction::Edit),
        _ => false,
    };
    if drawn {
        return ().into_any();
    }
    view! {
        <div class="px-4 pb-3">
            {refused(d.locale, &replay.error, &|name: &str| super::text::field(d.locale, name))}
        </div>
    }
    .into_any()
}

/// On a corrective intervention: the step that asked for it, and whether that is still so.
pub fn cause(d: &Dialogs) -> AnyView {
    let Some(cause) = &d.work.checklist.cause else { return ().into_any() };
    let gone = cause.withdrawn.then(|| view! { <p class="font-semibold">{text::cause_gone(d.locale)}</p> });
    let tone = if cause.withdrawn { Tone::Warn } else { Tone::Info };
    let words = text::cause(d.locale, &cause.step);
    let (href, code) = (format!("/interventions/{}#checklist", cause.id), cause.code.clone());
    view! {
        <Banner tone=tone round=true class="mt-3">
            <p>
                {words} " " <a class="link code" href=href>
                    {code}
                </a>
            </p>
            {gone}
        </Banner>
    }
    .into_any()
}

/// In the form that ends the work: the steps that it still needs, with the way to the first of them.
pub fn missing(locale: Locale, work: &domain::intervention::WorkView) -> AnyView {
    let list = &work.checklist;
    let first = list.steps.iter().find(|step| step.required && !step.is_done());
    let Some(first) = first else { return ().into_any() };
    let words = text::missing(locale, list.progress.required_missing);
    let href = format!("/interventions/{}#step-{}", work.detail.row.id, first.id);
    view! {
        <Banner tone=Tone::Warn icon=Icon::ListTodo round=true>
            {words} " " <a class="link" href=href>
                {text::go_to_missing(locale)}
            </a>
        </Banner>
    }
    .into_any()
}
