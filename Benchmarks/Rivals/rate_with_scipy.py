# SPDX-License-Identifier: GPL-3.0-or-later
"""The rate of a massage gun from a CSV file: harmonic least squares with SciPy, or librosa's yin."""
import sys

import numpy as np
import pandas as pd

path, way = sys.argv[1], sys.argv[2]
table = pd.read_csv(path).to_numpy()
time, axes = table[:, 0] - table[:, 0].mean(), table[:, 1:] - table[:, 1:].mean(0)
LOW, HIGH = 15.0, 60.0


def scipy_way():
    """Candidates p/k with up to eight harmonics, all axes together, Schwarz's criterion; frequency by variable projection."""
    from scipy import optimize
    rate = (len(time) - 1) / (time[-1] - time[0])
    spectrum = (np.abs(np.fft.rfft(axes * np.hanning(len(time))[:, None], axis=0)) ** 2).sum(1)
    frequency = np.fft.rfftfreq(len(time), 1 / rate)
    band = (frequency >= LOW) & (frequency <= 5 * HIGH)
    peak = frequency[band][np.argmax(spectrum[band])]

    def left(f, order):
        angle = 2 * np.pi * f * time
        basis = np.column_stack([np.ones_like(time)] + [g(h * angle) for h in range(1, order + 1) for g in (np.cos, np.sin)])
        solution = np.linalg.solve(basis.T @ basis, basis.T @ axes)
        return ((axes - basis @ solution) ** 2).sum(0)

    best = None
    for divisor in range(1, 6):
        guess = peak / divisor
        if not LOW <= guess <= HIGH:
            continue
        for order in (divisor, 2 * divisor, 8):
            if order * guess > rate / 2:
                continue
            reach = 0.5 / (time[-1] - time[0])
            found = optimize.minimize_scalar(
                lambda f: np.log(left(f, order)).sum(), bounds=(guess - reach, guess + reach), method="bounded",
                options={"xatol": 1e-7})
            n = len(time)
            criterion = n * found.fun + (3 * (2 * order + 1) + 2) * np.log(n)
            if best is None or criterion < best[0]:
                best = criterion, found.x, order
    return best[1]


def librosa_way():
    import librosa
    found = librosa.yin(axes[:, 2], fmin=LOW, fmax=HIGH, sr=1000, frame_length=1024, hop_length=256)
    return float(np.median(found))


print(scipy_way() if way == "scipy" else librosa_way())
