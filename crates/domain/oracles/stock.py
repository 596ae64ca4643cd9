"""Stock rules against their definitions, with numpy, scipy and exact fractions.

Random parts are made from a fixed seed, the example program named by $ORACLE answers for all of them at once, and
every number of its answers is computed here again in another way: packs by search, the look ahead by a calendar of
days, values by fractions, smoothing by its weighted sum, quantiles by scipy.
"""

import json
import math
import os
import subprocess
import sys
from datetime import date, timedelta
from fractions import Fraction

import numpy as np
from scipy import stats

rng = np.random.default_rng(20270420)
TODAY = date(2027, 4, 20)
asks, wanted = [], []


def pick(low, high):
    """A whole number, both ends included."""
    return int(rng.integers(low, high + 1))


def maybe(low, high, share=0.8):
    return pick(low, high) if rng.random() < share else None


def day(offset):
    return (TODAY + timedelta(days=offset)).isoformat()


def ask(name, record, want):
    asks.append({"ask": name, **record})
    wanted.append(want)


# --- thresholds and proposals --------------------------------------------------------------------------------------


def projected(p):
    return p["on_hand"] - p["reserved"] + p["on_order"]


def standing(p, minimum):
    level, badge = projected(p), None
    if minimum is not None:
        if p["on_hand"] <= 0:
            badge = "out_of_stock"
        elif level <= minimum:
            badge = "below_minimum" if level < minimum else "at_minimum"
    return {"projected": level, "reached": minimum is not None and level <= minimum, "badge": badge}


def purchase(level, minimum, maximum, packs):
    """By trying one pack more and one more."""
    if level > minimum:
        return None
    size, n = packs["pack_size"], 1
    while level + n * size < minimum or n * size < packs["minimum_order"]:
        n += 1
    while maximum is not None and level + (n + 1) * size <= maximum:
        n += 1
    after = level + n * size
    over = 0 if maximum is None else max(after - maximum, 0)
    return {"packs": n, "quantity": n * size, "after": after, "over_maximum": over}


def spare(source):
    """Pieces given away one by one while nothing reserved and no minimum is touched."""
    p, given = dict(source["position"]), 0
    while p["on_hand"] > p["reserved"]:
        p["on_hand"] -= 1
        low = 0 if source["minimum"] is None else source["minimum"] + 1
        if projected(p) < low:
            break
        given += 1
    return given


def supply(check, level):
    minimum, maximum = check["minimum"], check["maximum"]
    goal = minimum if maximum is None else max(maximum, minimum)
    left, moves = max(goal - level, 1), []
    for source in sorted(check["other_stores"], key=lambda d: (-spare(d), d["store"])):
        quantity = min(spare(source), left)
        if quantity:
            moves.append({"from": source["store"], "quantity": quantity})
            left -= quantity
    moved = sum(m["quantity"] for m in moves)
    if moves and level + moved >= minimum:
        return moves, None
    return moves, purchase(level + moved, minimum, maximum, check["packs"])


def follow_up(check):
    seen, open_before = standing(check["position"], check["minimum"]), check["open"]
    active = check["active"]
    orders = []
    p = check["position"]
    if active and check["minimum"] is not None and p["on_hand"] - p["reserved"] <= check["minimum"]:
        orders = sorted((o for o in check["orders"] if o["outstanding"]), key=lambda o: o["ordered_on"])
    moves, buy = [], None
    waits = orders and seen["projected"] == check["minimum"]
    if active and seen["reached"] and not waits:
        moves, buy = supply(check, seen["projected"])
    proposed = sum(m["quantity"] for m in moves) + (buy["quantity"] if buy else 0)
    before = open_before["proposed"] if open_before else 0
    if before and proposed:
        step = "keep" if before == proposed else "change"
    else:
        step = "open" if proposed else ("close" if before else "nothing")
    since = check["today"] if step == "open" or not open_before else open_before["since"]
    stays_open = active and seen["reached"]
    age = (date.fromisoformat(check["today"]) - date.fromisoformat(since)).days if proposed else 0
    return {
        "standing": seen,
        "step": step,
        "raise_alert": stays_open and open_before is None,
        "transfers": moves,
        "purchase": buy,
        "age_days": age,
        "ordered": orders,
        "open": {"since": since, "proposed": proposed} if stays_open else None,
    }


