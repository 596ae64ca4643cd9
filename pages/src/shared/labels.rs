//! Words, icons and colours of the domain's values: the same on every page.

use domain::{
    equipment::{Criticality, EquipmentState},
    intervention::{InterventionKind, InterventionStatus, Priority, WorkAction},
    job::JobState,
    user::Language,
};
use i18n::{Locale, common, equipment as text, intervention, job};
use leptos::prelude::*;
use ui::{Badge, Hue, HueBadge, Icon, LetterBadge, PriorityTag, Tone, Weight};

/// An equipment state's word.
pub fn state(locale: Locale, state: EquipmentState) -> &'static str {
    match state {
        EquipmentState::Active => text::state_active(locale),
        EquipmentState::Degraded => text::state_degraded(locale),
        EquipmentState::Maintenance => text::state_maintenance(locale),
        EquipmentState::Broken => text::state_broken(locale),
        EquipmentState::Inactive => text::state_inactive(locale),
    }
}

pub fn state_icon(state: EquipmentState) -> Icon {
    match state {
        EquipmentState::Active => Icon::CircleCheck,
        EquipmentState::Degraded => Icon::TriangleAlert,
        EquipmentState::Maintenance => Icon::Wrench,
        EquipmentState::Broken => Icon::OctagonX,
        EquipmentState::Inactive => Icon::CirclePause,
    }
}

pub fn state_tone(state: EquipmentState) -> Tone {
    match state {
        EquipmentState::Active => Tone::Ok,
        EquipmentState::Degraded => Tone::Warn,
        EquipmentState::Maintenance => Tone::Info,
        EquipmentState::Broken => Tone::Danger,
        EquipmentState::Inactive => Tone::Mute,
    }
}

pub fn state_badge(locale: Locale, of: EquipmentState) -> AnyView {
    view! { <Badge label=state(locale, of) tone=state_tone(of) icon=state_icon(of) /> }.into_any()
}

/// "A, critique".
pub fn criticality(locale: Locale, of: Criticality) -> &'static str {
    match of {
        Criticality::Critical => text::criticality_critical(locale),
        Criticality::High => text::criticality_high(locale),
        Criticality::Medium => text::criticality_medium(locale),
        Criticality::Low => text::criticality_low(locale),
    }
}

pub fn criticality_badge(locale: Locale, of: Criticality) -> AnyView {
    let weight = match of {
        Criticality::Critical => Weight::Strong,
        Criticality::High => Weight::Medium,
        Criticality::Medium | Criticality::Low => Weight::Light,
    };
    view! { <LetterBadge letter=of.letter() label=criticality(locale, of) weight=weight /> }.into_any()
}

/// An intervention kind's word.
pub fn kind(locale: Locale, kind: InterventionKind) -> &'static str {
    match kind {
        InterventionKind::Corrective => intervention::kind_corrective(locale),
        InterventionKind::Preventive => intervention::kind_preventive(locale),
        InterventionKind::Predictive => intervention::kind_predictive(locale),
        InterventionKind::Improvement => intervention::kind_improvement(locale),
        InterventionKind::Inspection => intervention::kind_inspection(locale),
    }
}

pub fn kind_badge(locale: Locale, of: InterventionKind) -> AnyView {
    let (hue, icon) = kind_look(of);
    view! { <HueBadge hue=hue icon=icon label=kind(locale, of) /> }.into_any()
}

/// Colour and icon of a kind.
pub fn kind_look(of: InterventionKind) -> (Hue, Icon) {
    match of {
        InterventionKind::Corrective => (Hue::Orange, Icon::Wrench),
        InterventionKind::Preventive => (Hue::Blue, Icon::CalendarCheck),
        InterventionKind::Predictive => (Hue::Teal, Icon::Activity),
        InterventionKind::Improvement => (Hue::Pink, Icon::Lightbulb),
        InterventionKind::Inspection => (Hue::Violet, Icon::Scale),
    }
}

/// An intervention status's word.
pub fn status(locale: Locale, status: InterventionStatus) -> &'static str {
    match status {
        InterventionStatus::Open => intervention::status_open(locale),
        InterventionStatus::Assigned => intervention::status_assigned(locale),
        InterventionStatus::InProgress => intervention::status_in_progress(locale),
        InterventionStatus::OnHold => intervention::status_on_hold(locale),
        InterventionStatus::Completed => intervention::status_completed(locale),
        InterventionStatus::Closed => intervention::status_closed(locale),
        InterventionStatus::Archived => intervention::status_archived(locale),
        InterventionStatus::Cancelled => intervention::status_cancelled(locale),
    }
}

/// What is done with an intervention, as a verb.
pub fn work_action(locale: Locale, action: WorkAction) -> &'static str {
    match action {
        WorkAction::Assign => intervention::action_assign(locale),
        WorkAction::Start => intervention::action_start(locale),
        WorkAction::Pause => intervention::action_pause(locale),
        WorkAction::Resume => intervention::action_resume(locale),
        WorkAction::Finish => intervention::action_finish(locale),
        WorkAction::Validate => intervention::action_validate(locale),
        WorkAction::Return => intervention::action_return(locale),
        WorkAction::Cancel => intervention::action_cancel(locale),
        WorkAction::Archive => intervention::action_archive(locale),
        WorkAction::Edit => intervention::action_edit(locale),
        WorkAction::LogTime => intervention::action_log_time(locale),
        WorkAction::Parts => intervention::action_parts(locale),
        WorkAction::Diagnose => intervention::action_diagnose(locale),
        WorkAction::Answer => intervention::action_answer(locale),
        WorkAction::Comment => intervention::action_comment(locale),
    }
}

pub fn status_badge(locale: Locale, of: InterventionStatus) -> AnyView {
    let (tone, icon) = match of {
        InterventionStatus::Open => (Tone::Warn, Icon::Inbox),
        InterventionStatus::Assigned => (Tone::Info, Icon::User),
        InterventionStatus::InProgress => (Tone::Info, Icon::Wrench),
        InterventionStatus::OnHold => (Tone::Warn, Icon::CirclePause),
        InterventionStatus::Completed => (Tone::Ok, Icon::Check),
        InterventionStatus::Closed => (Tone::Ok, Icon::CircleCheck),
        InterventionStatus::Archived => (Tone::Mute, Icon::Archive),
        InterventionStatus::Cancelled => (Tone::Mute, Icon::Ban),
    };
    view! { <Badge label=status(locale, of) tone=tone icon=icon /> }.into_any()
}

/// A priority's word, after its short name: "P1 urgente".
pub fn priority(locale: Locale, of: Priority) -> String {
    let word = match of {
        Priority::Urgent => intervention::priority_urgent(locale),
        Priority::High => intervention::priority_high(locale),
        Priority::Medium => intervention::priority_medium(locale),
        Priority::Low => intervention::priority_low(locale),
    };
    format!("{} {word}", of.short())
}

pub fn priority_tag(locale: Locale, of: Priority) -> AnyView {
    let level = of as u8 + 1;
    view! { <PriorityTag level=level label=priority(locale, of) /> }.into_any()
}

/// A job's state.
pub fn job_state(locale: Locale, state: JobState) -> &'static str {
    match state {
        JobState::Queued => job::state_queued(locale),
        JobState::Running => job::state_running(locale),
        JobState::Succeeded => job::state_succeeded(locale),
        JobState::Failed => job::state_failed(locale),
        JobState::Cancelled => job::state_cancelled(locale),
    }
}

/// A language's own name.
pub fn language(locale: Locale, of: Language) -> &'static str {
    match of {
        Language::Fr => common::language_fr(locale),
        Language::En => common::language_en(locale),
    }
}
