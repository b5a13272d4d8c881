# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of `palpate analyze` as a careful user of pandas and SciPy writes it: vectorised, one pass a question."""
import hashlib
import sys

import numpy as np
import pandas as pd
from scipy import ndimage, signal

path, area = sys.argv[1], float(sys.argv[2])
with open(path, "rb") as file:
    digest = hashlib.file_digest(file, "sha256").hexdigest()
table = pd.read_csv(path)
time = table.iloc[:, 0].to_numpy()
step = np.diff(time)
rate = 1 / np.median(step)
gaps = np.flatnonzero(step > 1.5 / rate)
jitter = step.std()
quality = {}
for name in table.columns[1:]:
    x = table[name].to_numpy()
    at_top = x == np.nanmax(x)
    runs, count = ndimage.label(at_top)
    longest = int(np.bincount(runs)[1:].max()) if count else 0
    values = np.unique(x)
    quantum = np.diff(values).min() if len(values) > 1 else 0
    quality[name] = (int(np.isnan(x).sum()), longest, quantum)

pressure = table["Force (N)"].to_numpy() / area * 10
button = table["Button"].to_numpy() > 0.5
idle = pressure[: int(2 * rate)]
noise = 1.4826 * np.median(np.abs(idle - np.median(idle)))
high, low = np.median(idle) + max(10 * noise, 10), np.median(idle) + max(5 * noise, 5)
parts, count = ndimage.label(pressure > low)
peaks = ndimage.maximum(pressure, parts, np.arange(1, count + 1))
rows = []
trial = 0
for index, part in enumerate(ndimage.find_objects(parts)):
    if peaks[index] < high or part[0].stop - part[0].start < 0.2 * rate:
        continue
    trial += 1
    start, stop = part[0].start, part[0].stop
    base = np.median(pressure[max(0, start - int(2 * rate)): max(1, start - int(0.1 * rate))])
    x, t = pressure[start:stop] - base, time[start:stop]
    top = int(np.argmax(x))
    presses = np.flatnonzero(np.diff(button[start:stop].astype(int)) == 1)
    threshold = x[presses[0]] + (x[presses[0] + 1] - x[presses[0]]) / 2 if len(presses) else np.nan
    inside = slice(np.argmax(x > 0.1 * x[top]), max(np.argmax(x > 0.9 * x[top]), 2))
    slope, offset = np.polyfit(t[inside], x[inside], 1)
    smooth = signal.savgol_filter(x[: top + 1], min(51, (top // 2) * 2 + 1), 3, deriv=1, delta=1 / rate)
    rows.append((trial, threshold, x[top], slope, smooth.std() / smooth.mean() * 100, t[0]))
outcomes = pd.DataFrame(rows, columns=["trial", "threshold", "peak", "rate", "rate_cv", "onset"])
outcomes.to_csv(sys.stdout, index=False)
print(f"# {digest} rate {rate:.6g} gaps {len(gaps)} jitter {jitter:.3g} {quality}", file=sys.stderr)