def position():
    on_hand = pick(0, 250)
    return {"on_hand": on_hand, "reserved": pick(0, on_hand), "on_order": pick(0, 1) * pick(0, 200)}


def proposals():
    for _ in range(500):
        minimum, maximum = pick(0, 200), maybe(0, 400, 0.7)
        packs = {"pack_size": pick(1, 60), "minimum_order": pick(0, 1) * pick(0, 150)}
        level = pick(-150, 220)
        record = {"projected": level, "minimum": minimum, "maximum": maximum, "packs": packs}
        ask("purchase", record, purchase(level, minimum, maximum, packs))
        p, minimum = position(), maybe(0, 120)
        ask("standing", {"position": p, "minimum": minimum}, standing(p, minimum))
    for _ in range(120):
        check = {
            "minimum": maybe(0, 150, 0.95),
            "maximum": maybe(0, 400, 0.6),
            "packs": {"pack_size": pick(1, 40), "minimum_order": pick(0, 1) * pick(0, 90)},
            "open": None,
        }
        for offset in range(6):
            ordered = [[pick(0, 30), pick(1, 80), pick(0, 80)] for _ in range(pick(0, 2))]
            orders = [
                {"ordered_on": day(-ago), "ordered": n, "outstanding": min(n, rest)} for ago, n, rest in ordered
            ]
            p = {**position(), "on_order": sum(o["outstanding"] for o in orders)}
            other_stores = [
                {"store": s, "position": {**position(), "on_hand": pick(0, 60), "reserved": 0}, "minimum": maybe(0, 40)}
                for s in range(pick(0, 3))
            ]
            check = {
                **check,
                "active": rng.random() < 0.95,
                "position": p if offset % 3 else {**p, "on_hand": pick(0, 40), "reserved": 0},
                "orders": orders,
                "other_stores": other_stores,
                "today": day(offset),
            }
            want = follow_up(check)
            ask("follow_up", check, want)
            check["open"] = want["open"]


# --- packs and value -----------------------------------------------------------------------------------------------


def rounded(value):
    """Halves away from zero."""
    return int(math.copysign(math.floor(abs(value) + Fraction(1, 2)), value))


def quotes():
    for _ in range(200):
        need = pick(1, 300)
        offer = {"pack_size": pick(1, 50), "pack_price_minor": pick(0, 9999), "minimum_order": pick(0, 1) * pick(0, 90)}
        packs = 0
        while packs * offer["pack_size"] < max(need, offer["minimum_order"]):
            packs += 1
        pieces = packs * offer["pack_size"]
        want = {
            "packs": packs,
            "pieces": pieces,
            "left_over": pieces - need,
            "total_minor": packs * offer["pack_price_minor"],
            "per_piece_minor": rounded(Fraction(offer["pack_price_minor"], offer["pack_size"])),
        }
        ask("quote", {"need": need, "offer": offer}, want)


def valued(steps):
    """The average is the store's value over its quantity, as a fraction; only movements are rounded."""
    quantity, value, average, out, moves = 0, 0, None, [], []
    for step in steps:
        correction, kind = 0, step["step"]
        if kind == "reverse" and moves[step["nth"]][0] > 0:
            q, v = (-n for n in moves[step["nth"]])
            left, rest = quantity + q, value + v
            keep = max(rest, 0) if left > 0 else (0 if left == 0 else rounded(average * left))
            correction, price = keep - rest, average
        elif kind == "receive" or kind == "reverse" or (kind == "adjust" and step["difference"] > 0):
            if kind == "receive":
                q, v = step["quantity"], step["cost_minor"]
            elif kind == "reverse":
                q, v = (-n for n in moves[step["nth"]])
            else:
                q, v = step["difference"], rounded(average * step["difference"])
            settled = min(q, max(-quantity, 0))
            if settled:
                correction = rounded(Fraction(-value * settled, -quantity)) - rounded(Fraction(v * settled, q))
            price = Fraction(v, q)
        else:
            q = -step["quantity"] if kind == "issue" else step["difference"]
            v, price = -rounded(average * -q), average
        quantity, value = quantity + q, value + v + correction
        average = Fraction(value, quantity) if quantity else price
        moves.append((q, v))
        out.append(
            {
                "moved": {"quantity": q, "value_minor": v, "correction_minor": correction},
                "stock": {"quantity": quantity, "value_minor": value},
                "average_minor": rounded(average),
            }
        )
    return out


