"""Rates over lists: compliance, deadlines, targets, issues, hours."""

import datetime as dt
from zoneinfo import ZoneInfo

from .common import BASE, RNG, ask, check, end_json, exact, iso, maybe, span


def small_questions():
    """Rates over lists: each question with the numerator and denominator expected."""
    zone = "Europe/Paris"
    wall = ZoneInfo(zone)
    day = lambda second: dt.datetime.fromtimestamp(BASE + second, wall).date()
    midnight = lambda date: int(dt.datetime.combine(date, dt.time(), wall).timestamp()) - BASE
    hour, week = 3_600, 7 * 86_400
    for _ in range(60):
        now = RNG.randint(20, 45) * 86_400 + RNG.randint(0, 86_399)
        window = (RNG.randint(0, 20) * 86_400, RNG.randint(21, 50) * 86_400)
        inside = lambda at: window[0] <= at < min(window[1], now)
        rows, good, total, pending = [], 0, 0, 0
        for number in range(25):
            due = day(RNG.randint(0, 50) * 86_400)
            tolerance = RNG.randint(0, 9)
            completed = RNG.choice([None, midnight(due) + RNG.randint(-12 * 24, 12 * 24) * hour])
            cancelled = RNG.choice([None, None, midnight(due) + RNG.randint(-12, 12) * 86_400 + hour])
            reason, covered, gone = RNG.random() < 0.7, RNG.random() < 0.1, RNG.random() < 0.1
            rows.append({"id": number, "item": 1, "due": {"day": {"on": due.isoformat(), "tolerance_days": tolerance}},
                         "completed": maybe(completed),
                         "cancelled": None if cancelled is None else {"at": iso(cancelled), "with_reason": reason},
                         "covered": covered, "out_of_service": gone})
            first, last = due - dt.timedelta(tolerance), due + dt.timedelta(tolerance)
            if not inside(midnight(due)) or covered or gone:
                continue
            if completed is not None and completed <= now:
                total, good = total + 1, good + (first <= day(completed) <= last)
            elif cancelled is not None:
                total += not (reason and day(cancelled) <= last)
            elif day(now) <= last:
                pending += 1
            else:
                total += 1
        yield ({"pm_compliance": {"occurrences": rows, "window": span(*window), "zone": zone, "now": iso(now)}},
               (good, total), {"pending": pending})

        done, on_time, dated, late = [], 0, 0, []
        for number in range(25):
            completed = RNG.randint(0, 50 * 86_400)
            kind = RNG.choice(["day", "at", None])
            due = {"day": day(completed + RNG.randint(-3, 3) * 86_400), "at": completed + RNG.randint(-9_999, 9_999)}.get(kind)
            done.append({"work": number, "item": 1, "completed": iso(completed),
                         "due": kind and {kind: due.isoformat() if kind == "day" else iso(due)}})
            if kind and inside(completed):
                dated += 1
                end = midnight(due + dt.timedelta(1)) if kind == "day" else due
                over = max(completed - end, 1) if kind == "day" and completed >= end else max(completed - end, 0)
                on_time += over == 0
                late += [over] if over else []
        yield ({"on_time": {"done": done, "window": span(*window), "zone": zone, "now": iso(now)}},
               [(on_time, dated), (sum(late), len(late))], {})

        targets, met, missed = [], 0, 0
        for number in range(25):
            deadline = RNG.choice([None, RNG.randint(0, 50 * 86_400)])
            restored = RNG.choice([None, RNG.randint(0, 50 * 86_400)])
            cancelled = RNG.random() < 0.1
            targets.append({"work": number, "item": 1, "deadline": maybe(deadline),
                            "restored": maybe(restored), "cancelled": cancelled})
            if deadline is not None and not cancelled:
                kept = restored is not None and restored <= deadline and restored < now
                met += kept and inside(restored)
                missed += not kept and inside(deadline)
        yield ({"sla_met": {"targets": targets, "window": span(*window), "now": iso(now)}}, (met, met + missed), {})

        issues, short, lines = [], 0, 0
        for number in range(20):
            at, asked = RNG.randint(0, 50 * 86_400), RNG.randint(0, 5)
            given = RNG.randint(0, max(asked, 1))
            issues.append({"id": number, "item": 1, "at": iso(at), "asked": asked, "given": given})
            if inside(at) and asked:
                lines, short = lines + 1, short + (given < asked)
        yield ({"stock_out": {"issues": issues, "window": span(*window), "now": iso(now)}}, (short, lines), {})

        frozen, kept, all_, start = [], 0, 0, RNG.randint(0, 40) * 86_400
        for number in range(12):
            completed = RNG.choice([None, start + RNG.randint(-86_400, week + 86_400)])
            frozen.append({"work": number, "item": 1, "completed": maybe(completed)})
            known = completed is not None and completed <= now
            if known or now >= start + week:
                all_, kept = all_ + 1, kept + (known and start <= completed < start + week)
        yield ({"schedule_compliance": {"frozen": frozen, "week": span(start, start + week), "now": iso(now)}}, (kept, all_), {})

        small_now = RNG.randint(300, 900)
        start, end = sorted(RNG.sample(range(0, 900), 2))
        shifts = {t: [(s, s + 60) for s in range(RNG.randint(0, 40), 900, 100)] for t in (1, 2)}
        periods, flags = [], {1: set(), 2: set()}
        for number in range(10):
            who, begin = RNG.choice((1, 2)), RNG.randint(0, 900)
            finish = RNG.choice(["open", "unknown", begin + RNG.randint(0, 150), begin + RNG.randint(0, 150)])
            periods.append({"id": number, "work": 1, "technician": who, "started": iso(begin), "ended": end_json(finish)})
            if finish == "open":
                shift = [s for s in shifts[who] if s[0] <= begin < s[1] and s[1] < small_now]
                finish = shift[0][1] if shift else small_now
            if finish != "unknown":
                flags[who] |= set(range(begin, min(finish, small_now)))
        inside = set(range(start, min(end, small_now)))
        hours = sum(len(inside & set(range(*shift))) for those in shifts.values() for shift in those)
        available = [{"technician": t, "hours": [span(*s) for s in those]} for t, those in shifts.items()]
        yield ({"utilisation": {"periods": periods, "available": available, "window": span(start, end), "now": iso(small_now)}},
               (sum(len(inside & f) for f in flags.values()), hours), {})
        ready = [{"work": n, "item": 1, "estimated_seconds": RNG.choice([None, RNG.randint(0, 900)])} for n in range(6)]
        hours = sum(len(set(range(start, end)) & set(range(*s))) for those in shifts.values() for s in those)
        yield ({"backlog": {"ready": ready, "available": available, "week": span(start, end)}},
               (sum(r["estimated_seconds"] or 0 for r in ready), hours), {})


def small():
    asked = list(small_questions())
    for (question, want, beside), reply in zip(asked, ask([question for question, _, _ in asked])):
        (name,) = question
        if name == "on_time":
            pairs = zip(reply, want)
        else:
            pairs = [(reply, want)]
        for answer, (numerator, denominator) in pairs:
            check(f"{name} counts", (answer["numerator"], answer["denominator"]), (numerator, denominator))
            if denominator:
                check(name, exact(answer), numerator / denominator)
            else:
                check(f"{name} absent", exact(answer), None)
        for key, value in beside.items():
            check(f"{name} {key}", reply["beside"][key], value)
    return len(asked)
