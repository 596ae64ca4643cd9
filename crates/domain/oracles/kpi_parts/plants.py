"""Every KPI of random plants."""

import math

from scipy import stats

from .common import LENGTH, LEVEL, RNG, ask, check, exact, iso, span
from .random_plant import plant_json, random_plant
from .seconds import GRID, Second


def divide(numerator, denominator):
    return numerator / denominator if denominator else None


def compare_plant(number, reply, s):
    where = f"plant {number}"
    answers = {answer["kpi"]: answer for answer in reply["answers"]}
    for name in ("required", "up", "planned", "unplanned", "external"):
        check(f"{where} {name}", reply["times"][name], s.total(name))
    check(f"{where} up + down", s.total("up") + s.total("planned") + s.total("unplanned"), s.total("required"))
    unknown, alive = s.unknown(), any(line["life"] for line in s.lines.values())
    operated, source = s.operated()
    guessed = unknown and source != "metered"
    n, restored = len(s.started()), s.restored()
    active = [h for h in map(s.hands_on, restored) if h]

    def same(kpi, numerator, denominator, absent=False, at_most=False):
        answer = answers[kpi]
        check(f"{where} {kpi} numerator", answer["numerator"], numerator)
        check(f"{where} {kpi} denominator", answer["denominator"], denominator)
        want = None if absent or not alive else divide(numerator, denominator)
        if at_most and want is not None:
            check(f"{where} {kpi} at most", answer["value"].get("at_most"), float(want))
        else:
            check(f"{where} {kpi}", exact(answer), None if want is None else float(want))
        return answer

    same("operating_time", operated, 1, at_most=guessed)
    mtbf = same("mtbf", operated, n, absent=operated == 0, at_most=guessed)
    check(f"{where} source", {"operating_time": source} in mtbf["notes"], True)
    interval = None
    if n < 5 and operated > 0 and not guessed:
        t = (1 - LEVEL) / 2
        interval = ((2 * operated / stats.chi2.ppf(1 - t, 2 * n + 2), 2 * operated / stats.chi2.ppf(t, 2 * n)) if n
                    else (operated / -math.log(1 - LEVEL), None))
    got = mtbf["interval"] and (mtbf["interval"]["lower"], mtbf["interval"]["upper"])
    check(f"{where} mtbf interval", got, interval)
    same("failure_rate", n, operated, absent=guessed)
    same("mttr", sum(f["restored"] - f["started"] for f in restored), len(restored))
    same("mttr_active", sum(h[0] for h in active), len(active))
    check(f"{where} labour", answers["mttr_active"]["beside"]["labour_time"], sum(h[1] for h in active))
    down = s.total("planned") + s.total("unplanned")
    mdt = same("mdt", down, sum(line["runs"] for line in s.lines.values()), absent=unknown)
    required = s.total("required")
    technical = required - s.total("unplanned") + s.total("external")
    by_failures = same("availability_failures", technical, required, absent=s.unknown("external"), at_most=unknown)
    same("availability_operational", s.total("up"), required, at_most=unknown)

    def counted(answer):
        return [row for row in answer["evidence"] if "excluded" not in row]

    check(f"{where} mdt evidence", sum(row["amount"] for row in counted(mdt)), down)
    check(f"{where} failures evidence", sum(row["amount"] for row in counted(by_failures)), required - technical)
    check(f"{where} mtbf evidence", sorted(row["event"]["failure"] for row in counted(mtbf)),
          sorted(f["id"] for f in s.started()))
    want = {}
    for line in s.lines.values():
        for place, d in enumerate(line["downs"]):
            planned = d[3] == "planned"
            mine = line["first"][planned] == place
            want[("downtime" if d[1] else "failure", d[2])] = int((mine & line["planned" if planned else "unplanned"]).sum())
    for row in counted(mdt):
        (event,) = row["event"].items()
        check(f"{where} seconds of {event}", row["amount"], want.pop(event))
    check(f"{where} events forgotten", sum(want.values()), 0)

    stopping = lambda f: f["stops"] or f["id"] in s.own_rows
    n_stop = sum(map(stopping, s.started()))
    hands = [h for h in map(s.hands_on, filter(stopping, restored)) if h]
    mtbf_active = operated * len(hands)
    same("availability_inherent", mtbf_active, mtbf_active + sum(h[0] for h in hands) * n_stop,
         absent=guessed or not n_stop or not hands)

    repeats = 0
    for fault in s.started():
        before = [f for f in s.p["failures"] if s.counts(f) and (f["started"], f["id"]) < (fault["started"], fault["id"])]
        repeats += any(f["item"] == fault["item"] and f["mode"] == fault["mode"] is not None
                       and not isinstance(f["restored"], str)
                       and 0 <= fault["started"] - f["restored"] < 30 * 86_400 for f in before)
    same("repeat_failure", repeats, n)

    reactions = []
    for work in s.p["works"]:
        worked = [p["started"] for p in s.p["periods"] if p["work"] == work["id"]]
        moments = [at for at in [work["reacted"], work["started"], *worked] if at is not None]
        if work["kind"] == "corrective" and work["item"] in s.scope and moments and s.served(work["item"], min(moments)):
            if min(moments) >= work["reported"]:
                reactions.append(min(moments) - work["reported"])
    same("mtta", sum(reactions), len(reactions))
    same("preventive_rate_hours", *s.preventive_hours())
    done = [w["kind"] for w in s.p["works"] if w["item"] in s.scope and not w["cancelled"] and w["kind"] != "improvement"
            and w["completed"] is not None and s.served(w["item"], w["completed"])]
    same("preventive_rate_count", sum(kind != "corrective" for kind in done), len(done))

    costs = [c for c in s.p["costs"] if c["item"] in s.scope and s.window[0] <= c["at"] < s.window[1]]
    mixed, seconds = len({c["currency"] for c in costs}) > 1, s.window[1] - s.window[0]
    total = sum(c["minor"] for c in costs)
    asked = seconds > 0
    check(f"{where} cost", exact(answers["cost"]), float(total) if asked and not mixed else None)
    worth = [s.item[top]["replacement_minor"] for top in s.tops]
    want = total * 365 * 86_400 / (sum(worth) * seconds) if asked and not mixed and all(worth) else None
    check(f"{where} cost per value", exact(answers["cost_per_replacement_value"]), want)

    if reply["paretos"]:
        lost = s.lost()
        counts, money = {}, {}
        for fault in s.started():
            counts[fault["mode"], fault["item"]] = counts.get((fault["mode"], fault["item"]), 0) + 1
        for cost in costs:
            key = (s.fault[cost["failure"]]["mode"] if cost["failure"] else None, cost["item"])
            money[key] = money.get(key, 0) + cost["minor"]
        for of, table in (("downtime", lost), ("count", counts), ("cost", {} if mixed else money)):
            for place, by in enumerate(("mode", "item")):
                sums = {None: 0}
                for key, amount in table.items():
                    sums[key[place]] = sums.get(key[place], 0) + amount
                order = sorted(sums.items(), key=lambda bar: (-bar[1], bar[0] is None, bar[0] or 0))
                bars = [(bar["key"], bar["amount"]) for bar in reply["paretos"][f"{of} by {by}"]["bars"]]
                check(f"{where} pareto of {of} by {by}", bars, [] if of == "cost" and mixed else order)


def plants(count):
    questions, seconds = [], []
    while len(questions) < count:
        plant = random_plant()
        window = sorted(RNG.sample(range(-50, LENGTH + 100), 2))
        now = RNG.choice([LENGTH, RNG.randint(0, LENGTH), 2 * LENGTH])
        now = min(now, GRID[-1])
        wanted = {item["id"] for item in plant["items"] if RNG.random() < 0.6} or {1}
        shifts = None
        if RNG.random() < 0.4:
            shifts = [(start, start + RNG.randint(20, 80)) for start in range(-200, LENGTH + 300, 100)]
        calendar = "continuous" if shifts is None else {"site": [span(*shift) for shift in shifts]}
        frame = {"window": span(*window), "calendar": calendar}
        questions.append({"plant": {"plant": plant_json(plant), "now": iso(int(now)), "items": RNG.sample(sorted(wanted), len(wanted)),
                                    "frames": [{"frame": frame}], "pareto": True}})
        seconds.append(Second(plant, int(now), wanted, window, shifts))
    for number, (reply, second) in enumerate(zip(ask(questions), seconds)):
        compare_plant(number, reply, second)
    return len(questions)
