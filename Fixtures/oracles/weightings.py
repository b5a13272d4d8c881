# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes weightings.json: closed forms of ISO 8041-1 and IEC 61672-1 by mpmath at 50 digits, and what they make of pulses.

Frequencies are the exact thirds of octaves 10^(n/10). A pulse is exp(-(t/s)^2/2) cos(2 pi f t) about 0; the weighted
one is the integral of its known transform times the closed form. `table` is IEC 61672-1:2013, Table 3; `bursts` Table 4:
levels of 4 kHz tonebursts below that of the steady tone. Run by hand: python3 weightings.py
"""
import json
import pathlib

from mpmath import cos, exp, inf, log10, mp, mpc, mpf, pi, quad, sqrt

mp.dps = 50
J = mpc(0, 1)
ROOT = sqrt(mpf(1) / 2)


def vibration(f1, f2, f3, f4, q4, step=None, gain=1):
    w1, w2, w3, w4 = (2 * pi * mpf(f) for f in (f1, f2, f3, f4))

    def limit(f):
        s = J * 2 * pi * f
        return 1 / (1 + w1 / (ROOT * s) + (w1 / s) ** 2) / (1 + s / (ROOT * w2) + (s / w2) ** 2)

    def response(f):
        s = J * 2 * pi * f
        h = limit(f) * mpf(gain) * (1 + s / w3) / (1 + s / (mpf(q4) * w4) + (s / w4) ** 2)
        if step:
            w5, q5, w6, q6 = 2 * pi * mpf(step[0]), mpf(step[1]), 2 * pi * mpf(step[2]), mpf(step[3])
            h *= (1 + s / (q5 * w5) + (s / w5) ** 2) / (1 + s / (q6 * w6) + (s / w6) ** 2) * (w5 / w6) ** 2
        return h

    return response, limit


F3 = 100 / (2 * pi)
FM = 1 / (mpf("0.028") * 2 * pi)
VIBRATION = {
    "Wh": vibration(mpf(10) ** mpf("0.8"), mpf(10) ** mpf("3.1"), F3, F3, "0.64"),
    "Wk": vibration("0.4", "100", "12.5", "12.5", "0.63", ("2.37", "0.91", "3.35", "0.91")),
    "Wd": vibration("0.4", "100", "2", "2", "0.63"),
    "Wb": vibration("0.4", "100", "16", "16", "0.55", ("2.5", "0.9", "4", "0.95"), "1.024"),
    "Wm": vibration(mpf(10) ** mpf("-0.1"), "100", FM, FM, "0.5"),
}

fr2, fl2, fh2 = mpf(10) ** 6, mpf(10) ** 3, mpf(10) ** mpf("7.8")
b = (fr2 + fl2 * fh2 / fr2 - ROOT * (fl2 + fh2)) / (1 - ROOT)
c = fl2 * fh2
f1 = sqrt((-b - sqrt(b * b - 4 * c)) / 2)
f4 = sqrt((-b + sqrt(b * b - 4 * c)) / 2)
fa = mpf(10) ** mpf("2.45")
f2, f3 = (3 - sqrt(5)) / 2 * fa, (3 + sqrt(5)) / 2 * fa


def shape(kind, f):
    s = J * f
    h = s**2 * f4**2 / ((s + f1) ** 2 * (s + f4) ** 2)
    return h * s**2 / ((s + f2) * (s + f3)) if kind == "A" else h


def sound(kind):
    gain = 1 / abs(shape(kind, mpf(1000)))
    return lambda f: gain * shape(kind, f)


def pulse(response, f, s, times):
    """2 Re of the integral of X(v) H(v) exp(2 pi i v t) over v > 0; X is the transform of the Gaussian pulse."""
    f, s = mpf(f), mpf(s)

    def transform(v):
        return s * sqrt(2 * pi) / 2 * (exp(-2 * (pi * s * (v - f)) ** 2) + exp(-2 * (pi * s * (v + f)) ** 2))

    mp.dps = 25
    width = 1 / (2 * pi * s)
    # The integrand varies within widths of the pulse's spectrum.
    edges = [max(f + k * width, mpf(0)) for k in range(-12, 13)]
    # So do the weightings about their lower corners.
    edges += [mpf(2) ** k for k in range(-12, 9) if mpf(2) ** k < f]
    edges = sorted(set(edges))
    out = [
        float(2 * quad(lambda v: (transform(v) * response(v) * exp(2 * pi * J * v * mpf(t))).real if v else mpf(0), edges))
        for t in times
    ]
    mp.dps = 50
    return out


def thirds(low, high):
    return [(n, mpf(10) ** (mpf(n) / 10)) for n in range(low, high + 1)]


def rows(function, band, low, high):
    return [
        {"n": n, "real": float(function(f).real), "imaginary": float(function(f).imag),
         **({"limit": float(abs(band(f)))} if band else {})}
        for n, f in thirds(low, high)
    ]


A = "-70.4 -63.4 -56.7 -50.5 -44.7 -39.4 -34.6 -30.2 -26.2 -22.5 -19.1 -16.1 -13.4 -10.9 -8.6 -6.6 -4.8 -3.2 -1.9 -0.8 " \
    "0 0.6 1.0 1.2 1.3 1.2 1.0 0.5 -0.1 -1.1 -2.5 -4.3 -6.6 -9.3"
C = "-14.3 -11.2 -8.5 -6.2 -4.4 -3.0 -2.0 -1.3 -0.8 -0.5 -0.3 -0.2 -0.1 0 0 0 0 0 0 0 0 0 -0.1 -0.2 -0.3 -0.5 -0.8 " \
    "-1.3 -2.0 -3.0 -4.4 -6.2 -8.5 -11.2"
# Class 1 and class 2, upper and lower; 999 for no limit.
UPPER1 = "3 2.5 2 2 2 1.5 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0.7 1 1 1 1 1 1 1.5 1.5 1.5 2 2 2.5 3"
LOWER1 = "999 999 4 2 1.5 1.5 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0.7 1 1 1 1 1 1 1.5 2 2.5 3 5 16 999"
UPPER2 = "5 5 5 3 3 3 2 2 2 2 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1 1.5 2 2 2.5 2.5 3 3.5 4.5 5 5 5 5 5"
LOWER2 = "999 999 999 3 3 3 2 2 2 2 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1.5 1 1.5 2 2 2.5 2.5 3 3.5 4.5 5 999 999 999 999"
columns = [[float(v) for v in text.split()] for text in (A, C, UPPER1, LOWER1, UPPER2, LOWER2)]
assert all(len(column) == 34 for column in columns)
table = [
    {"n": 10 + i, "a": a, "c": cc, "class1": [u1, l1], "class2": [u2, l2]}
    for i, (a, cc, u1, l1, u2, l2) in enumerate(zip(*columns))
]
F = {1000: 0.0, 500: -0.1, 200: -1.0, 100: -2.6, 50: -4.8, 20: -8.3, 10: -11.1, 5: -14.1, 2: -18.0, 1: -21.0, 0.5: -24.0, 0.25: -27.0}
S = {1000: -2.0, 500: -4.1, 200: -7.4, 100: -10.2, 50: -13.1, 20: -17.0, 10: -20.0, 5: -23.0, 2: -27.0}

out = {
    "vibration": {name: rows(h, limit, -1 if name == "Wh" else -10, 36 if name == "Wh" else 26)
                  for name, (h, limit) in VIBRATION.items()},
    "sound": {kind: rows(sound(kind), None, 10, 43) for kind in "AC"},
    "corners": [float(f) for f in (f1, f2, f3, f4)],
    "normalisation": {k: float(-20 * log10(abs(shape(k, mpf(1000))))) for k in "AC"},
    "points": {
        "Wh": float(abs(VIBRATION["Wh"][0](mpf(500) / (2 * pi)))),
        "Wk": float(abs(VIBRATION["Wk"][0](mpf(100) / (2 * pi)))),
        "Wd": float(abs(VIBRATION["Wd"][0](mpf(100) / (2 * pi)))),
    },
    "table": table,
    "bursts": {"F": [[k, v] for k, v in F.items()], "S": [[k, v] for k, v in S.items()]},
    "pulses": [],
}
for name, function, f, s, times in [
    ("Wh", VIBRATION["Wh"][0], 40, 0.02, [-0.05, -0.01, 0, 0.003, 0.02, 0.06, 0.1]),
    ("Wh", VIBRATION["Wh"][0], 200, 0.003, [-0.006, 0, 0.001, 0.01, 0.03, 0.1]),
    ("Wk", VIBRATION["Wk"][0], 5, 0.1, [-0.2, 0, 0.05, 0.3, 1, 2]),
    ("A", sound("A"), 100, 0.01, [-0.02, 0, 0.001, 0.01, 0.03]),
    ("C", sound("C"), 3000, 0.0005, [-0.001, 0, 0.0001, 0.001]),
]:
    out["pulses"].append({"name": name, "frequency": f, "width": s, "times": times, "values": pulse(function, f, s, times)})
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(out).replace("}, {", "},\n{") + "\n")
print(out["normalisation"], out["corners"], out["points"], path.stat().st_size)
