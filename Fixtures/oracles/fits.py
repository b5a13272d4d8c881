# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes fits.json: isotonic regressions, Kendall's test, normal quantiles, two-segment and exponential fits, and bootstrap
intervals, by SciPy and NumPy. The bootstrap draws with Philox4x32-10 written out here a second time.

Run by hand: python3 fits.py
"""
import json
import pathlib

import numpy as np
from scipy import optimize, stats

rng = np.random.default_rng(20261204)
out = {}


def rounded(values, digits=6):
    return [round(float(v), digits) for v in values]


# Isotonic regression.
cases = []
for n in (1, 2, 5, 30, 80):
    y = rounded(np.linspace(0, 2, n) + rng.normal(0, 1, n), 2)
    w = rounded(rng.uniform(0.2, 3, n), 2)
    for increasing in (True, False):
        for weights in (None, w):
            fit = optimize.isotonic_regression(y, weights=weights, increasing=increasing)
            cases.append({"y": y, "weights": weights, "rising": increasing, "fit": fit.x.tolist()})
out["isotonic"] = cases

# Reverse arrangements as Kendall's tau against the order.
cases = []
for n, drift, digits in ((10, 0, 6), (20, 0.15, 6), (60, 0.02, 6), (61, 0.03, 6), (200, 0.003, 6), (40, 0.02, 1), (25, -0.1, 0)):
    y = rounded(rng.normal(0, 1, n) + drift * np.arange(n), digits)
    count = sum((y[i] > y[j]) + 0.5 * (y[i] == y[j]) for i in range(n) for j in range(i + 1, n))
    ties = len(set(y)) < n
    exact = not ties and n <= 60
    p = stats.kendalltau(np.arange(n), y, method="exact").pvalue if exact else None
    cases.append({"y": y, "count": count, "p": p})
# Bendat & Piersol, Random Data, example 4.4.
out["arrangements"] = cases

out["normal"] = [{"p": p, "z": float(stats.norm.ppf(p))} for p in (1e-300, 1e-12, 0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.999999)]

# Flat, then falling: the least over a dense grid of breaks, made exact by a bounded search.
cases = []
for n, c, b, s, sd in ((12, 40, 20, -0.5, 0.5), (40, 33, 12.5, -0.2, 1), (100, 50, 45, -3, 0.3)):
    x = np.sort(rng.uniform(0, 60, n)).round(2)
    y = (c + s * np.maximum(x - b, 0) + rng.normal(0, sd, n)).round(3)

    def rss(place):
        a = np.stack([np.ones(n), np.maximum(x - place, 0)], 1)
        p, *_ = np.linalg.lstsq(a, y, rcond=None)
        return float(np.sum((y - a @ p) ** 2)), p

    grid = np.linspace(x[1], x[-2], 20001)
    values = [rss(g)[0] for g in grid]
    k = int(np.argmin(values))
    best = optimize.minimize_scalar(lambda g: rss(g)[0], bounds=(grid[max(k - 1, 0)], grid[min(k + 1, 20000)]), method="bounded", options={"xatol": 1e-10})
    residual, p = rss(best.x)
    most = residual * (1 + stats.f.ppf(0.95, 1, n - 3) / (n - 3))
    inside = [g for g, v in zip(grid, values) if v <= most]
    cases.append({"x": x.tolist(), "y": y.tolist(), "at": float(best.x), "level": float(p[0]), "slope": float(p[1]),
                  "residual": residual, "low": float(inside[0]), "high": float(inside[-1]), "grid": float(grid[1] - grid[0])})
out["twoSegment"] = cases

# Exponential approaches.
cases = []
for n, end, asymptote, amplitude, tau, sd in ((30, 60, 40, 3, 12, 0.2), (200, 300, 55, -8, 40, 0.5), (15, 10, 0.2, 1, 1.5, 0.03)):
    t = np.sort(rng.uniform(0, end, n)).round(3) + 100
    y = (asymptote + amplitude * np.exp(-(t - t[0]) / tau) + rng.normal(0, sd, n)).round(4)

    def model(t, a, d, tau):
        return a + d * np.exp(-(t - t[0]) / tau)

    p, cov = optimize.curve_fit(model, t, y, (asymptote, amplitude, tau), ftol=1e-15, xtol=1e-15, gtol=1e-15)
    errors = np.sqrt(np.diag(cov))
    residual = float(np.sum((y - model(t, *p)) ** 2))
    most = residual * (1 + stats.f.ppf(0.95, 1, n - 3) / (n - 3))

    def profile(tau):
        a = np.stack([np.ones(n), np.exp(-(t - t[0]) / tau)], 1)
        q, *_ = np.linalg.lstsq(a, y, rcond=None)
        return float(np.sum((y - a @ q) ** 2)) - most

    low = optimize.brentq(profile, p[2] / 20, p[2], xtol=1e-12)
    high = optimize.brentq(profile, p[2], p[2] * 20, xtol=1e-12)
    cases.append({"t": t.tolist(), "y": y.tolist(), "parameters": p.tolist(), "errors": errors.tolist(),
                  "residual": residual, "low": low, "high": high, "student": float(stats.t.ppf(0.975, n - 3))})
out["approaches"] = cases

M = 0xFFFFFFFF


def philox(counter, key):
    c, k = list(counter), list(key)
    for r in range(10):
        if r:
            k = [(k[0] + 0x9E3779B9) & M, (k[1] + 0xBB67AE85) & M]
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [(b >> 32) ^ c[1] ^ k[0], b & M, (a >> 32) ^ c[3] ^ k[1], a & M]
    return c


def words(seed):
    place = 0
    while True:
        yield from philox([place & M, place >> 32, 0, 0], [seed & M, seed >> 32])
        place += 1


def index(stream, n):
    while True:
        product = next(stream) * n
        if product & M >= (1 << 32) % n:
            return product >> 32


def bootstrap(x, statistic, corrected, level, resamples, seed):
    n, stream = len(x), words(seed)
    f = np.mean if statistic == "mean" else np.median
    drawn = np.sort([f([x[index(stream, n)] for _ in range(n)]) for _ in range(resamples)])
    estimate = f(x)
    tails = np.array([(1 - level) / 2, (1 + level) / 2])
    if corrected:
        # The equal ones by closeness, which is the same here.
        share = np.mean((drawn < estimate - 1e-12) + 0.5 * (abs(drawn - estimate) <= 1e-12))
        jack = np.array([f(np.delete(x, i)) for i in range(n)])
        d = jack.mean() - jack
        a = np.sum(d**3) / (6 * np.sum(d**2) ** 1.5) if np.any(abs(d) > 1e-14) else 0
        z0 = stats.norm.ppf(share)
        z = z0 + stats.norm.ppf(tails)
        tails = stats.norm.cdf(z0 + z / (1 - a * z))
    place = (resamples + 1) * tails
    return [float(np.interp(p, np.arange(1, resamples + 1), drawn)) for p in place]


cases = []
for n in (8, 15, 31):
    x = rounded(rng.exponential(2, n) - 1.3, 3)
    for statistic in ("mean", "median"):
        for corrected in (False, True):
            low, high = bootstrap(x, statistic, corrected, 0.95, 999, 77 + n)
            cases.append({"x": x, "statistic": statistic, "corrected": corrected, "seed": 77 + n, "low": low, "high": high})
out["bootstrap"] = cases
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out).replace("}, {", "},\n{") + "\n")
print(path.stat().st_size)
