"""Working time and planning against a simulation that looks at every minute of every calendar."""

import copy
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta
from random import Random

from by_minute import draw
from by_minute.board import LIVE, Board
from by_minute.calendar import Calendar, local, minute_of, read, runs, spans, text_of

SKILLS = ["TIG", "HV", "Hydraulics"]
BOARDS, CALENDARS = 16, 100


def span(start, end):
    return {"start": text_of(start), "end": text_of(end)}


def calendar_case(random: Random):
    name, zone = draw.zone(random)
    middle = draw.middle(random)
    record = draw.calendar(random, middle)
    low = minute_of(datetime(middle.year, middle.month, middle.day), zone) - 40 * 1440
    known = Calendar(record, zone, low, low + 100 * 1440)
    questions, answers = [], []

    def ask(question, answer):
        questions.append(question)
        answers.append(answer)

    for _ in range(4):
        start = draw.instant(random, middle, zone)
        end = start + random.randint(1, 9 * 1440)
        window = span(start, end)
        found = lambda flags: spans(runs(known.part(flags, start, end), start))
        ask({"working": window}, found(known.working))
        ask({"absent": window}, found(known.absent))
        ask({"on_call": window}, found(known.on_call))
        longest = random.choice([15, 45, 60, 90])
        cut = [(max(a, start), min(b, end)) for a, b in known.breaks(longest) if a < end and start < b]
        ask({"breaks": {"window": window, "longest_minutes": longest}}, spans(cut))
        ask({"minutes_between": {"from": window["start"], "to": window["end"]}},
            int(known.part(known.working, start, end).sum()))
        if known.part(known.working, start, start + 25 * 1440).sum() > 1500:
            minutes = random.randint(0, 1500)
            ask({"add_minutes": {"from": window["start"], "minutes": minutes}}, text_of(known.add(start, minutes)))
            ask({"next_instant": window["start"]}, text_of(known.next(start)))
        if known.working[: start - low].any():
            ask({"previous_instant": window["start"]}, text_of(known.previous(start)))
    start = draw.instant(random, middle, zone, 2)
    days: dict[str, int] = {}
    for minute in range(start, start + 3 * 1440):
        day = local(minute, zone).date().isoformat()
        days[day] = days.get(day, 0) + 60 * int(known.working[minute - low])
    ask({"seconds_by_day": span(start, start + 3 * 1440)}, [list(pair) for pair in days.items()])
    return {"zone": name, "calendar": record, "questions": questions}, answers




def board_record(random: Random):
    name, zone = draw.zone(random)
    middle = draw.middle(random)
    origin = minute_of(datetime(middle.year, middle.month, middle.day), zone) - 2 * 1440
    day = lambda low, high: (middle + timedelta(days=random.randint(low, high))).isoformat()
    maybe = lambda value, chance=0.5: value if random.random() < chance else None

    def person(n):
        record = draw.calendar(random, middle)
        del record["on_call"]
        skills = [
            {"skill": s.upper() if random.random() < 0.3 else s, "level": random.randint(0, 3),
             "certificate": maybe({"from": maybe(day(-3, 1), 0.3), "until": maybe(day(-1, 5), 0.7)}, 0.8)}
            for s in SKILLS if random.random() < 0.8
        ]
        return {"id": n, "home": random.randint(1, 2), "sites": random.sample([1, 2, 3], random.randint(0, 3)),
                "skills": skills, "calendar": record, "recent_minutes": random.choice([0, 300, 900, 901]),
                "experience": [{"equipment": random.randint(1, 5), "jobs": random.randint(0, 9)} for _ in range(2)]}

    people = [person(n) for n in range(1, random.randint(3, 5))]

    def task(n):
        start = origin + 15 * random.randint(0, 5 * 96)
        minutes = random.choice([30, 45, 60, 120, 240, 300, 480])
        who = random.sample(range(1, len(people) + 1), random.choice([1, 1, 1, 2]))
        requires = [{"skill": s, "level": random.randint(0, 2), "certificate": random.random() < 0.5}
                    for s in SKILLS if random.random() < 0.2]
        shortages = [{"part": "P1", "wanted": 2, "left": random.randint(0, 2), "expected": maybe(day(-2, 4), 0.7)}]
        return {"id": n, "equipment": random.randint(1, 5), "site": random.choice([1, 1, 2]),
                "line": random.choice([None, 1, 2]), "minutes": minutes, "requires": requires,
                "shortages": shortages if random.random() < 0.25 else [],
                "status": random.choice(["open", "assigned", "assigned", "completed", "cancelled"]),
                "priority": random.choice(["urgent", "high", "medium", "low"]),
                "due": maybe({"day": day(-2, 5), "time": None}, 0.7),
                "tolerance_from": maybe(day(-3, 1), 0.3), "tolerance_until": maybe(day(-1, 4), 0.3),
                "people": random.choice([1, 1, 1, 2]), "pinned": random.random() < 0.2, "started_at": None,
                "placement": maybe({"span": span(start, start + minutes), "technicians": who}, 0.7)}

    machine = lambda n: {"id": n, "last_technician": maybe(random.randint(1, 4)), "unavailable": [
        span(s, s + random.randint(60, 900)) for s in [origin + 15 * random.randint(0, 480)] if random.random() < 0.6]}
    weights = dict.fromkeys(["load", "experience", "continuity", "travel", "lateness", "fairness"])
    settings = {"break_minutes": random.choice([30, 60, 90]), "unknown_travel_minutes": 45,
                "weights": {k: random.choice([0, 5, 10, 30]) for k in weights},
                "travel": [{"from": 2, "to": 1, "minutes": 25}]}
    return {"zone": name, "settings": settings, "technicians": people, "equipment": [machine(n) for n in range(1, 5)],
            "tasks": [task(n) for n in range(1, random.randint(8, 14))]}, origin


