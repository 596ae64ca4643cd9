//! What people write about machines, by family of equipment: templates with small variations.

use super::rng::Rng;
use domain::intervention::{InterventionKind, Priority};
use serde::Deserialize;
use std::collections::BTreeMap;

/// Every text, as `texts.toml` holds it.
#[derive(Deserialize)]
pub(super) struct Texts {
    openings: Vec<String>,
    closings: Vec<String>,
    routine_closings: Vec<String>,
    families: BTreeMap<String, Family>,
}

/// What happens to one family of equipment.
#[derive(Default, Deserialize)]
pub(super) struct Family {
    /// Failures of an ordinary machine in a year.
    pub per_year: f64,
    failures: Vec<Failure>,
    routine: Vec<Routine>,
    improvements: Vec<Improvement>,
}

#[derive(Deserialize)]
pub(super) struct Failure {
    t: String,
    seen: String,
    done: String,
    h: [f64; 2],
    eur: [f64; 2],
    p: Priority,
    #[serde(default)]
    on: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Routine {
    t: String,
    done: String,
    /// Days from one to the next.
    pub every: i64,
    h: [f64; 2],
    eur: [f64; 2],
    #[serde(default = "preventive")]
    pub kind: InterventionKind,
    #[serde(default)]
    on: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Improvement {
    t: String,
    done: String,
    h: [f64; 2],
    eur: [f64; 2],
    #[serde(default)]
    on: Vec<String>,
}

fn preventive() -> InterventionKind {
    InterventionKind::Preventive
}

impl Family {
    /// What can fail on a machine of that name.
    pub fn failures_of<'a>(&'a self, name: &'a str) -> Vec<&'a Failure> {
        self.failures.iter().filter(|f| fits(&f.on, name)).collect()
    }

    pub fn routine_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Routine> {
        self.routine.iter().filter(move |r| fits(&r.on, name))
    }

    pub fn improvements_of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Improvement> {
        self.improvements.iter().filter(move |i| fits(&i.on, name))
    }
}

fn fits(on: &[String], name: &str) -> bool {
    on.is_empty() || on.iter().any(|word| name.contains(word))
}

/// One work order's words and figures.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub kind: InterventionKind,
    pub priority: Priority,
    pub title: String,
    pub description: Option<String>,
    pub report: String,
    pub minutes: i64,
    pub cost_minor: i64,
}

impl Texts {
    /// # Panics
    /// Never in a program that passed its tests: the file is part of it.
    pub fn read() -> Self {
        toml::from_str(include_str!("texts.toml")).expect("texts.toml is part of the program")
    }

    /// The family's texts; an unknown family has none.
    pub fn family(&self, key: &str) -> &Family {
        static NONE: Family =
            Family { per_year: 0.0, failures: vec![], routine: vec![], improvements: vec![] };
        self.families.get(key).unwrap_or(&NONE)
    }

    pub fn failure(&self, rng: &mut Rng, failure: &Failure) -> Job {
        let opening = rng.pick(&self.openings).map(|t| vary(rng, t)).unwrap_or_default();
        let closing = rng.pick(&self.closings).map(|t| vary(rng, t)).unwrap_or_default();
        let (minutes, cost_minor) = figures(rng, failure.h, failure.eur);
        Job {
            kind: InterventionKind::Corrective,
            priority: failure.p,
            title: vary(rng, &failure.t),
            description: Some(join(&opening, &vary(rng, &failure.seen))),
            report: join(&vary(rng, &failure.done), &closing),
            minutes,
            cost_minor,
        }
    }

    pub fn routine(&self, rng: &mut Rng, routine: &Routine) -> Job {
        let closing = rng.pick(&self.routine_closings).map(|t| vary(rng, t)).unwrap_or_default();
        let (minutes, cost_minor) = figures(rng, routine.h, routine.eur);
        Job {
            kind: routine.kind,
            priority: if routine.kind == InterventionKind::Inspection {
                Priority::High
            } else if rng.chance(0.6) {
                Priority::Medium
            } else {
                Priority::Low
            },
            title: vary(rng, &routine.t),
            description: None,
            report: join(&vary(rng, &routine.done), &closing),
            minutes,
            cost_minor,
        }
    }

