# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes estimation.json: lines, Theil-Sen slopes, medians, parabolas and Student's t from NumPy, SciPy and mpmath.

Run by hand: python3 estimation.py
"""
import json
import pathlib

import mpmath
import numpy as np
from scipy import stats

mpmath.mp.dps = 50
rng = np.random.default_rng(20261121)


def student_quantile(p, degrees):
    """Quantile of Student's t by root finding on mpmath's incomplete beta function."""
    p, degrees = mpmath.mpf(p), mpmath.mpf(degrees)

    def cumulative(t):
        tail = mpmath.betainc(degrees / 2, mpmath.mpf(1) / 2, 0, degrees / (degrees + t * t), regularized=True) / 2
        return 1 - tail if t > 0 else tail

    return float(mpmath.findroot(lambda t: cumulative(t) - p, float(stats.t.ppf(float(p), float(degrees)))))


def line(x, y):
    fit = stats.linregress(x, y)
    residual = y - (fit.intercept + fit.slope * x)
    c, b, a = np.polyfit(2 * (x - x.min()) / (x.max() - x.min()) - 1, y, 2)
    return {
        "x": x.tolist(), "y": y.tolist(), "slope": fit.slope, "intercept": fit.intercept,
        "residualSD": float(np.sqrt(np.sum(residual**2) / (len(x) - 2))), "explained": fit.rvalue**2,
        "lagOne": float(np.sum(residual[1:] * residual[:-1]) / np.sum(residual**2)),
        "theilSen": float(stats.theilslopes(y, x).slope), "sagitta": float(abs(c)),
    }


lines = []
for count in [3, 4, 7, 20, 101, 400]:
    x = np.cumsum(rng.uniform(0.5, 1.5, count)) * 0.01
    y = 50 * x + rng.normal(0, 2, count) + 300
    y[:: max(count // 4, 2)] += 20
    lines.append(line(x, y))
medians = []
for count in [1, 2, 3, 4, 5, 10, 11, 1000, 1001]:
    values = np.round(rng.normal(0, 3, count), 1 if count > 5 else 4)
    medians.append({
        "values": values.tolist(), "median": float(np.median(values)),
        "scaledDeviation": float(1.4826 * np.median(np.abs(values - np.median(values)))),
    })
quantiles = [
    {"p": p, "degrees": d, "t": student_quantile(p, d)}
    for d in [1, 2, 3, 4, 9, 30, 100, 1000] for p in ["0.9", "0.975", "0.995", "0.025"]
]
for q in quantiles:
    q["p"] = float(q["p"])
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"lines": lines, "medians": medians, "quantiles": quantiles}, indent=1) + "\n")