def values():
    for _ in range(150):
        steps = [{"step": "receive", "quantity": pick(1, 40), "cost_minor": pick(0, 90_000)}]
        for n in range(1, pick(2, 25)):
            kind = rng.random()
            if kind < 0.4:
                steps.append({"step": "receive", "quantity": pick(1, 40), "cost_minor": pick(0, 90_000)})
            elif kind < 0.75:
                steps.append({"step": "issue", "quantity": pick(1, 30)})
            elif kind < 0.9:
                steps.append({"step": "adjust", "difference": pick(1, 9) * (1 if rng.random() < 0.5 else -1)})
            else:
                steps.append({"step": "reverse", "nth": pick(0, n - 1)})
        ask("value", {"steps": steps}, valued(steps))


# --- looking ahead -------------------------------------------------------------------------------------------------


def look_ahead(part, days):
    """A calendar: every day is filled with what comes and what is taken, piece after piece."""
    kept = {}
    for held in part["reservations"]:
        kept[held["work"]] = kept.get(held["work"], 0) + held["quantity"]
    start = free = part["on_hand"] - sum(kept.values())
    by_release = {n["work"] for n in part["needs"] if n["released"]}
    counted = [n for n in part["needs"] if n["released"] or n["work"] not in by_release]
    level, taken, moved = [], [], []
    for offset in range(days + 1):
        today = day(offset)
        on = lambda when: when == today or (offset == 0 and when < today)
        came = sum(d["quantity"] for d in part["deliveries"] if d["date"] and on(d["date"]))
        free += came
        pieces = []
        for need in (n for n in counted if on(n["date"])):
            for _ in range(need["quantity"]):
                if kept.get(need["work"], 0):
                    kept[need["work"]] -= 1
                else:
                    free -= 1
                    pieces.append(need["work"])
        level.append(free)
        taken.append(pieces)
        moved.append(bool(came or pieces))

    def first_below(bound):
        found = next((i for i, n in enumerate(level) if n < bound), None)
        if found is None:
            return None
        # Back from the evening to the moment after the delivery, then piece by piece.
        left, work = level[found] + len(taken[found]), None
        for piece in taken[found]:
            left -= 1
            if left == bound - 1:
                work = piece
        until = next((i for i in range(found + 1, days + 1) if level[i] >= bound), None)
        names = list(dict.fromkeys(w for pieces in taken[: found + 1] for w in pieces))
        order_by = found - part["lead_days"]
        return {
            "date": day(found),
            "free": level[found],
            "work": work,
            "because": names,
            "until": None if until is None else day(until),
            "order_by": day(order_by),
            "too_late": order_by < 0,
        }

    return {
        "free": start,
        "below_minimum": None if part["minimum"] is None else first_below(part["minimum"]),
        "shortage": first_below(0),
        "lowest": [day(int(np.argmin(level))), min(level)],
        "overdue": sum(d["quantity"] for d in part["deliveries"] if d["date"] and d["date"] < day(0)),
        "undated": sum(d["quantity"] for d in part["deliveries"] if not d["date"]),
        "days": [
            {"date": day(i), "needed": len(taken[i]), "free": level[i]} for i in range(days + 1) if moved[i]
        ],
    }