    pub fn improvement(&self, rng: &mut Rng, improvement: &Improvement) -> Job {
        let (minutes, cost_minor) = figures(rng, improvement.h, improvement.eur);
        Job {
            kind: InterventionKind::Improvement,
            priority: Priority::Low,
            title: vary(rng, &improvement.t),
            description: None,
            report: vary(rng, &improvement.done),
            minutes,
            cost_minor,
        }
    }

    /// Any job that the family may need, failures rather less often than routine.
    pub fn any(&self, rng: &mut Rng, family: &Family) -> Option<Job> {
        match (rng.pick(&family.failures), rng.pick(&family.routine)) {
            (Some(failure), _) if rng.chance(0.4) => Some(self.failure(rng, failure)),
            (_, Some(routine)) => Some(self.routine(rng, routine)),
            (failure, None) => Some(self.failure(rng, failure?)),
        }
    }
}

/// Minutes of work, to five minutes, and cost in cents; a job without parts costs its hours.
fn figures(rng: &mut Rng, hours: [f64; 2], euros: [f64; 2]) -> (i64, i64) {
    let minutes = ((rng.within(hours) * 12.0).round() as i64).max(1) * 5;
    let parts = (rng.within(euros) * 100.0).round() as i64;
    let labour = minutes * 3_800 / 60;
    (minutes, parts + labour)
}

fn join(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, _) => second.to_owned(),
        (_, true) => first.to_owned(),
        _ => format!("{first} {second}"),
    }
}

/// The template with one of each `{a|b}` and a number of each `{3..9}`.
fn vary(rng: &mut Rng, template: &str) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, (choice, after))) =
        rest.split_once('{').and_then(|(before, tail)| Some((before, tail.split_once('}')?)))
    {
        out.push_str(before);
        let range = choice.split_once("..").and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        match range {
            Some((low, high)) => out.push_str(&rng.between(low, high).to_string()),
            None => {
                let choices = choice.split('|').count();
                out.push_str(choice.split('|').nth(rng.index(choices)).unwrap_or_default());
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_varies_within_its_choices() {
        let mut rng = Rng::of(1, "vary");
        for _ in 0..30 {
            let text = vary(&mut rng, "Câble {refait|changé} à {2..4} bar");
            assert!(["refait", "changé"].iter().any(|w| text.contains(w)), "{text}");
            assert!(["2 bar", "3 bar", "4 bar"].iter().any(|w| text.ends_with(w)), "{text}");
        }
    }

    #[test]
    fn every_family_has_failures_and_routine_work() {
        let texts = Texts::read();
        assert!(texts.families.len() >= 14);
        for (key, family) in &texts.families {
            assert!(family.failures.len() >= 4 && !family.routine.is_empty(), "{key}");
            assert!(family.per_year > 0.0 && family.routine.iter().all(|r| r.every > 0), "{key}");
        }
    }

    #[test]
    fn every_machine_has_texts_of_its_own() {
        let texts = Texts::read();
        for item in super::super::plant::Plant::read().items {
            let family = texts.family(&item.family);
            assert!(family.failures_of(&item.name).len() >= 2, "{}: too few failures", item.name);
            assert!(family.routine_of(&item.name).count() >= 1, "{}: no routine", item.name);
        }
    }

    #[test]
    fn the_texts_are_typeset_in_french() {
        for source in [include_str!("texts.toml"), include_str!("plant.toml"), include_str!("machines.toml")]
        {
            for line in source.lines().filter(|l| !l.starts_with('#')) {
                assert!(!line.contains('\''), "a typewriter apostrophe: {line}");
                for mark in [" :", " ;", " !", " ?", " %"] {
                    assert!(!line.contains(mark), "a breaking space before {mark:?}: {line}");
                }
            }
        }
    }
}
