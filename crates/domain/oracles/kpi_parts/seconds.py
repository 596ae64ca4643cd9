"""A plant measured from the definitions, one flag per second."""

import numpy as np

from .common import BASE, LENGTH

GRID = np.arange(-200, LENGTH + 400)


def during(start, end):
    return (GRID >= start) & (GRID < end)


def run_starts(flags):
    """The second at which the run that contains each second began."""
    starts, current = np.full(len(GRID), 10**9), None
    for place, flag in enumerate(flags):
        current = (GRID[place] if current is None else current) if flag else None
        if flag:
            starts[place] = current
    return starts


class Second:
    """A plant measured by looking at every second."""

    def __init__(self, plant, now, wanted, window, calendar):
        self.p, self.now, self.window = plant, now, (window[0], min(window[1], now))
        self.item = {item["id"]: item for item in plant["items"]}
        self.fault = {fault["id"]: fault for fault in plant["failures"]}
        self.own_rows = {d["failure"] for d in plant["downtimes"] if d["failure"]}
        self.open = np.zeros(len(GRID), bool) if calendar is not None else np.ones(len(GRID), bool)
        for start, end in calendar or []:
            self.open |= during(start, end)
        self.tops = [i for i in sorted(wanted) if not any(a in wanted for a in self.above(i))]
        self.scope = {i for i in self.item if i in wanted or any(a in wanted for a in self.above(i))}
        self.lines = {i: self.measure(i) for i in self.tops}

    def above(self, item):
        while (item := self.item[item]["parent"]) is not None:
            yield item

    def stops(self, part, whole):
        while part != whole:
            if not self.item[part]["stops_parent"] or self.item[part]["parent"] is None:
                return False
            part = self.item[part]["parent"]
        return True

    def served(self, item, at):
        row = self.item[item]
        return (self.window[0] <= at < self.window[1] and (row["in_service"] is None or at >= row["in_service"])
                and (row["retired"] is None or at < row["retired"]))

    def life(self, item):
        row = self.item[item]
        start = self.window[0] if row["in_service"] is None else max(self.window[0], row["in_service"])
        end = self.window[1] if row["retired"] is None else min(self.window[1], row["retired"])
        return (start, end) if start < end else None

    def until(self, start, end):
        if end == "unknown":
            return None
        return min(self.now, 10**9 if end == "open" else end)

    def backwards(self, fault):
        return not isinstance(fault["restored"], str) and fault["restored"] < fault["started"]

    def counts(self, fault):
        return not fault["external"] and not self.backwards(fault)

    def measure(self, item):
        downs = []
        for fault in self.p["failures"]:
            if self.stops(fault["item"], item) and fault["stops"] and fault["id"] not in self.own_rows:
                kind = "external" if fault["external"] else "unplanned"
                downs.append((fault["started"], 0, fault["id"], kind, fault["restored"], fault["id"], fault["item"]))
        for d in self.p["downtimes"]:
            if self.stops(d["item"], item):
                kind = d["kind"]
                if kind == "unplanned" and d["failure"] and self.fault[d["failure"]]["external"]:
                    kind = "external"
                downs.append((d["started"], 1, d["id"], kind, d["ended"], d["failure"], d["item"]))
        downs.sort()
        flags = {kind: np.zeros(len(GRID), bool) for kind in ("planned", "unplanned", "external")}
        first = {True: np.full(len(GRID), -1), False: np.full(len(GRID), -1)}
        unknown = []
        for place, (start, _, _, kind, end, _, _) in enumerate(downs):
            until = self.until(start, end)
            if until is None:
                unknown.append((start, kind))
                continue
            flag = during(start, until)
            flags[kind] |= flag
            owner = first[kind == "planned"]
            owner[flag & (owner < 0)] = place
        p0, u0 = flags["planned"], flags["unplanned"] | flags["external"]
        both = p0 & u0
        planned_first = run_starts(p0) <= run_starts(u0)
        planned, unplanned = p0 & ~(both & ~planned_first), u0 & ~(both & planned_first)
        life = self.life(item)
        required = during(*life) & self.open if life else np.zeros(len(GRID), bool)
        external = flags["external"] & unplanned
        any_down = p0 | u0
        begins = any_down & ~np.concatenate([[False], any_down[:-1]])
        return dict(
            downs=downs, planned=planned & required, unplanned=unplanned & required, external=external & required,
            required=required, first=first, life=life, up=required & ~(planned | unplanned),
            runs=int((begins & during(*life)).sum()) if life else 0,
            all_time=unplanned & ~external,
            unknown=[u for u in unknown if life and u[0] < life[1] and u[0] < self.now])

    def total(self, name):
        return int(sum(line[name].sum() for line in self.lines.values()))

    def counted_at(self):
        for top in self.tops:
            for fault in sorted(self.p["failures"], key=lambda f: (f["started"], f["id"])):
                if self.stops(fault["item"], top):
                    yield top, fault

    def started(self):
        return [f for top, f in self.counted_at() if self.served(top, f["started"]) and self.counts(f)]

    def restored(self):
        return [f for top, f in self.counted_at()
                if self.counts(f) and not isinstance(f["restored"], str) and self.served(top, f["restored"])]

    def operated(self):
        total, metered = 0, set()
        for top, line in self.lines.items():
            if line["life"] is None:
                continue
            readings = sorted((r["at"], r["total"]) for r in self.p["readings"] if r["item"] == top)
            last = lambda at: ([total for when, total in readings if when <= at] or [None])[-1]
            start, end = last(line["life"][0]), last(line["life"][1])
            by_meter = start is not None and end is not None and end >= start
            metered.add(by_meter)
            total += end - start if by_meter else int(line["up"].sum())
        return total, {frozenset({True}): "metered", frozenset({True, False}): "mixed"}.get(frozenset(metered), "inferred")

    def unknown(self, kind=None):
        return any(kind in (None, u[1]) for line in self.lines.values() for u in line["unknown"])

    def hands_on(self, fault):
        works = {w["id"] for w in self.p["works"] if w["kind"] == "corrective" and fault["id"] in w["failures"]}
        flag, labour = np.zeros(len(GRID), bool), 0
        for period in self.p["periods"]:
            until = self.until(period["started"], period["ended"])
            if period["work"] in works and until is not None:
                mine = during(period["started"], until)
                flag |= mine
                labour += int(mine.sum())
        return (int(flag.sum()), labour) if labour else None

    def preventive_hours(self):
        work = {w["id"]: w for w in self.p["works"]}
        good = total = 0
        for technician in {p["technician"] for p in self.p["periods"]}:
            mine = sorted((p for p in self.p["periods"] if p["technician"] == technician),
                          key=lambda p: (p["started"], p["id"]))
            mine = [p for p in mine if self.until(p["started"], p["ended"]) is not None]
            for second in range(self.window[0], self.window[1]):
                at_once = [p for p in mine if p["started"] <= second < self.until(p["started"], p["ended"])]
                if at_once:
                    job = work[at_once[(BASE + second) % len(at_once)]["work"]]
                    if job["item"] in self.scope and self.served(job["item"], second) and job["kind"] != "improvement":
                        total += 1
                        good += job["kind"] != "corrective"
        return good, total

    def lost(self):
        """Seconds of down time by failure; those that no failure explains by interval."""
        out = {}
        for line in self.lines.values():
            for place in np.nonzero(line["unplanned"] & ~line["external"])[0]:
                second = GRID[place]
                covering = [d for d in line["downs"] if d[3] != "planned" and self.until(d[0], d[4]) is not None
                            and d[0] <= second < self.until(d[0], d[4])]
                by = [self.fault[d[5]] for d in covering if d[5] and self.counts(self.fault[d[5]])]
                if by:
                    one = min(by, key=lambda f: (f["started"], f["id"]))
                    key = (one["mode"], one["item"])
                else:
                    key = (None, covering[0][6])
                out[key] = out.get(key, 0) + 1
        return out
