//! What was done, and what became of taking it back, in a sentence.

use domain::{
    Noun,
    audit::Action,
    equipment::EquipmentState,
    undo::{Obstacle, UndoView},
};
use i18n::{Locale, undo as text};
use ui::Tone;

/// "2 machines stopped", "CG-640-BR retired".
pub(super) fn done(locale: Locale, view: &UndoView) -> String {
    let count = view.count;
    let who = if view.name.is_empty() { text::machines(locale, count) } else { view.name.clone() };
    match (view.noun, view.action, view.state) {
        (Noun::Equipment, Action::StateChanged, Some(state)) => match state {
            EquipmentState::Active => text::state_active(locale, count, who),
            EquipmentState::Degraded => text::state_degraded(locale, count, who),
            EquipmentState::Maintenance => text::state_maintenance(locale, count, who),
            EquipmentState::Broken => text::state_broken(locale, count, who),
            EquipmentState::Inactive => text::state_inactive(locale, count, who),
        },
        (Noun::Equipment, Action::Moved, _) => text::moved(locale, who),
        (Noun::Equipment, Action::Retired, _) => text::retired(locale, count, who),
        (Noun::Equipment, Action::Restored, _) => text::restored(locale, count, who),
        (Noun::Equipment, Action::Deleted, _) => text::equipment_deleted(locale, who),
        (Noun::Site, _, _) => text::site_deleted(locale, who),
        (Noun::ProductionLine, _, _) => text::line_deleted(locale, who),
        (Noun::FailureCode, _, _) => text::code_deleted(locale, who),
        (Noun::InterventionTemplate, _, _) => text::template_deleted(locale, who),
        (Noun::User, _, _) => text::user_deactivated(locale, who),
        (noun, ..) => match i18n::lookup(locale, noun.as_str(), "deleted") {
            Some(deleted) => i18n::common::labelled(locale, deleted, who),
            None => i18n::common::saved(locale).to_owned(),
        },
    }
}

/// What is as it was, and by name what is not and why.
pub(super) fn outcome(locale: Locale, view: &UndoView) -> (Tone, String) {
    let Some(outcome) = &view.outcome else { return (Tone::Warn, text::not_done(locale).to_owned()) };
    if outcome.kept.is_empty() {
        return (Tone::Ok, text::done(locale).to_owned());
    }
    let head = match outcome.back {
        0 => text::not_done(locale).to_owned(),
        back => text::done_part(locale, back, view.count),
    };
    let reasons = Obstacle::ALL.iter().filter_map(|why| {
        let names: Vec<&str> =
            outcome.kept.iter().filter(|kept| kept.why == *why).map(|kept| kept.name.as_str()).collect();
        (!names.is_empty()).then(|| reason(locale, *why, &listed(&names)))
    });
    (Tone::Warn, std::iter::once(head).chain(reasons).collect::<Vec<_>>().join(". "))
}

fn reason(locale: Locale, why: Obstacle, names: &str) -> String {
    match why {
        Obstacle::Changed => text::kept_changed(locale, names),
        Obstacle::Gone => text::kept_gone(locale, names),
        Obstacle::Taken => text::kept_taken(locale, names),
        Obstacle::Unattached => text::kept_unattached(locale, names),
    }
}

/// The first five, as many as a notice holds.
fn listed(names: &[&str]) -> String {
    let more = if names.len() > 5 { "…" } else { "" };
    format!("{}{more}", names.iter().take(5).copied().collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        UndoId,
        undo::{Kept, Outcome},
    };

    fn view(action: Action, state: Option<EquipmentState>, count: i64, name: &str) -> UndoView {
        let (name, row) = (name.to_owned(), None);
        UndoView { id: UndoId(1), noun: Noun::Equipment, action, state, count, name, row, outcome: None }
    }

    #[test]
    fn a_notice_names_what_was_done() {
        let stopped = view(Action::StateChanged, Some(EquipmentState::Inactive), 2, "");
        assert_eq!(done(Locale::En, &stopped), "2 machines stopped");
        assert_eq!(done(Locale::Fr, &stopped), "2 machines sont à l’arrêt");
        let retired = view(Action::Retired, None, 1, "CG-640-BR");
        assert_eq!(done(Locale::En, &retired), "CG-640-BR retired");
        assert_eq!(done(Locale::Fr, &retired), "CG-640-BR est au rebut");
    }

    #[test]
    fn what_could_not_be_undone_is_named() {
        let kept = |name: &str, why| Kept { name: name.into(), why };
        let kept = vec![kept("PH-001", Obstacle::Changed), kept("PH-002", Obstacle::Changed)];
        let mut view = view(Action::Moved, None, 3, "");
        view.outcome = Some(Outcome { back: 1, kept });
        let (tone, sentence) = outcome(Locale::En, &view);
        assert_eq!(tone, Tone::Warn);
        assert_eq!(sentence, "Undone for 1 of 3. Changed in the meantime: PH-001, PH-002");
    }
}
