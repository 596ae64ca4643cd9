//! Two years of work orders: failures at each machine's own pace, routine by the calendar, and what is going
//! on today.

use super::{
    calendar::{Calendar, add, holidays, later},
    campaigns,
    people::{self, PEOPLE},
    plant::{Item, Plant, SEED, Trouble},
    rng::Rng,
    texts::{Job, Texts},
};
use domain::{
    Role, Timestamp,
    equipment::{Criticality, EquipmentState},
    intervention::{InterventionKind, InterventionStatus as Status, Priority},
};
use jiff::{Span, civil::DateTime};

/// How far back the history goes.
pub(super) const DAYS: i64 = 730;

/// One work order. Item and people are places in their lists.
#[derive(Clone, Debug)]
pub(super) struct Work {
    pub item: usize,
    pub job: Job,
    pub status: Status,
    pub reported: Timestamp,
    /// Year of its number, on the site's calendar.
    pub year: i16,
    pub started: Option<Timestamp>,
    pub ended: Option<Timestamp>,
    /// When it was, or is, to begin.
    pub planned: Option<Timestamp>,
    pub requested_by: usize,
    pub created_by: usize,
}

/// Every work order of the last two years, in the order in which they were reported.
pub(super) fn history(plant: &Plant, texts: &Texts, now: Timestamp) -> Vec<Work> {
    let calendar = Calendar::new("Europe/Paris", now);
    let mut all = vec![];
    for (place, item) in plant.items.iter().enumerate() {
        let site = &plant.sites[item.site].code;
        let teller = Teller {
            calendar: &calendar,
            texts,
            item,
            place,
            technicians: people::at_site(site, Role::Technician),
            supervisors: people::at_site(site, Role::Supervisor),
        };
        let mut rng = Rng::of(SEED, &format!("history of {}", item.code));
        teller.failures(&mut rng, &mut all);
        teller.routine(&mut rng, &mut all);
        teller.improvements(&mut rng, &mut all);
        if let Some(trouble) = &item.trouble {
            all.push(teller.trouble(&mut rng, trouble));
        }
    }
    all.extend(campaigns::works(plant, &calendar));
    all.sort_by_key(|work| (work.reported, work.item));
    requests_of_clients(plant, &mut all);
    all
}

/// Tells the history of one equipment.
struct Teller<'a> {
    calendar: &'a Calendar,
    texts: &'a Texts,
    item: &'a Item,
    place: usize,
    technicians: Vec<usize>,
    supervisors: Vec<usize>,
}

