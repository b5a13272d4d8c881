# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes resampling.json: scipy.signal.resample_poly with its own filter, and the taps of that filter.

Run by hand: python3 resampling.py
"""
import json
import pathlib

import numpy as np
from scipy import signal
from seeded_samples import samples

out = []
for up, down in ((1, 1), (32, 125), (1, 4), (3, 1), (147, 160), (160, 147), (2, 3), (7, 1000), (1000, 7), (1, 100)):
    for count in (1, 2, 50, 1500) if up < 1000 else (1, 3):
        x = np.array(samples(count))
        y = signal.resample_poly(x, up, down)
        step = max(1, len(y) // 40)
        index = sorted({*range(0, len(y), step), len(y) - 1})
        out.append({"up": up, "down": down, "count": count, "outputs": len(y), "index": index,
                    "value": [float(y[k]) for k in index], "peak": float(np.max(np.abs(y)))})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out, separators=(",", ":")).replace("},{", "},\n{") + "\n")
