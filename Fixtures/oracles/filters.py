#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes filters.json: designs, responses and impulse responses in 60-digit arithmetic (mpmath), from textbook formulas
in pole-zero form; nothing of Palpate's own code. Run: python3 filters.py > filters.json

designs: family, band, order, ripples, edges in Hz, rate; response at some frequencies as (f, re, im).
impulses: the same with samples of the exact impulse response at some indexes, and its peak.
"""
import json
from mpmath import (mp, mpf, mpc, pi, tan, sin, cos, sinh, cosh, asinh, sqrt, exp, polyroots, ellipk, ellipf, ellipfun, kfrom, atan, fac)

mp.dps = 60


def butterworth(n):
    return [], [exp(1j * pi * (2 * k + n + 1) / (2 * n)) for k in range(n)], mpf(1)


def chebyshev1(n, rp):
    eps = sqrt(mpf(10) ** (mpf(rp) / 10) - 1)
    mu = asinh(1 / eps) / n
    p = [mpc(-sinh(mu) * sin(pi * (2 * k + 1) / (2 * n)), cosh(mu) * cos(pi * (2 * k + 1) / (2 * n))) for k in range(n)]
    return [], p, (1 / sqrt(1 + eps ** 2) if n % 2 == 0 else mpf(1))


def chebyshev2(n, rs):
    eps = 1 / sqrt(mpf(10) ** (mpf(rs) / 10) - 1)
    mu = asinh(1 / eps) / n
    z, p = [], []
    for k in range(n):
        a = pi * (2 * k + 1) / (2 * n)
        p.append(1 / mpc(-sinh(mu) * sin(a), cosh(mu) * cos(a)))
        if 2 * k + 1 != n:
            z.append(mpc(0, 1 / cos(a)))
    return z, p, mpf(1)


def bessel(n):
    c = [fac(2 * n - k) / (mpf(2) ** (n - k) * fac(k) * fac(n - k)) for k in range(n, -1, -1)]
    mp.dps = 120
    p = polyroots(c, maxsteps=500, extraprec=600)
    mp.dps = 60
    scale = c[-1] ** (mpf(1) / n)
    return [], [x / scale for x in p], mpf(1)


def elliptic(n, rp, rs):
    """By quarter periods and mpmath's own Jacobi functions, k from the nome."""
    eps = sqrt(mpf(10) ** (mpf(rp) / 10) - 1)
    k1 = eps / sqrt(mpf(10) ** (mpf(rs) / 10) - 1)
    if n == 1:
        return [], [mpc(-1 / eps)], mpf(1)
    mp.dps = 80
    K1, K1p = ellipk(k1 ** 2), ellipk(1 - k1 ** 2)
    q = exp(-pi * K1p / K1 / n)
    k = kfrom(q=q)
    K = ellipk(k ** 2)
    # sn(j v, k1) = j sc(v, k1'), so v = F(atan(1/eps), k1'^2).
    v0 = ellipf(atan(1 / eps), 1 - k1 ** 2) / (n * K1)
    cd = lambda u: ellipfun('cd')(u, k=k)
    sn = lambda u: ellipfun('sn')(u, k=k)
    z, p = [], []
    for i in range(1, n // 2 + 1):
        u = mpf(2 * i - 1) / n
        zero = 1 / (k * cd(u * K))
        pole = 1j * cd((u - 1j * v0) * K)
        z += [mpc(0, zero), mpc(0, -zero)]
        p += [pole, pole.conjugate()]
    if n % 2:
        p.append(1j * sn(1j * v0 * K))
    mp.dps = 60
    return z, p, (1 / sqrt(1 + eps ** 2) if n % 2 == 0 else mpf(1))


def prototype(c):
    n = c['order']
    return {'butterworth': lambda: butterworth(n), 'chebyshevI': lambda: chebyshev1(n, c['ripple']),
            'chebyshevII': lambda: chebyshev2(n, c['attenuation']), 'bessel': lambda: bessel(n),
            'elliptic': lambda: elliptic(n, c['ripple'], c['attenuation'])}[c['family']]()


def prewarp(f, rate):
    return tan(pi * mpf(f) / mpf(rate))


def analogue(c, s):
    """Value of the analogue filter at s, through the frequency transformation, without transforming poles."""
    z, p, g = c['_proto']
    rate = c['rate']
    if c['band'] in ('low', 'high'):
        k = prewarp(c['edges'][0], rate)
        x = s / k if c['band'] == 'low' else (k / s if s != 0 else mpf('1e50'))
    else:
        a, b = prewarp(c['edges'][0], rate), prewarp(c['edges'][1], rate)
        x = (s * s + a * b) / ((b - a) * s)
        if c['band'] == 'stop':
            x = 1 / x
    v = g
    for r in p:
        v = v * -r / (x - r)
    for r in z:
        v = v * (1 - x / r)
    return v


def digital(c):
    """Zeros, poles, gain in the z-plane."""
    z, p, g = c['_proto']
    rate = c['rate']
    if c['band'] in ('low', 'high'):
        k = prewarp(c['edges'][0], rate)
        move = (lambda r: [r * k]) if c['band'] == 'low' else (lambda r: [k / r])
    else:
        a, b = prewarp(c['edges'][0], rate), prewarp(c['edges'][1], rate)

        def move(r):
            if c['band'] == 'stop':
                r = 1 / r
            h = r * (b - a) / 2
            root = sqrt(h * h - a * b)
            return [h + root, h - root]
    P = [x for r in p for x in move(r)]
    Z = [x for r in z for x in move(r)]
    excess = len(p) - len(z)
    if c['band'] == 'high':
        Z += [mpf(0)] * excess
    elif c['band'] == 'band':
        Z += [mpf(0)] * excess
    elif c['band'] == 'stop':
        Z += [1j * sqrt(a * b), -1j * sqrt(a * b)] * excess
    bil = lambda s: (1 + s) / (1 - s)
    dz = [bil(x) for x in Z] + [mpf(-1)] * (len(P) - len(Z))
    dp = [bil(x) for x in P]
    w = exp(2j * pi * mpf('0.1234567'))
    s = (w - 1) / (w + 1)
    v = mpc(1)
    for r in dz:
        v *= w - r
    for r in dp:
        v /= w - r
    return dz, dp, (analogue(c, s) / v).real


def impulse(c, indexes):
    """Residues: h[n] = sum of A_i p_i^n, n >= 1; h[0] is the gain."""
    z, p, g = digital(c)
    res = []
    for i, r in enumerate(p):
        v = g * r ** (len(p) - len(z) - 1)
        for x in z:
            v *= r - x
        for j, x in enumerate(p):
            if j != i:
                v /= r - x
        res.append(v)
    return [g if n == 0 else sum(a * r ** n for a, r in zip(res, p)).real for n in indexes]


def case(family, band, order, edges, rate=1000, **k):
    c = dict(family=family, band=band, order=order, edges=edges, rate=rate, **k)
    c['_proto'] = prototype(c)
    return c


def public(c):
    return {k: v for k, v in c.items() if not k.startswith('_')}


RIPPLES = {'butterworth': [{}], 'bessel': [{}], 'chebyshevI': [dict(ripple=0.5)], 'chebyshevII': [dict(attenuation=40)],
           'elliptic': [dict(ripple=0.1, attenuation=60), dict(ripple=1, attenuation=40)]}

def build():
    """All cases; takes minutes."""
    designs = []
    for family, ripples in RIPPLES.items():
        for r in ripples:
            for band, edges, orders in (('low', [50], (1, 2, 3, 4, 7, 8, 16, 32)), ('high', [50], (1, 2, 5, 8)),
                                        ('band', [40, 90], (1, 2, 3, 4, 8, 16)), ('stop', [49, 51], (1, 2, 3, 4))):
                for n in orders:
                    c = case(family, band, n, edges, **r)
                    rows = []
                    for f in (0.5, 12.5, 40, 45, 49.5, 50, 50.5, 60, 90, 200, 333, 480):
                        v = analogue(c, 1j * tan(pi * mpf(f) / 1000))
                        rows.append([f, float(v.real), float(v.imag)])
                    designs.append(dict(public(c), response=rows))

    impulses = []



    def add(c, reach):
        """About 60 indexes: the first 16, then spread geometrically over the ringing; the peak searched on a denser grid."""
        idx = sorted(set(list(range(16)) + [int(16 * (reach / 16) ** (i / 47)) for i in range(48)]))
        dense = sorted(set(range(0, 40)) | {int(40 * (reach / 40) ** (i / 300)) for i in range(300)})
        h = impulse(c, idx)
        peak = max(abs(x) for x in impulse(c, dense) + h)
        impulses.append(dict(public(c), index=idx, value=[float(x) for x in h], peak=float(peak)))


    for band in ('low', 'high'):
        for n in range(1, 9):
            for d in (4, 10, 100, 1000, 10000, 1000000):
                add(case('butterworth', band, n, [1], rate=d), min(60000, max(300, 3 * d)))
            add(case('butterworth', band, n, [499], rate=1000), 1500)
        for n in (12, 16, 24, 32):
            for d in (10, 100, 1000, 10000):
                add(case('butterworth', band, n, [1], rate=d), min(60000, max(300, 6 * d)))
        for family, r in (('chebyshevI', dict(ripple=0.5)), ('chebyshevII', dict(attenuation=40)), ('bessel', {}),
                          ('elliptic', dict(ripple=0.1, attenuation=60))):
            for n in (3, 4, 8):
                for d in (10, 1000, 10000):
                    add(case(family, band, n, [1], rate=d, **r), min(60000, max(300, 6 * d)))
    for band in ('band', 'stop'):
        for n in (1, 2, 3, 4, 8):
            for q in (1, 10, 100):
                for d in (10, 1000, 10000):
                    half = 0.5 / q
                    low, high = (1 + half * half) ** 0.5 - half, (1 + half * half) ** 0.5 + half
                    add(case('butterworth', band, n, [low, high], rate=d), min(200000, max(300, 3 * d * q)))
    return designs, impulses


if __name__ == '__main__':
    designs, impulses = build()
    lines = lambda rows: '[\n' + ',\n'.join(json.dumps(r, separators=(',', ':')) for r in rows) + '\n]'
    print('{"designs":%s,\n"impulses":%s}' % (lines(designs), lines(impulses)))