def aheads():
    for _ in range(300):
        days = pick(5, 90)
        dated = lambda: day(pick(-4, days + 10))
        # Overdue needs are written oldest first: of one day, they count in the order in which they stand.
        needs = [
            {"work": pick(1, 9), "date": dated(), "quantity": pick(1, 6), "released": rng.random() < 0.2}
            for _ in range(pick(0, 20))
        ]
        part = {
            "today": day(0),
            "horizon": day(days),
            "on_hand": pick(-1, 60),
            "minimum": maybe(0, 12),
            "lead_days": pick(0, 40),
            "reservations": [{"work": pick(1, 12), "quantity": pick(0, 4)} for _ in range(pick(0, 4))],
            "needs": sorted(needs, key=lambda n: n["date"]),
            "deliveries": [
                {"date": dated() if rng.random() < 0.9 else None, "quantity": pick(1, 15)} for _ in range(pick(0, 6))
            ],
        }
        ask("look_ahead", part, look_ahead(part, days))


# --- forecasts -----------------------------------------------------------------------------------------------------


def smoothed(start, values, factor):
    """Exponential smoothing as its weighted sum: the start and each value fade by (1 - factor) a step."""
    ages = np.arange(len(values))[::-1]
    weights = factor * (1 - factor) ** ages
    return start * (1 - factor) ** len(values) + float(weights @ np.asarray(values, float))


def fits(history, alpha, beta):
    at = np.flatnonzero(history)
    first = int(at[0]) + 1
    size = smoothed(history[at[0]], [history[i] for i in at[1:]], alpha)
    interval = smoothed(first, np.diff(at), beta)
    probability = smoothed(1 / first, (np.asarray(history[first:]) > 0).astype(float), beta)
    base = {"start_size": int(history[at[0]]), "start_interval": first, "size": size}
    classic = {**base, "interval": interval, "probability": None}
    return {
        "croston": {**classic, "method": "croston", "per_period": size / interval},
        "sba": {**classic, "method": "sba", "per_period": size / interval * (1 - beta / 2)},
        "tsb": {
            **base,
            "method": "tsb",
            "interval": None,
            "probability": probability,
            "per_period": size * probability,
        },
    }


def forecasts():
    for _ in range(150):
        history = [int(n) for n in rng.poisson(rng.uniform(0.5, 6), pick(1, 48)) * (rng.random() < 0.95)]
        history = [n if rng.random() < 0.4 else 0 for n in history]
        alpha, beta = float(rng.uniform(0.02, 1)), float(rng.uniform(0.02, 1))
        smoothing = {"size": alpha, "interval": beta}
        count = int(np.count_nonzero(history))
        for method in ["croston", "sba", "tsb"] if count else []:
            ask("fit", {"method": method, "history": history, "smoothing": smoothing}, fits(history, alpha, beta)[method])
        if count < 3:
            want = {"forecast": "none", "why": {"reason": "too_few_demands", "demands": count, "needed": 3}}
        else:
            first = int(np.flatnonzero(history)[0]) + 1
            before = [fits(history[:n], alpha, beta) for n in range(first, len(history))]
            scale = float(np.mean(np.abs(np.diff(history))))
            tried = {}
            for method in ["croston", "sba", "tsb"]:
                ahead = np.array([fit[method]["per_period"] for fit in before])
                error = float(np.mean(np.abs(np.asarray(history[first:]) - ahead)))
                scaled = error / scale if scale else None
                tried[method] = {"absolute_error": error, "scaled_error": scaled}
            best = min(tried, key=lambda m: tried[m]["absolute_error"])
            last = fits(history, alpha, beta)
            want = {"forecast": "chosen", "fit": last[best]}
            want["tried"] = [{"fit": last[m], **tried[m]} for m in ["croston", "sba", "tsb"]]
        ask("forecast", {"history": history, "smoothing": smoothing}, want)


# --- reorder points ------------------------------------------------------------------------------------------------


