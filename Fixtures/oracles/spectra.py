# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes spectra.json: windows, Welch densities, cross-spectra and coherence, short-time transforms, Lomb-Scargle
periodograms, tapers and multitaper sums by SciPy, for inputs made by seeded_samples.

Run by hand: python3 spectra.py
"""
import json
import pathlib

import numpy as np
from scipy import signal
from seeded_samples import samples

RATE = 250.0
NAMES = {
    "rectangular": "boxcar", "bartlett": "bartlett", "hann": "hann", "hamming": "hamming", "blackman": "blackman",
    "blackmanHarris": "blackmanharris", "nuttall": "nuttall", "flatTop": "flattop", "kaiser": ("kaiser", 9.0),
    "tukey": ("tukey", 0.25),
}


def pairs(values):
    return [[float(v.real), float(v.imag)] for v in np.ravel(values)]


windows = [
    {"name": name, "count": count, "periodic": periodic,
     "values": signal.get_window(scipy_name, count, fftbins=periodic).tolist()}
    for name, scipy_name in NAMES.items() for count, periodic in [(16, True), (17, True), (16, False), (17, False)]
]

x = np.array(samples(700)) + 2.0 + 0.003 * np.arange(700)
y = np.roll(x, 3) * 0.7 + 0.3 * np.array(samples(700, seed=1))
welch, cross = [], []
for name, length, hop, trend in [
    ("hann", 64, 32, "constant"), ("hann", 45, 23, "constant"), ("hamming", 64, 16, "linear"), ("blackman", 50, 50, "none"),
    ("flatTop", 128, 32, "constant"), ("kaiser", 97, 30, "linear"), ("rectangular", 64, 64, "constant"),
    ("tukey", 700, 350, "constant"),
]:
    window = signal.get_window(NAMES[name], length)
    options = dict(fs=RATE, window=window, noverlap=length - hop, detrend=False if trend == "none" else trend)
    case = {"window": name, "length": length, "hop": hop, "detrend": trend}
    density = signal.welch(x, **options)[1]
    power = signal.welch(x, scaling="spectrum", **options)[1]
    welch.append(case | {"density": density.tolist(), "meanSquare": power.tolist()})
    if length < 700:
        cross.append(case | {
            "values": pairs(signal.csd(x, y, **options)[1]), "coherence": signal.coherence(x, y, **options)[1].tolist()})

stft = []
for name, length, hop in [("hann", 64, 16), ("hamming", 45, 20), ("blackmanHarris", 50, 10)]:
    values = signal.stft(
        x, fs=RATE, window=signal.get_window(NAMES[name], length), nperseg=length, noverlap=length - hop,
        boundary=None, padded=False, detrend=False)[2]
    stft.append({"window": name, "length": length, "hop": hop, "frames": pairs(values.T)})

# Uneven times: a jittered grid with a hole.
jitter = np.array(samples(120, seed=2))
times = (np.arange(120) + 0.8 * jitter) / 50
times[60:] += 0.7
values = np.array(samples(120, seed=3)) + 1.5 * np.sin(2 * np.pi * 6.3 * times + 0.4) + 4
frequencies = np.linspace(0.5, 20, 60)
power = signal.lombscargle(times, values, 2 * np.pi * frequencies, floating_mean=True, normalize=True)
lomb = {"times": times.tolist(), "values": values.tolist(), "frequencies": frequencies.tolist(), "power": power.tolist()}

tapers = []
for count, product, number in [(64, 2.5, 4), (65, 4.0, 7), (512, 4.0, 7), (1000, 3.0, 5)]:
    found, ratios = signal.windows.dpss(count, product, Kmax=number, return_ratios=True)
    entry = {"count": count, "product": product, "number": number, "ratios": ratios.tolist()}
    entry["tapers"] = found.tolist() if count <= 65 else found[:, ::50].tolist()
    entry["step"] = 1 if count <= 65 else 50
    if count == 512:
        z = x[:512] - x[:512].mean()
        entry["density"] = np.mean(
            [signal.periodogram(z, fs=RATE, window=taper, detrend=False)[1] for taper in found], axis=0).tolist()
    tapers.append(entry)

# The envelope of a carrier through the analytic signal of the whole record.
n = np.arange(500)
carrier = (1 + 0.5 * np.cos(2 * np.pi * 5 * n / RATE)) * np.cos(2 * np.pi * 60 * n / RATE) + 0.1 * np.array(samples(500))
envelope = np.abs(signal.hilbert(carrier)).tolist()

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({
    "windows": windows, "welch": welch, "cross": cross, "stft": stft, "lomb": lomb, "tapers": tapers,
    "envelope": envelope}, separators=(",", ":")).replace("],[", "],\n[").replace("},{", "},\n{") + "\n")
