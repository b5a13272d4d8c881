# SPDX-License-Identifier: GPL-3.0-or-later
"""What SciPy gives for `palpate spectrum` on a recording made here.

Writes signal_spectrum.json: the recording as CSV text, and per case the arguments, the first and some later rows of
the whole spectrum, and the planted lines. SciPy 1.17.1, NumPy 2.4.6. Run from this folder: python3 spectrum_commands.py
"""
import json

import numpy as np
from scipy import signal
from scipy.signal import windows
from scipy.stats import chi2

RATE = 500.0
LINES = [(31.37, 12.0), (62.74, 3.0), (94.11, 0.8)]


def main():
    rng = np.random.default_rng(20260101)
    count = 6000
    t = np.arange(count) / RATE
    x = 9.81 + rng.normal(0, 0.5, count)
    for k, (f, a) in enumerate(LINES):
        x += a * np.sin(2 * np.pi * f * t + k)
    text = [f"{v:.3f}" for v in x]
    x = np.array([float(v) for v in text])
    cases = []

    def add(name, arguments, frequencies, values, low=None, high=None):
        picks = sorted(set(list(range(0, 40)) + list(range(40, len(frequencies), 37)) + [len(frequencies) - 1]))
        cases.append(
            dict(
                name=name, arguments=arguments, rows=[int(k) for k in picks], count=len(frequencies),
                frequencies=[float(frequencies[k]) for k in picks], values=[float(values[k]) for k in picks],
                low=None if low is None else [float(low[k]) for k in picks],
                high=None if high is None else [float(high[k]) for k in picks]))

    f, p = signal.welch(x, RATE, "hann", 1024, 512, detrend="constant")
    add("welch", ["--segment", "1024"], f, p)
    arguments = ["--segment", "2s", "--overlap", "0.75", "--window", "kaiser:8", "--detrend", "linear"]
    f, p = signal.welch(x, RATE, ("kaiser", 8.0), 1000, 750, detrend="linear")
    add("welch, time", arguments, f, p)
    f, p = signal.welch(x, RATE, "blackman", 1024, 512, detrend="constant", scaling="spectrum")
    add("mean square", ["--segment", "1024", "--window", "blackman", "--scaling", "power"], f, p)
    amplitude = np.sqrt(2 * p)
    amplitude[[0, -1]] = np.sqrt(p[[0, -1]])
    add("amplitude", ["--segment", "1024", "--window", "blackman", "--scaling", "amplitude"], f, amplitude)
    f, p = signal.periodogram(x, RATE, "hann", detrend="constant")
    nu = np.full(len(f), 2.0)
    nu[[0, -1]] = 1
    add("periodogram", ["--method", "periodogram"], f, p, p * nu / chi2.ppf(0.975, nu), p * nu / chi2.ppf(0.025, nu))
    # Segments that do not overlap average independent spectra: two degrees of freedom each.
    f, p = signal.welch(x, RATE, "boxcar", 1000, 0, detrend="constant")
    nu = np.full(len(f), 12.0)
    nu[[0, -1]] = 6
    add("no overlap", ["--segment", "1000", "--overlap", "0", "--window", "rectangular"], f, p,
        p * nu / chi2.ppf(0.975, nu), p * nu / chi2.ppf(0.025, nu))
    tapers = windows.dpss(2000, 4, 7)
    segments = x.reshape(3, 2000)
    segments = segments - segments.mean(axis=1, keepdims=True)
    p = np.zeros(1001)
    for segment in segments:
        for taper in tapers:
            p += np.abs(np.fft.rfft(segment * taper)) ** 2 / (taper @ taper)
    p *= 2 / RATE / 21
    p[[0, -1]] /= 2
    add("multitaper", ["--method", "multitaper", "--segment", "2000"], np.arange(1001) * RATE / 2000, p)
    with open("signal_spectrum.json", "w") as out:
        json.dump(dict(rate=RATE, samples=text, lines=LINES, cases=cases), out, indent=0)
        out.write("\n")


if __name__ == "__main__":
    main()