impl Teller<'_> {
    /// Failures come at random; a bad machine's come faster and faster.
    fn failures(&self, rng: &mut Rng, all: &mut Vec<Work>) {
        let family = self.texts.family(&self.item.family);
        let mean = 365.0 / (family.per_year * self.item.rate);
        let failures = family.failures_of(&self.item.name);
        let mut days_ago = DAYS as f64 - 1.0;
        loop {
            let pace = if self.item.rate > 1.5 { 0.6 + 0.7 * days_ago / DAYS as f64 } else { 1.0 };
            days_ago -= rng.wait(mean * pace);
            if days_ago < 0.0 {
                return;
            }
            let reported = self.calendar.incident(rng, days_ago);
            let quiet = holidays(reported) && rng.chance(0.7);
            let Some(failure) = rng.pick(&failures).filter(|_| !quiet) else { continue };
            let job = self.texts.failure(rng, failure);
            let delay = match job.priority {
                Priority::Urgent => rng.between(10, 60),
                Priority::High => rng.between(30, 420),
                Priority::Medium => rng.between(300, 4_300),
                Priority::Low => rng.between(2_800, 14_000),
            };
            let by = if rng.chance(0.7) { &self.technicians } else { &self.supervisors };
            all.extend(self.work(rng, job, reported, later(reported, delay), by));
        }
    }

    /// Routine comes round by the calendar, less often where less hangs on the machine.
    fn routine(&self, rng: &mut Rng, all: &mut Vec<Work>) {
        let family = self.texts.family(&self.item.family);
        let stretch = match self.item.criticality {
            Criticality::Critical => 1.0,
            Criticality::High => 1.25,
            Criticality::Medium => 1.7,
            Criticality::Low => 2.5,
        };
        for routine in family.routine_of(&self.item.name) {
            let required = routine.kind == InterventionKind::Inspection;
            let every = if required { routine.every } else { (routine.every as f64 * stretch) as i64 };
            let mut days_ago = DAYS - 12 - rng.between(0, every);
            // A week ahead, so that there is something to come.
            while days_ago > -8 {
                let job = self.texts.routine(rng, routine);
                let (shift, ahead) = (rng.between(-2, 2), rng.between(3, 9));
                let start = self.calendar.planned(rng, days_ago + shift);
                let reported = self.calendar.planned(rng, days_ago + ahead);
                all.extend(self.work(rng, job, reported, start.max(later(reported, 60)), &self.supervisors));
                days_ago -= every;
            }
        }
    }

    fn improvements(&self, rng: &mut Rng, all: &mut Vec<Work>) {
        let family = self.texts.family(&self.item.family);
        for improvement in family.improvements_of(&self.item.name) {
            if self.item.parent.is_none() && rng.chance(0.45) {
                let job = self.texts.improvement(rng, improvement);
                let days_ago = rng.between(20, DAYS - 30);
                let reported = self.calendar.planned(rng, days_ago);
                let start = later(reported, rng.between(9_000, 40_000));
                all.extend(self.work(rng, job, reported, start, &self.supervisors));
            }
        }
    }

    /// A work order as it stands now; none when it lies ahead, or when it would contradict the machine's state.
    fn work(
        &self,
        rng: &mut Rng,
        job: Job,
        reported: DateTime,
        start: DateTime,
        by: &[usize],
    ) -> Option<Work> {
        let now = self.calendar.now;
        let end = add(start, Span::new().minutes(job.minutes));
        let age = self.calendar.days_ago(end);
        let planned = job.kind != InterventionKind::Corrective;
        let status = if rng.chance(0.015) {
            Status::Cancelled
        } else if age > 540.0 && rng.chance(0.6) {
            Status::Archived
        } else if age > 21.0 || (age > 0.0 && rng.chance(0.35)) {
            Status::Closed
        } else if age > 0.0 {
            Status::Completed
        } else if start < now {
            Status::InProgress
        } else if rng.chance(0.55) {
            Status::Assigned
        } else {
            Status::Open
        };
        let going_on = matches!(status, Status::InProgress | Status::Assigned | Status::Open);
        // A machine in service has no urgent failure open, a machine in trouble has its own work order.
        let contradicts =
            !planned && going_on && (self.item.trouble.is_some() || job.priority <= Priority::High);
        if reported >= now || contradicts {
            return None;
        }
        let waits = !planned && status == Status::Completed && rng.chance(0.2);
        let status = if waits { Status::OnHold } else { status };
        let started = !matches!(status, Status::Open | Status::Assigned | Status::Cancelled);
        let ended = started && !matches!(status, Status::InProgress | Status::OnHold);
        let requested_by = rng.pick(by).copied().unwrap_or_default();
        let created_by = match planned || rng.chance(0.8) {
            true => requested_by,
            false => self.supervisors.first().copied().unwrap_or_default(),
        };
        Some(Work {
            item: self.place,
            job,
            status,
            reported: self.calendar.instant(reported),
            year: reported.year(),
            started: started.then(|| self.calendar.instant(start)),
            ended: ended.then(|| self.calendar.instant(end)),
            planned: (status != Status::Open).then(|| self.calendar.instant(start)),
            requested_by,
            created_by,
        })
    }

    /// Why the machine is not in service.
    fn trouble(&self, rng: &mut Rng, trouble: &Trouble) -> Work {
        // Elapsed time, not wall clock: it stays before now when the clocks change.
        let minutes = trouble.hours * 60 + rng.between(2, 24);
        let reported = self.calendar.instant(self.calendar.now).plus_seconds(-minutes * 60);
        let (status, priority) = match self.item.state {
            EquipmentState::Broken => (Status::InProgress, Priority::Urgent),
            EquipmentState::Maintenance => (Status::InProgress, Priority::Medium),
            EquipmentState::Degraded if trouble.hours > 100 => (Status::OnHold, Priority::Medium),
            EquipmentState::Degraded => (Status::Assigned, Priority::High),
            EquipmentState::Inactive if trouble.kind == InterventionKind::Corrective => {
                (Status::OnHold, Priority::Medium)
            }
            EquipmentState::Inactive | EquipmentState::Active => (Status::Open, Priority::Medium),
        };
        let started = matches!(status, Status::InProgress | Status::OnHold);
        let by =
            if trouble.kind == InterventionKind::Corrective { &self.technicians } else { &self.supervisors };
        let requested_by = rng.pick(by).copied().unwrap_or_default();
        Work {
            item: self.place,
            job: Job {
                kind: trouble.kind,
                priority,
                title: trouble.title.clone(),
                description: Some(trouble.seen.clone()),
                report: String::new(),
                minutes: 0,
                cost_minor: 0,
            },
            status,
            reported,
            year: self.calendar.year(reported),
            started: started.then(|| reported.plus_seconds(25 * 60)),
            ended: None,
            planned: (status != Status::Open).then(|| reported.plus_seconds(25 * 60)),
            requested_by,
            created_by: requested_by,
        }
    }
}

