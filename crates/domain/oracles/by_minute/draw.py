"""Calendars and times at random, around the nights on which the clock changes."""

from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from .calendar import WEEKDAYS, minute_of

ZONES = ["Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/St_Johns", "Pacific/Auckland", "Asia/Kolkata"]


def clock(random: Random, last=24) -> str:
    minutes = random.choice([0, 15, 30, 45, 59])
    hour = random.randrange(last)
    return f"{hour:02}:{minutes:02}"


def shift(random: Random) -> dict:
    starts = clock(random)
    return {"day": random.choice(WEEKDAYS), "starts": starts, "ends": random.choice([clock(random), "24:00", starts])}


def rota(random: Random, middle: date) -> dict:
    day = lambda spread: (middle + timedelta(days=random.randint(-spread, spread))).isoformat()
    halves = lambda days: [
        {"day": d, "starts": a, "ends": b} for d in days for a, b in (("08:00", "12:00"), ("13:00", "17:00"))
    ]
    weeks = [
        halves(WEEKDAYS[:5]) if random.random() < 0.5 else [shift(random) for _ in range(random.randint(1, 6))]
        for _ in range(random.choice([1, 1, 2, 3]))
    ]
    return {
        "first_week": day(400),
        "weeks": weeks,
        "from": day(20) if random.random() < 0.2 else None,
        "until": None,
    }


def civil_span(random: Random, middle: date, longest_hours=60) -> dict:
    start = datetime(middle.year, middle.month, middle.day) + timedelta(minutes=15 * random.randint(-1300, 1300))
    end = start + timedelta(minutes=15 * random.randint(0, 4 * longest_hours))
    return {"from": start.strftime("%Y-%m-%dT%H:%M"), "until": end.strftime("%Y-%m-%dT%H:%M")}


def calendar(random: Random, middle: date) -> dict:
    some = lambda most: [civil_span(random, middle) for _ in range(random.randint(0, most))]
    return {
        "rotas": [rota(random, middle) for _ in range(random.choice([1, 1, 2]))],
        "closures": some(2),
        "overtime": some(2),
        "absences": some(2),
        "on_call": some(2),
    }


def middle(random: Random) -> date:
    """A day near a change of the clock, north or south."""
    return random.choice([date(2027, 3, 14), date(2027, 3, 28), date(2027, 4, 4), date(2027, 9, 26), date(2027, 10, 3),
                          date(2027, 10, 31), date(2027, 11, 7)])


def zone(random: Random) -> tuple[str, ZoneInfo]:
    name = random.choice(ZONES)
    return name, ZoneInfo(name)


def instant(random: Random, middle_day: date, zone_info: ZoneInfo, spread_days=12) -> int:
    noon = minute_of(datetime(middle_day.year, middle_day.month, middle_day.day, 2), zone_info)
    if random.random() < 0.3:
        return noon + random.randint(-240, 240)
    return noon + random.randint(-spread_days * 1440, spread_days * 1440)
