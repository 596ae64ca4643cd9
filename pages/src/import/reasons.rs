//! Why rows are refused, the most frequent reason first, each with what can be done about it.

use super::{LIST, text};
use crate::{form::Form, shared::replay::Replay};
use domain::{
    FieldCode,
    import::{ImportField, ImportState, ImportView, RefusalGroup, Remedy, Target},
};
use i18n::{Locale, format, import as words};
use leptos::prelude::*;
use ui::{Button, Card, Icon, LinkButton, Variant};

const REMEDY: &str = "/rpc/import/remedy";

/// Every reason. The remedies are there while nothing is written yet.
pub(super) fn list(locale: Locale, view: &ImportView, replay: Option<&Replay>) -> AnyView {
    if view.refusals.is_empty() {
        return ().into_any();
    }
    let title = words::reasons(locale);
    let refused = Form::new(locale, REMEDY, replay).summary(|_| title.to_owned());
    let open = view.state == ImportState::Checked;
    let groups = view.refusals.iter().map(|group| {
        let ways = open.then(|| ways(locale, view, group));
        view! {
            <li class="stack">
                <p>
                    <b>{rows(locale, group.rows)}</b>
                    {format!(" · {} · ", text::column(locale, &group.example))}
                    {reason(locale, group)}
                </p>
                {values(locale, group)}
                {ways}
            </li>
        }
    });
    let groups = groups.collect_view();
    view! {
        <Card title=title>
            <div class="stack">
                {refused} <ul class="stack" aria-label=title>
                    {groups}
                </ul>
            </div>
        </Card>
    }
    .into_any()
}

fn rows(locale: Locale, count: i64) -> String {
    words::reason_rows(locale, count).replace(&count.to_string(), &format::whole(locale, count))
}

fn reason(locale: Locale, group: &RefusalGroup) -> String {
    let own = match group.example.code {
        FieldCode::LooksLike { .. } => words::reason_look_alikes(locale).to_owned(),
        _ => text::reason(locale, &group.example),
    };
    match group.example.left_out {
        true => format!("{own} {}", words::reason_left_out(locale)),
        false => own,
    }
}

/// The most frequent values with their rows; of rows that look like others, an example of which.
fn values(locale: Locale, group: &RefusalGroup) -> Option<AnyView> {
    let shown = if let FieldCode::LooksLike { .. } = group.example.code {
        words::reason_example(locale, text::reason(locale, &group.example))
    } else {
        let filled: Vec<_> = group.values.iter().filter(|v| !v.value.is_empty()).collect();
        let mut shown: Vec<String> =
            filled.iter().map(|v| format!("{} ({})", v.value, format::whole(locale, v.count))).collect();
        let more = group.different - group.values.len() as i64;
        if more > 0 {
            shown.push(words::reason_more(locale, format::whole(locale, more)));
        }
        shown.join(", ")
    };
    (!shown.is_empty()).then(|| view! { <p class="wrap-anywhere text-ink-2">{shown}</p> }.into_any())
}

fn ways(locale: Locale, view: &ImportView, group: &RefusalGroup) -> AnyView {
    let buttons = group.remedies().iter().map(|remedy| {
        let label = match remedy {
            Remedy::CreateEquipment => words::remedy_create_equipment(locale, group.different),
            Remedy::CreateTypes => words::remedy_create_types(locale, group.different),
            Remedy::AddLookAlikes => words::remedy_add_look_alikes(locale).to_owned(),
            Remedy::SkipLookAlikes => words::remedy_skip_look_alikes(locale).to_owned(),
        };
        view! {
            <form method="post" action=REMEDY>
                <input type="hidden" name="id" value=view.id.to_string() />
                <input type="hidden" name="remedy" value=remedy.to_string() />
                <Button label=label icon=Icon::Check />
            </form>
        }
    });
    let step = step(group).map(|(step, label)| {
        let href = format!("{LIST}/{}?step={step}", view.id);
        view! { <LinkButton href=href label=label(locale) variant=Variant::Ghost /> }
    });
    view! { <div class="flex flex-wrap gap-2">{buttons.collect_view()} {step}</div> }.into_any()
}

type Label = fn(Locale) -> &'static str;

/// The step at which a reason is mended.
fn step(group: &RefusalGroup) -> Option<(&'static str, Label)> {
    match (&group.example.field, &group.example.code) {
        (Target::Field(field), FieldCode::UnknownValue) if ImportField::is_choice(*field) => {
            Some(("values", words::remedy_values))
        }
        (
            _,
            FieldCode::NotADate
            | FieldCode::OtherDateOrder { .. }
            | FieldCode::NotAnAmount
            | FieldCode::TwoReadings { .. }
            | FieldCode::BeyondHeader,
        ) => Some(("columns", words::remedy_columns)),
        _ => None,
    }
}
