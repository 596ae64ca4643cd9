//! The verdict of a placement. The browser shows it while dragging, the server gives it again on the drop.

use super::{
    Board, Fact, Finding, Needs, Placement, Shortage, Task, Technician, Verdict, board::distinct,
    capacity::day_window, free_time::Slot, skill,
};
use crate::{
    InterventionId, Timestamp, UserId,
    span::{Span, Spans},
    worktime::{date_at, days, first_instant},
};

impl Board<'_> {
    /// The verdict of a piece of work at a place, all its technicians together: the worst of each.
    pub fn verdict(&self, task: &Task, place: &Placement) -> Verdict {
        let mut findings = self.findings(Some(task.id), &task.needs, place);
        let (from, until) = (task.tolerance_from, task.tolerance_until);
        let (begins, ends) = self.days_of(place.span);
        findings.extend(
            from.filter(|from| begins < *from).map(|from| about_work(Fact::BeforeTolerance { from })),
        );
        findings.extend(
            until.filter(|until| *until < ends).map(|until| about_work(Fact::AfterTolerance { until })),
        );
        Verdict::of(findings)
    }

    /// The findings about a placement, without those about its tolerance. `own` is the work itself, which is not in its own way.
    pub(super) fn findings(
        &self,
        own: Option<InterventionId>,
        needs: &Needs,
        place: &Placement,
    ) -> Vec<Finding> {
        if place.span.end <= place.span.start {
            return vec![about_work(Fact::NoDuration)];
        }
        let mut findings: Vec<Finding> =
            self.of_work(needs, place.span).into_iter().map(about_work).collect();
        for id in distinct(&place.technicians) {
            let facts = match self.technician(id) {
                Some(technician) => self.of_technician(own, needs, technician, place.span),
                None => vec![Fact::UnknownTechnician],
            };
            findings.extend(facts.into_iter().map(|fact| Finding { technician: Some(id), fact }));
        }
        findings
    }

    /// The facts that do not depend on who does it.
    fn of_work(&self, needs: &Needs, span: Span) -> Vec<Fact> {
        let mut facts = self.missing_parts(needs, span);
        let unavailable = self.equipment(needs.equipment).map_or(&[][..], |e| &e.unavailable);
        let cut: Spans = unavailable.iter().filter_map(|closed| closed.intersect(span)).collect();
        facts.extend(cut.iter().map(|span| Fact::EquipmentUnavailable { span: *span }));
        facts
    }

    /// The parts that are not there on the day on which a span begins.
    pub(super) fn missing_parts(&self, needs: &Needs, span: Span) -> Vec<Fact> {
        let begins = date_at(span.start, self.zone);
        let missing = needs
            .shortages
            .iter()
            .filter(|part| part.left < part.wanted && part.expected.is_none_or(|day| begins < day));
        let fact = |s: &Shortage| Fact::PartMissing {
            part: s.part.clone(),
            wanted: s.wanted,
            left: s.left,
            expected: s.expected,
        };
        missing.map(fact).collect()
    }

    /// The facts about one technician.
    pub(super) fn of_technician(
        &self,
        own: Option<InterventionId>,
        needs: &Needs,
        technician: &Technician,
        span: Span,
    ) -> Vec<Fact> {
        let mut facts = skill::lacks(technician, needs);
        facts.extend(skill::expired(technician, needs, span, self.zone));
        let absent = technician.calendar.absent(span, self.zone);
        facts.extend(absent.iter().map(|span| Fact::Absent { span: *span }));
        let others = self.lane(technician.id, own).filter(|booked| booked.span.overlaps(span));
        facts.extend(others.map(|booked| Fact::Overlapping { other: booked.task, span: booked.span }));
        let outside = self.outside_shift(technician, span).seconds();
        if outside > 0 {
            facts.push(Fact::OutsideShift { minutes: (outside + 59) / 60 });
        }
        facts.extend(self.over_capacity(own, technician, span));
        facts
    }

    /// The part of the work outside of the shifts. A short break between two shifts is not, for work that began
    /// before it.
    fn outside_shift(&self, technician: &Technician, span: Span) -> Spans {
        let calendar = &technician.calendar;
        let outside = Spans::from(span).subtract(&calendar.working(span, self.zone));
        if outside.is_empty() {
            return outside;
        }
        let breaks = calendar.breaks(span, self.settings.break_minutes, self.zone);
        let gone_through: Spans = breaks.iter().filter(|pause| span.start < pause.start).copied().collect();
        outside.subtract(&gone_through)
    }

    /// The days of the work on which the technician has more work than shifts.
    fn over_capacity(&self, own: Option<InterventionId>, technician: &Technician, span: Span) -> Vec<Fact> {
        let each = days(span, self.zone).filter_map(|(day, part)| {
            let whole = day_window(day, self.zone)?;
            let others: i64 = self
                .lane(technician.id, own)
                .filter_map(|b| b.span.intersect(whole))
                .map(Span::seconds)
                .sum();
            let (load, capacity) =
                (others + part.seconds(), technician.calendar.working(whole, self.zone).seconds());
            (load > capacity).then_some(Fact::OverCapacity {
                day,
                load_minutes: (load + 59) / 60,
                capacity_minutes: capacity / 60,
            })
        });
        each.collect()
    }

    /// The first instant, not before `from`, at which every part is there; `None` when one is not expected.
    pub(super) fn parts_there(&self, needs: &Needs, from: Timestamp) -> Option<Timestamp> {
        let missing = needs.shortages.iter().filter(|part| part.left < part.wanted);
        let mut arrivals = missing.map(|part| part.expected.map(|day| first_instant(day, self.zone)));
        arrivals.try_fold(from, |latest, arrives| Some(latest.max(arrives?)))
    }

    /// When the machine is not released.
    pub(super) fn closed(&self, needs: &Needs) -> Vec<Slot> {
        let unavailable = self.equipment(needs.equipment).map_or(&[][..], |e| &e.unavailable);
        let all: Spans = unavailable.iter().filter_map(|span| Span::new(span.start, span.end)).collect();
        all.iter().copied().map(Slot::new).collect()
    }

    /// The days on which a span begins and ends; ending at midnight is ending on the day before.
    pub(super) fn days_of(&self, span: Span) -> (crate::Date, crate::Date) {
        let last = date_at(span.end, self.zone);
        let midnight = first_instant(last, self.zone) == span.end;
        let ends = if midnight { last.0.yesterday().map_or(last, crate::Date) } else { last };
        (date_at(span.start, self.zone), ends)
    }

    /// The technicians, of those given, who could be there: nothing blocks them. For a form that offers people.
    pub fn free_technicians(&self, task: &Task, span: Span, among: &[UserId]) -> Vec<UserId> {
        let free = |id: &UserId| {
            let place = Placement { span, technicians: vec![*id] };
            !self.verdict(task, &place).is_blocked()
        };
        distinct(among).filter(free).collect()
    }
}

fn about_work(fact: Fact) -> Finding {
    Finding { technician: None, fact }
}
