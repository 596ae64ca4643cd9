//! Whether somebody may do a piece of work at all: access and skills.

use super::{Fact, Needs, Requirement, SkillHeld, Technician, model::after_day};
use crate::{Timestamp, span::Span, text::fold, worktime::first_instant};
use jiff::tz::TimeZone;

/// The reasons why the technician cannot do this work, whenever it is.
pub(super) fn lacks(technician: &Technician, needs: &Needs) -> Vec<Fact> {
    let access = (!technician.may_enter(needs.site)).then_some(Fact::NoAccess { site: needs.site });
    let skills = needs.requires.iter().filter_map(|required| candidates(technician, required).err());
    access.into_iter().chain(skills).collect()
}

/// The certificates that do not hold for the whole of the work. Nothing for skills that are missing altogether.
pub(super) fn expired(technician: &Technician, needs: &Needs, span: Span, zone: &TimeZone) -> Vec<Fact> {
    let certified = needs.requires.iter().filter(|required| required.certificate);
    certified
        .filter_map(|required| {
            let held = candidates(technician, required).ok()?;
            let faults: Option<Vec<Fact>> = held.iter().map(|held| fault(held, span, zone)).collect();
            // One that holds is enough; of several that do not, the one that holds longest is told.
            faults?.into_iter().max_by_key(|fact| match fact {
                Fact::CertificateExpires { on, .. } => (0, *on),
                Fact::CertificateNotYetValid { from, .. } => (1, *from),
                _ => (0, crate::Date(jiff::civil::Date::MIN)),
            })
        })
        .collect()
}

/// When the technician's certificates allow this work: the spans in which it may lie, whole.
pub(super) fn allowed(technician: &Technician, needs: &Needs, window: Span, zone: &TimeZone) -> Vec<Span> {
    let mut windows = vec![window];
    for required in needs.requires.iter().filter(|required| required.certificate) {
        let held = candidates(technician, required).unwrap_or_default();
        let valid = |held: &&SkillHeld| validity(held, zone);
        windows = windows
            .iter()
            .flat_map(|one| held.iter().filter_map(valid).filter_map(|span| span.intersect(*one)))
            .collect();
    }
    windows.sort_unstable();
    windows.dedup();
    windows
}

/// The entries that are good enough, but for the days of their certificates.
fn candidates<'a>(technician: &'a Technician, required: &Requirement) -> Result<Vec<&'a SkillHeld>, Fact> {
    let skill = required.skill.clone();
    let wanted = fold(&skill);
    let held: Vec<&SkillHeld> = technician.skills.iter().filter(|held| fold(&held.skill) == wanted).collect();
    let Some(best) = held.iter().map(|held| held.level).max() else {
        return Err(Fact::SkillMissing { skill });
    };
    if best < required.level {
        return Err(Fact::LevelTooLow { skill, wanted: required.level, held: best });
    }
    let good: Vec<&SkillHeld> = held
        .into_iter()
        .filter(|held| held.level >= required.level && (!required.certificate || held.certificate.is_some()))
        .collect();
    if good.is_empty() { Err(Fact::CertificateMissing { skill }) } else { Ok(good) }
}

/// Why a certificate does not hold for the whole span; `None` when it does.
fn fault(held: &SkillHeld, span: Span, zone: &TimeZone) -> Option<Fact> {
    let certificate = held.certificate?;
    let skill = || held.skill.clone();
    if let Some(from) = certificate.from.filter(|from| span.start < first_instant(*from, zone)) {
        return Some(Fact::CertificateNotYetValid { skill: skill(), from });
    }
    let on = certificate.until.filter(|until| after_day(*until, zone) < span.end)?;
    Some(Fact::CertificateExpires { skill: skill(), on })
}

fn validity(held: &SkillHeld, zone: &TimeZone) -> Option<Span> {
    let certificate = held.certificate?;
    let start =
        certificate.from.map_or(Timestamp::new(jiff::Timestamp::MIN), |from| first_instant(from, zone));
    let end = certificate.until.map_or(Timestamp::from_millis(i64::MAX), |until| after_day(until, zone));
    Span::new(start, end)
}
