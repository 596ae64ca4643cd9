"""Compares the dates of recurrence rules with python-dateutil, and their instants with zoneinfo.

2,000 seeded random rules in seven zones, each over some years from its start. The text goes to the example program as it
stands (`plan`, question `dates`); its answer gives the dates, the instants, and the rule as it writes it, which dateutil
must read as the same rule.

Where dateutil differs from RFC 5545, so that such rules are not drawn or are expanded here otherwise:

* BYDAY with numbered and plain weekdays together (`1MO,TU`): dateutil wants both to hold, the RFC means either. Not drawn.
* BYSETPOS with FREQ=WEEKLY: dateutil counts positions in the first week from DTSTART on, the RFC in the whole week.
  Not drawn unless DTSTART is the first day of its week.
* UNTIL: dateutil compares it with the naive local time, or refuses a UTC one with a naive start. The rule is given to
  dateutil without UNTIL and cut here by the definition: the instant, or the whole day in the zone, belongs to the series.
* COUNT with EXDATE: dateutil's rruleset excludes after counting, as the RFC says. Compared as it is.
* A local time that does not exist: dateutil keeps it. The instant is asked of zoneinfo, whose fold=0 takes the offset before
  the change, which is the RFC's rule: forward by the length of the gap, and the first of two.
* A rule that never matches again: dateutil goes on to the year 9999, which takes minutes. Its last year is set to the one
  after the horizon (`limited_to`).
* DTSTART that the rule does not give: undefined in the RFC; dateutil and the program leave it out.
"""

import datetime as dt
import json
import os
import random
import subprocess
import sys
import types
from zoneinfo import ZoneInfo

import dateutil.rrule
from dateutil.rrule import rrulestr

RULES = 2000
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ZONES = [
    "Europe/Paris",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "Asia/Kathmandu",
    "UTC",
]
LONG = {"DAILY": 500, "WEEKLY": 1500, "MONTHLY": 3000, "YEARLY": 8000}
UTC = dt.timezone.utc


def some(rng, values, most):
    return rng.sample(values, rng.randint(1, most))


def weekdays(rng, numbered, most_number):
    names = some(rng, DAYS, 3)
    if not numbered:
        return names
    numbers = [n for n in range(-most_number, most_number + 1) if n]
    return [f"{rng.choice(numbers)}{name}" for name in names]


def draw(rng):
    """Parts of a rule, its start, and its end and excluded days, by the limits of RFC 5545."""
    freq = rng.choice(list(LONG))
    start = dt.datetime(2020, 1, 1) + dt.timedelta(days=rng.randint(0, 3650))
    timed = rng.random() < 0.7
    if timed:
        start += dt.timedelta(hours=rng.randint(0, 23), minutes=rng.choice([0, 15, 30]))
    parts = {"FREQ": freq}
    if rng.random() < 0.7:
        parts["INTERVAL"] = str(rng.choice([1, 2, 3, 4, 5, 6, 7, 10, 13]))
    if rng.random() < 0.25:
        parts["BYMONTH"] = ",".join(str(m) for m in some(rng, range(1, 13), 4))
    if freq != "WEEKLY" and rng.random() < 0.45:
        days = [d for d in range(-31, 32) if d]
        parts["BYMONTHDAY"] = ",".join(str(d) for d in some(rng, days, 5))
    if rng.random() < 0.5:
        numbered = freq in ("MONTHLY", "YEARLY") and rng.random() < 0.6
        most = 53 if freq == "YEARLY" and "BYMONTH" not in parts else 5
        parts["BYDAY"] = ",".join(weekdays(rng, numbered, most))
    week_start = rng.choice(["MO", "SU", "SA"])
    if rng.random() < 0.6:
        parts["WKST"] = week_start
    first_day = DAYS[start.weekday()] == parts.get("WKST", "MO")
    if any(p in parts for p in ("BYDAY", "BYMONTHDAY", "BYMONTH")) and rng.random() < 0.35:
        if freq != "WEEKLY" or first_day:
            parts["BYSETPOS"] = ",".join(str(p) for p in some(rng, [1, 2, 3, -1, -2, -3], 2))
    end = rng.random()
    until = None
    if end < 0.2:
        parts["COUNT"] = str(rng.randint(1, 40))
    elif end < 0.5:
        until = start + dt.timedelta(days=rng.randint(0, LONG[freq]))
    return parts, start, timed, until


def limited_to(year):
    """dateutil's own name for the module datetime, with another last year."""
    names = {**vars(dt), "MAXYEAR": year}
    dateutil.rrule.datetime = types.SimpleNamespace(**names)


