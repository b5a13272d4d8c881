# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes chi_square.json: quantiles and upper tails of the chi-square distribution by mpmath at 50 digits.

Run by hand: python3 chi_square.py
"""
import json
import pathlib

import mpmath
from scipy import stats

mpmath.mp.dps = 50


def upper(x, degrees):
    return mpmath.gammainc(mpmath.mpf(degrees) / 2, mpmath.mpf(x) / 2, mpmath.inf, regularized=True)


def lower(x, degrees):
    return mpmath.gammainc(mpmath.mpf(degrees) / 2, 0, mpmath.mpf(x) / 2, regularized=True)


def quantile(p, degrees):
    """The root in log x, where the search is well scaled for small quantiles."""
    start = mpmath.log(mpmath.mpf(float(stats.chi2.ppf(p, degrees))))
    p = mpmath.mpf(p)
    return float(mpmath.exp(mpmath.findroot(
        lambda t: mpmath.log(lower(mpmath.exp(t), degrees) / p), (start, start * (1 + mpmath.mpf("1e-10"))), tol=1e-35)))


quantiles = [
    {"p": p, "degrees": d, "x": quantile(p, d)}
    for d in [1.0, 1.894, 2.0, 3.5, 9.47, 30.0, 100.25, 1000.0, 10000.0] for p in [0.005, 0.025, 0.5, 0.975, 0.995]
]
tails = [
    {"x": x, "degrees": d, "p": float(upper(x, d))}
    for d, x in [(1.0, 0.1), (2.0, 1.0), (2.0, 60.0), (18.9, 120.0), (1000.0, 1500.0), (7.5, 1e-3)]
]
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"quantiles": quantiles, "tails": tails}, indent=1) + "\n")