/// The two clients ask for work on a few machines that concern them; they see nothing else.
fn requests_of_clients(plant: &Plant, all: &mut [Work]) {
    let asked: [(usize, usize, &[&str]); 2] = [
        (
            people::CLIENT,
            3,
            &[
                "PH-001", "PH-002", "RS-201", "RS-202", "FR-301", "FC-512", "CP-010", "CV-104", "LG-115",
                "PL-120",
            ],
        ),
        (people::OTHER_CLIENT, 2, &["CV-105", "EC-116", "CH-240", "CH-241", "QN-260"]),
    ];
    for (client, each, codes) in asked {
        debug_assert_eq!(PEOPLE[client].role, Role::Client);
        for code in codes {
            let of_it = |w: &&mut Work| {
                plant.items[w.item].code == *code && w.job.kind == InterventionKind::Corrective
            };
            for work in all.iter_mut().rev().filter(of_it).take(each) {
                work.requested_by = client;
                work.created_by = client;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// Nights, Sundays, changes of the hour, leap days, the turn of the year.
    const STARTS: [&str; 8] = [
        "2026-11-20T08:00:00Z",
        "2026-01-01T00:00:01Z",
        "2027-10-31T01:30:00Z",
        "2028-02-29T12:00:00Z",
        "2028-03-26T01:00:00Z",
        "2026-08-15T03:00:00Z",
        "2029-12-31T23:59:59Z",
        "2026-06-07T22:15:42.5Z",
    ];

    #[test]
    fn the_history_is_sound_whenever_it_is_told() {
        let (plant, texts) = (Plant::read(), Texts::read());
        for start in STARTS {
            let now: Timestamp = start.parse().expect("valid");
            let all = history(&plant, &texts, now);
            assert!((1_800..=2_500).contains(&all.len()), "{start}: {}", all.len());
            let oldest = now.plus_seconds(-(DAYS + 3) * 86_400);
            for work in &all {
                let times = [Some(work.reported), work.started, work.ended, Some(now)];
                let times: Vec<Timestamp> = times.into_iter().flatten().collect();
                assert!(times.is_sorted() && work.reported > oldest, "{start}: {work:?}");
            }
            assert!(all.is_sorted_by_key(|w| w.reported));
            let open = all.iter().filter(|w| w.ended.is_none() && w.status != Status::Cancelled).count();
            assert!((15..=60).contains(&open), "{start}: {open} open");
            let asked: Vec<&Work> = all.iter().filter(|w| w.requested_by == people::CLIENT).collect();
            let on: BTreeSet<usize> = asked.iter().map(|w| w.item).collect();
            assert!((20..=30).contains(&asked.len()) && on.len() >= 8, "{start}: {}", asked.len());
        }
    }
}
