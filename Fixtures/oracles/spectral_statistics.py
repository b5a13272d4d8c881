# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes spectral_statistics.json from the published formulas, written out: Thomson's adaptive weights (Percival & Walden
1993, eqs. 368a and 370b, with SciPy's tapers), and the variance of band power from the covariance of every pair of
segments and bins, by direct sums.

Run by hand: python3 spectral_statistics.py
"""
import json
import pathlib

import numpy as np
from scipy import signal, stats

RATE = 250.0
rng = np.random.default_rng(11)
# Eight decades between the peak and the floor, so that the tapers' leakage matters.
noise = rng.normal(size=900)
x = np.round(signal.lfilter([1.0], [1.0, -1.9, 0.93], noise)[200:] + 1e-3 * rng.normal(size=700) + 3, 9)


def adaptive(segment, tapers, ratios):
    count = len(segment)
    z = segment - segment.mean()
    variance = np.mean(z * z)
    powers = np.abs(np.fft.rfft(tapers * z, axis=1)) ** 2
    values, degrees = [], []
    for bin in range(powers.shape[1]):
        s = (powers[0, bin] + powers[1, bin]) / 2
        for _ in range(5000):
            b = s / (ratios * s + (1 - ratios) * variance)
            s = np.sum(b ** 2 * ratios * powers[:, bin]) / np.sum(b ** 2 * ratios)
        nu = 2 * np.sum(b ** 2 * ratios) ** 2 / np.sum(b ** 4 * ratios ** 2)
        paired = 0 < bin < count / 2
        values.append(s / RATE * (2 if paired else 1))
        degrees.append(nu if paired else nu / 2)
    return np.array(values), np.array(degrees)


multitaper = []
for count, product, number in [(128, 4.0, 7), (175, 3.0, 5), (700, 4.0, 7)]:
    tapers, ratios = signal.windows.dpss(count, product, Kmax=number, return_ratios=True)
    found = [adaptive(x[start:start + count], tapers, ratios) for start in range(0, 700 - count + 1, count)]
    values = np.mean([f[0] for f in found], axis=0)
    degrees = len(found) ** 2 / np.sum([1 / f[1] for f in found], axis=0)
    multitaper.append(dict(count=count, product=product, number=number, density=values.tolist(), degrees=degrees.tolist()))

bands = []
for name, length, hop, low, high in [("hann", 64, 32, 10, 40), ("hann", 64, 16, 0, 125), ("hamming", 50, 50, 0, 7),
                                     ("flattop", 128, 32, 60, 61), ("boxcar", 45, 20, 100, 125)]:
    w = signal.get_window(name, length)
    frequencies, density = signal.welch(x, fs=RATE, window=w, noverlap=length - hop)
    width = RATE / length
    parts = []
    for k, value in enumerate(density):
        low_edge, high_edge = max((k - 0.5) * width, 0), min((k + 0.5) * width, RATE / 2)
        share = max(0.0, min(high_edge, high) - max(low_edge, low))
        unpaired = k == 0 or 2 * k == length
        parts.append(value * share * (width / (high_edge - low_edge) if unpaired else 1))
    parts = np.array(parts)
    segments = (700 - length) // hop + 1
    # Covariance of |X|^2 of segments i and j at a distance of d bins, relative to their means.
    cover = np.zeros(2 * length + 1)
    turns = np.exp(-2j * np.pi * np.outer(np.arange(-length, length + 1), np.arange(length)) / length)
    for i in range(segments):
        for j in range(segments):
            lag = abs(i - j) * hop
            if lag < length:
                shifted = np.concatenate([w[lag:], np.zeros(lag)])
                cover += np.abs(turns @ (w * shifted)) ** 2
    cover /= (segments * np.sum(w * w)) ** 2
    variance = sum(parts[k] * parts[l] * (cover[k - l + length] + cover[(k + l) % length + length])
                   for k in range(len(parts)) for l in range(len(parts)))
    power = parts.sum()
    nu = 2 * power ** 2 / variance
    interval = [nu * power / stats.chi2.ppf(0.975, nu), nu * power / stats.chi2.ppf(0.025, nu)]
    bands.append(dict(window={"flattop": "flatTop", "boxcar": "rectangular"}.get(name, name), length=length, hop=hop, low=low, high=high,
                      power=power, degrees=nu, interval=interval))

path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(dict(samples=x.tolist(), multitaper=multitaper, bands=bands), separators=(",", ":"))
                .replace("},{", "},\n{").replace("],\"", "],\n\"") + "\n")
