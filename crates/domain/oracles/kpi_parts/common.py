"""Seconds as instants, the program under test, and what differs."""

import datetime as dt
import json
import os
import random
import subprocess
import sys

RNG = random.Random(20270301)
BASE = 1_803_859_200  # 2027-03-01T00:00:00Z
LENGTH = 900
LEVEL = 0.9
failures = []


def iso(second):
    return dt.datetime.fromtimestamp(BASE + second, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def maybe(second):
    return None if second is None else iso(second)


def span(start, end):
    return {"start": iso(start), "end": iso(end)}


def ask(questions):
    run = subprocess.run([os.environ["ORACLE"], "kpi"], input=json.dumps(questions), text=True, capture_output=True)
    if run.returncode:
        sys.exit(f"✘ kpi: the program refused: {run.stderr.strip()}")
    return json.loads(run.stdout)


def check(what, got, want, tolerance=1e-9):
    if isinstance(want, float) and isinstance(got, (int, float)):
        good = abs(got - want) <= tolerance * max(abs(want), 1e-300)
    elif isinstance(want, (list, tuple)) and isinstance(got, (list, tuple)):
        if len(got) != len(want):
            failures.append(f"{what}: got {got}, want {want}")
            return
        for place, (g, w) in enumerate(zip(got, want)):
            check(f"{what}[{place}]", g, w, tolerance)
        return
    else:
        good = got == want
    if not good:
        failures.append(f"{what}: got {got}, want {want}")


def end_json(end):
    return end if isinstance(end, str) else {"at": iso(end)}


def exact(answer):
    value = answer["value"]
    return value.get("exact") if isinstance(value, dict) else None
