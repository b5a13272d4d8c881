# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes ppt_second_implementation.json: pressure-pain thresholds of fixtures, worked out a second time.

Written from the article PressurePainThreshold, without a look at the Swift. What the fixtures below do not hold (files
that start loaded, gaps, stuck or stamped buttons, limits, ratings) is asserted to be absent.
Run with Python 3.11 or later, NumPy and SciPy: python3 ppt_second_implementation.py
"""

import math
import os
import re

import numpy as np
from scipy.stats import t as student

from algometry_common import (
    Z, Baseline, Figures, Line, Signal, add_rates, bare, between, contacts, idle_after, idle_before, local_lines,
    number, presses, ramp_window, reading_error, seconds, sidecar, table, write)

FILES = [
    "ppt_clean_100hz.csv", "ppt_noisy.csv", "ppt_no_button.csv", "ppt_force_semicolon_decimal_comma.csv",
    "ppt_faults_hesitation.csv", "ppt_faults_bounce.csv", "ppt_sites.csv", "ppt_drift.csv", "ppt_faults_held.csv",
]
THRESHOLD = 5.0
DRIFT_LIMIT = 5.0 / 60
SUBJECT_DELAY, SUBJECT_DELAY_SD = 0.30, 0.07
OPERATOR_DELAY, OPERATOR_DELAY_SD = 0.28, 0.08
ONSET_GUARD = 0.15
FROZEN = 0.5
RULES = {
    # accepted trials needed, figure of their values
    "mean3": (3, lambda v: v[:3]),
    "mean_last2": (3, lambda v: v[1:3]),
    "mean2": (2, lambda v: v[:2]),
    "mean_all": (1, lambda v: v),
}


class Trial:
    """One contact, read in two passes (steps 3 to 6)."""

    def __init__(self, signal, contact, previous_end, next_start, marker, press_list):
        self.signal, self.contact, self.presses = signal, contact, press_list
        start = float(signal.t[contact.first])
        onset = start
        for _ in range(2):
            before = idle_before(signal, start, onset, previous_end)
            after = idle_after(signal, contact.end, next_start)
            self.baseline = Baseline(signal, before, after)
            self.y = signal.p - self.baseline.at(signal.t)
            self.read(onset, marker)
            onset = min(self.line.crossing(), start)

    def read(self, onset, marker):
        t, y, contact = self.signal.t, self.y, self.contact
        span = np.array(contact.span())
        assert np.all(np.diff(t[span]) <= 3 * self.signal.dt), "gap"
        assert contact.end is not None, "truncated"
        self.peak = int(span[np.argmax(y[span])])
        self.bracket = 0.0
        self.held = False
        if marker is None:
            self.corner_time, self.corner, self.unloading = corner(t, y, contact, self.peak, self.signal.dt)
            # Without an event the ramp is the one up to the peak.
            self.event, self.reading = float(t[self.peak]), float(y[self.peak])
        else:
            pressed = [e for e in self.presses if onset + ONSET_GUARD <= e[0] <= contact.end]
            assert len(pressed) == 1, "a single press a contact"
            self.event, self.bracket = pressed[0]
            self.reading = float(np.interp(self.event, t, y))
            self.freeze()
        window = ramp_window(t, y, contact.first, self.event, self.reading)
        self.t, self.ramp = t[window], y[window]
        self.line = Line(self.t, self.ramp)
        self.is_ramp = self.line.explained >= 0.8 and contact.end - t[contact.first] >= 1

    def freeze(self):
        """Samples that stand still for 0.5 s from the press on are the reading of a frozen display."""
        t, p = self.signal.t, self.signal.p
        first = int(np.flatnonzero(t >= self.event)[0])
        last = first
        while last + 1 < len(p) and p[last + 1] == p[first]:
            last += 1
        if t[last] - t[first] >= FROZEN:
            self.held = True
            self.reading = float(self.y[first])

    def add(self, figures, target, tolerance, **keys):
        base, line = self.baseline, self.line
        assert self.is_ramp, "not a ramp"
        rate = line.slope
        figures.add("peak_pressure", self.y[self.peak], **keys)
        figures.add("contact_onset", line.crossing(), **keys)
        lines = local_lines(self.t, self.ramp, max(0.5, 4 * self.signal.dt))
        add_rates(figures, line, lines, self.t, self.ramp, target, tolerance, **keys)
        if self.presses is None:
            figures.add("pressure_pain_threshold", None, **keys)
            figures.add("threshold_time", None, **keys)
            self.add_release(figures, **keys)
            return
        figures.add("threshold_time", self.event, **keys)
        if self.held:
            # One sample, not a mean of two, and no matter when the button was sampled.
            variance = base.noise**2 * (1 + math.pi / 2 / base.count) + self.signal.q**2 / 12
            half = Z * math.sqrt(variance)
        else:
            half = reading_error(rate, self.bracket, base, self.signal.q)
        figures.add("pressure_pain_threshold", self.reading, self.reading - half, self.reading + half, **keys)
        value = line.at(self.event)
        error = line.sd**2 * (1 / line.n + (self.event - line.mean_t) ** 2 / line.sxx)
        half = Z * math.sqrt((rate * self.bracket) ** 2 / 12 + error)
        figures.add("threshold_ramp_line", value, value - half, value + half, **keys)

    def add_release(self, figures, **keys):
        t, y, rate = self.signal.t, self.y, self.line.slope
        falling = between(t, t[self.peak], t[self.peak] + 0.5)
        halves = np.any(y[falling] <= y[self.peak] / 2)
        assert -self.unloading >= 3 * rate and halves, "ambiguous release"
        crest = self.crest()
        centre = self.corner_time - SUBJECT_DELAY - OPERATOR_DELAY
        spread = Z * math.hypot(SUBJECT_DELAY_SD, OPERATOR_DELAY_SD)
        value = crest(centre)
        below, above = value - crest(centre - spread), crest(centre + spread) - value
        noise = Z * math.sqrt(self.baseline.noise**2 / 2 + self.signal.q**2 / 12)
        self.bounds = (value - math.hypot(below, noise), value + math.hypot(above, noise))
        figures.add("threshold_release", None, *self.bounds, **keys)
        figures.add("release_pressure", self.corner, **keys)

    def crest(self):
        """Running maximum of the load from the first sample of the contact to the corner, as a function of time."""
        t = self.signal.t
        span = between(t, t[self.contact.first], self.corner_time)
        lines = local_lines(t[span], self.y[span], max(0.1, 4 * self.signal.dt))
        times = [time for time, _ in lines]
        highest = np.maximum.accumulate([line.at(time) for time, line in lines])
        return lambda time: float(np.interp(time, times, highest))


def corner(t, y, contact, peak, dt):
    """Time and height of the corner of two lines fitted around the end of the top, and the slope of the second."""
    reach = max(0.15, 3 * dt)
    span = np.array(contact.span())
    top = int(span[y[span] >= 0.9 * y[peak]][-1])
    first = int(between(t, t[top] - max(0.3, 6 * dt), t[top])[0])
    last = top
    while last + 1 < len(t) and t[last + 1] <= t[top] + reach and y[last + 1] >= 0.3 * y[peak]:
        last += 1
    ts, ys = t[first : last + 1], y[first : last + 1]
    assert len(ts) >= 5 and last > top, "too few samples of the release"
    best = None
    for k in range(301):
        c = t[top] - reach + 2 * reach * k / 300
        if np.sum(ts < c) < 2 or np.sum(ts >= c) < 2:
            continue
        u = ts - c
        design = np.column_stack([np.ones_like(u), np.minimum(u, 0), np.maximum(u, 0)])
        beta = np.linalg.lstsq(design, ys, rcond=None)[0]
        residual = ys - design @ beta
        error = float(residual @ residual)
        if best is None or error < best[0]:
            best = (error, float(c), float(beta[0]), float(beta[2]))
    return best[1:]


def series(figures, outcome, readings, rejected, rule, bounds=None, **keys):
    """Figure of a series by its rule, with the t interval of its mean, or the mean of the bounds of its trials."""
    if rejected:
        figures.add("trials_rejected", rejected, component=outcome, **keys)
    need, pick = RULES[rule]
    if len(readings) < need:
        figures.add(outcome, None, **keys)
        return
    v = np.array(pick(readings))
    mean = float(np.mean(v))
    if bounds is not None:
        low, high = np.mean(np.array(pick(bounds)), axis=0)
        mean = None
    else:
        assert len(v) > 1, "no interval of one trial"
        half = student.ppf(0.975, len(v) - 1) * float(np.std(v, ddof=1)) / math.sqrt(len(v))
        low, high = mean - half, mean + half
    figures.add(outcome, mean, low, high, **keys)


def analyse(name):
    settings = sidecar(name)
    columns = table(name)
    t = seconds(columns)
    channel = next(c for c in columns if re.match("Pressure|Force", c))
    p = columns[channel]
    if channel.startswith("Force"):
        p = 10 * p / number(settings["probe"]["area"])
    signal = Signal(t, p)
    ppt = settings.get("ppt", {})
    target = number(ppt["rate_target"]) if "rate_target" in ppt else None
    tolerance = number(ppt.get("rate_tolerance", "20 %"))
    found = contacts(signal, THRESHOLD, DRIFT_LIMIT)
    marker = columns.get("Button")
    events = None
    if marker is not None:
        outside = np.ones(len(t), dtype=bool)
        for c in found:
            outside[c.first : c.last + 1] = False
        idle = 1.0 if np.mean(marker[outside]) > 0.5 else 0.0
        events = presses(t, marker, 1 - idle)
    figures = Figures()
    recording = settings.get("recording", {})
    groups = {}
    for index, contact in enumerate(found):
        previous_end = found[index - 1].end if index > 0 else None
        next_start = float(t[found[index + 1].first]) if index + 1 < len(found) else None
        trial = Trial(signal, contact, previous_end, next_start, marker, events)
        site = columns["Site"][contact.first] if "Site" in columns else recording.get("site", "")
        keys = {"channel": bare(channel), "site": site, "side": recording.get("side", "")}
        trial.add(figures, target, tolerance, trial=index + 1, **keys)
        groups.setdefault(site, (keys, []))[1].append(trial)
    rule = ppt.get("trial_rule", "mean3")
    for keys, trials in groups.values():
        if events is None:
            series(figures, "pressure_pain_threshold", [], len(trials), rule, **keys)
            bounds = [trial.bounds for trial in trials]
            series(figures, "threshold_release", [sum(b) / 2 for b in bounds], 0, rule, bounds, **keys)
        else:
            series(figures, "pressure_pain_threshold", [trial.reading for trial in trials], 0, rule, **keys)
    return figures.rows


if __name__ == "__main__":
    target_path = os.path.splitext(os.path.abspath(__file__))[0] + ".json"
    write(target_path, [{"file": name, "figures": analyse(name)} for name in FILES])
