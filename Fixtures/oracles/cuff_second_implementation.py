# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes cuff_second_implementation.json: cuff ramps, pulse trains and conditioned modulation, worked out a second time.

Written from the article CuffAlgometry, without a look at the Swift. What the fixtures below do not hold (clipped
pulses, undelivered pulses, ratings at zero) is asserted to be absent.
Run with Python 3.11 or later and NumPy: python3 cuff_second_implementation.py
"""

import json
import os

import numpy as np

from algometry_common import (
    SESSIONS, Baseline, Figures, Line, Signal, add_rates, bare, contacts, idle_before, local_lines, number, presses,
    ramp_window, reading_error, seconds, sidecar, table, write)

FILES = ["cuff_ramp.csv", "cuff_recross.csv", "cuff_pulses_residual.csv", "cuff_run.json"]
THRESHOLD = 1.0
DRIFT_LIMIT = 0.1
PERSISTENCE = 0.5
HYSTERESIS = 0.2
LIMIT_TOLERANCE = 5.0
STIMULUS_TOLERANCE = 10.0
RATE_TOLERANCE = 10.0
EARLY = LATE = 3


class Test:
    """One test of one cuff; `stimulus` and `conditioning` are pairs of name and pressures."""

    def __init__(self, member, kind, t, stimulus, conditioning, rating, button, programme):
        self.member, self.kind, self.t = member, kind, t
        self.channel, pressure = stimulus
        self.signal = Signal(t, pressure)
        self.conditioning = conditioning
        self.rating, self.button, self.programme = rating, button, programme
        self.keys = {"channel": self.channel, "member": member}


# -------------------------------------------------------------------------------------------------- ramps


class Ramp:
    def __init__(self, test):
        self.test = test
        signal, t = test.signal, test.t
        found = contacts(signal, THRESHOLD, DRIFT_LIMIT)
        best = max(range(len(found)), key=lambda i: signal.p[list(found[i].span())].max())
        self.contact = found[best]
        start = float(t[self.contact.first])
        before = idle_before(signal, start, start, found[best - 1].end if best > 0 else None)
        self.baseline = Baseline(signal, before, before[:0])
        self.y = signal.p - self.baseline.level
        span = np.array(self.contact.span())
        self.top = int(span[np.argmax(self.y[span])])
        self.peak = float(self.y[self.top])
        self.criterion = test.programme.get("criterion") or 1.0
        self.find_stop(span)
        self.find_detections()

    def find_stop(self, span):
        """Time of the stop, and whether the subject made it."""
        test, t = self.test, self.test.t
        self.bracket = test.signal.dt
        first, last = t[span[0]], t[span[-1]]
        if test.button is not None:
            pressed = [p for p in presses(t, test.button, 1) if first <= p[0] and p[0] - p[1] / 2 <= last]
            if pressed:
                (self.stop, self.bracket), self.by_subject = pressed[0], True
                return
        self.stop = float(last if self.contact.end is None else t[self.top])
        limit = test.programme.get("limit")
        at_limit = limit is not None and self.peak >= limit * (1 - LIMIT_TOLERANCE / 100)
        responded = bool(np.any(test.rating[span] >= self.criterion))
        self.by_subject = not at_limit and responded

    def find_detections(self):
        """Times of the upward crossings of the criterion; `detection` is the first that lasts."""
        t, v, c = self.test.t, self.test.rating, self.criterion
        floor = c - HYSTERESIS if c > HYSTERESIS else c / 2
        self.crossings, self.detection = [], None
        for i in range(self.contact.first + 1, len(t)):
            if not (v[i - 1] < c <= v[i]):
                continue
            time = float(t[i - 1] + (c - v[i - 1]) / (v[i] - v[i - 1]) * (t[i] - t[i - 1]))
            if time > self.stop:
                break
            self.crossings.append(time)
            stay = (t >= time) & (t <= min(time + PERSISTENCE, self.stop))
            if self.detection is None and np.all(v[stay] > floor):
                self.detection = time

    def at(self, time):
        return float(np.interp(time, self.test.t, self.y))

    def threshold(self, name):
        """Value and lower bound of detection or tolerance."""
        if name == "detection":
            return (self.at(self.detection), None) if self.detection is not None else (None, self.peak)
        return (self.at_stop(), None) if self.by_subject else (None, self.peak)

    def before_stop(self):
        """The last sample at or before the stop; the cuff empties at once after it."""
        return int(np.flatnonzero(self.test.t <= self.stop)[-1])

    def line(self):
        window = ramp_window(self.test.t, self.y, self.contact.first, self.stop, self.peak)
        return window, Line(self.test.t[window], self.y[window])

    def at_stop(self):
        i = self.before_stop()
        return float(self.y[i] + self.line()[1].slope * (self.stop - self.test.t[i]))

    def add(self, figures):
        test, t = self.test, self.test.t
        window, line = self.line()
        tw, yw = t[window], self.y[window]
        half = reading_error(line.slope, test.signal.dt, self.baseline, test.signal.q)
        for name, samples in (("detection", 2), ("tolerance", 1)):
            bracket = self.bracket if name == "tolerance" else test.signal.dt
            reach = reading_error(line.slope, bracket, self.baseline, test.signal.q, samples)
            value, low = self.threshold(name)
            bounds = (low, None) if value is None else (value - reach, value + reach)
            figures.add(f"pain_{name}_threshold", value, *bounds, **test.keys)
        if len(self.crossings) > 1:
            value = self.at(self.crossings[-1])
            figures.add("pain_detection_threshold_last", value, value - half, value + half, **test.keys)
        figures.add("pain_tolerance_limit", float(test.rating[self.before_stop()]), **test.keys)
        figures.add("peak_pressure", self.peak, **test.keys)
        target = test.programme.get("rate") or 1.0
        add_rates(figures, line, local_lines(tw, yw, 5 / target), tw, yw, target, RATE_TOLERANCE, **test.keys)
        figures.add("ramp_rate_ratio", 100 * line.slope / target, **test.keys)
        if test.conditioning is not None:
            name, pressure = test.conditioning
            keys = test.keys | {"channel": name}
            for component, time in (("detection", self.detection), ("stop", self.stop)):
                if time is not None:
                    value = float(pressure[np.flatnonzero(t <= time)[-1]])
                    figures.add("conditioning_pressure", value, component=component, **keys)


def add_modulation(figures, conditioned, plain):
    for name in ("detection", "tolerance"):
        (with_it, _), (without, _) = conditioned.threshold(name), plain.threshold(name)
        assert with_it is not None and without is not None, "bounds are not among the fixtures"
        figures.add(f"conditioned_modulation_{name}", with_it - without, **conditioned.test.keys)
        percent = 100 * (with_it - without) / without
        figures.add(f"conditioned_modulation_{name}_percent", percent, **conditioned.test.keys)


# ------------------------------------------------------------------------------------------------- pulses


def crossing_time(t, p, i, level):
    """Where the line from sample i - 1 to i meets the level."""
    return float(t[i - 1] + (level - p[i - 1]) / (p[i] - p[i - 1]) * (t[i] - t[i - 1]))


def coarse_pulses(p, first, last):
    """(first sample, sample after the last one) of each pulse of the train."""
    train = np.sort(p[first : last + 1])
    low, high = train[len(train) // 10], train[9 * len(train) // 10]
    rising, falling = low + 0.4 * (high - low), low + 0.3 * (high - low)
    found, start = [], None
    for i in range(first, last + 1):
        if start is None and p[i] > rising:
            start = i
        elif start is not None and p[i] < falling:
            found.append((start, i))
            start = None
    if start is not None:
        found.append((start, last + 1))
    return found


def pulse_train(test):
    """Rise, foot, plateau and residual of each pulse."""
    t, p = test.t, test.signal.p
    above = np.flatnonzero(p > 1)
    first, last = max(above[0] - 1, 0), min(above[-1] + 1, len(p) - 1)
    coarse = coarse_pulses(p, first, last)
    pulses = []
    for index, (start, end) in enumerate(coarse):
        idle = np.arange(coarse[index - 1][1] if index > 0 else first, start)
        lowest = idle[len(idle) - 1 - np.argmin(p[idle][::-1])]
        residual, level = float(p[lowest]), float(np.median(p[start:end]))
        half = (residual + level) / 2
        i = next(i for i in range(lowest + 1, end) if p[i] >= half)
        rise = crossing_time(t, p, i, half)
        if index + 1 < len(coarse):
            off = np.arange(end, coarse[index + 1][0])
        else:
            limit = t[end] + 2 * (t[end] - t[start])
            off = np.flatnonzero((np.arange(len(t)) >= end) & (t <= limit))
        half = (level + float(p[off].min())) / 2
        middle = (rise + t[end]) / 2
        i = next(i for i in range(start, len(t)) if t[i] >= middle and p[i] < half)
        fall = crossing_time(t, p, i, half)
        plateau = float(np.median(p[(t >= rise + (fall - rise) / 2) & (t < fall)]))
        feet = np.arange(lowest, start)
        foot = feet[p[feet] <= residual + 0.1 * (level - residual)][-1]
        pulses.append({"rise": rise, "foot": float(t[foot]), "plateau": plateau, "residual": residual})
    return pulses


def add_pulses(figures, test):
    pulses = pulse_train(test)
    nominal = test.programme["pressure"]
    feet = [pulse["foot"] for pulse in pulses]
    feet.append(feet[-1] + float(np.median(np.diff(feet))))
    ratings = []
    for number_, pulse in enumerate(pulses, 1):
        rating = float(test.rating[test.t <= feet[number_]][-1])
        ratings.append(rating)
        keys = test.keys | {"trial": number_}
        figures.add("pulse_pressure", pulse["plateau"], **keys)
        figures.add("pulse_pressure_ratio", 100 * pulse["plateau"] / nominal, **keys)
        figures.add("pulse_residual", pulse["residual"], **keys)
        figures.add("pulse_rating", rating, **keys)
        assert pulse["plateau"] >= nominal * (1 - STIMULUS_TOLERANCE / 100), "an undelivered pulse"
    assert len(ratings) >= EARLY + LATE and any(ratings)
    summation = float(np.mean(ratings[-LATE:]) - np.mean(ratings[:EARLY]))
    figures.add("temporal_summation", summation, **test.keys)


# -------------------------------------------------------------------------------------------------- files


def tests_of_table(name):
    columns, settings = table(name), sidecar(name)
    told = settings["programme"]
    keys = {"criterion": "rating_criterion", "limit": "limit", "rate": "nominal_rate", "pressure": "nominal_pressure"}
    programme = {short: number(told[long]) for short, long in keys.items() if long in told}
    channel = next(c for c in columns if c.startswith("cuff"))
    rating, button = columns["VAS (cm)"], columns.get("Button")
    stimulus = (bare(channel), columns[channel])
    return [Test("", told["kind"], seconds(columns), stimulus, None, rating, button, programme)]


def tests_of_run(name):
    kinds = {
        "AlgometryStimulusResponseResult": "ramp", "AlgometryTemporalSummationResult": "pulses",
        "AlgometryConditionedPainResult": "conditioned_ramp",
    }
    with open(os.path.join(SESSIONS, name), encoding="utf-8") as file:
        run = json.load(file)
    tests = []
    for session, members in zip(run["id"], run["data"]):
        for member, test in members.items():
            t = np.array(test["Time"], dtype=float)
            primary = test["PrimaryChannel"]
            conditioning = test.get("CondPressure")
            programme = {
                "criterion": test.get("VAS_PDT"), "limit": test.get("MaximalPressure"),
                "pressure": test.get("NominalStimulatingPressure"),
            }
            tests.append(Test(
                f"{session}/{member}", kinds[test["Type"]], t - t[0],
                (f"cuff {primary}", np.array(test["StimPressure"], dtype=float)),
                conditioning and (f"cuff {3 - primary}", np.array(conditioning, dtype=float)),
                np.array(test["VAS"], dtype=float), None, programme))
    return tests


def analyse(name):
    figures = Figures()
    plain = {}
    for test in tests_of_run(name) if name.endswith(".json") else tests_of_table(name):
        if test.kind == "pulses":
            add_pulses(figures, test)
            continue
        ramp = Ramp(test)
        ramp.add(figures)
        if test.kind == "ramp":
            plain[test.channel] = ramp
        elif test.channel in plain:
            add_modulation(figures, ramp, plain[test.channel])
    return figures.rows


if __name__ == "__main__":
    target_path = os.path.splitext(os.path.abspath(__file__))[0] + ".json"
    write(target_path, [{"file": name, "figures": analyse(name)} for name in FILES])
