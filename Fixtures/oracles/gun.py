#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes gun.json with mpmath at 40 digits: harmonics of a slider-crank by quadrature, and the angle and acceleration of
a massage gun under a whole speed programme, the angle by quadrature of the rate, the acceleration by differences of the
displacement. Run: python3 gun.py > gun.json"""
import json
import mpmath as mp

mp.mp.dps = 40


def rod(theta, lam):
    """Displacement over r, less the rod's length."""
    if lam == 0:
        return mp.cos(theta)
    return mp.cos(theta) + mp.sqrt(1 / lam ** 2 - mp.sin(theta) ** 2) - 1 / lam


def coefficient(lam, order):
    """Cosine coefficient of d2x/dtheta2 over r: that of x, which is even, times -order squared."""
    value = mp.quad(lambda t: rod(t, lam) * mp.cos(order * t), mp.linspace(0, mp.pi, 9)) * 2 / mp.pi
    return -order ** 2 * value


out = dict(mpmath=mp.__version__, cranks=[], programmes=[])
for text in ('0', '0.1', '0.2', '0.3', '0.45'):
    lam = mp.mpf(text)
    table = [coefficient(lam, h) for h in range(1, 11)]
    thd = mp.sqrt(sum(a * a for a in table[1:])) / abs(table[0])
    peak = max(abs(mp.diff(lambda t: rod(t, lam), mp.pi * i / 720, 2)) for i in range(721))
    out['cranks'].append(dict(lam=float(lam), coefficients=[float(a) for a in table], distortion=float(thd),
                              peak=float(peak)))


def line(points):
    def value(t):
        if t <= points[0][0]:
            return points[0][1]
        for (t0, y0), (t1, y1) in zip(points, points[1:]):
            if t <= t1:
                return y0 + (y1 - y0) * (t - t0) / (t1 - t0)
        return points[-1][1]
    return value


# Levels 30 Hz for 4 s, 45 Hz for 6 s, change 0.5 s; twelve seconds in all, the last two off.
LEVELS = line([(mp.mpf(4), mp.mpf(30)), (mp.mpf('4.5'), mp.mpf(45)), (mp.mpf(10), mp.mpf(45)), (mp.mpf('10.5'), mp.mpf(0))])
FORCE = line([(mp.mpf(2), mp.mpf(0)), (mp.mpf(6), mp.mpf(120)), (mp.mpf(8), mp.mpf(120)), (mp.mpf(9), mp.mpf(20))])


def programme(name, share, bends):
    def rate(t):
        shape = 1 + mp.mpf('0.06') * mp.exp(-t / 3) - mp.mpf('0.05') * t / 12 \
            + mp.mpf('0.01') * mp.sin(2 * mp.pi * mp.mpf('0.7') * t)
        return LEVELS(t) * share(FORCE(t)) * shape

    def turns(t):
        nodes = [0] + [b for b in sorted(bends) if b < t] + [t]
        return mp.mpf('0.3') + sum(mp.quad(rate, [a, b]) for a, b in zip(nodes, nodes[1:]))

    def displacement(t, origin, base):
        angle = base + mp.quad(rate, [origin, t])
        return rod(2 * mp.pi * angle, mp.mpf('0.25')) * mp.mpf('0.007')

    rows = []
    for text in ('0.11', '1.37', '3.21', '4.21', '4.43', '5.7', '6.9', '7.77', '8.31', '9.6', '10.2', '11.5'):
        t = mp.mpf(text)
        base = turns(t)
        a = mp.diff(lambda s: displacement(s, t, base), t, 2, h=mp.mpf('1e-8'))
        rows.append(dict(time=float(t), turns=float(base), rate=float(rate(t)), acceleration=float(a)))
    out['programmes'].append(dict(motor=name, rows=rows))


brushed = lambda force: 1 - force / 300
programme('brushed', brushed, [2, 4, mp.mpf('4.5'), 6, 8, 9, 10, mp.mpf('10.5')])
# Full rate up to 70 N, a stand at 100 N: crossed on the way up and down.
knee, stall = 70, 100
regulated = lambda force: min(1, max(0, mp.mpf(stall - force) / (stall - knee)))
crossings = [2 + mp.mpf(4) * f / 120 for f in (knee, stall)] + [8 + mp.mpf(120 - f) / 100 for f in (knee, stall)]
programme('regulated', regulated, [2, 4, mp.mpf('4.5'), 6, 8, 9, 10, mp.mpf('10.5')] + crossings)
print(json.dumps(out, separators=(',', ':')).replace('},{', '},\n{'))
