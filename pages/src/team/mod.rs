//! Technicians: who they are, whether they are there, their shifts and absences; and their teams.

mod absences;
mod api;
mod away;
mod detail;
mod edit;
mod list;
mod shifts;
mod teams;

pub use away::page as away;
pub use detail::page as detail;
pub use edit::page as edit;
pub use list::list;
pub(crate) use shifts::day_name;
pub use shifts::page as shifts;
pub use teams::{edit as edit_team, list as teams, new as new_team};

use crate::session::use_viewer;
use domain::{
    Date, LocalDateTime,
    team::{AbsenceKind, AbsenceState, Load, Presence, SkillLevel, SkillStanding, TechnicianRow},
    user::ExperienceLevel,
};
use i18n::{Locale, format, team as text, user as account};
use islands::duration::duration;
use leptos::prelude::*;
use ui::{Badge, Icon, Meter, Tone};

/// The reader's own page.
pub fn own_page() -> Option<String> {
    use_viewer().map(|viewer| format!("/team/{}", viewer.id))
}

fn is_midnight(at: LocalDateTime) -> bool {
    (at.0.hour(), at.0.minute()) == (0, 0)
}

/// A time on the clock; a midnight that ends something is the day before, whole.
fn end(locale: Locale, at: LocalDateTime) -> String {
    match at.0.date().yesterday() {
        Ok(day) if is_midnight(at) => format::date(locale, Date(day)),
        _ => format::date_time(locale, at),
    }
}

/// From when to when: whole days as days, parts of them with their hours.
pub fn period(locale: Locale, from: LocalDateTime, until: LocalDateTime) -> String {
    let start = match is_midnight(from) {
        true => format::date(locale, Date(from.0.date())),
        false => format::date_time(locale, from),
    };
    let end = end(locale, until);
    if start == end { text::one_day(locale, start) } else { text::days(locale, start, end) }
}

/// Until when somebody is away.
pub fn away_until(locale: Locale, until: LocalDateTime) -> String {
    text::away_until(locale, end(locale, until))
}

fn presence(locale: Locale, of: Presence) -> &'static str {
    match of {
        Presence::Present => text::present(locale),
        Presence::OnCall => text::on_call(locale),
        Presence::OffShift => text::off_shift(locale),
        Presence::Away => text::away(locale),
        Presence::Unknown => text::unknown(locale),
    }
}

/// Whether somebody is there, in a word, and until when.
fn presence_badge(locale: Locale, row: &TechnicianRow) -> AnyView {
    let (icon, tone) = match row.presence {
        Presence::Present => (Icon::CircleCheck, Tone::Ok),
        Presence::OnCall => (Icon::PhoneCall, Tone::Info),
        Presence::OffShift => (Icon::Moon, Tone::Mute),
        Presence::Away => (Icon::CalendarOff, Tone::Warn),
        Presence::Unknown => (Icon::CircleHelp, Tone::Mute),
    };
    let until = row.presence_until.map(|at| {
        let words = match row.presence {
            Presence::Away => text::until(locale, end(locale, at)),
            _ => text::until_time(locale, clock(at)),
        };
        view! { <span class="text-sm text-ink-2">{words}</span> }
    });
    view! {
        <span class="inline-flex flex-wrap items-center gap-1.5">
            <Badge label=presence(locale, row.presence) icon=icon tone=tone />
            {until}
        </span>
    }
    .into_any()
}

/// `14:00`.
fn clock(at: LocalDateTime) -> String {
    format!("{:02}:{:02}", at.0.hour(), at.0.minute())
}

/// The load of the week: a bar, and its numbers.
fn load(locale: Locale, load: Load) -> AnyView {
    let time = |minutes: i64| duration(locale, minutes * 60);
    let planned = time(load.planned_minutes);
    let more = (load.unestimated > 0).then(|| {
        view! { <span class="block text-sm text-ink-3">{text::unestimated(locale, load.unestimated)}</span> }
    });
    let Some(percent) = load.percent() else {
        let words = match load.planned_minutes {
            0 => text::load_free(locale).to_owned(),
            _ => text::load_none(locale, planned),
        };
        return view! { <span class="text-sm text-ink-2">{words} {more}</span> }.into_any();
    };
    let tone = match percent {
        ..=85 => Tone::Ok,
        86..=100 => Tone::Warn,
        _ => Tone::Danger,
    };
    let words = text::load_of(locale, time(load.capacity_minutes), percent, planned);
    let percent = u32::try_from(percent).map_or(100.0, f64::from);
    view! {
        <Meter percent=percent text=words tone=tone />
        {more}
    }
    .into_any()
}

fn kind(locale: Locale, kind: Option<AbsenceKind>) -> &'static str {
    match kind {
        Some(AbsenceKind::Leave) => text::kind_leave(locale),
        Some(AbsenceKind::Training) => text::kind_training(locale),
        Some(AbsenceKind::Sick) => text::kind_sick(locale),
        Some(AbsenceKind::OnCall) => text::kind_on_call(locale),
        // Kept from colleagues.
        None => text::away(locale),
    }
}

fn state_badge(locale: Locale, state: AbsenceState) -> AnyView {
    let (label, icon, tone) = match state {
        AbsenceState::Proposed => (text::state_proposed(locale), Icon::Clock, Tone::Warn),
        AbsenceState::Approved => (text::state_approved(locale), Icon::CircleCheck, Tone::Ok),
        AbsenceState::Refused => (text::state_refused(locale), Icon::X, Tone::Mute),
    };
    view! { <Badge label=label icon=icon tone=tone /> }.into_any()
}

fn level(locale: Locale, level: SkillLevel) -> &'static str {
    match level {
        SkillLevel::Basic => text::level_basic(locale),
        SkillLevel::Confirmed => text::level_confirmed(locale),
        SkillLevel::Expert => text::level_expert(locale),
    }
}

fn experience(locale: Locale, level: ExperienceLevel) -> &'static str {
    match level {
        ExperienceLevel::Junior => account::level_junior(locale),
        ExperienceLevel::Intermediate => account::level_intermediate(locale),
        ExperienceLevel::Senior => account::level_senior(locale),
        ExperienceLevel::Expert => account::level_expert(locale),
    }
}

/// What is to be said of a certificate's end; nothing as long as it holds.
fn standing_badge(locale: Locale, standing: Option<SkillStanding>) -> AnyView {
    match standing {
        Some(SkillStanding::Expired) => {
            view! { <Badge label=text::expired(locale) icon=Icon::OctagonX tone=Tone::Danger /> }.into_any()
        }
        Some(SkillStanding::Expiring) => {
            view! { <Badge label=text::expiring(locale) icon=Icon::Timer tone=Tone::Warn /> }.into_any()
        }
        _ => ().into_any(),
    }
}
