"""Compares the KPIs and the reliability fits of `domain` with a second implementation.

KPIs are written again from their definitions, over one flag per second of small plants. Fits are made by scipy on the
likelihood itself. Before an estimate is trusted it is checked against published numbers whose formula is known: the
power law process has two estimators in print, and one published optimum has its two costs exchanged.
"""

import sys

# Running the checks leaves nothing behind.
sys.dont_write_bytecode = True

from kpi_parts import lists, lives, numbers, plants, repairable
from kpi_parts.common import failures

counts = {"plants": plants.plants(400), "lists": lists.small(), "Weibull fits": lives.weibulls(), "Crow-AMSAA fits": repairable.crows(),
          "replacements": numbers.replacements(), "quantiles and tests": numbers.quantiles()}
if failures:
    print("\n".join(failures[:40]))
    sys.exit(f"✘ kpi: {len(failures)} differences")
print("✔ kpi: " + ", ".join(f"{count} {what}" for what, count in counts.items()) + " agree with numpy and scipy")
