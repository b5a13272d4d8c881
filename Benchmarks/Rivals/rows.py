# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the table: names as the workloads', targets as ratios to SciPy."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    target: float
    # What limits Palpate where the ratio stays below the target.
    bound: str = ""
    samples: int = 0
    repeats: int = 2
    forms: tuple = ("reused", "fresh")
    liquid: bool = False


ROWS = [
    Row("sos_order_4", "second-order sections, order 4, one channel", 10, liquid=True),
    Row("sos_order_8", "second-order sections, order 8, one channel", 8, liquid=True),
    Row("sos_order_4_8_channels", "second-order sections, order 4, 8 channels interleaved", 14),
    Row("zero_phase_order_4", "zero-phase, order 4", 11),
    Row("fir_101", "FIR, 101 taps", 8, liquid=True),
    Row("fir_1001", "FIR, 1001 taps", 3.4),
    Row("welch_4096", "Welch, 4096, Hann, half overlap", 10, forms=("fresh",)),
    Row("short_time_fft_1024", "short-time FFT, 1024, half overlap", 3.7, samples=2_000_000),
    Row("savitzky_golay_51_3", "Savitzky–Golay, 51 points, cubic", 27),
    Row("median_101", "running median of 101", 3.3, samples=2_000_000, repeats=1),
    Row("median_5", "running median of 5", 20, samples=2_000_000),
    Row("moving_rms_101", "moving RMS of 101", 27),
    Row("resample_1000_256", "resampling 1000 to 256 Hz", 7),
    Row("peaks", "peaks", 5, forms=("fresh",)),
    Row("prominent_peaks", "peaks with prominence and distance", 20, samples=2_000_000, forms=("fresh",)),
    Row("mean_and_deviation", "mean and standard deviation", 20, forms=("reused",)),
]

JOBS = ["read", "analyze", "start_up"]
