"""Target times and escalation against a simulation that lives through every minute once, with counters that run down."""

import json
import os
import subprocess
import sys
from datetime import datetime
from random import Random

from by_minute import draw
from by_minute.calendar import Calendar, minute_of, text_of

CASES = 400
PRIORITIES = ["urgent", "high", "medium", "low"]


class Timer:
    """Runs down from a number of minutes of its clock; remembers when it came to nothing."""

    def __init__(self, minutes, clock, at, ended_at=None):
        self.left, self.clock, self.ended_at = minutes, clock, ended_at
        if minutes == 0 and ended_at is None:
            self.ended_at = at

    def tick(self, minute):
        self.left -= 1
        if self.left == 0:
            self.ended_at = minute + 1


def held(holds, minute):
    return any(h["kind"] == "not_ours" and h["a"] <= minute and (h["b"] is None or minute < h["b"]) for h in holds)


def runs_at(clock, calendar, minute):
    return clock == "wall" or bool(calendar.working[minute - calendar.low])


def leading(timers, calendar, minute):
    """The timer that ends first when nothing happens any more, and when."""
    ends = []
    for timer in timers:
        end, left, at = timer.ended_at, timer.left, minute
        while end is None:
            left -= runs_at(timer.clock, calendar, at)
            at += 1
            if left == 0:
                end = at
        ends.append((end, timer.clock, timer.left))
    return min(ends, key=lambda one: one[:2]) if ends else None


def target_answer(case, calendar, reported, holds, changes, restored, now):
    at = restored if restored is not None and restored <= now else now
    priority = case["history"]["priority"]
    targets = case["targets"]
    elapsed, reached = {"wall": 0, "working": 0}, {"wall": [reported], "working": [reported]}
    history, timers = [], []

    def since_report(name):
        target = targets[name]
        if not target:
            return []
        clock, minutes = target["clock"], target["minutes"]
        ended = reached[clock][minutes] if minutes < len(reached[clock]) else None
        return [Timer(minutes - elapsed[clock], clock, reported, ended)]

    def note(minute, cause):
        found = leading(timers, calendar, minute)
        deadline = {"at": text_of(found[0])} if found else "no_target"
        if not history or history[-1]["deadline"] != deadline:
            history.append({"at": text_of(minute), "deadline": deadline, "cause": cause})

    timers = since_report(priority)
    note(reported, "reported")
    since = None
    for minute in range(reported, at + 1):
        for hold in holds:
            if hold["kind"] == "not_ours" and hold["b"] == minute:
                note(minute, {"hold_ended": {"since": text_of(hold["a"])}})
        for change in changes:
            if change["m"] != minute or change["to"] == priority:
                continue
            raised = PRIORITIES.index(change["to"]) < PRIORITIES.index(priority)
            new = targets[change["to"]]
            if raised:
                timers = timers + ([Timer(new["minutes"], new["clock"], minute)] if new else [])
            else:
                timers = since_report(change["to"])
            cause = {"raised" if raised else "lowered": {"from": priority, "to": change["to"]}}
            priority = change["to"]
            note(minute, cause)
        stopped = held(holds, minute)
        since = (since if since is not None else minute) if stopped else None
        if minute == at or stopped:
            continue
        for timer in timers:
            if runs_at(timer.clock, calendar, minute):
                timer.tick(minute)
        for clock in elapsed:
            if runs_at(clock, calendar, minute):
                elapsed[clock] += 1
                reached[clock].append(minute + 1)
    found = leading(timers, calendar, at)
    clock = targets[priority]["clock"] if targets[priority] else "wall"
    is_restored = at == restored
    outcome = "no_deadline"
    if found:
        outcome = "missed" if at > found[0] else "met" if is_restored else "running"
    return {
        "priority": priority, "deadline": {"at": text_of(found[0])} if found else "no_target", "clock": clock,
        "elapsed_seconds": 60 * elapsed[clock], "remaining_seconds": 60 * found[2] if found else None,
        "suspended_since": None if since is None or is_restored else text_of(since),
        "outcome": outcome, "history": history,
    }


