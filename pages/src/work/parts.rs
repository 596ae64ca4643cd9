//! Parts that an intervention used: its lines, a dialog to note one and one to correct each.

use super::{Dialogs, text::field};
use crate::{
    dialog::FormDialog,
    form::Form,
    shared::{form::input_name, replay::Replay},
};
use domain::{
    intervention::{PartView, WorkAction},
    money,
};
use i18n::{Locale, format, work as text};
use leptos::prelude::*;
use ui::{Card, DialogButton, Icon, Size, Variant};

pub(super) const ADD: &str = "/rpc/work/add-part";
pub(super) const CHANGE: &str = "/rpc/work/change-part";
const REMOVE: &str = "/rpc/work/remove-part";

const NEW: &str = "add-part";

fn dialog_id(part: &PartView) -> String {
    format!("part-{}", part.id)
}

/// The lines; nothing where there is none and none can be noted.
pub fn parts(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let may = d.work.actions.contains(&WorkAction::Parts);
    if d.work.parts.is_empty() && !may {
        return ().into_any();
    }
    let line = |part: &PartView| {
        let amount = match &part.amount {
            Some(amount) => view! { <span class="tabular">{format::money(locale, amount)}</span> }.into_any(),
            None => view! { <span class="text-ink-3">{text::part_unpriced(locale)}</span> }.into_any(),
        };
        let change = may.then(|| {
            let label = text::part_change(locale, part.text.clone());
            view! {
                <DialogButton
                    dialog=dialog_id(part)
                    label=label
                    icon=Icon::Pencil
                    icon_only=true
                    variant=Variant::Ghost
                    size=Size::Small
                />
            }
        });
        view! {
            <li class="flex items-center gap-3 border-line py-2 not-first:border-t">
                <span class="min-w-0 flex-1 wrap-anywhere">{part.text.clone()}</span>
                {amount}
                {change}
            </li>
        }
    };
    let lines = match d.work.parts.is_empty() {
        true => view! { <p class="text-ink-3">{text::no_parts(locale)}</p> }.into_any(),
        false => view! { <ul>{d.work.parts.iter().map(line).collect_view()}</ul> }.into_any(),
    };
    let add = may.then(|| {
        view! {
            <p class="mt-3">
                <DialogButton dialog=NEW label=text::part_add(locale) icon=Icon::Plus />
            </p>
        }
    });
    view! { <Card title=text::parts(locale)>{lines} {add}</Card> }.into_any()
}

/// Whether what came back is of a line that is there no more.
pub(super) fn is_gone(d: &Dialogs, replay: &Replay) -> bool {
    let is = |part: &PartView| replay.value("part") == Some(&part.id.to_string());
    replay.path == CHANGE && !d.work.parts.iter().any(is)
}

/// The dialogs of those buttons.
pub(super) fn dialogs(d: &Dialogs) -> AnyView {
    let change = d.work.parts.iter().map(|part| dialog(d, Some(part))).collect_view();
    view! { {dialog(d, None)} {change} }.into_any()
}

fn dialog(d: &Dialogs, part: Option<&PartView>) -> AnyView {
    let locale = d.locale;
    let which = part.map(|part| part.id.to_string());
    // What came back is of one line.
    let replay = d.replay.filter(|replay| replay.value("part") == which.as_deref());
    let id = part.map_or(NEW.to_owned(), dialog_id);
    let (action, title) = match part {
        None => (ADD, text::part_add(locale)),
        Some(_) => (CHANGE, text::part_title(locale)),
    };
    let form = Form::new(locale, action, replay).within(&id);
    let words = form.input("text", text::part_text(locale)).hint(text::part_hint(locale)).max(200).required();
    let amount = form.input("amount", text::part_amount(locale, &d.work.currency)).max(20);
    let stored = part.and_then(|part| part.amount.as_ref()).map(money::plain).unwrap_or_default();
    let words = words.stored(part.map_or("", |part| &part.text)).line();
    let amount = amount.stored(stored).amount();
    let label = |name: &str| match name {
        "text" => text::part_text(locale).to_owned(),
        "amount" => text::part_cost(locale).to_owned(),
        other => field(locale, other),
    };
    let mut hidden = vec![("id".to_owned(), d.work.detail.row.id.to_string())];
    if let Some(part) = part {
        hidden.push(("part".to_owned(), part.id.to_string()));
        hidden.push((input_name("version"), part.version.to_string()));
    }
    let beside = part.map(|_| remove(locale, format!("{id}-form")));
    let around = FormDialog { hidden, beside, ..FormDialog::saving(locale, id, title) };
    around.draw(locale, &form, label, view! { {words} {amount} }.into_any())
}

/// Sends the form of a line to where it is taken back.
fn remove(locale: Locale, form: String) -> AnyView {
    view! {
        <button type="submit" class="btn btn-danger" form=form formaction=REMOVE>
            {text::part_remove(locale)}
        </button>
    }
    .into_any()
}
