//! One step: how it stands, and the small form that answers it.

use super::text::{answered, expected};
use crate::{
    form::Form,
    shared::{
        form::{input_name, refused},
        labels::status_badge,
    },
    work::Dialogs,
};
use domain::{
    Error,
    checklist::{ChecklistStep, CorrectiveView, NOTED, StepKind},
    intervention::WorkAction,
};
use i18n::{checklist as text, common, format};
use leptos::prelude::*;
use ui::{Button, Field, Glyph, Icon, Select, Size, TextArea, Variant};

const ANSWER: &str = "/rpc/checklist/answer";

/// The step, for whoever looks at it.
pub fn step(d: &Dialogs, of: &ChecklistStep, photos: &[(String, String)]) -> AnyView {
    let locale = d.locale;
    let (icon, tone, word) = if of.is_out_of_tolerance() {
        (Icon::TriangleAlert, "text-warn", text::state_out(locale))
    } else if !of.is_done() {
        (Icon::CircleDashed, "text-ink-3", text::state_todo(locale))
    } else if of.answer.as_ref().is_some_and(|a| a.judged == domain::checklist::Judged::Conforming) {
        (Icon::CircleCheck, "text-ok", text::state_fine(locale))
    } else {
        (Icon::CircleCheck, "text-ok", text::state_done(locale))
    };
    let required = of.required.then(|| view! { <span class="text-ink-3">{text::required(locale)}</span> });
    let by = of.answer.as_ref().filter(|answer| answer.done).map(|answer| {
        let when = format::date_time(locale, answer.at_local);
        view! { <span class="text-ink-3">{text::answered_by(locale, answer.by.name.clone(), when)}</span> }
    });
    let note = of.answer.as_ref().and_then(|answer| answer.note.clone()).map(|note| {
        view! { <p class="mt-1 whitespace-pre-line wrap-anywhere text-ink-2">{note}</p> }
    });
    let photo = of.answer.as_ref().and_then(|answer| answer.document).map(|document| {
        let href = format!("/interventions/{}?document={document}#documents", d.work.detail.row.id);
        view! { <a class="link" href=href>{text::see_photo(locale)}</a> }
    });
    let may = d.work.actions.contains(&WorkAction::Answer);
    view! {
        <li id=format!("step-{}", of.id) tabindex="-1" class="border-t border-line px-4 py-3">
            <div class="flex items-start gap-3">
                <Glyph icon=icon class=tone />
                <div class="min-w-0 flex-1">
                    <p class="font-semibold wrap-anywhere">{of.label.clone()}</p>
                    <p class="mt-0.5 flex flex-wrap gap-x-3 text-sm">
                        <span class=tone>{word}</span>
                        {answered(locale, of).map(|value| view! { <b>{value}</b> })}
                        {expected(locale, of).map(|words| view! { <span class="text-ink-2">{words}</span> })}
                        {required} {photo} {by}
                    </p>
                    {note}
                </div>
            </div>
            {fault(d, of, may)}
            {may.then(|| form(d, of, photos))}
        </li>
    }
    .into_any()
}

/// What a step out of tolerance asks for, or has asked for.
fn fault(d: &Dialogs, of: &ChecklistStep, may: bool) -> AnyView {
    let locale = d.locale;
    if let Some(corrective) = &of.corrective {
        return asked(d, corrective);
    }
    if !of.is_out_of_tolerance() {
        return ().into_any();
    }
    let value = answered(locale, of).unwrap_or_default();
    let words = match of.kind {
        StepKind::Number => text::out_measure(locale, &value),
        _ => text::out_choice(locale, &value),
    };
    let title: String = text::corrective_title(locale, &of.label, &value).chars().take(200).collect();
    let create = may.then(|| {
        view! {
            <form method="post" action="/rpc/checklist/corrective" class="ml-auto">
                {about(d, of)} <input type="hidden" name=input_name("title") value=title />
                <Button label=text::create_corrective(locale) icon=Icon::Wrench class="min-h-11" />
            </form>
        }
    });
    view! {
        <div class="mt-3 flex flex-wrap items-center gap-3 rounded-md bg-warn-soft px-3 py-2 font-semibold text-warn">
            <Glyph icon=Icon::TriangleAlert />
            <span>{words}</span>
            {create}
        </div>
    }
    .into_any()
}

/// The corrective intervention that there is; without its cause it can be cancelled by whoever directs the work.
fn asked(d: &Dialogs, corrective: &CorrectiveView) -> AnyView {
    let locale = d.locale;
    let gone = corrective.cause_withdrawn && corrective.status.is_pending();
    let cancel = (gone && d.work.actions.contains(&WorkAction::Edit)).then(|| {
        view! {
            <form method="post" action="/rpc/work/cancel" class="ml-auto">
                <input type="hidden" name="id" value=corrective.id.to_string() />
                <input type="hidden" name=input_name("reason") value=text::cancel_reason(locale) />
                <Button label=text::cancel_corrective(locale) icon=Icon::Ban class="min-h-11" />
            </form>
        }
    });
    view! {
        <div class="mt-3 flex flex-wrap items-center gap-3 rounded-md bg-sunken px-3 py-2">
            <span>
                {text::corrective(locale)} " "
                <a class="link code" href=format!("/interventions/{}", corrective.id)>{corrective.code.clone()}</a>
            </span>
            {status_badge(locale, corrective.status)} {gone.then(|| view! { <span>{text::cause_withdrawn(locale)}</span> })}
            {cancel}
        </div>
    }
    .into_any()
}