def reorders():
    for _ in range(400):
        service = float(rng.uniform(0.5, 0.9999))
        demand, lead = float(rng.uniform(0, 8)) * float(rng.random() < 0.97), float(rng.uniform(0.1, 20))
        mean, kind = demand * lead, pick(0, 2)
        if kind == 0:
            spread, sd = {"spread": "unknown"}, math.sqrt(mean)
        elif kind == 1:
            sd = float(rng.uniform(0, 20))
            spread = {"spread": "of_lead_time_demand", "sd": sd}
        else:
            a, b = float(rng.uniform(0, 5)), float(rng.uniform(0, 5))
            spread, sd = {"spread": "of_parts", "demand_sd": a, "lead_sd": b}, math.sqrt(lead * a**2 + demand**2 * b**2)
        record = {"service": service, "demand": demand, "lead": lead, "spread": spread}
        factor = stats.norm.ppf(service)
        point = math.ceil(mean + factor * sd)
        at = lambda n: stats.norm.cdf(n, mean, sd) if sd else float(n >= mean)
        normal = {
            "method": "normal",
            "demand_in_lead": mean,
            "sd": sd,
            "factor": factor,
            "exact": mean + factor * sd,
            "point": point,
            "safety_stock": math.ceil(factor * sd),
            "service_at_point": at(point),
            "service_below": at(point - 1),
        }
        slow = int(stats.poisson.ppf(service, mean)) if mean else 0
        poisson = {
            "method": "poisson",
            "demand_in_lead": mean,
            "sd": math.sqrt(mean),
            "factor": None,
            "exact": None,
            "point": slow,
            "safety_stock": math.ceil(slow - mean),
            "service_at_point": stats.poisson.cdf(slow, mean) if mean else 1.0,
            "service_below": stats.poisson.cdf(slow - 1, mean) if mean else 0.0,
        }
        ask("reorder_normal", record, normal)
        ask("reorder_poisson", record, poisson)
        ask("reorder", record, poisson if 0.9 * math.sqrt(mean) <= sd <= 1.1 * math.sqrt(mean) else normal)
    for _ in range(300):
        service, mean = float(rng.uniform(0.0001, 0.99999)), float(10 ** rng.uniform(-3, 5))
        ask("poisson_quantile", {"service": service, "mean": mean}, int(stats.poisson.ppf(service, mean)))


# --- comparison ----------------------------------------------------------------------------------------------------


def differs(got, want, path=""):
    """The first place where the answer is not what is wanted; what is not wanted may be there."""
    if isinstance(want, dict) and isinstance(got, dict):
        for key, value in want.items():
            found = f"{path}.{key} is missing" if key not in got else differs(got[key], value, f"{path}.{key}")
            if found:
                return found
    elif isinstance(want, list) and isinstance(got, list):
        if len(got) != len(want):
            return f"{path}: {len(got)} of them, {len(want)} wanted"
        for n, (a, b) in enumerate(zip(got, want)):
            if found := differs(a, b, f"{path}[{n}]"):
                return found
    elif isinstance(want, float) and isinstance(got, (int, float)) and not isinstance(got, bool):
        if not math.isclose(got, want, rel_tol=1e-9, abs_tol=1e-12):
            return f"{path}: {got!r}, {want!r} wanted"
    elif got != want or isinstance(got, bool) != isinstance(want, bool):
        return f"{path}: {got!r}, {want!r} wanted"
    return None


def main():
    for make in [proposals, quotes, values, aheads, forecasts, reorders]:
        make()
    # A list of cases travels in one call; the program reads them all before it answers.
    run = subprocess.run(
        [os.environ["ORACLE"], "stock"], input=json.dumps({"asks": asks}), capture_output=True, text=True
    )
    if run.returncode:
        sys.exit(f"stock: {run.stderr.strip()}")
    answers = json.loads(run.stdout)["answers"]
    failed = 0
    for record, got, want in zip(asks, answers, wanted, strict=True):
        if found := differs(got, want):
            failed += 1
            if failed <= 5:
                print(f"✘ stock: {record['ask']}{found}\n  asked: {json.dumps(record)}", file=sys.stderr)
    if failed:
        sys.exit(f"✘ stock: {failed} of {len(asks)} answers differ")
    count = lambda *names: sum(record["ask"] in names for record in asks)
    print(
        f"✔ stock: {count('purchase', 'standing', 'follow_up', 'quote')} thresholds, proposals and quotes, "
        f"{count('value')} valuations, {count('look_ahead')} look-aheads, {count('fit', 'forecast')} forecasts and "
        f"{len(asks) - count('purchase', 'standing', 'follow_up', 'quote', 'value', 'look_ahead', 'fit', 'forecast')} "
        "reorder points agree with numpy, scipy and fractions"
    )


main()
