# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes peaks.json: places and prominences of peaks by scipy.signal.find_peaks. Where a distance is given no two peaks
are equally high, because SciPy's choice among equals depends on its sort.

Run by hand: python3 peaks.py
"""
import json
import pathlib

import numpy as np
from scipy import signal

rng = np.random.default_rng(7)
noise = np.round(rng.normal(size=400), 6)
walk = np.round(np.cumsum(rng.normal(size=400)), 6)
pulse = np.round(np.sin(np.arange(400) / 9.0) * 3 + 0.3 * rng.normal(size=400), 6)
ramp = np.round(0.2 * np.arange(300) + rng.normal(size=300), 6)
ties = np.round(rng.normal(size=400) * 2) / 2
signals = [noise, walk, pulse, ramp, -ramp, ties, np.repeat(ties[:150], 3)]
cases = []
for number, x in enumerate(signals):
    tied = number > 4
    for distance in (1,) if tied else (1, 2, 7, 30):
        for height in (None, 0.5):
            for prominence in (None, 0.0, 1.0):
                found, facts = signal.find_peaks(x, height=height, distance=distance, prominence=prominence)
                cases.append(dict(signal=number, height=height, distance=distance, prominence=prominence, indices=found.tolist(),
                                  prominences=facts["prominences"].tolist() if prominence is not None else None))
path = pathlib.Path(__file__).with_suffix(".json")
text = json.dumps(dict(signals=[x.tolist() for x in signals], cases=cases), separators=(",", ":"))
path.write_text(text.replace("},{", "},\n{").replace("],[", "],\n[") + "\n")
