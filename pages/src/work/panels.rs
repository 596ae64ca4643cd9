//! The facts of the work beside its text: people, target, failures, costs.

use domain::{
    Money,
    intervention::{Costs, FailureView, TargetView, WorkView},
    target::Outcome,
};
use i18n::{Locale, format, work as text};
use islands::duration::{length, running};
use leptos::prelude::*;
use ui::{Badge, Card, Dl, DlItem, Icon, Tone};

/// Those to whom it is assigned.
pub fn people(locale: Locale, work: &WorkView) -> AnyView {
    let line = |w: &domain::intervention::Worker| {
        let running = w.running_since.is_some().then(|| {
            view! { <Badge label=text::now(locale) icon=Icon::Timer tone=Tone::Ok /> }
        });
        view! {
            <li class="flex flex-wrap items-center gap-2">
                <span>{w.user.name.clone()}</span>
                {w.lead.then(|| view! { <span class="text-sm text-ink-3">{text::lead_mark(locale)}</span> })}
                {running}
            </li>
        }
    };
    let content = match work.workers.is_empty() {
        true => view! { <p class="text-ink-3">{text::unassigned(locale)}</p> }.into_any(),
        false => {
            view! { <ul class="grid gap-1">{work.workers.iter().map(line).collect_view()}</ul> }.into_any()
        }
    };
    let skills = (!work.detail.skills.is_empty()).then(|| {
        let skills = text::skills_listed(locale, work.detail.skills.join(", "));
        view! { <p class="mt-2 text-sm text-ink-2">{skills}</p> }
    });
    view! { <Card title=text::people(locale)>{content} {skills}</Card> }.into_any()
}

/// Until when, and how that goes.
pub fn target(locale: Locale, target: &TargetView) -> AnyView {
    let left = match (target.outcome, target.remaining_seconds) {
        (Outcome::Met, _) => (Tone::Ok, text::target_met(locale).to_owned()),
        (Outcome::Missed, _) => (Tone::Danger, text::target_missed(locale).to_owned()),
        (_, late) if late < 0 => (Tone::Danger, text::target_late(locale, length(locale, late))),
        (_, left) => (Tone::Info, text::target_left(locale, length(locale, left))),
    };
    let (tone, left) = left;
    let (datetime, until) = (
        target.deadline.to_string(),
        text::target_until(locale, format::date_time(locale, target.deadline_local)),
    );
    let suspended =
        target.suspended_since.map(|_| view! { <p class="hint">{text::target_suspended(locale)}</p> });
    view! {
        <Card title=text::target(locale)>
            <p class="flex flex-wrap items-center gap-2">
                <Badge label=left icon=Icon::Timer tone=tone />
                <time datetime=datetime class="text-ink-2">
                    {until}
                </time>
            </p>
            {suspended}
        </Card>
    }
    .into_any()
}

/// What it is to put right.
pub fn failures(locale: Locale, work: &WorkView) -> AnyView {
    if work.failures.is_empty() {
        return ().into_any();
    }
    let line = move |f: &FailureView| {
        let (label, tone) = match (f.withdrawn, f.stops) {
            (true, _) => (text::withdrawn(locale), Tone::Mute),
            (false, true) => (text::failure_stopped(locale), Tone::Danger),
            (false, false) => (text::failure_running(locale), Tone::Warn),
        };
        let from = format::date_time(locale, f.started_local);
        let when = match f.restored_local {
            Some(to) => text::failure_ended(locale, from, format::date_time(locale, to)),
            None => text::failure_open(locale, from),
        };
        let twin = f.duplicate_of.is_some().then(|| {
            view! { <Badge label=text::duplicate(locale) icon=Icon::Copy tone=Tone::Mute /> }
        });
        view! {
            <li class="py-2">
                <span class="flex flex-wrap items-center gap-2">
                    <Badge label=label icon=Icon::TriangleAlert tone=tone />
                    {twin}
                </span>
                <span class="mt-1 block text-sm text-ink-2">{when}</span>
            </li>
        }
    };
    let stands = work.failures.iter().any(|f| f.facts().is_stopping());
    let downtime = (work.downtime_seconds > 0).then(|| {
        let long = match stands {
            true => running(locale, work.downtime_seconds),
            false => length(locale, work.downtime_seconds).into_any(),
        };
        view! { <p><b>{text::downtime(locale)} " " {long}</b></p> }
    });
    let rows = work.failures.iter().map(line).collect_view();
    view! {
        <Card title=text::failures(locale)>
            <ul>{rows}</ul>
            {downtime}
        </Card>
    }
    .into_any()
}

/// What it cost, by kind.
pub fn costs(locale: Locale, costs: &Costs) -> AnyView {
    let lines = [
        (text::labour(locale), &costs.labour),
        (text::parts(locale), &costs.parts),
        (text::other(locale), &costs.other),
        (text::total(locale), &costs.total),
    ];
    let lines = lines
        .into_iter()
        .map(|(label, amount)| {
            let value: String = amount.as_ref().map(|m: &Money| format::money(locale, m)).unwrap_or_default();
            view! { <DlItem label=label value=value /> }
        })
        .collect_view();
    let unpriced = (costs.unpriced_seconds > 0).then(
        || view! { <p class="hint">{text::unpriced(locale, length(locale, costs.unpriced_seconds))}</p> },
    );
    view! {
        <Card title=text::costs(locale)>
            <Dl>{lines}</Dl>
            {unpriced}
        </Card>
    }
    .into_any()
}
