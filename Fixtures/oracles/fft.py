# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes fft.json: single bins of discrete Fourier transforms in 60-digit arithmetic.

They check the 32-digit transforms of the Swift tests, against which every bin of RealFFT is held.
Run by hand: python3 fft.py
"""
import json
import pathlib

import mpmath
from seeded_samples import samples

mpmath.mp.dps = 60


def halves(value):
    high = float(value)
    return [high, float(value - mpmath.mpf(high))]


bins = []
for count, indexes in [(7, [0, 1, 3]), (64, [1, 9, 32]), (509, [1, 100, 254]), (4096, [5, 2048]), (10007, [1, 5003])]:
    x = samples(count)
    for k in indexes:
        total = mpmath.fsum(
            mpmath.expjpi(-2 * mpmath.mpf(k * n % count) / count) * mpmath.mpf(v) for n, v in enumerate(x))
        bins.append({"count": count, "bin": k, "real": halves(total.real), "imaginary": halves(total.imag)})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"bins": bins}, indent=1) + "\n")
