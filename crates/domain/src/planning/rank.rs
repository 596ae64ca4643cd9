//! The technicians who can do a piece of work, ranked by a score whose parts are shown, and for the others why not.

use super::{
    Board, Fact, Finding, Level, Placement, Task, Technician, Verdict,
    free_time::{FreeTime, Slot, Wanted, searched},
    skill,
};
use crate::{
    UserId,
    span::Span,
    worktime::{date_at, first_instant},
};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// Minutes on the way that make the travel part zero.
const LONGEST_TRAVEL: i64 = 120;
/// Minutes late that make the lateness part zero: two days.
const LATEST: i64 = 2 * 24 * 60;
/// Jobs on the machine that make the experience part one half.
const SEASONED: i64 = 3;

/// When the work is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// At this place.
    At(Span),
    /// As soon as each of them has time in this window, of which the first 92 days are searched.
    Within(Span),
}

/// The parts of a score, each from 0 to 1000, and what each was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// `1000 − 1000 · load / capacity` of the week (Monday to Sunday) with this work; 0 without capacity.
    pub load: i64,
    pub load_minutes: i64,
    pub capacity_minutes: i64,
    /// `1000 · jobs / (jobs + 3)` on the machine.
    pub experience: i64,
    pub jobs: u32,
    /// 1000 for the last technician on the machine, 500 for one with other work on its line that day.
    pub continuity: i64,
    /// `1000 − 1000 · added minutes / 120`: on the way here and on, less the way without it.
    pub travel: i64,
    pub travel_minutes: i64,
    /// `1000 − 1000 · minutes late / 2880`; 1000 without a due date.
    pub lateness: i64,
    pub late_minutes: i64,
    /// `500 + 500 · (mean − own) / max(mean, own)` of the minutes given in the last four weeks, the mean over those
    /// ranked.
    pub fairness: i64,
    pub recent_minutes: u32,
    /// The parts, weighted: 0 to 1000, rounded down. 0 without weights.
    pub total: i64,
}

/// Somebody who can do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranked {
    pub technician: UserId,
    pub span: Span,
    /// Fine, or with warnings.
    pub verdict: Verdict,
    pub score: Score,
}

/// Somebody who cannot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    pub technician: UserId,
    pub why: Vec<Fact>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// Without warnings first, then by score, then by id.
    pub ranked: Vec<Ranked>,
    /// By id.
    pub excluded: Vec<Excluded>,
    /// The facts that block the work, no matter who does it.
    pub blocked: Vec<Fact>,
}

