#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes smoothing.json with SciPy: zero-phase filters, Savitzky-Golay, windowed FIR taps, orders, moving statistics.
Savitzky-Golay also by 60-digit least squares (mpmath): SciPy's fit at the edges loses digits at high orders.
Run: python3 smoothing.py > smoothing.json"""
import json
import mpmath
import numpy as np
import scipy
from scipy import ndimage, signal

mpmath.mp.dps = 60


def golay(x, window, order, d, delta):
    half, n = window // 2, len(x)
    powers = mpmath.matrix(window, order + 1)
    for i in range(window):
        for j in range(order + 1):
            powers[i, j] = mpmath.mpf(i - half) ** j
    inverse = (powers.T * powers) ** -1
    out, fits = [], {}
    for k in range(n):
        start = min(max(k - half, 0), n - window)
        if start not in fits:
            part = mpmath.matrix([mpmath.mpf(v) for v in x[start:start + window]])
            fits[start] = inverse * (powers.T * part)
        t = mpmath.mpf(k - start - half)
        out.append(sum(fits[start][j] * mpmath.ff(j, d) * t ** (j - d) for j in range(d, order + 1)) / mpmath.mpf(delta) ** d)
    return [float(v) for v in out]


x = np.cumsum(np.random.default_rng(3).normal(size=160)) + 20
out = dict(scipy=scipy.__version__, input=x.tolist(), zeroPhase=[], savitzkyGolay=[], taps=[], orders=[], detrend={})
for order in (1, 2, 3, 4, 8):
    for band, edges in (('lowpass', [60]), ('highpass', [60]), ('bandpass', [60, 120]), ('bandstop', [60, 120])):
        for pad in (None, 0, 50):
            if order == 8 and len(edges) == 2 or pad is not None and order > 2:
                continue
            sos = signal.butter(order, edges if len(edges) > 1 else edges[0], band, fs=1000, output='sos')
            y = signal.sosfiltfilt(sos, x, padlen=pad)
            out['zeroPhase'].append(dict(order=order, band=band, edges=edges, padding=pad, output=y.tolist()))
for window, order, d in ((1, 0, 0), (5, 2, 0), (51, 3, 0), (51, 3, 1), (51, 5, 2), (101, 6, 0), (11, 10, 0)):
    y = signal.savgol_filter(x, window, order, deriv=d, delta=1e-3)
    out['savitzkyGolay'].append(dict(window=window, order=order, derivative=d, output=y.tolist(),
                                      exact=golay(x, window, order, d, mpmath.mpf(1) / 1000)))
for name, w in (('rectangular', 'boxcar'), ('hann', 'hann'), ('hamming', 'hamming'), ('blackman', 'blackman'),
                ('kaiser', ('kaiser', 8.6))):
    for band, edges in (('lowpass', 90), ('highpass', 90), ('bandpass', [60, 120]), ('bandstop', [60, 120])):
        out['taps'].append(dict(window=name, band=band, edges=np.atleast_1d(edges).tolist(),
                                taps=signal.firwin(61, edges, window=w, pass_zero=band, fs=1000).tolist()))
for edges, rp, rs in (([40, 60], 1, 40), ([40, 45], 0.1, 60), ([60, 40], 0.5, 80), ([10, 20, 50, 80], 1, 40)):
    wp, ws = (edges[:1], edges[1:]) if len(edges) == 2 else (edges[1:3], [edges[0], edges[3]])
    wp, ws = (wp[0], ws[0]) if len(edges) == 2 else (wp, ws)
    n, wn = signal.buttord(wp, ws, rp, rs, fs=1000)
    out['orders'].append(dict(edges=edges, ripple=rp, attenuation=rs, butterworth=int(n), cutoff=np.atleast_1d(wn).tolist(),
                              chebyshev=int(signal.cheb1ord(wp, ws, rp, rs, fs=1000)[0]),
                              elliptic=int(signal.ellipord(wp, ws, rp, rs, fs=1000)[0])))
out['detrend'] = dict(mean=signal.detrend(x, type='constant').tolist(), line=signal.detrend(x).tolist())
out['moving'] = dict(window=21, mean=ndimage.uniform_filter1d(x, 21).tolist(), median=ndimage.median_filter(x, 21).tolist(),
                     minimum=ndimage.minimum_filter1d(x, 21).tolist(), maximum=ndimage.maximum_filter1d(x, 21).tolist(),
                     rootMeanSquare=np.sqrt(ndimage.uniform_filter1d(x * x, 21)).tolist())
print(json.dumps(out, separators=(',', ':')).replace('},{', '},\n{'))