/// Which step of which intervention.
pub(super) fn about(d: &Dialogs, of: &ChecklistStep) -> AnyView {
    view! {
        <input type="hidden" name="id" value=d.work.detail.row.id.to_string() />
        <input type="hidden" name="step" value=of.id.to_string() />
    }
    .into_any()
}

/// The form that answers it; once it is answered, folded.
fn form(d: &Dialogs, of: &ChecklistStep, photos: &[(String, String)]) -> AnyView {
    let locale = d.locale;
    let replay = d.replay.filter(|replay| replay.value("step") == Some(&of.id.to_string()));
    let form = Form::new(locale, ANSWER, replay);
    let version = of.answer.as_ref().map(|answer| answer.version.to_string()).unwrap_or_default();
    // What is wrong with a field stands at it.
    let refusal = form.refusal().filter(|error| !matches!(error, Error::Invalid(_)));
    let refusal = refusal.map(|error| refused(locale, error, &|name: &str| super::text::field(locale, name)));
    let fields = if of.kind == StepKind::Tick { tick(d, of) } else { answer(d, of, &form, photos) };
    let body = view! {
        <form method="post" action=ANSWER class="stack mt-3" novalidate>
            {refusal} {about(d, of)} <input type="hidden" name=input_name("version") value=version />
            {fields}
        </form>
    };
    if of.kind == StepKind::Tick || !of.is_done() {
        return body.into_any();
    }
    view! {
        <details class="mt-2" open=form.is_replayed()>
            <summary class="flex min-h-11 items-center">{text::correct(locale)}</summary>
            {body}
        </details>
    }
    .into_any()
}

/// One press.
fn tick(d: &Dialogs, of: &ChecklistStep) -> AnyView {
    let locale = d.locale;
    let (label, icon, value, variant) = match of.is_done() {
        true => (text::take_back(locale), Icon::Undo, "false", Variant::Ghost),
        false => (text::mark_done(locale), Icon::Check, "true", Variant::Quiet),
    };
    view! {
        <div>
            <Button label=label icon=icon variant=variant size=Size::Large name=input_name("value") value=value />
        </div>
    }
    .into_any()
}

fn answer(d: &Dialogs, of: &ChecklistStep, form: &Form, photos: &[(String, String)]) -> AnyView {
    let locale = d.locale;
    let stored = of.answer.as_ref();
    let value = form.value("value", stored.map(|answer| answer.value.as_str()).unwrap_or_default());
    let note = form.value("note", stored.and_then(|answer| answer.note.as_deref()).unwrap_or_default());
    let (id, name, error) = (format!("f-step-{}", of.id), input_name("value"), form.error("value"));
    let control = match of.kind {
        StepKind::Number => view! {
            <Field
                label=text::measure(locale)
                name=name
                id=id.clone()
                value=if form.is_replayed() { value } else { format::number(locale, &value) }
                inputmode="decimal"
                autocomplete="off"
                maxlength="24"
                nostrip:suffix=of.unit.clone()
                nostrip:hint=expected(locale, of)
                large=true
                error=error
            />
        }
        .into_any(),
        StepKind::Choice => choices(of, locale, &id, &value, error),
        StepKind::Photo => {
            let mut options = photos.to_vec();
            options.push((NOTED.to_owned(), text::no_photo(locale).to_owned()));
            view! {
                <Select
                    label=text::photo(locale)
                    name=name
                    id=id.clone()
                    options=options
                    empty="–"
                    selected=value
                    hint=text::photo_hint(locale)
                    error=error
                />
            }
            .into_any()
        }
        StepKind::Text | StepKind::Tick => view! {
            <TextArea label=text::words(locale) name=name id=id.clone() value=value rows=2 maxlength="1000" error=error />
        }
        .into_any(),
    };
    let noted = (of.kind != StepKind::Text).then(|| {
        view! {
            <Field
                label=text::note(locale)
                name=input_name("note")
                id=format!("{id}-note")
                value=note
                autocomplete="off"
                maxlength="1000"
                optional=common::optional(locale)
                error=form.error("note")
            />
        }
    });
    view! {
        {control} {noted}
        <div>
            <Button label=text::save_answer(locale) icon=Icon::Check size=Size::Large />
        </div>
    }
    .into_any()
}

/// One of a few words, all visible.
fn choices(
    of: &ChecklistStep,
    locale: i18n::Locale,
    id: &str,
    chosen: &str,
    error: Option<String>,
) -> AnyView {
    let wrong = error.is_some().then(|| format!("{id}-error"));
    let options = of.options.iter().enumerate().map(|(at, option)| {
        let own = if at == 0 { id.to_owned() } else { format!("{id}-{at}") };
        view! {
            <label class="choice min-h-11">
                <input
                    type="radio"
                    class="check"
                    id=own
                    name=input_name("value")
                    checked=chosen == option.label
                    value=option.label.clone()
                />
                <span>{option.label.clone()}</span>
            </label>
        }
    });
    let line = error.map(|why| view! { <p class="error" id=format!("{id}-error")>{why}</p> });
    view! {
        <fieldset class="field" aria-describedby=wrong>
            <legend>{text::choice(locale)}</legend>
            <div class="choices">{options.collect_view()}</div>
            {line}
        </fieldset>
    }
    .into_any()
}
