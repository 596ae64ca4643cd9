"""Small plants with everything that can be wrong in them."""

from .common import LENGTH, RNG, end_json, iso


def random_end(start, unknown):
    draw = RNG.random()
    if draw < 0.08:
        return "open"
    if draw < unknown:
        return "unknown"
    if draw < unknown + 0.03:
        return start - RNG.randint(1, 20)
    return start + RNG.randint(0, 120)


def random_plant():
    unknown = 0.13 if RNG.random() < 0.2 else 0.0
    count = RNG.randint(1, 6)
    items = []
    for place in range(count):
        parent = RNG.randint(1, place) if place and RNG.random() < 0.6 else None
        items.append({
            "id": place + 1, "site": 1, "parent": parent, "stops_parent": RNG.random() < 0.7,
            "in_service": RNG.choice([None, -100, RNG.randint(0, 300)]),
            "retired": RNG.choice([None, None, RNG.randint(400, 1000)]),
            "replacement_minor": RNG.choice([None, 5_000, 70_000, 70_000, 123_456]),
        })
    faults, downs, works, periods, costs, readings = [], [], [], [], [], []
    for number in range(RNG.randint(0, 14)):
        start = RNG.randint(-60, LENGTH)
        faults.append({
            "id": number + 1, "item": RNG.randint(1, count), "started": start, "restored": random_end(start, unknown),
            "stops": RNG.random() < 0.8, "external": RNG.random() < 0.15, "mode": RNG.choice([None, 1, 2, 3]),
        })
    for number in range(RNG.randint(0, 12)):
        start = RNG.randint(-60, LENGTH)
        fault = RNG.choice(faults) if faults and RNG.random() < 0.4 else None
        downs.append({
            "id": number + 1, "item": fault["item"] if fault else RNG.randint(1, count),
            "kind": RNG.choice(["unplanned", "external"] if fault else ["planned", "planned", "unplanned", "external"]),
            "started": start, "ended": random_end(start, unknown), "failure": fault["id"] if fault else None,
        })
    for number in range(RNG.randint(0, 10)):
        reported = RNG.randint(-50, LENGTH)
        later = lambda low: RNG.choice([None, reported + RNG.randint(low, 150)])
        works.append({
            "id": number + 1, "item": RNG.randint(1, count),
            "kind": RNG.choice(["corrective", "corrective", "preventive", "predictive", "improvement", "inspection"]),
            "failures": sorted({f["id"] for f in faults if RNG.random() < 0.2}), "reported": reported,
            "reacted": later(-10), "started": later(-10), "completed": later(0), "cancelled": RNG.random() < 0.1,
        })
    for number in range(RNG.randint(0, 14) if works else 0):
        start = RNG.randint(-50, LENGTH)
        periods.append({"id": number + 1, "work": RNG.choice(works)["id"], "technician": RNG.randint(1, 3),
                        "started": start, "ended": random_end(start, unknown)})
    currency = RNG.choice(["EUR", "EUR", "EUR", None])
    for number in range(RNG.randint(0, 8)):
        costs.append({"id": number + 1, "item": RNG.randint(1, count), "kind": RNG.choice(["parts", "labour", "external"]),
                      "failure": RNG.choice(faults)["id"] if faults and RNG.random() < 0.6 else None,
                      "minor": RNG.randint(-300, 2_000), "currency": currency or RNG.choice(["EUR", "USD"]),
                      "at": RNG.randint(-50, LENGTH)})
    for item in range(1, count + 1):
        if RNG.random() < 0.25:
            total = 0
            for at in sorted(RNG.sample(range(-100, LENGTH), RNG.randint(1, 6))):
                total += RNG.randint(0, 200)
                readings.append({"item": item, "at": at, "total": total})
    return dict(items=items, failures=faults, downtimes=downs, works=works, periods=periods, costs=costs,
                readings=readings)


TIMES = {"in_service", "retired", "started", "restored", "ended", "reported", "reacted", "completed", "at"}


def plant_json(plant):
    def record(row):
        out = {}
        for key, value in row.items():
            if key in ("restored", "ended"):
                out[key] = end_json(value)
            elif key in TIMES and value is not None:
                out[key] = iso(value)
            else:
                out[key] = value
        return out

    return {name: [record(row) for row in RNG.sample(rows, len(rows))] for name, rows in plant.items()}