def expected_dates(parts, start, horizon):
    limited_to(horizon.year + 1)
    text = ";".join(f"{k}={v}" for k, v in parts.items())
    rule = rrulestr(text, dtstart=start)
    found = []
    for at in rule:
        if at > horizon:
            break
        found.append(at)
    return found


def instant(at, zone):
    return at.replace(tzinfo=zone, fold=0).astimezone(UTC)


def stamp(at):
    return at.strftime("%Y%m%dT%H%M%S")


def case(rng):
    parts, start, timed, until = draw(rng)
    name = rng.choice(ZONES)
    zone = ZoneInfo(name)
    horizon = start + dt.timedelta(days=LONG[parts["FREQ"]])
    found = expected_dates(parts, start, horizon)
    written = dict(parts)
    if until:
        kind = rng.choice(["day", "utc", "local"])
        if kind == "day":
            written["UNTIL"] = until.strftime("%Y%m%d")
            found = [at for at in found if at.date() <= until.date()]
        elif kind == "local":
            written["UNTIL"] = stamp(until)
            found = [at for at in found if (at if timed else at.date()) <= (until if timed else until.date())]
        else:
            last = until.replace(tzinfo=UTC)
            written["UNTIL"] = stamp(until) + "Z"
            if timed:
                found = [at for at in found if instant(at, zone) <= last]
            else:
                found = [at for at in found if at.date() <= last.astimezone(zone).date()]
    excluded = rng.sample(found, min(len(found), rng.choice([0, 0, 1, 3])))
    found = [at for at in found if at not in excluded]
    head = ";VALUE=DATE" if not timed else ("" if name == "UTC" else f";TZID={name}")

    def value(at):
        return at.strftime("%Y%m%d") if not timed else stamp(at) + ("Z" if name == "UTC" else "")

    lines = [f"DTSTART{head}:{value(start)}", "RRULE:" + ";".join(f"{k}={v}" for k, v in written.items())]
    if excluded:
        lines.append(f"EXDATE{head}:" + ",".join(value(at) for at in excluded))
    question = {
        "ask": "dates",
        "zone": name,
        "text": "\r\n".join(lines),
        "from": start.date().isoformat(),
        "to": horizon.date().isoformat(),
    }
    # The program's window ends with the day of the horizon.
    days = [at for at in found if at.date() <= horizon.date()]
    return question, parts, start, timed, zone, days


def expected_answer(days, timed, zone):
    answer = []
    for at in days:
        one = {"date": at.date().isoformat()}
        if timed:
            one["at"] = instant(at, zone).strftime("%Y-%m-%dT%H:%M:%SZ")
        answer.append(one)
    return answer


def written_again(answer, parts, start, horizon):
    """The rule as the program writes it, read by dateutil, without UNTIL."""
    line = next(line for line in answer["text"].split("\r\n") if line.startswith("RRULE:"))
    pairs = dict(pair.split("=") for pair in line[len("RRULE:") :].split(";"))
    if "WKST" not in pairs:
        return "WKST is not written"
    pairs.pop("UNTIL", None)
    return None if expected_dates(pairs, start, horizon) == expected_dates(parts, start, horizon) else line


def main():
    rng = random.Random(20270301)
    cases = [case(rng) for _ in range(RULES)]
    asked = json.dumps({"cases": [c[0] for c in cases]})
    run = subprocess.run([os.environ["ORACLE"], "plan"], input=asked, capture_output=True, text=True, check=False)
    if run.returncode:
        sys.exit(f"✘ plan: {run.stderr.strip()}")
    dates = 0
    for (question, parts, start, timed, zone, days), answer in zip(cases, json.loads(run.stdout), strict=True):
        if "dates" not in answer:
            sys.exit(f"✘ plan: {question['text']!r} is refused: {answer}")
        got = [{k: v for k, v in one.items() if k in ("date", "at")} for one in answer["dates"]]
        wanted = expected_answer(days, timed, zone)
        if got != wanted:
            differs = next((i for i, (a, b) in enumerate(zip(got, wanted)) if a != b), min(len(got), len(wanted)))
            sys.exit(
                f"✘ plan: {question['zone']} {question['text']!r} differs at number {differs}:\n"
                f"  the program: {got[differs : differs + 3]}\n  dateutil:    {wanted[differs : differs + 3]}"
            )
        horizon = start + dt.timedelta(days=LONG[parts["FREQ"]])
        wrong = written_again(answer, parts, start, horizon)
        if wrong:
            sys.exit(f"✘ plan: {question['text']!r} is written as another rule: {wrong}")
        dates += len(got)
    print(f"✔ plan: {RULES} rules, {dates} dates agree with dateutil, their instants with zoneinfo")


main()
