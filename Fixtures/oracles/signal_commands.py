# SPDX-License-Identifier: GPL-3.0-or-later
"""What SciPy and NumPy give for the signal commands on recordings of Fixtures/sessions.

Writes signal_filter.json: the first samples of a filtered column (whole where the end matters).
SciPy 1.17.1, NumPy 2.4.6. Run from this folder: python3 signal_commands.py
"""
import csv
import json
import math

import numpy as np
from scipy import signal

SESSIONS = "../sessions/"


def column(file, name):
    with open(SESSIONS + file, newline="") as handle:
        rows = list(csv.DictReader(handle))
    return np.array([float(row[name]) if row[name] else math.nan for row in rows])


def settled(sos, x):
    return signal.sosfilt(sos, x, zi=signal.sosfilt_zi(sos) * x[0])[0]


def hampel(x, length, threshold=3):
    out = x.copy()
    for k in range(len(x)):
        r = min(length // 2, k, len(x) - 1 - k)
        window = x[k - r : k + r + 1]
        median = np.median(window)
        if abs(x[k] - median) > threshold * 1.4826 * np.median(np.abs(window - median)):
            out[k] = median
    return out


def moving(x, length, figure):
    out = np.empty(len(x))
    for k in range(len(x)):
        r = min(length // 2, k, len(x) - 1 - k)
        out[k] = figure(x[k - r : k + r + 1])
    return out


def main():
    file, name, rate = "ppt_noisy.csv", "Pressure (kPa)", 100.0
    x = column(file, name)[:1500]
    cases = []

    def add(title, arguments, y, tolerance=1e-12, count=300, column_name=name):
        values = [None if math.isnan(v) else float(v) for v in y[:count]]
        cases.append(
            dict(name=title, file=file, arguments=arguments, column=column_name, values=values, tolerance=tolerance))

    def butter(order, edge, kind):
        return signal.butter(order, edge, kind, fs=rate, output="sos")

    add("low-pass, settled", ["--lowpass", "10Hz"], settled(butter(4, 10, "low"), x))
    add("low-pass, at rest", ["--lowpass", "10Hz", "--start", "at-rest"], signal.sosfilt(butter(4, 10, "low"), x))
    add("low-pass of order 5 in 1/min", ["--lowpass", "600/min", "--order", "5"], settled(butter(5, 10, "low"), x))
    add("high-pass", ["--highpass", "2Hz", "--order", "2"], settled(butter(2, 2, "high"), x))
    add("band-pass", ["--bandpass", "5Hz..15Hz", "--order", "2"], settled(butter(2, [5, 15], "band"), x))
    add("band-stop", ["--bandstop", "9Hz..11Hz", "--start", "at-rest"],
        signal.sosfilt(butter(4, [9, 11], "bandstop"), x), 1e-11)
    add("Chebyshev I", ["--lowpass", "8Hz", "--family", "chebyshev1", "--ripple", "0.5dB"],
        settled(signal.cheby1(4, 0.5, 8, fs=rate, output="sos"), x))
    add("Chebyshev II", ["--lowpass", "8Hz", "--family", "chebyshev2", "--attenuation", "40dB"],
        settled(signal.cheby2(4, 40, 8, fs=rate, output="sos"), x))
    add("elliptic", ["--highpass", "8Hz", "--family", "elliptic", "--ripple", "1dB", "--attenuation", "40dB"],
        settled(signal.ellip(4, 1, 40, 8, "high", fs=rate, output="sos"), x))
    notch = signal.tf2sos(*signal.iirnotch(25, 30, fs=rate))
    add("notch", ["--notch", "25Hz", "--q", "30"], settled(notch, x))
    # Zero-phase results depend on the whole signal: on the whole file.
    whole = column(file, name)
    # SciPy's section form has its own errors of rounding, and its default padding counts sections that ours does not.
    sos = butter(4, 10, "low")
    add("zero-phase", ["--lowpass", "10Hz", "--zero-phase"], signal.sosfiltfilt(sos, whole, padlen=15), 1e-12)
    corrected = math.atan(math.tan(math.pi * 10 / rate) / (math.sqrt(2) - 1) ** (1 / 8)) / math.pi * rate
    add("zero-phase, corrected", ["--lowpass", "10Hz", "--zero-phase", "--cutoff-corrected"],
        signal.sosfiltfilt(butter(4, corrected, "low"), whole, padlen=15), 1e-12)
    taps = signal.firwin(101, 10, fs=rate)
    fir = np.convolve(whole, taps, "same")
    fir[:50] = math.nan
    add("FIR", ["--lowpass", "10Hz", "--fir", "101"], fir)
    taps = signal.firwin(51, [5, 15], fs=rate, pass_zero=False, window=("kaiser", 8.6))
    fir = np.convolve(whole, taps, "same")
    fir[:25] = math.nan
    add("FIR band-pass, Kaiser", ["--bandpass", "5Hz..15Hz", "--fir", "51", "--fir-window", "kaiser:8.6"], fir)
    add("Savitzky-Golay", ["--savitzky-golay", "51"], signal.savgol_filter(whole, 51, 3))
    add("Savitzky-Golay derivative", ["--savitzky-golay", "51", "--polynomial", "4", "--derivative", "1"],
        signal.savgol_filter(whole, 51, 4, deriv=1, delta=1 / rate), 1e-12, column_name="Pressure derivative 1 (kPa/s)")
    add("median", ["--median", "5"], moving(whole, 5, np.median), 0)
    add("Hampel", ["--hampel", "7"], hampel(whole, 7), 0)
    add("moving mean", ["--moving-mean", "210ms"], moving(whole, 21, np.mean), 1e-14)
    add("moving RMS", ["--moving-rms", "21"], moving(whole, 21, lambda w: np.sqrt(np.mean(w * w))), 1e-14)
    add("mean removed", ["--detrend", "constant"], whole - whole.mean(), 1e-13)
    add("line removed", ["--detrend", "linear"], signal.detrend(whole), 1e-12)
    add("envelope", ["--envelope", "whole"], np.abs(signal.hilbert(whole)), 1e-12)
    with open("signal_filter.json", "w") as out:
        json.dump(cases, out, indent=0)
        out.write("\n")


if __name__ == "__main__":
    main()
