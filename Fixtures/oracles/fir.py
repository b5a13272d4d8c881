# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes fir.json: exact outputs of finite impulse responses, by rational arithmetic, each rounded once.

The response of frequency and the group delay come from mpmath at 60 digits.
Run by hand: python3 fir.py
"""
import json
import pathlib
from fractions import Fraction

import mpmath
from seeded_samples import samples

mpmath.mp.dps = 60
COUNT = 6000


def taps(count, symmetry):
    if symmetry == "none":
        return samples(count)
    half = samples(count // 2, seed=count)
    sign = 1 if symmetry == "even" else -1
    middle = [samples(1)[0] if symmetry == "even" else 0.0] if count % 2 else []
    return half + middle + [sign * v for v in reversed(half)]


x = samples(COUNT, seed=99)
exact_x = [Fraction(v) for v in x]
out = {"count": COUNT, "seed": 99, "cases": []}
for count in (1, 2, 5, 16, 33, 64, 101, 160, 333, 1001, 2500):
    for symmetry in ("none", "even", "odd"):
        if symmetry == "odd" and count == 1:
            continue
        h = taps(count, symmetry)
        exact_h = [Fraction(v) for v in h]
        index = sorted({0, 1, 2, 7, 8, 9, 23, 24, 25, 4000, COUNT - 1, *(k * 997 % COUNT for k in range(1, 25))})
        value = [float(sum(exact_h[k] * exact_x[n - k] for k in range(min(count, n + 1)))) for n in index]
        case = {"taps": count, "symmetry": symmetry, "index": index, "value": value, "response": []}
        for f in (0.0, 1.0, 37.5, 250.0, 499.0, 500.0):
            z = mpmath.expjpi(-2 * mpmath.mpf(f) / 1000)
            h0 = mpmath.fsum(mpmath.mpf(v) * z**k for k, v in enumerate(h))
            h1 = mpmath.fsum(k * mpmath.mpf(v) * z**k for k, v in enumerate(h))
            delay = float(mpmath.re(h1 / h0)) if abs(h0) > 1e-40 else None
            case["response"].append([f, float(h0.real), float(h0.imag), delay])
        out["cases"].append(case)
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")).replace("},{", "},\n{") + "\n")
