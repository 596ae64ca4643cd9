"""Weibull lives: the likelihood and its profiles, by scipy's own optimisers."""

import math

import numpy as np
from scipy import optimize, stats

from .common import RNG, ask, check, failures


def weibull_log_likelihood(beta, eta, entry, exit_, failed):
    hazard = np.log(beta) - beta * np.log(eta) + (beta - 1) * np.log(exit_[failed])
    return hazard.sum() - ((exit_ / eta) ** beta).sum() + ((entry / eta) ** beta).sum()


def weibull_fit(entry, exit_, failed, level):
    """The maximum of the likelihood over both parameters, and where its profiles have fallen far enough."""
    scale = exit_.mean()
    e, x = entry / scale, exit_ / scale
    minus = lambda p: -weibull_log_likelihood(np.exp(p[0]), np.exp(p[1]), e, x, failed)

    def gradient(p):
        beta, eta = np.exp(p)
        xs, es = (x / eta) ** beta, (e / eta) ** beta
        log_e = np.log(np.where(e > 0, e, 1) / eta)
        by_beta = failed.sum() / beta + np.log(x[failed] / eta).sum() - (xs * np.log(x / eta)).sum() + (es * log_e)[e > 0].sum()
        return np.array([beta * by_beta, -beta * failed.sum() + beta * (xs.sum() - es.sum())])

    with np.errstate(all="ignore"):
        start = optimize.minimize(minus, [0.3, 0.3], method="Nelder-Mead", options={"xatol": 1e-7, "fatol": 1e-9, "maxiter": 4000})
        best = optimize.root(gradient, start.x, tol=1e-13).x
        top = -minus(best)
        half = stats.chi2.ppf(level, 1) / 2

        def profile(place, value, near):
            # From the best value of the other parameter at the last point: the ridge is long and thin.
            put = lambda other: np.array([value, other]) if place == 0 else np.array([other, value])
            found = optimize.minimize_scalar(lambda o: minus(put(o)), bracket=(near - 0.1, near + 0.1), options={"xtol": 1e-11})
            return -found.fun - top + half

        ends = []
        for place in (0, 1):
            for sign in (-1, 1):
                step, outer = 0.2, best[place]
                for _ in range(60):
                    inner, outer, step = outer, outer + sign * step, step * 1.5
                    if profile(place, outer, best[1 - place]) < 0:
                        break
                else:
                    ends.append(None)
                    continue
                root = optimize.brentq(lambda v: profile(place, v, best[1 - place]), inner, outer, xtol=1e-12)
                ends.append(math.exp(root) * (scale if place else 1))
    beta, eta = math.exp(best[0]), math.exp(best[1]) * scale
    return beta, eta, top - failed.sum() * math.log(scale), ends


def lives_of(count, beta, late):
    exits = np.array([1_000 * RNG.weibullvariate(1, beta) for _ in range(count)])
    limit = RNG.uniform(500, 1_500)
    lives = []
    for age in exits:
        entry = RNG.uniform(0, 600) if late and RNG.random() < 0.5 else 0.0
        if age > entry:
            lives.append((entry, min(age, max(limit, entry + 1)), bool(age <= max(limit, entry + 1))))
    return lives


def weibulls():
    questions, wanted = [], []
    nist = [(0.0, float(age), True) for age in (54, 187, 216, 240, 244, 335, 361, 373, 375, 386)] + [(0.0, 500.0, False)] * 10
    sets = [(nist, 0.95)]
    while len(sets) < 40:
        lives = lives_of(RNG.randint(6, 120), RNG.choice([0.7, 1.0, 1.6, 2.5, 4.0]), len(sets) % 2)
        if sum(life[2] for life in lives) >= 4:
            sets.append((lives, RNG.choice([0.9, 0.95])))
    for lives, level in sets:
        questions.append({"weibull": {"level": level, "lives": [{"entry": e, "exit": x, "failed": f} for e, x, f in lives]}})
        entry, exit_, failed = (np.array(column) for column in zip(*lives))
        wanted.append(weibull_fit(entry.astype(float), exit_.astype(float), failed.astype(bool), level))
    # The oracle itself: NIST/SEMATECH e-Handbook 8.4.1.3 prints these.
    beta, eta, likelihood, _ = wanted[0]
    if not (abs(beta - 1.7208) < 5e-5 and abs(eta - 606.528) < 5e-3 and abs(likelihood + 75.135) < 5e-4):
        failures.append("weibull: the oracle does not give the published fit")
    for number, (reply, (beta, eta, likelihood, ends)) in enumerate(zip(ask(questions), wanted)):
        fit = reply.get("fit")
        if fit is None:
            failures.append(f"weibull {number}: no fit, {reply}, want {beta} {eta}")
            continue
        got = [fit["beta_interval"]["lower"], fit["beta_interval"]["upper"], fit["eta_interval"]["lower"], fit["eta_interval"]["upper"]]
        check(f"weibull {number}", [fit["beta"], fit["eta"], fit["log_likelihood"]], [beta, eta, likelihood], 1e-6)
        check(f"weibull {number} ends", got, ends, 1e-6)
        law = stats.weibull_min(beta, scale=eta)
        check(f"weibull {number} moments", [fit["mean"], fit["deviation"], fit["b10"]], [law.mean(), law.std(), law.ppf(0.1)], 1e-5)
    return len(questions)
