# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes fft.json: single bins of discrete Fourier transforms in 60-digit arithmetic.

They check the 32-digit transforms of the Swift tests, against which every bin of RealFFT is held.
Run by hand: python3 fft.py
"""
import json
import pathlib

import mpmath

mpmath.mp.dps = 60
MASK = (1 << 64) - 1


def samples(count):
    """SplitMix64 seeded with the length; multiples of 2^-53 in -0.5...0.5."""
    state, out = count, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        out.append((z >> 11) * 2.0**-53 - 0.5)
    return out


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
