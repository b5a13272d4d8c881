# SPDX-License-Identifier: GPL-3.0-or-later
"""What both second implementations share, written from the articles PressurePainThreshold and CuffAlgometry.

Pressures in kPa, times in s from the first sample, rates in kPa/s. Of an even number the median is the mean of the
middle two, but for the sampling interval, where it is the upper one.
"""

import csv
import json
import math
import os
import tomllib
from dataclasses import dataclass

import numpy as np

SESSIONS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "sessions")
Z = 1.959963984540054  # 0.975 quantile of the normal distribution, 1.96 in the article
TIE = 1e-9  # decimal stamps that are equal but for their rounding
BOUNCE = 0.2  # a contact that comes back within this time is the same one
TAP = 0.3  # a contact shorter than this is no trial
IDLE_SPAN = 2.0
IDLE_GUARD = 0.1


# ------------------------------------------------------------------------------------------------- files


def sidecar(name):
    """The settings beside a fixture; {} when there are none."""
    path = os.path.join(SESSIONS, os.path.splitext(name)[0] + ".toml")
    if not os.path.exists(path):
        return {}
    with open(path, "rb") as file:
        return tomllib.load(file)


def number(text):
    """The number of a quantity such as "50 kPa/s"."""
    return float(text.split()[0])


def table(name):
    """Header and columns of a delimited fixture; columns of numbers become arrays, the others lists of text."""
    with open(os.path.join(SESSIONS, name), encoding="utf-8", newline="") as file:
        text = file.read()
    delimiter = ";" if ";" in text.splitlines()[0] else ","
    rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    columns = {}
    for index, header in enumerate(rows[0]):
        cells = [row[index] for row in rows[1:]]
        try:
            columns[header] = np.array([float(cell.replace(",", ".")) for cell in cells])
        except ValueError:
            columns[header] = cells
    return columns


def bare(header):
    """A header without its unit: the name of the channel."""
    return header.split(" (")[0]


def seconds(columns):
    stamps = columns["Time (s)"]
    return stamps - stamps[0]


class Figures:
    """Rows of one file."""

    def __init__(self):
        self.rows = []

    def add(self, outcome, value, low=None, high=None, **keys):
        row = {"channel": "", "component": "", "member": "", "side": "", "site": "", "trial": None} | keys
        plain = {k: None if x is None else float(x) for k, x in (("value", value), ("low", low), ("high", high))}
        self.rows.append(row | {"outcome": outcome} | plain)


def write(path, files):
    """Doubles are written by repr, so that they read back to the same value."""
    with open(path, "w", encoding="utf-8") as file:
        json.dump({"files": files}, file, indent=1, sort_keys=True, allow_nan=False)
        file.write("\n")


# ------------------------------------------------------------------------------------------------- step 1


