//! The hours of an intervention: who worked when, a dialog to enter some and one to correct each.

use super::{Dialogs, edit::minute, text::field};
use crate::{
    dialog::FormDialog,
    form::Form,
    session::may,
    shared::{form::input_name, replay::Replay},
};
use domain::{
    Error, Permission, Refusal,
    intervention::{PeriodView, WorkAction},
};
use i18n::{Locale, format, work as text};
use islands::duration::{length, running};
use leptos::prelude::*;
use ui::{Badge, Card, Checkbox, DialogButton, Icon, Size, Tone, Variant};

pub(super) const HOURS: &str = "log-time";
pub(super) const LOG: &str = "/rpc/work/log-time";
pub(super) const CHANGE: &str = "/rpc/work/change-time";

fn dialog_id(period: &PeriodView) -> String {
    format!("time-{}", period.id)
}

/// One's own, or those of anybody for whoever directs the work.
fn may_change(d: &Dialogs, period: &PeriodView) -> bool {
    let own = d.me.is_some_and(|me| me == period.user.id);
    d.work.actions.contains(&WorkAction::LogTime) && (own || may(Permission::InterventionWrite))
}

fn long(locale: Locale, p: &PeriodView) -> AnyView {
    match p.ended_at {
        None => running(locale, p.seconds),
        Some(_) => length(locale, p.seconds).into_any(),
    }
}

/// Who worked when; nothing for a client, who is given none.
pub fn hours(d: &Dialogs) -> AnyView {
    let (locale, work) = (d.locale, d.work);
    if work.periods.is_empty() {
        return ().into_any();
    }
    let line = move |p: &PeriodView| {
        let to = p
            .ended_local
            .map_or_else(|| text::still_running(locale).to_owned(), |at| format::date_time(locale, at));
        let overlap = p.overlapping.then(|| {
            view! { <Badge label=text::overlapping(locale) icon=Icon::TriangleAlert tone=Tone::Warn /> }
        });
        let change = may_change(d, p).then(|| {
            let label = text::hours_change(locale, p.user.name.clone());
            view! {
                <DialogButton
                    dialog=dialog_id(p)
                    label=label
                    icon=Icon::Pencil
                    icon_only=true
                    variant=Variant::Ghost
                    size=Size::Small
                />
            }
        });
        view! {
            <li class="py-1.5">
                <span class="flex items-center gap-3">
                    <b class="min-w-0 flex-1">{p.user.name.clone()}</b>
                    {long(locale, p)}
                    {change}
                </span>
                <span class="flex flex-wrap items-baseline gap-x-3 text-sm text-ink-2">
                    {format!("{} – {to}", format::date_time(locale, p.started_local))} {overlap}
                </span>
            </li>
        }
    };
    let rows = work.periods.iter().map(line).collect_view();
    let worked = text::worked(locale, length(locale, work.worked_seconds));
    let hands_on = text::hands_on(locale, length(locale, work.hands_on_seconds));
    view! {
        <Card title=text::hours(locale)>
            <ul>{rows}</ul>
            <p class="hint mt-2">{worked} " · " {hands_on}</p>
        </Card>
    }
    .into_any()
}

/// Whether what came back is of hours that are there no more.
pub(super) fn is_gone(d: &Dialogs, replay: &Replay) -> bool {
    let is = |period: &PeriodView| replay.value("period") == Some(&period.id.to_string());
    replay.path == CHANGE && !d.work.periods.iter().any(is)
}

/// The dialogs of those buttons.
pub(super) fn dialogs(d: &Dialogs) -> AnyView {
    let change = d.work.periods.iter().filter(|period| may_change(d, period));
    let change = change.map(|period| dialog(d, Some(period))).collect_view();
    view! { {dialog(d, None)} {change} }.into_any()
}

fn dialog(d: &Dialogs, period: Option<&PeriodView>) -> AnyView {
    let locale = d.locale;
    let which = period.map(|period| period.id.to_string());
    // What came back is of one line.
    let replay = d.replay.filter(|replay| replay.value("period") == which.as_deref());
    let (id, action, title) = match period {
        None => (HOURS.to_owned(), LOG, text::add_hours(locale)),
        Some(period) => (dialog_id(period), CHANGE, text::hours_title(locale)),
    };
    let form = Form::new(locale, action, replay).within(&id);
    let people: Vec<_> = d.assignable.iter().map(|p| (p.user.id.to_string(), p.user.name.clone())).collect();
    let whose = period.map(|period| period.user.name.clone());
    // Hours keep their person.
    let who = (period.is_none() && !people.is_empty())
        .then(|| form.input("user_id", text::who(locale)).select(people, Some(text::myself(locale))));
    // Only after the question: hours that overlap are mostly a slip.
    let asked = matches!(form.refusal(), Some(Error::Refused(Refusal::HoursOverlap { .. })));
    let overlap = asked.then(|| {
        let name = input_name("overlap");
        view! { <Checkbox label=text::overlap_keep(locale) name=name value="keep" /> }
    });
    let from = period.map(|period| minute(period.started_local)).unwrap_or_default();
    let to = period.and_then(|period| period.ended_local).map(minute).unwrap_or_default();
    let started = form.input("started", text::hours_from(locale)).stored(from).required().time();
    let ended = form.input("ended", text::hours_to(locale)).stored(to).required();
    let ended = match period {
        // A time alone is enough.
        None => ended.hint(text::hours_to_hint(locale)).max(40).line(),
        Some(_) => ended.time(),
    };
    let mut hidden = vec![("id".to_owned(), d.work.detail.row.id.to_string())];
    if let Some(period) = period {
        hidden.push(("period".to_owned(), period.id.to_string()));
        hidden.push((input_name("version"), period.version.to_string()));
    }
    let fields = view! {
        {whose.map(|name| view! { <p class="text-ink-2">{name}</p> })}
        {who}
        {started}
        {ended}
        {overlap}
    };
    let send = (title, Variant::Primary);
    let around = FormDialog { hidden, send, ..FormDialog::saving(locale, id, title) };
    around.draw(locale, &form, |name| field(locale, name), fields.into_any())
}