def board_case(random: Random):
    record, origin = board_record(random)
    board = Board(record, origin - 16 * 1440, origin + 24 * 1440)
    ids = list(board.people)
    questions, checks = [], []

    def ask(question, check):
        questions.append(question)
        checks.append(check)

    for task in record["tasks"][:6]:
        start = origin + 15 * random.randint(0, 6 * 96)
        end = start + random.choice([task["minutes"], 15 * random.randint(1, 80)])
        who = random.sample(ids, random.randint(0, len(ids)))
        place = {"span": span(start, end), "technicians": who}
        ask({"verdict": {"task": task["id"], "place": place}},
            lambda got, a=(task, start, end, who): same_verdict(got, board.verdict(*a)))
        ask({"rank": {"task": task["id"], "when": {"at": span(start, end)}}},
            lambda got, a=(task, start, end): check_rank(board, got, *a))
    task = record["tasks"][0]
    ask({"rank": {"task": task["id"], "when": {"within": span(origin, origin + 5 * 1440)}}},
        lambda got: check_window(board, got, task, origin, origin + 5 * 1440))
    for person in ids:
        start = origin + random.randint(0, 2000)
        end = start + random.randint(1, 4 * 1440)
        ask({"capacity": {"technician": person, "period": span(start, end)}},
            lambda got, a=(person, start, end): same(got, board.capacity(*a)))
    start, end = origin + 1440, origin + 4 * 1440
    ask({"conflicts": span(start, end)}, lambda got: check_conflicts(board, got, start, end))
    week = {"window": span(origin, origin + 7 * 1440), "seed": random.randint(0, 2**40), "rounds": 25}
    now = origin + random.randint(0, 1440)
    ask({"week": {"week": week, "now": text_of(now)}}, lambda got: check_week(record, board, got, origin, now))
    return {**record, "questions": questions}, checks


def same(got, want):
    assert got == want, f"\n  got  {got}\n  want {want}"


def canonical(findings):
    return sorted(json.dumps(f, sort_keys=True) for f in findings)


def same_verdict(got, want):
    same(got["level"], want["level"])
    same(canonical(got["findings"]), canonical(want["findings"]))


def check_rank(board, got, task, start, end):
    able = {p: board.verdict(task, start, end, [p]) for p in board.people}
    able = {p: v for p, v in able.items() if v["level"] != "blocked"}
    same(sorted(able), sorted(r["technician"] for r in got["ranked"]))
    mean = sum(board.people[p]["recent_minutes"] for p in able) // max(len(able), 1)
    order = []
    for one in got["ranked"]:
        total, score = board.score(task, one["technician"], start, end, mean)
        same(one["score"], score)
        same_verdict(one["verdict"], able[one["technician"]])
        order.append((one["verdict"]["level"] == "warning", -total, one["technician"]))
    same(order, sorted(order))