@dataclass
class Signal:
    """A load in kPa. `dt`: interval; `q`: quantum."""

    t: np.ndarray
    p: np.ndarray

    def __post_init__(self):
        keep = np.isfinite(self.p)
        self.t, self.p = self.t[keep], self.p[keep]
        steps = np.sort(np.diff(self.t))
        self.dt = float(steps[len(steps) // 2])
        self.q = quantum(self.p)

    def at(self, time):
        return float(np.interp(time, self.t, self.p))


def quantum(p):
    """The smallest non-zero difference between neighbours; 0 for a constant."""
    steps = np.abs(np.diff(p))
    steps = steps[steps > 0]
    return float(steps.min()) if len(steps) else 0.0


def scaled_mad(x):
    return 1.4826 * float(np.median(np.abs(x - np.median(x))))


# ------------------------------------------------------------------------------------------------- step 2


@dataclass
class Contact:
    """Samples first ... last; `end` is the time of the first sample below the off-level, None when the file ends in
    the contact."""

    first: int
    last: int
    end: float | None

    def span(self):
        return range(self.first, self.last + 1)


def contacts(signal, threshold, drift_limit):
    """All contacts, taps left out."""
    t, p = signal.t, signal.p
    length = max(0.5, 15 * signal.dt)
    head = t <= t[0] + length
    gap = np.flatnonzero(np.diff(t) > 3 * signal.dt)
    if len(gap):
        head &= np.arange(len(t)) <= gap[0]
    block = p[head]
    steps = np.diff(block)
    noise = scaled_mad(steps) / math.sqrt(2)
    half = len(block) // 2
    halves = abs(np.median(block[:half]) - np.median(block[half:]))
    idle = abs(np.median(block[:5])) <= threshold + 2 * noise or halves <= max(threshold / 4, 2 * noise)
    assert idle, "a file that starts loaded is not among the fixtures"
    assert halves <= max(threshold / 4, 2 * noise), "a ramp that begins in the first block is not among the fixtures"
    level = float(np.median(block))
    rise = max(threshold, 5 * scaled_mad(block), 3 * quantum(block))

    found = []
    inside = None  # first sample of the open contact
    below = None  # sample at which it fell below the off-level
    gathered = []  # idle samples of the block being filled
    begin = None  # first of two samples above the on-level
    for i in range(len(t)):
        if inside is not None and below is None:
            if p[i] < level + rise / 2:
                below = i
            continue
        if below is not None:
            if t[i] - t[below] <= BOUNCE:
                if p[i] > level + rise:
                    below = None
                continue
            found.append(Contact(inside, below - 1, float(t[below])))
            inside, below, gathered, begin = None, None, [], None
        if p[i] > level + rise:
            if begin is None:
                begin = i
                continue
            inside, begin = begin, None
            continue
        begin = None
        if not head[i]:
            gathered.append(i)
            if t[i] - t[gathered[0]] >= length:
                move = float(np.median(p[gathered])) - level
                most = 2 * drift_limit * length
                level += min(max(move, -most), most)
                gathered = []
    if inside is not None:
        found.append(Contact(inside, (below or len(t)) - 1, None if below is None else float(t[below])))
    return [c for c in found if (t[c.last] if c.end is None else c.end) - t[c.first] >= TAP]


# ------------------------------------------------------------------------------------------------- step 3


def between(t, start, end):
    """Numbers of the samples from `start` to `end`, both included whatever their rounding."""
    return np.flatnonzero((t >= start - TIE) & (t <= end + TIE))


def idle_before(signal, start, onset, previous_end):
    """Idle samples before a contact that starts at `start`, for an onset at or before it."""
    earliest = -math.inf if previous_end is None else previous_end + BOUNCE

    def stretch(end):
        return between(signal.t, max(end - IDLE_SPAN, earliest), end)

    chosen = stretch(onset - IDLE_GUARD)
    spans = signal.t[chosen[-1]] - signal.t[chosen[0]] if len(chosen) else 0
    if len(chosen) < 5 or spans < 0.25:
        other = stretch(start - IDLE_GUARD)
        if len(other) > len(chosen):
            chosen = other
    return chosen if len(chosen) >= 3 else chosen[:0]


def idle_after(signal, end, next_start):
    if end is None:
        return np.array([], dtype=int)
    earliest = end + BOUNCE
    latest = earliest + IDLE_SPAN
    if next_start is not None:
        latest = min(latest, next_start - IDLE_GUARD)
    chosen = between(signal.t, earliest, latest)
    return chosen if len(chosen) >= 3 else chosen[:0]


class Baseline:
    """A straight line through the idle levels. `noise`: σ; `count`: the larger number of idle samples."""

    def __init__(self, signal, before, after):
        stretches = [(signal.t[s], signal.p[s]) for s in (before, after) if len(s)]
        points = [(float(np.mean(t)), float(np.median(p))) for t, p in stretches]
        self.slope = 0.0
        if len(points) == 2:
            (t0, y0), (t1, y1) = points
            self.slope = (y1 - y0) / (t1 - t0)
        self.origin, self.level = points[0] if points else (0.0, 0.0)
        self.noise, self.count = 0.0, 0
        if stretches:
            self.noise = 1.4826 * float(np.median(np.concatenate([np.abs(p - np.median(p)) for _, p in stretches])))
            self.count = max(len(t) for t, _ in stretches)

    def at(self, t):
        return self.level + self.slope * (t - self.origin)


# ------------------------------------------------------------------------------------------------- step 4


class Line:
    """Least squares: y = mean_y + slope (t - mean_t)."""

    def __init__(self, t, y):
        self.n = len(t)
        self.mean_t, self.mean_y = float(np.mean(t)), float(np.mean(y))
        u = t - self.mean_t
        self.sxx = float(u @ u)
        self.slope = float(u @ (y - self.mean_y)) / self.sxx
        self.residuals = y - self.mean_y - self.slope * u
        self.sse = float(self.residuals @ self.residuals)
        self.sd = math.sqrt(self.sse / (self.n - 2)) if self.n > 2 else 0.0
        total = float((y - self.mean_y) @ (y - self.mean_y))
        self.explained = 1 - self.sse / total if total > 0 else 0.0

    def at(self, t):
        return self.mean_y + self.slope * (t - self.mean_t)

    def crossing(self):
        """Where the line meets zero, which is the baseline."""
        return self.mean_t - self.mean_y / self.slope

    def slope_error(self):
        """Standard error of the slope, inflated for a positive lag-one correlation of the residuals."""
        error = self.sd / math.sqrt(self.sxx)
        if self.sse > 0:
            lag = float(self.residuals[:-1] @ self.residuals[1:]) / self.sse
            if lag > 0:
                error *= math.sqrt((1 + lag) / (1 - lag))
        return error


def reading_error(rate, bracket, baseline, q, samples=2):
    """Half of the interval of a reading between two samples: time of the event, noise, quantum, baseline."""
    noise = baseline.noise**2
    level = math.pi / 2 * noise / baseline.count if baseline.count else 0.0
    return Z * math.sqrt((rate * bracket) ** 2 / 12 + noise / samples + q**2 / 12 + level)


def theil_sen(t, y):
    """Median of the slopes of all pairs, of block means above 400 samples."""
    if len(t) > 400:
        size = -(-len(t) // 400)
        whole = len(t) // size * size
        t, y = t[:whole].reshape(-1, size).mean(axis=1), y[:whole].reshape(-1, size).mean(axis=1)
    i, j = np.triu_indices(len(t), 1)
    return float(np.median((y[j] - y[i]) / (t[j] - t[i])))


def ramp_window(t, y, first, event, reading):
    """Samples from the first one after the last below 20 % of the reading to the last one 0.1 s before the event."""
    upto = between(t, t[first], event - IDLE_GUARD)
    low = upto[y[upto] < 0.2 * reading]
    start = low[-1] + 1 if len(low) else first
    return np.arange(start, upto[-1] + 1)


def local_lines(t, y, width):
    """(centre, line) of centred windows that lie wholly in the stretch, one at each sample; decimal stamps at the ends
    of a window belong to it whatever their rounding."""
    half = width / 2
    lines = []
    for centre in t[(t - half >= t[0] - TIE) & (t + half <= t[-1] + TIE)]:
        window = between(t, centre - half, centre + half)
        if len(window) >= 3:
            lines.append((float(centre), Line(t[window], y[window])))
    return lines


def add_rates(figures, line, lines, t, y, target, tolerance, **keys):
    """The rows about the rate of a ramp."""
    slopes = np.array([line.slope for _, line in lines])
    error = Z * line.slope_error()
    figures.add("ramp_rate", line.slope, line.slope - error, line.slope + error, **keys)
    figures.add("ramp_rate_theil_sen", theil_sen(t, y), **keys)
    figures.add("ramp_rate_cv", 100 * float(np.std(slopes, ddof=1)) / float(np.mean(slopes)), **keys)
    if target is not None:
        within = np.abs(slopes - target) <= tolerance / 100 * target
        figures.add("rate_compliance", 100 * float(np.mean(within)), **keys)


def presses(t, marker, pressed):
    """(time, bracket) of each sampled press: the midpoint of the samples around the edge; presses within 0.15 s of
    one another are one."""
    down = marker == pressed
    found = []
    for i in range(1, len(t)):
        if down[i] and not down[i - 1]:
            time = (t[i - 1] + t[i]) / 2
            if not found or time - found[-1][0] > 0.15:
                found.append((float(time), float(t[i] - t[i - 1])))
    return found
