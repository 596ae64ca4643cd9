"""A calendar as one flag per minute of UTC, in numpy. Civil times become instants through zoneinfo."""

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def minute_of(civil: datetime, zone: ZoneInfo) -> int:
    """Minutes since 1970. fold=0: the first of two, and forward by the gap for a time that does not exist (PEP 495)."""
    return round((civil.replace(tzinfo=zone, fold=0).astimezone(timezone.utc) - EPOCH).total_seconds() / 60)


def text_of(minute: int) -> str:
    return (EPOCH + timedelta(minutes=int(minute))).strftime("%Y-%m-%dT%H:%M:%SZ")


def read(text: str) -> int:
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round((at - EPOCH).total_seconds() / 60)


def local(minute: int, zone: ZoneInfo) -> datetime:
    return (EPOCH + timedelta(minutes=int(minute))).astimezone(zone)


def runs(flags: np.ndarray, low: int) -> list[tuple[int, int]]:
    """The spans of minutes that are set."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(a) + low, int(b) + low) for a, b in zip(edges[::2], edges[1::2])]


def spans(found) -> list[dict]:
    return [{"start": text_of(a), "end": text_of(b)} for a, b in found]


class Calendar:
    """All minutes from `low` to `high` of one calendar."""

    def __init__(self, record: dict, zone: ZoneInfo, low: int, high: int):
        self.zone, self.low, self.high = zone, low, high
        civil = lambda name: self._civil(record.get(name, []))
        self.closed, self.absent, self.duty = civil("closures"), civil("absences"), civil("on_call")
        work = np.zeros(high - low, bool)
        for rota in record.get("rotas", []):
            work |= self._rota(rota)
        self.working = ((work & ~self.closed) | civil("overtime")) & ~self.absent
        self.on_call = self.duty & ~self.absent

    def _set(self, flags, start, end):
        flags[max(start - self.low, 0):max(end - self.low, 0)] = True

    def _civil(self, records):
        flags = np.zeros(self.high - self.low, bool)
        for one in records:
            ends = [minute_of(datetime.fromisoformat(one[key]), self.zone) for key in ("from", "until")]
            self._set(flags, *ends)
        return flags

    def _rota(self, rota):
        flags = np.zeros(self.high - self.low, bool)
        first = date.fromisoformat(rota["first_week"])
        first -= timedelta(days=first.weekday())
        day = local(self.low, self.zone).date() - timedelta(days=4)
        while day <= local(self.high, self.zone).date():
            inside = (rota.get("from") or "0001") <= day.isoformat() <= (rota.get("until") or "9999")
            weeks = rota["weeks"]
            week = weeks[((day - timedelta(days=day.weekday()) - first).days // 7) % len(weeks)] if weeks else []
            for shift in week if inside else []:
                if shift["day"] != WEEKDAYS[day.weekday()]:
                    continue
                midnight = datetime(day.year, day.month, day.day)
                minutes = lambda text: timedelta(hours=int(text[:2]), minutes=int(text[3:]))
                starts, ends = minutes(shift["starts"]), minutes(shift["ends"])
                if ends <= starts:
                    ends += timedelta(days=1)
                self._set(flags, minute_of(midnight + starts, self.zone), minute_of(midnight + ends, self.zone))
            day += timedelta(days=1)
        return flags

    def part(self, flags, start, end):
        return flags[start - self.low:end - self.low]

    def breaks(self, longest: int) -> list[tuple[int, int]]:
        """Gaps between two runs of work, short and made by neither absence nor closure."""
        work = runs(self.working, self.low)
        gaps = [(before[1], after[0]) for before, after in zip(work, work[1:])]
        away = self.closed | self.absent
        return [g for g in gaps if g[1] - g[0] <= longest and not self.part(away, *g).any()]

    def add(self, start, minutes):
        """The end of the nth working minute from `start` on."""
        if minutes == 0:
            return start
        worked = np.flatnonzero(self.working[start - self.low:])
        return start + int(worked[minutes - 1]) + 1

    def next(self, at):
        return at + int(np.flatnonzero(self.working[at - self.low:])[0])

    def previous(self, at):
        if self.working[at - self.low]:
            return at
        return self.low + int(np.flatnonzero(self.working[:at - self.low])[-1]) + 1
