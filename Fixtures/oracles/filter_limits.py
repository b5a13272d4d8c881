#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes filter_limits.json: the filters that are hardest to run, in mpmath, from the formulas of filters.py and in 60
digits or more; nothing of Palpate's own code. Run: python3 filter_limits.py > filter_limits.json

impulses: as in filters.json, for high and odd orders, near half of the rate, and for notches and peaks by quality.
delayed: sections given by their coefficients in z, the first of the numerator zero; samples of the impulse response.
noise: samples of the response to seeded_samples.samples(20000, seed=5) at some indexes, and its largest magnitude.
"""
import json
from mpmath import mp, mpf, mpc, pi, tan, sqrt
from filters import case, digital, impulse, public
import filters
from seeded_samples import samples

NOISE = samples(20000, seed=5)


def resonance(kind, centre, quality, rate):
    """Zeros, poles, gain in z of a notch or a peak whose bandwidth is exact after the bilinear transform."""
    k = tan(pi * mpf(centre) / rate)
    width = tan(pi * mpf(centre) / mpf(quality) / rate) * (1 + k * k)
    root = sqrt(mpc(width * width / 4 - k * k))
    bilinear = lambda s: (1 + s) / (1 - s)
    poles = [bilinear(-width / 2 + root), bilinear(-width / 2 - root)]
    divisor = 1 + width + k * k
    if kind == 'notch':
        return [bilinear(1j * k), bilinear(-1j * k)], poles, (1 + k * k) / divisor
    return [mpf(1), mpf(-1)], poles, width / divisor


def zpk(c):
    if c['family'] == 'resonance':
        return resonance(c['band'], c['edges'][0], c['quality'], c['rate'])
    return digital(c)


def resonant(kind, quality, rate):
    return dict(family='resonance', band=kind, order=2, edges=[1], rate=rate, quality=quality)


def impulses_of(c, reach):
    filters.digital = zpk
    index = sorted(set(list(range(8)) + [int(8 * (reach / 8) ** (i / 23)) for i in range(24)]))
    dense = sorted(set(range(0, 40)) | {int(40 * (reach / 40) ** (i / 300)) for i in range(300)})
    h = impulse(c, index)
    peak = max(abs(x) for x in impulse(c, dense) + h)
    return dict(public(c), index=index, value=[float(x) for x in h], peak=float(peak))


def polynomial(roots):
    p = [mpc(1)]
    for r in roots:
        p = [a - r * b for a, b in zip(p + [mpc(0)], [mpc(0)] + p)]
    return [x.real for x in p]


def run(b, a, x):
    """Direct form; the digits that it loses are there to spare."""
    n, y, state = len(a) - 1, [], [mpf(0)] * len(a)
    for v in x:
        out = b[0] * v + state[0]
        for i in range(1, n + 1):
            state[i - 1] = (state[i] if i < n else 0) + b[i] * v - a[i] * out
        y.append(out)
    return y


def noise_of(c):
    filters.mp.dps = 60
    z, p, g = zpk(c)
    # Poles of 60 digits are exact enough; their polynomial of order 32 near z = 1 loses 130 digits when it is run.
    mp.dps = 220
    y = run([g * v for v in polynomial(z)] + [mpf(0)] * (len(p) - len(z)), polynomial(p), [mpf(v) for v in NOISE])
    mp.dps = 60
    peak = max(abs(v) for v in y)
    index = [int(20000 ** (i / 19)) - 1 for i in range(4, 19)] + [10007 + 703 * i for i in range(14)] + [19999]
    return dict(public(c), index=index, value=[float(y[i]) for i in index], peak=float(peak))


def delayed_of(sections, reach):
    """sections: (b0, b1, b2, a1, a2), exact doubles."""
    mp.dps = 100
    x = [mpf(1)] + [mpf(0)] * reach
    for b0, b1, b2, a1, a2 in sections:
        x = run([mpf(b0), mpf(b1), mpf(b2)], [mpf(1), mpf(a1), mpf(a2)], x)
    mp.dps = 60
    index = sorted(set(list(range(12)) + [int(8 * (reach / 8) ** (i / 23)) for i in range(24)]))
    return dict(sections=sections, index=index, value=[float(x[i]) for i in index], peak=float(max(abs(v) for v in x)))


def invariant(rate, quality=0.7071):
    """Impulse-invariant resonance at 1 Hz: b1 z^-1 / (1 + a1 z^-1 + a2 z^-2), rounded to doubles."""
    from math import exp, cos, sin, pi
    w = 2 * pi / rate
    d = w / (2 * quality)
    e = (w * w - d * d) ** 0.5
    return (0.0, exp(-d) * sin(e) * w * w / e, 0.0, -2 * exp(-d) * cos(e), exp(-2 * d))


def band_edges(quality):
    half = 0.5 / quality
    return [(1 + half * half) ** 0.5 - half, (1 + half * half) ** 0.5 + half]


impulses, noise, delayed = [], [], []
for band in ('low', 'high'):
    for n in (9, 11, 15, 17, 23, 31):
        for d in (10, 1000, 10000):
            impulses.append(impulses_of(case('butterworth', band, n, [1], rate=d), min(60000, max(300, 6 * d))))
    for n in (3, 8, 12, 17, 24, 31, 32):
        for edge in (400, 490, 499):
            impulses.append(impulses_of(case('butterworth', band, n, [edge], rate=1000), 1500))
for band in ('band', 'stop'):
    for n in (12, 16):
        for q in (1, 10, 100):
            for d in (10, 1000):
                impulses.append(
                    impulses_of(case('butterworth', band, n, band_edges(q), rate=d), min(200000, max(300, 3 * d * q))))
    for n in (1, 2, 4, 8):
        for q in (10, 100):
            edges = [450 * e for e in band_edges(q)]
            impulses.append(impulses_of(case('butterworth', band, n, edges, rate=1000), 300 * q))
for kind in ('notch', 'peak'):
    for q in (1, 10, 30, 100):
        for d in (2.2, 10, 1000, 10000):
            impulses.append(impulses_of(resonant(kind, q, d), int(min(200000, max(300, 3 * d * q)))))

for band in ('low', 'high'):
    for n in (1, 2, 3, 4, 5, 7, 8):
        for d in (4, 10, 100, 1000, 10000):
            noise.append(noise_of(case('butterworth', band, n, [1], rate=d)))
        noise.append(noise_of(case('butterworth', band, n, [499], rate=1000)))
    for n in (16, 31, 32):
        for d in (10, 1000):
            noise.append(noise_of(case('butterworth', band, n, [1], rate=d)))
for band in ('band', 'stop'):
    for n in (1, 2, 4, 8):
        for q in (1, 10, 100):
            noise.append(noise_of(case('butterworth', band, n, band_edges(q), rate=100)))
for kind in ('notch', 'peak'):
    for q in (1, 10, 100):
        for d in (10, 1000):
            noise.append(noise_of(resonant(kind, q, d)))

for d in (5, 100, 1000, 10000):
    one = invariant(d)
    delayed.append(delayed_of([one], 4 * d))
    delayed.append(delayed_of([one, invariant(d, 10)], 10 * d))
    delayed.append(delayed_of([(0.0, 0.0, 0.75, one[3], one[4])], 4 * d))
    delayed.append(delayed_of([(0.0, 1.0, 0.5, one[3], one[4]), (1.0, 2.0, 1.0, one[3], one[4])], 4 * d))
    delayed.append(delayed_of([(0.0, 1 / d, 0.0, 1 / d - 1, 0.0)], 4 * d))
delayed.append(delayed_of([(0.0, 1.0, 0.0, 0.0, 0.0), (0.0, 0.0, -2.0, 0.0, 0.0)], 40))

if __name__ == '__main__':
    lines = lambda rows: '[\n' + ',\n'.join(json.dumps(r, separators=(',', ':')) for r in rows) + '\n]'
    print('{"impulses":%s,\n"noise":%s,\n"delayed":%s}' % (lines(impulses), lines(noise), lines(delayed)))