impl Board<'_> {
    /// Ranks every technician of the board for a piece of work.
    pub fn rank(&self, task: &Task, when: When) -> Ranking {
        let (mut found, mut excluded, mut blocked) = (vec![], vec![], vec![]);
        for technician in self.technicians {
            match self.place_for(task, technician, when) {
                Ok((span, verdict)) => found.push((technician, span, verdict)),
                Err(findings) => {
                    let (theirs, general): (Vec<Finding>, Vec<Finding>) =
                        findings.into_iter().partition(|finding| finding.technician.is_some());
                    blocked.extend(general.into_iter().map(|finding| finding.fact));
                    let why = theirs.into_iter().map(|finding| finding.fact).collect();
                    excluded.push(Excluded { technician: technician.id, why });
                }
            }
        }
        blocked.sort();
        blocked.dedup();
        let mean = mean(found.iter().map(|(technician, ..)| i64::from(technician.recent_minutes)));
        let mut ranked: Vec<(i64, Ranked)> = found
            .into_iter()
            .map(|(technician, span, verdict)| {
                let (sum, score) = self.score(task, technician, span, mean);
                (sum, Ranked { technician: technician.id, span, verdict, score })
            })
            .collect();
        ranked.sort_by_key(|(sum, one)| (one.verdict.level, std::cmp::Reverse(*sum), one.technician));
        excluded.sort_by_key(|one| one.technician);
        Ranking { ranked: ranked.into_iter().map(|(_, one)| one).collect(), excluded, blocked }
    }

    /// Where somebody would do it, or the blocks.
    fn place_for(
        &self,
        task: &Task,
        technician: &Technician,
        when: When,
    ) -> Result<(Span, Verdict), Vec<Finding>> {
        let span = match when {
            When::At(span) => span,
            When::Within(window) => self.first_place(task, technician, searched(window))?,
        };
        let verdict = self.verdict(task, &Placement { span, technicians: vec![technician.id] });
        if verdict.is_blocked() {
            let blocks = |finding: &Finding| finding.fact.level() == Level::Blocked;
            return Err(verdict.findings.into_iter().filter(blocks).collect());
        }
        Ok((span, verdict))
    }

    /// The earliest place of somebody in a window, inside of the shifts.
    fn first_place(&self, task: &Task, technician: &Technician, window: Span) -> Result<Span, Vec<Finding>> {
        let theirs = |fact| Finding { technician: Some(technician.id), fact };
        let lacks = skill::lacks(technician, &task.needs);
        if !lacks.is_empty() {
            return Err(lacks.into_iter().map(theirs).collect());
        }
        let allowed = skill::allowed(technician, &task.needs, window, self.zone);
        if allowed.is_empty() {
            return Err(skill::expired(technician, &task.needs, window, self.zone)
                .into_iter()
                .map(theirs)
                .collect());
        }
        let Some(length) = Some(i64::from(task.needs.minutes) * 60_000).filter(|length| *length > 0) else {
            return Err(vec![Finding { technician: None, fact: Fact::NoDuration }]);
        };
        let Some(from) = self.parts_there(&task.needs, window.start) else {
            // The verdict of any place in the window names the parts.
            return Self::span(window.start, task.needs.minutes).ok_or_else(Vec::new);
        };
        let wanted = Wanted {
            length,
            from: from.as_millisecond(),
            within: &allowed.into_iter().map(Slot::new).collect::<Vec<_>>(),
            closed: &self.closed(&task.needs),
        };
        let busy: Vec<Span> = self.lane(technician.id, Some(task.id)).map(|booked| booked.span).collect();
        let place = FreeTime::new(self, technician, window, &busy).earliest(&wanted);
        let span = place.and_then(|start| Slot { start, end: start + length }.span());
        span.ok_or_else(|| vec![theirs(Fact::NoFreeTime { until: window.end })])
    }

    fn score(&self, task: &Task, technician: &Technician, span: Span, mean: i64) -> (i64, Score) {
        let (load_minutes, capacity_minutes) = self.week_of_work(task, technician, span);
        let jobs = technician
            .experience
            .iter()
            .filter(|known| known.equipment == task.needs.equipment)
            .fold(0_u32, |sum, known| sum.saturating_add(known.jobs));
        let travel_minutes = self.added_travel(task, technician, span);
        let late = task.due.map_or(0, |due| span.end.seconds_since(due.end(self.zone)));
        let late_minutes = (late.max(0) + 59) / 60;
        let own = i64::from(technician.recent_minutes);
        let parts = Score {
            load: if capacity_minutes == 0 { 0 } else { falling(load_minutes, capacity_minutes) },
            load_minutes,
            capacity_minutes,
            experience: 1000 * i64::from(jobs) / (i64::from(jobs) + SEASONED),
            jobs,
            continuity: self.continuity(task, technician, span),
            travel: falling(travel_minutes, LONGEST_TRAVEL),
            travel_minutes,
            lateness: falling(late_minutes, LATEST),
            late_minutes,
            fairness: match mean.max(own) {
                0 => 500,
                more => 500 + (500 * (mean - own)).div_euclid(more),
            },
            recent_minutes: technician.recent_minutes,
            total: 0,
        };
        let weights = &self.settings.weights;
        let weighted = [
            (weights.load, parts.load),
            (weights.experience, parts.experience),
            (weights.continuity, parts.continuity),
            (weights.travel, parts.travel),
            (weights.lateness, parts.lateness),
            (weights.fairness, parts.fairness),
        ];
        let sum: i64 = weighted.iter().map(|(weight, part)| i64::from(*weight) * part).sum();
        let all: i64 = weighted.iter().map(|(weight, _)| i64::from(*weight)).sum();
        (sum, Score { total: if all == 0 { 0 } else { sum / all }, ..parts })
    }

    /// Minutes of work, with this one, and of shifts in the week in which it begins.
    fn week_of_work(&self, task: &Task, technician: &Technician, span: Span) -> (i64, i64) {
        let day = date_at(span.start, self.zone).0;
        let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
        let next = monday.saturating_add(7.days());
        let begin = |day| first_instant(crate::Date(day), self.zone);
        let Some(week) = Span::new(begin(monday), begin(next)) else { return (0, 0) };
        let others = self.lane(technician.id, Some(task.id)).map(|booked| booked.span);
        let load: i64 = others.chain([span]).filter_map(|span| span.intersect(week)).map(Span::seconds).sum();
        (load / 60, technician.calendar.working(week, self.zone).seconds() / 60)
    }

    fn continuity(&self, task: &Task, technician: &Technician, span: Span) -> i64 {
        let last = self.equipment(task.needs.equipment).and_then(|equipment| equipment.last_technician);
        let day = date_at(span.start, self.zone);
        let same_line = |booked: &super::board::Booked| {
            task.needs.line.is_some()
                && booked.line == task.needs.line
                && date_at(booked.span.start, self.zone) == day
        };
        match last {
            Some(last) if last == technician.id => 1000,
            _ if self.lane(technician.id, Some(task.id)).any(same_line) => 500,
            _ => 0,
        }
    }

    /// Minutes on the way that this work adds to the technician's day, which begins and ends at home.
    fn added_travel(&self, task: &Task, technician: &Technician, span: Span) -> i64 {
        let day = date_at(span.start, self.zone);
        let today = |booked: &&super::board::Booked| date_at(booked.span.start, self.zone) == day;
        let lane = || self.lane(technician.id, Some(task.id)).filter(today);
        let before = lane().filter(|booked| booked.span.end <= span.start).last();
        let after = lane().find(|booked| span.end <= booked.span.start);
        let site =
            |booked: Option<&super::board::Booked>| booked.map_or(technician.home, |booked| booked.site);
        let way = |from, to| i64::from(self.settings.travel_minutes(from, to));
        let (from, here, to) = (site(before), task.needs.site, site(after));
        (way(from, here) + way(here, to) - way(from, to)).max(0)
    }
}

/// 1000 at nothing, 0 at `most` and beyond, rounded up: `1000 − ⌊1000 · value / most⌋`.
fn falling(value: i64, most: i64) -> i64 {
    (1000 - 1000 * value / most).max(0)
}

fn mean(values: impl ExactSizeIterator<Item = i64>) -> i64 {
    let count = i64::try_from(values.len()).unwrap_or(i64::MAX).max(1);
    values.sum::<i64>() / count
}
