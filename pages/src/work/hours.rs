//! The hours of an intervention.

use domain::intervention::{PeriodView, WorkView};
use i18n::{Locale, format, work as text};
use islands::duration::{length, running};
use leptos::prelude::*;
use ui::{Badge, Card, Icon, Tone};

fn long(locale: Locale, p: &PeriodView) -> AnyView {
    match p.ended_at {
        None => running(locale, p.seconds),
        Some(_) => length(locale, p.seconds).into_any(),
    }
}

/// Who worked when; nothing for a client, who is given none.
pub fn hours(locale: Locale, work: &WorkView) -> AnyView {
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
        view! {
            <li class="flex flex-wrap items-baseline gap-x-3 py-1.5">
                <b>{p.user.name.clone()}</b>
                <span class="text-sm text-ink-2">{format!("{} – {to}", format::date_time(locale, p.started_local))}</span>
                <span class="ml-auto">{long(locale, p)}</span>
                {overlap}
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
