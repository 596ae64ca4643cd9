"""Verdicts, capacity and scores of a board, counted minute by minute."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from .calendar import Calendar, local, read, runs, spans, text_of

BLOCKS_NOT = {"before_tolerance", "after_tolerance", "outside_shift", "over_capacity"}
LIVE = {"open", "assigned", "in_progress", "on_hold"}


def shared(a: int, b: int, start: int, end: int) -> int:
    """Minutes that two spans share."""
    return max(min(b, end) - max(a, start), 0)


class Board:
    def __init__(self, record: dict, low: int, high: int):
        self.record, self.low, self.high = record, low, high
        self.zone = ZoneInfo(record["zone"])
        self.calendars = {p["id"]: Calendar(p["calendar"], self.zone, low, high) for p in record["technicians"]}
        self.people = {p["id"]: p for p in record["technicians"]}
        self.tasks = {t["id"]: t for t in record["tasks"]}
        self.known_breaks, self.known_lanes = {}, {}
        self.days = np.array([local(m, self.zone).toordinal() for m in range(low, high)])

    def day(self, minute: int) -> date:
        return date.fromordinal(int(self.days[minute - self.low]))

    def lane(self, person: int, without=None):
        """(start, end, task) of everything somebody is busy with."""
        if person not in self.known_lanes:
            found = [
                (read(t["placement"]["span"]["start"]), read(t["placement"]["span"]["end"]), t)
                for t in self.record["tasks"]
                if t["placement"] and person in t["placement"]["technicians"] and t["status"] != "cancelled"
            ]
            self.known_lanes[person] = sorted(found, key=lambda one: (one[0], one[1], one[2]["id"]))
        return [one for one in self.known_lanes[person] if one[2]["id"] != without]

    def flags(self, pairs) -> np.ndarray:
        flags = np.zeros(self.high - self.low, bool)
        for start, end in pairs:
            flags[max(start - self.low, 0):max(end - self.low, 0)] = True
        return flags

    def verdict(self, task: dict, start: int, end: int, people: list[int]) -> dict:
        facts = [(None, f) for f in self.of_work(task, start, end)]
        first, last = self.day(start), self.day(end - 1)
        if task["tolerance_from"] and first.isoformat() < task["tolerance_from"]:
            facts.append((None, {"fact": "before_tolerance", "from": task["tolerance_from"]}))
        if task["tolerance_until"] and last.isoformat() > task["tolerance_until"]:
            facts.append((None, {"fact": "after_tolerance", "until": task["tolerance_until"]}))
        for person in dict.fromkeys(people):
            facts += [(person, f) for f in self.of_person(task, person, start, end)]
        level = "fine"
        if facts:
            level = "warning" if all(f["fact"] in BLOCKS_NOT for _, f in facts) else "blocked"
        return {"level": level, "findings": [{"technician": who, **f} for who, f in facts]}

    def of_work(self, task, start, end):
        for part in task["shortages"]:
            there = part["left"] >= part["wanted"] or (
                part["expected"] and part["expected"] <= self.day(start).isoformat())
            if not there:
                yield {"fact": "part_missing", **part}
        for machine in self.record["equipment"]:
            if machine["id"] == task["equipment"]:
                shut = self.flags((read(s["start"]), read(s["end"])) for s in machine["unavailable"])
                for span in spans(runs(shut & self.flags([(start, end)]), self.low)):
                    yield {"fact": "equipment_unavailable", "span": span}

    def skill_facts(self, task, person):
        for want in task["requires"]:
            rows = [s for s in self.people[person]["skills"] if s["skill"].lower() == want["skill"].lower()]
            if not rows:
                yield {"fact": "skill_missing", "skill": want["skill"]}
            elif max(s["level"] for s in rows) < want["level"]:
                held = max(s["level"] for s in rows)
                yield {"fact": "level_too_low", "skill": want["skill"], "wanted": want["level"], "held": held}
            elif want["certificate"] and not [s for s in rows if s["level"] >= want["level"] and s["certificate"]]:
                yield {"fact": "certificate_missing", "skill": want["skill"]}

    def certificate_facts(self, task, person, start, end):
        """Each skill of the data has one row, so one certificate decides."""
        for want in task["requires"]:
            rows = [s for s in self.people[person]["skills"] if s["skill"].lower() == want["skill"].lower()]
            if not want["certificate"] or not rows or rows[0]["level"] < want["level"] or not rows[0]["certificate"]:
                continue
            held = rows[0]["certificate"]
            days = {date.fromordinal(int(d)).isoformat() for d in set(self.days[start - self.low:end - self.low])}
            if held["from"] and min(days) < held["from"]:
                yield {"fact": "certificate_not_yet_valid", "skill": rows[0]["skill"], "from": held["from"]}
            elif held["until"] and max(days) > held["until"]:
                yield {"fact": "certificate_expires", "skill": rows[0]["skill"], "on": held["until"]}

    def of_person(self, task, person, start, end):
        who, calendar = self.people[person], self.calendars[person]
        if task["site"] != who["home"] and task["site"] not in who["sites"]:
            yield {"fact": "no_access", "site": task["site"]}
        yield from self.skill_facts(task, person)
        yield from self.certificate_facts(task, person, start, end)
        for span in spans(runs(calendar.part(calendar.absent, start, end), start)):
            yield {"fact": "absent", "span": span}
        lane = self.lane(person, task["id"])
        for s, e, other in lane:
            if shared(s, e, start, end):
                yield {"fact": "overlapping", "other": other["id"], "span": {"start": text_of(s), "end": text_of(e)}}
        outside = ~calendar.part(calendar.working, start, end)
        for a, b in self.breaks(person):
            # Work that began before a break may go on through it.
            if start < a < end:
                outside[a - start:b - start] = False
        if outside.any():
            yield {"fact": "outside_shift", "minutes": int(outside.sum())}
        for day in sorted(set(self.days[start - self.low:end - self.low].tolist())):
            first, last = self.bounds(day)
            load = shared(first, last, start, end) + sum(shared(first, last, s, e) for s, e, _ in lane)
            capacity = int(calendar.part(calendar.working, first, last).sum())
            if load > capacity:
                yield {"fact": "over_capacity", "day": date.fromordinal(day).isoformat(), "load_minutes": load,
                       "capacity_minutes": capacity}

    def breaks(self, person):
        if person not in self.known_breaks:
            self.known_breaks[person] = self.calendars[person].breaks(self.record["settings"]["break_minutes"])
        return self.known_breaks[person]

    def bounds(self, day: int) -> tuple[int, int]:
        """The minutes of a local day."""
        return tuple(int(np.searchsorted(self.days, d)) + self.low for d in (day, day + 1))

    def capacity(self, person, start, end):
        answer = []
        for day in sorted({int(d) for d in self.days[start - self.low:end - self.low]}):
            part = (self.days == day) & self.flags([(start, end)])
            load = sum(int((self.flags([(s, e)]) & part).sum()) for s, e, _ in self.lane(person))
            answer.append({"day": date.fromordinal(day).isoformat(),
                           "capacity_seconds": 60 * int((self.calendars[person].working & part).sum()),
                           "load_seconds": 60 * load})
        return answer

    def first_place(self, task, person, start, end):
        """The first minute from which the work is inside the shifts, free and allowed; through a break if need be."""
        length, calendar = task["minutes"], self.calendars[person]
        who = self.people[person]
        if list(self.skill_facts(task, person)) or task["site"] not in [who["home"], *who["sites"]]:
            return None
        gaps = self.flags(self.breaks(person))
        lane = self.lane(person, task["id"])
        busy = self.flags((s, e) for s, e, _ in lane)
        for through in (False, True):
            usable = (calendar.working | (gaps if through else False)) & ~busy
            for minute in range(start, end - length + 1):
                inside = slice(minute - self.low, minute - self.low + length)
                if usable[minute - self.low] and usable[inside].all() and not (through and gaps[minute - self.low]):
                    verdict = self.verdict(task, minute, minute + length, [person])
                    if not [f for f in verdict["findings"] if f["fact"] not in ("before_tolerance", "after_tolerance")]:
                        return minute
        return None

    def score(self, task, person, start, end, mean):
        who, record = self.people[person], self.record
        monday = self.day(start) - timedelta(days=self.day(start).weekday())
        week = (self.days >= monday.toordinal()) & (self.days < monday.toordinal() + 7)
        lane = self.lane(person, task["id"])
        load = sum(int((self.flags([(s, e)]) & week).sum()) for s, e in [(s, e) for s, e, _ in lane] + [(start, end)])
        capacity = int((self.calendars[person].working & week).sum())
        jobs = sum(x["jobs"] for x in who["experience"] if x["equipment"] == task["equipment"])
        last = next((m["last_technician"] for m in record["equipment"] if m["id"] == task["equipment"]), None)
        today = [(s, e, t) for s, e, t in lane if self.day(s) == self.day(start)]
        same_line = task["line"] is not None and any(t["line"] == task["line"] for _, _, t in today)
        before = [t["site"] for s, e, t in today if e <= start]
        after = [t["site"] for s, e, t in today if s >= end]
        a, b = (before or [who["home"]])[-1], (after or [who["home"]])[0]
        travel = max(self.way(a, task["site"]) + self.way(task["site"], b) - self.way(a, b), 0)
        late = 0
        if task["due"]:
            day = date.fromisoformat(task["due"]["day"])
            late = int((self.days[:end - self.low] > day.toordinal()).sum())
        own = who["recent_minutes"]
        fall = lambda value, most: max(1000 - 1000 * value // most, 0)
        parts = {
            "load": fall(load, capacity) if capacity else 0, "load_minutes": load, "capacity_minutes": capacity,
            "experience": 1000 * jobs // (jobs + 3), "jobs": jobs,
            "continuity": 1000 if last == person else 500 if same_line else 0,
            "travel": fall(travel, 120), "travel_minutes": travel,
            "lateness": fall(late, 2880), "late_minutes": late,
            "fairness": 500 + 500 * (mean - own) // max(mean, own) if max(mean, own) else 500, "recent_minutes": own,
        }
        weights = record["settings"]["weights"]
        total = sum(weights[k] * parts[k] for k in weights)
        return total, {**parts, "total": total // sum(weights.values()) if sum(weights.values()) else 0}

    def way(self, a, b):
        known = [w["minutes"] for w in self.record["settings"]["travel"] if {w["from"], w["to"]} == {a, b}]
        return 0 if a == b else (known + [self.record["settings"]["unknown_travel_minutes"]])[0]
