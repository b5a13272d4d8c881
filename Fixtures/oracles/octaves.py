# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes octaves.json: centres and edges of fractional octaves by mpmath at 50 digits, and the tables of IEC 61260-1:2014.

`limits` is Table 1, class 1 and class 2: exponent of G, smallest and largest relative attenuation of the pass band;
smallest of the stop band. `nominal` is Annex E, thirds of octaves from 25 Hz on. Run by hand: python3 octaves.py
"""
import json
import pathlib

from mpmath import mp, mpf

mp.dps = 50
G = mpf(10) ** (mpf(3) / 10)


def centre(b, x):
    return 1000 * G ** (mpf(x) / b if b % 2 else mpf(2 * x + 1) / (2 * b))


bands = []
for b in (1, 3, 6, 12, 24):
    for x in (-7 * b, -b - 1, -1, 0, 1, 2 * b + 1, 4 * b):
        f = centre(b, x)
        bands.append({"b": b, "x": x, "centre": float(f), "low": float(f * G ** (mpf(-1) / (2 * b))),
                      "high": float(f * G ** (mpf(1) / (2 * b)))})
NOMINAL = "25 31.5 40 50 63 80 100 125 160 200 250 315 400 500 630 800 1000 1250 1600 2000 2500 3150 4000 5000 6300 " \
    "8000 10000 12500 16000 20000"
out = {
    "bands": bands, "nominal": [float(v) for v in NOMINAL.split()],
    "limits": {
        "pass": [[0, -0.4, 0.4, -0.6, 0.6], [0.125, -0.4, 0.5, -0.6, 0.7], [0.25, -0.4, 0.7, -0.6, 0.9],
                 [0.375, -0.4, 1.4, -0.6, 1.7], [0.5, -0.4, 5.3, -0.6, 5.8]],
        "stop": [[0.5, 1.2, 0.8], [1, 16.6, 15.6], [2, 40.5, 39.5], [3, 60, 54], [4, 70, 60]],
    },
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out).replace("}, {", "},\n{") + "\n")