def check_window(board, got, task, start, end):
    """The first place of each; with parts that never arrive there is none."""
    known = {r["technician"]: r["span"] for r in got["ranked"]}
    for person in board.people:
        first = board.first_place(task, person, start, end)
        same(known.get(person), None if first is None else span(first, first + task["minutes"]))


def check_conflicts(board, got, start, end):
    want, pairs = [], set()
    for task in board.record["tasks"]:
        place = task["placement"]
        if not place or task["status"] not in LIVE:
            continue
        s, e = read(place["span"]["start"]), read(place["span"]["end"])
        if e <= start or end <= s:
            continue
        for finding in board.verdict(task, s, e, place["technicians"])["findings"]:
            if finding["fact"] == "overlapping":
                pairs.add((finding["technician"], frozenset([task["id"], finding["other"]])))
            else:
                want.append({"task": task["id"], **finding})
    overlap = [c for c in got if c["fact"] == "overlapping"]
    same(canonical(c for c in got if c["fact"] != "overlapping"), canonical(want))
    same({(c["technician"], frozenset([c["task"], c["other"]])) for c in overlap}, pairs)
    same(len(overlap), len(pairs))


def check_week(record, board, got, origin, now):
    """Accepted whole, the proposal breaks no rule: judged by the simulation on the board as it would be."""
    pinned = {t["id"] for t in record["tasks"] if t["pinned"] and t["placement"]}
    moved = {c["task"]: c["to"] for c in got["changes"]}
    assert not pinned & (moved.keys() | {u["task"] for u in got["unplaced"]}), "a pin was moved"
    costs = {k: tuple(v[part] for part in ("unplaced", "late", "rest")) for k, v in got["costs"].items()}
    assert costs["proposed"] == min(costs.values()), costs
    after = copy.deepcopy(record)
    gone = {u["task"] for u in got["unplaced"]}
    for task in after["tasks"]:
        task["placement"] = None if task["id"] in gone else moved.get(task["id"], task["placement"])
    then = Board(after, board.low, board.high)
    for task in after["tasks"]:
        if task["id"] not in moved and task["id"] not in got["unchanged"]:
            continue
        place = task["placement"]
        s, e = read(place["span"]["start"]), read(place["span"]["end"])
        verdict = then.verdict(task, s, e, place["technicians"])
        assert verdict["level"] != "blocked", (task["id"], verdict)
        if task["id"] in moved:
            faults = [f for f in verdict["findings"] if f["fact"] != "after_tolerance"]
            assert not faults and s >= now and e - s == task["minutes"], (task["id"], faults)
            assert len(place["technicians"]) == task["people"]


def main():
    random = Random(20270328)
    calendars = [calendar_case(random) for _ in range(CALENDARS)]
    boards = [board_case(random) for _ in range(BOARDS)]
    cases = {"calendars": [c for c, _ in calendars], "boards": [b for b, _ in boards]}
    ran = subprocess.run([os.environ["ORACLE"], "planning"], input=json.dumps(cases), capture_output=True, text=True)
    if ran.returncode:
        sys.exit(ran.stderr)
    answers = json.loads(ran.stdout)
    compared = 0
    for (case, want), got in zip(calendars, answers["calendars"]):
        for question, right, answer in zip(case["questions"], want, got):
            compared += 1
            if answer != right:
                sys.exit(f"✘ planning: {case['zone']} {json.dumps(case['calendar'])}\n{question}\n got {answer}\nwant {right}")
    for (case, checks), got in zip(boards, answers["boards"]):
        for question, check, answer in zip(case["questions"], checks, got):
            compared += 1
            try:
                check(answer)
            except AssertionError as difference:
                sys.exit(f"✘ planning: {json.dumps({**case, 'questions': [question]})}\n{difference}")
    print(f"✔ planning: {compared} answers of {CALENDARS} calendars and {BOARDS} boards agree with every minute counted")


main()
