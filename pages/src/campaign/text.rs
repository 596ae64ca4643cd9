//! Words and marks of campaigns.

use domain::{
    Date, FieldDiff,
    campaign::{CampaignStatus, Exclusion, MachineState, Tally},
};
use i18n::{Locale, campaign as text, format, intervention, work};
use leptos::prelude::*;
use ui::{Badge, Icon, Meter, Tone};

pub fn status_badge(locale: Locale, status: CampaignStatus) -> AnyView {
    let (label, icon, tone) = match status {
        CampaignStatus::Open => (text::status_open(locale), Icon::CircleDot, Tone::Info),
        CampaignStatus::Closed => (text::status_closed(locale), Icon::CircleCheck, Tone::Ok),
        CampaignStatus::Cancelled => (text::status_cancelled(locale), Icon::Ban, Tone::Mute),
    };
    view! { <Badge label=label icon=icon tone=tone /> }.into_any()
}

/// The word of a state for many machines, as a filter names them.
pub fn states(locale: Locale, state: MachineState) -> &'static str {
    match state {
        MachineState::Done => text::done_many(locale),
        MachineState::Open => text::open_many(locale),
        MachineState::Late => text::late_many(locale),
        MachineState::Excluded => text::excluded_many(locale),
    }
}

pub fn state_badge(locale: Locale, state: MachineState) -> AnyView {
    let (label, icon, tone) = match state {
        MachineState::Done => (text::done_one(locale), Icon::CircleCheck, Tone::Ok),
        MachineState::Open => (text::open_one(locale), Icon::CircleDashed, Tone::Info),
        MachineState::Late => (work::late(locale), Icon::Timer, Tone::Danger),
        MachineState::Excluded => (text::excluded_one(locale), Icon::CircleMinus, Tone::Mute),
    };
    view! { <Badge label=label icon=icon tone=tone /> }.into_any()
}

/// "Retired on 12/05/2026", "Called off on …".
pub fn exclusion(locale: Locale, why: Exclusion, day: &str) -> String {
    match why {
        Exclusion::Retired => text::retired_on(locale, day),
        Exclusion::CalledOff => text::called_off_on(locale, day),
    }
}

/// "7 of 11", as a bar.
pub fn meter(locale: Locale, tally: Tally) -> AnyView {
    let text = text::of(locale, format::whole(locale, tally.counted()), format::whole(locale, tally.done));
    view! { <Meter percent=tally.percent() text=text tone=tone(tally) /> }.into_any()
}

pub fn tone(tally: Tally) -> Tone {
    match tally {
        Tally { late: 1.., .. } => Tone::Danger,
        Tally { open: 0, done: 1.., .. } => Tone::Ok,
        _ => Tone::Info,
    }
}

pub fn day(locale: Locale, day: Date) -> String {
    format::date(locale, day)
}

/// The name of a field of the forms.
pub fn field(locale: Locale, name: &str) -> String {
    match name {
        "title" => work::title_field(locale),
        "description" => text::instructions(locale),
        "due_on" => text::due(locale),
        "kind" => work::kind(locale),
        "priority" => work::priority(locale),
        "estimated_minutes" => text::minutes_each(locale),
        "stops_equipment" => work::stops(locale),
        "template_id" => text::template(locale),
        "equipment_type_id" => text::of_type(locale),
        "site_ids" => text::sites(locale),
        "line_id" => text::line(locale),
        "codes" => text::codes(locale),
        "equipment_ids" => text::chosen_field(locale),
        _ => text::reason(locale),
    }
    .to_owned()
}

/// The words behind what somebody else has stored meanwhile.
pub fn stored(locale: Locale, diff: &FieldDiff) -> String {
    match diff.current.parse() {
        Ok(CampaignStatus::Open) => text::status_open(locale).to_owned(),
        Ok(CampaignStatus::Closed) => text::status_closed(locale).to_owned(),
        Ok(CampaignStatus::Cancelled) => text::status_cancelled(locale).to_owned(),
        Err(_) => format!("{} {}", intervention::status(locale), diff.current),
    }
}
