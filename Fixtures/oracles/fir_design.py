# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes fir_design.json: scipy.signal.firls, remez on a dense grid, kaiserord, hilbert, and PchipInterpolator.

Run by hand: python3 fir_design.py
"""
import json
import pathlib

import numpy as np
from scipy import interpolate, signal
from seeded_samples import samples

out = {"leastSquares": [], "equiripple": [], "kaiser": [], "hilbert": [], "pchip": []}
RATE = 1000
for count, bands, desired, weight in (
        (1, [0, 100, 150, 500], [1, 1, 0, 0], [1, 1]), (3, [0, 100, 150, 500], [1, 1, 0, 0], [1, 1]),
        (31, [0, 100, 150, 500], [1, 1, 0, 0], [1, 10]), (51, [0, 90, 110, 200, 220, 500], [0, 0, 1, 1, 0, 0], [1, 2, 3]),
        (101, [0, 40, 50, 500], [1, 1, 0, 0], [1, 1]), (41, [0, 200, 250, 500], [0, 1, 0.5, 0.25], [1, 1]),
        (301, [0, 40, 45, 500], [1, 1, 0, 0], [1, 5])):
    taps = signal.firls(count, bands, desired, weight=weight, fs=RATE)
    out["leastSquares"].append(dict(bands=bands, desired=desired, weight=weight, taps=taps.tolist(), kind="bandpass"))
for count, bands, desired, weight, kind in (
        (31, [0, 100, 150, 500], [1, 0], [1, 10], "bandpass"), (32, [0, 100, 150, 500], [1, 0], [1, 1], "bandpass"),
        (61, [0, 90, 110, 200, 220, 500], [0, 1, 0], [1, 2, 3], "bandpass"), (101, [0, 40, 55, 500], [1, 0], [1, 1], "bandpass"),
        (31, [20, 480], [1], [1], "hilbert"), (30, [20, 500], [1], [1], "hilbert"),
        (72, [0, 200, 260, 500], [1, 0], [1, 100], "bandpass")):
    taps = signal.remez(count, bands, desired, weight=weight, type=kind, fs=RATE, grid_density=4000, maxiter=200)
    out["equiripple"].append(dict(bands=bands, desired=np.repeat(desired, 2).tolist(), weight=weight, taps=taps.tolist(), kind=kind))
for attenuation, width in ((40, 10), (60, 5), (21, 100), (90, 1.5)):
    out["kaiser"].append([attenuation, width, int(signal.kaiserord(attenuation, width / 500)[0])])
for count in (1, 2, 5, 64, 101, 1000):
    out["hilbert"].append(dict(count=count, imaginary=signal.hilbert(samples(count)).imag.tolist()))
for count in (2, 3, 40):
    t = np.cumsum(np.array(samples(count, seed=5)) * 0.008 + 0.01)
    x = np.round(np.array(samples(count, seed=6)) * 6) / 2
    rate = 333.0
    grid = t[0] + np.arange(int((t[-1] - t[0]) * rate + 1e-6) + 1) / rate
    out["pchip"].append(dict(stamps=t.tolist(), values=x.tolist(), rate=rate, output=interpolate.PchipInterpolator(t, x)(grid).tolist(),
                             linear=np.interp(grid, t, x).tolist()))
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")).replace("},{", "},\n{") + "\n")
