# SPDX-License-Identifier: GPL-3.0-or-later
"""Solutions of band systems in 60-digit arithmetic (mpmath, dense LU). Writes banded.json.

The entries come from SplitMix64, the same as in Swift (TestSupport/SeededGenerator), so that only solutions are stored.
"""
import json
import pathlib

import mpmath

from seeded_samples import samples

mpmath.mp.dps = 60


def main():
    cases = []
    for n, kd in [(1, 0), (2, 1), (5, 0), (7, 2), (12, 5), (24, 3), (16, 15)]:
        numbers = samples(n * (kd + 1) + n, 1000 * n + kd)
        a = mpmath.zeros(n, n)
        for j in range(n):
            for d in range(min(kd + 1, n - j)):
                value = mpmath.mpf(numbers[j * (kd + 1) + d])
                # The diagonal outweighs what stands beside it.
                a[j + d, j] = a[j, j + d] = value + (kd + 1 if d == 0 else 0)
        b = mpmath.matrix([mpmath.mpf(v) for v in numbers[n * (kd + 1):]])
        x = mpmath.lu_solve(a, b)
        cases.append({"order": n, "halfBandwidth": kd, "solution": [float(v) for v in x]})
    path = pathlib.Path(__file__).with_name("banded.json")
    path.write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