def escalation_answer(case, calendar, reported, holds, charges, ended, now):
    chain = case["chain"]
    steps = sorted(enumerate(chain["steps"]), key=lambda one: (one[1]["after_minutes"], one[0]))
    in_charge = lambda m: any(c["a"] <= m and (c["b"] is None or m < c["b"]) for c in charges)
    over = ended is not None and ended <= now
    run, elapsed, fired, due, taken, suspended = 0, 0, set(), [], None, None
    free = False
    for minute in range(reported, (ended if over else now + 1)):
        if in_charge(minute):
            taken = minute if free or taken is None else taken
            free, suspended = False, held(holds, minute) and (suspended or minute) or None
            continue
        if not free:
            run, elapsed, fired, free, taken = run + 1, 0, set(), True, None
        if held(holds, minute):
            suspended = suspended or minute
            continue
        suspended = None
        for index, step in steps:
            if step["after_minutes"] <= elapsed and index not in fired:
                fired.add(index)
                due.append({"run": run, "step": index, "audience": step["audience"], "at": text_of(minute)})
        if minute < now:
            elapsed += runs_at(chain["clock"], calendar, minute)
    if over:
        state = {"ended": {"at": text_of(ended)}}
    elif now < reported:
        state = "not_begun"
    elif not free:
        state = {"taken_in_charge": {"since": text_of(taken)}}
    elif suspended:
        state = {"suspended": {"since": text_of(suspended)}}
    else:
        state = "running"
    told = {(t["run"], t["step"]) for t in case["told"]}
    present = [d for d in due if d["run"] == run and (d["run"], d["step"]) not in told]
    following = None
    if free and not over:
        for index, step in steps:
            if index not in fired:
                left, at = step["after_minutes"] - elapsed, now
                while left > 0 and state == "running":
                    left -= runs_at(chain["clock"], calendar, at)
                    at += 1
                following = {"step": index, "audience": step["audience"],
                             "remaining_seconds": 60 * max(step["after_minutes"] - elapsed, 0),
                             "at": text_of(at) if state == "running" else None}
                break
    return {"state": state, "run": run, "fallen_due": due, "due_now": present if state == "running" else [],
            "next": following}


def periods(random, reported, most, spread, kinds=None):
    """Periods after the report, some without an end, as minutes and as records."""
    found = []
    for _ in range(random.randint(0, most)):
        a = reported + random.randint(0, spread)
        b = None if random.random() < 0.2 else a + random.choice([0, random.randint(1, spread // 2)])
        one = {"from": text_of(a), "until": None if b is None else text_of(b)}
        found.append({"a": a, "b": b, "record": one | ({"kind": random.choice(kinds)} if kinds else {})})
        if kinds:
            found[-1]["kind"] = found[-1]["record"]["kind"]
    return found


def build(random: Random):
    name, zone = draw.zone(random)
    middle = draw.middle(random)
    record = draw.calendar(random, middle)
    record["rotas"].append({"first_week": "2027-01-04", "weeks": [[{"day": "tuesday", "starts": "08:00", "ends": "20:00"}]]})
    record["closures"] = record["closures"][:1]
    low = minute_of(datetime(middle.year, middle.month, middle.day), zone) - 30 * 1440
    calendar = Calendar(record, zone, low, low + 160 * 1440)
    reported = draw.instant(random, middle, zone, 6)
    spread = random.choice([120, 1500, 6000])
    now = reported + random.randint(0, 2 * spread)
    clock = lambda: random.choice(["wall", "wall", "working"])
    target = lambda most: None if random.random() < 0.1 else {"minutes": random.randint(1, most), "clock": clock()}
    holds = periods(random, reported, 4, spread, ["ours", "not_ours", "not_ours"])
    changes = [{"m": reported + random.randint(0, spread), "to": random.choice(PRIORITIES)} for _ in range(random.randint(0, 3))]
    changes.sort(key=lambda one: one["m"])
    ended = reported + random.randint(0, 2 * spread) if random.random() < 0.5 else None
    history = {"reported_at": text_of(reported), "holds": [h["record"] for h in holds]}
    base = {"zone": name, "calendar": record, "now": text_of(now)}
    one = base | {
        "targets": {p: target(n * spread // 2) for n, p in enumerate(PRIORITIES, 1)},
        "history": history | {"priority": random.choice(PRIORITIES), "restored_at": ended and text_of(ended),
                              "changes": [{"at": text_of(c["m"]), "to": c["to"]} for c in changes]},
    }
    charges = periods(random, reported, 2, spread)
    step = lambda: {"after_minutes": random.choice([0, 15, 30, random.randint(0, spread)]),
                    "audience": random.choice(["on_call", "supervisor", "admin"])}
    two = base | {
        "chain": {"clock": clock(), "steps": [step() for _ in range(random.randint(1, 4))]},
        "history": history | {"charges": [c["record"] for c in charges], "ended_at": ended and text_of(ended)},
        "told": [{"run": random.randint(1, 2), "step": random.randint(0, 3)} for _ in range(random.randint(0, 2))],
    }
    return (one, target_answer(one, calendar, reported, holds, changes, ended, now),
            two, escalation_answer(two, calendar, reported, holds, charges, ended, now))


def main():
    random = Random(20271031)
    built = [build(random) for _ in range(CASES)]
    cases = {"targets": [b[0] for b in built], "escalations": [b[2] for b in built]}
    ran = subprocess.run([os.environ["ORACLE"], "target"], input=json.dumps(cases), capture_output=True, text=True)
    if ran.returncode:
        sys.exit(ran.stderr)
    answers = json.loads(ran.stdout)
    for kind, at in (("targets", 0), ("escalations", 2)):
        for one, got in zip(built, answers[kind]):
            if got != one[at + 1]:
                keys = [k for k in one[at + 1] if got.get(k) != one[at + 1][k]]
                difference = "\n".join(f"{k}\n got  {got.get(k)}\n want {one[at + 1][k]}" for k in keys)
                sys.exit(f"✘ target: {kind} {json.dumps(one[at])}\n{difference}")
    print(f"✔ target: {CASES} deadlines and {CASES} escalations agree with every minute lived through")


main()
