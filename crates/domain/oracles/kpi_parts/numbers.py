"""Replacement ages, quantiles, Laplace's test."""

import math

import numpy as np
from scipy import integrate, optimize, special, stats

from .common import RNG, ask, check


def replacements():
    questions, wanted = [], []
    for _ in range(30):
        beta, eta, cp = RNG.uniform(1.2, 6), RNG.uniform(50, 5_000), RNG.uniform(1, 50)
        cf = cp * RNG.uniform(1.3, 40)
        reliability = lambda t: math.exp(-((t / eta) ** beta))
        area = lambda t: integrate.quad(reliability, 0, t, epsabs=0, epsrel=1e-13, limit=200)[0]
        hazard = lambda t: beta / eta * (t / eta) ** (beta - 1)
        miss = lambda t: hazard(t) * area(t) - (1 - reliability(t)) - cp / (cf - cp)
        high = eta
        while miss(high) < 0:
            high *= 1.5
        best = optimize.brentq(miss, 1e-6 * eta, high, xtol=1e-12)
        cost = (cp * reliability(best) + cf * (1 - reliability(best))) / area(best)
        failure = cf / (eta * special.gamma(1 + 1 / beta))
        questions.append({"age_replacement": {"beta": beta, "beta_lower": 1.1, "eta": eta, "planned": cp, "failure": cf}})
        wanted.append({"age": (best, 1e-6), "cost_rate": (cost, 1e-9), "run_to_failure": (failure, 1e-9)})
        # The formula itself is minimised: a published optimum had its two costs exchanged.
        rate = lambda t: (cp + cf * (t / eta) ** beta) / t
        least = optimize.minimize_scalar(lambda u: rate(math.exp(u)), bracket=(math.log(eta) - 1, math.log(eta)), options={"xtol": 1e-10})
        questions.append({"minimal_repair": {"beta": beta, "eta": eta, "planned": cp, "failure": cf}})
        wanted.append({"age": (math.exp(least.x), 1e-6), "cost_rate": (least.fun, 1e-9)})
    for reply, want in zip(ask(questions), wanted):
        for name, (value, tolerance) in want.items():
            check(f"replacement {name}", reply["fit"][name], float(value), tolerance)
    return len(questions)


def quantiles():
    questions, wanted = [], []
    for df in (1, 2, 3, 7, 20, 42, 101, 999, 20_001):
        for p in (1e-6, 0.01, 0.025, 0.05, 0.3, 0.5, 0.9, 0.95, 0.975, 0.9999):
            questions.append({"chi_square": {"p": p, "df": df}})
            wanted.append(float(stats.chi2.ppf(p, df)))
    for n in (1, 7, 40, 2_000, 10_000):
        for hits in sorted({0, 1, n // 3, n - 1, n}):
            questions.append({"binomial_interval": {"hits": hits, "n": n, "level": 0.9}})
            lower = 0.0 if hits == 0 else float(stats.beta.ppf(0.05, hits, n - hits + 1))
            upper = 1.0 if hits == n else float(stats.beta.ppf(0.95, hits + 1, n - hits))
            wanted.append([lower, upper])
    for _ in range(30):
        n, end = RNG.randint(4, 40), RNG.uniform(10, 1_000)
        ages = [RNG.uniform(0, end) for _ in range(n)]
        questions.append({"laplace": {"ages": ages, "start": 0, "end": end, "level": 0.9}})
        u = (np.mean(ages) - end / 2) / (end / math.sqrt(12 * n))
        wanted.append([float(u), float(2 * stats.norm.sf(abs(u)))])
    for question, reply, want in zip(questions, ask(questions), wanted):
        (name,) = question
        if name == "binomial_interval":
            reply = [reply["lower"], reply["upper"]]
        elif name == "laplace":
            reply = [reply["fit"]["statistic"], reply["fit"]["p_value"]]
        check(f"{question}", reply, want)
    return len(questions)
