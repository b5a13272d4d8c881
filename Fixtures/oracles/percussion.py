# SPDX-License-Identifier: GPL-3.0-or-later
"""Harmonics fitted to uneven samples by SciPy's general least squares: frequency, its standard error, amplitudes, stroke.

Writes percussion.json. The samples are in the file, rounded, so that both sides fit the same numbers.
"""
import json
import pathlib

import numpy as np
from scipy import optimize

CASES = [
    # rate, order, samples, sampling rate, jitter s, losses, noise
    (40.0, 2, 400, 200, 0.00064, 0.05, 2.0),
    (27.3, 4, 500, 1000, 0.0, 0.0, 5.0),
    (52.1, 3, 300, 400, 0.0003, 0.2, 1.0),
]


def model(p, t, order):
    angle = 2 * np.pi * p[0] * t
    value = np.full_like(t, p[1])
    for h in range(1, order + 1):
        value = value + p[2 * h] * np.cos(h * angle) + p[2 * h + 1] * np.sin(h * angle)
    return value


def case(seed, rate, order, count, sampling, jitter, losses, noise):
    random = np.random.default_rng(seed)
    t = np.arange(count) / sampling + random.normal(0, jitter, count) if jitter else np.arange(count) / sampling
    t = np.round(np.sort(t[random.random(count) >= losses]), 6)
    truth = [rate, 9.8] + [x for h in range(1, order + 1) for x in random.normal(0, 300 / h**2, 2)]
    y = np.round(model(truth, t, order) + random.normal(0, noise, len(t)), 4)
    middle = (t[0] + t[-1]) / 2
    x = t - middle
    # From the truth's frequency, amplitudes linearly, then everything together.
    basis = np.column_stack([np.ones_like(x)] + [g(2 * np.pi * rate * h * x) for h in range(1, order + 1) for g in (np.cos, np.sin)])
    start = np.concatenate([[rate], np.linalg.lstsq(basis, y, rcond=None)[0]])
    scale = np.maximum(np.abs(start), 1e-3)
    found = optimize.least_squares(lambda p: model(p, x, order) - y, start, x_scale=scale, xtol=1e-15, ftol=1e-15, gtol=1e-15)
    p, n = found.x, len(y)
    variance = 2 * found.cost / (n - 2 * order - 2)
    covariance = variance * np.linalg.inv(found.jac.T @ found.jac)
    turn = np.linspace(0, 1, 200_001)
    displacement = sum(
        -(p[2 * h] * np.cos(2 * np.pi * h * turn) + p[2 * h + 1] * np.sin(2 * np.pi * h * turn)) / (2 * np.pi * h * p[0]) ** 2
        for h in range(1, order + 1))
    amplitudes = [float(np.hypot(p[2 * h], p[2 * h + 1])) for h in range(1, order + 1)]
    return {
        "order": order, "near": rate, "stamps": t.tolist(), "samples": y.tolist(), "frequency": float(p[0]),
        "frequency_error": float(np.sqrt(covariance[0, 0])), "level": float(p[1]), "amplitudes": amplitudes,
        "noise_variance": float(variance), "stroke_mm": float(1000 * (displacement.max() - displacement.min())),
    }


if __name__ == "__main__":
    cases = [case(seed, *values) for seed, values in enumerate(CASES)]
    path = pathlib.Path(__file__).with_suffix(".json")
    path.write_text(json.dumps({"cases": cases}) + "\n")
