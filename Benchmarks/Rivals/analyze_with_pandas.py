# SPDX-License-Identifier: GPL-3.0-or-later
"""The job of `palpate analyze` as a careful user of pandas and SciPy writes it: vectorised, one pass a question."""
import sys

import numpy as np
import pandas as pd
from scipy import ndimage, signal, stats

path, area = sys.argv[1], float(sys.argv[2])
table = pd.read_csv(path)
time = table.iloc[:, 0].to_numpy()
step = np.diff(time)
rate = 1 / np.median(step)
gaps = np.flatnonzero(step > 1.5 / rate)
median_step = np.median(step)
regular = step[step <= 3 * median_step]
jitter = regular.std(ddof=1), *np.percentile(np.abs(regular - median_step), [50, 99])
missing = {name: int(table[name].isna().sum()) for name in table.columns}

pressure = table["Force (N)"].to_numpy() / area * 10
button = table["Button"].to_numpy() > 0.5
steps = np.abs(np.diff(pressure))
quantum = steps[steps > 0].min()
idle = pressure[: int(2 * rate)]
noise = 1.4826 * np.median(np.abs(idle - np.median(idle)))
high, low = np.median(idle) + max(10 * noise, 10), np.median(idle) + max(5 * noise, 5)
parts, count = ndimage.label(pressure > low)
peaks = ndimage.maximum(pressure, parts, np.arange(1, count + 1))


def theil_sen(t, y):
    """Over the means of at most 400 blocks: all pairs of some thousand samples would take a second a trial."""
    size = -(-len(t) // 400)
    whole = len(t) // size * size
    return stats.theilslopes(y[:whole].reshape(-1, size).mean(1), t[:whole].reshape(-1, size).mean(1)).slope


def ramp_line(t, y, at):
    """Slope and value at a time of the straight part of a ramp, each with the half-width of its 95 % interval."""
    fit = stats.linregress(t, y)
    width = stats.t.ppf(0.975, len(t) - 2)
    error = np.hypot(fit.stderr * (at - t.mean()), fit.stderr * t.std())
    return fit.slope, width * fit.stderr, fit.intercept + fit.slope * at, width * error, -fit.intercept / fit.slope


rows = []
trial = 0
for index, part in enumerate(ndimage.find_objects(parts)):
    if peaks[index] < high or part[0].stop - part[0].start < 0.2 * rate:
        continue
    trial += 1
    start, stop = part[0].start, part[0].stop
    before = pressure[max(0, start - int(2 * rate)): max(1, start - int(0.1 * rate))]
    after = pressure[stop + int(0.2 * rate): stop + int(2.2 * rate)]
    levels = np.median(before), np.median(after)
    noise = 1.4826 * np.median(np.abs(np.concatenate([before - levels[0], after - levels[1]])))
    drift = (levels[1] - levels[0]) / (time[min(stop + int(1.2 * rate), len(time) - 1)] - time[max(0, start - int(rate))])
    x, t = pressure[start:stop] - levels[0] - drift * (time[start:stop] - time[max(0, start - int(rate))]), time[start:stop]
    top = int(np.argmax(x))
    presses = np.flatnonzero(np.diff(button[start:stop].astype(int)) == 1)
    if len(presses):
        threshold = x[presses[0]] + (x[presses[0] + 1] - x[presses[0]]) / 2
        pressed = (t[presses[0]] + t[presses[0] + 1]) / 2
    else:
        threshold, pressed = x[top], t[top]
    inside = slice(int(np.argmax(x >= 0.2 * threshold)), int(np.searchsorted(t, pressed - 0.1)))
    slope, slope_error, on_line, line_error, onset = ramp_line(t[inside], x[inside], pressed)
    local = signal.savgol_filter(x[inside], min(501, len(x[inside]) // 2 * 2 - 1), 1, deriv=1, delta=1 / rate)
    short = signal.savgol_filter(x[inside], min(251, len(x[inside]) // 2 * 2 - 1), 1, deriv=1, delta=1 / rate)
    flags = [name for name, found in (
        ("hesitation", (short < 0.25 * slope).any()), ("jab", (short[-int(0.5 * rate):] > 2 * slope).any()),
        ("reversal", (np.maximum.accumulate(x[inside]) - x[inside]).max() > max(3 * noise, 0.02 * x[top])),
        ("late_press", t[top] + 0.1 < pressed), ("drift", abs(drift) > 1)) if found]
    rows.append((trial, threshold, x[top], slope, slope_error, theil_sen(t[inside], x[inside]),
                 local.std(ddof=1) / local.mean() * 100, on_line, line_error, onset, pressed, ";".join(flags)))
outcomes = pd.DataFrame(rows, columns=[
    "trial", "threshold", "peak", "rate", "rate_error", "rate_theil_sen", "rate_cv", "threshold_ramp_line",
    "threshold_ramp_line_error", "onset", "threshold_time", "flags"])
first = outcomes["threshold"].iloc[:3]
mean3 = first.mean(), *stats.t.interval(0.95, len(first) - 1, first.mean(), stats.sem(first))
outcomes.to_csv(sys.stdout, index=False)
print(f"# rate {rate:.6g} gaps {len(gaps)} jitter {jitter} mean3 {mean3} quantum {quantum:.6g} missing {missing}", file=sys.stderr)
