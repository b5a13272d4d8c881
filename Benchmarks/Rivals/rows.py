# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the table: names as the workloads', targets as ratios to SciPy."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    name: str
    title: str
    target: float
    # ns a sample that this machine cannot go below, from its measured limits, and what they are.
    floor: object
    bound: str
    samples: int = 0
    repeats: int = 1
    forms: tuple = ("reused", "fresh")
    liquid: bool = False


def products(count):
    """So many fused products and sums, at the rate the processor reaches in registers, or the copy, if that is slower."""
    return lambda limits: max(count / limits["products_per_ns"], limits["copy_ns"])


ROWS = [
    Row("sos_order_4", "second-order sections, order 4, one channel", 10, products(16),
        "16 products and sums a sample; above them the transpositions of the tile and the chain from sample to sample", liquid=True),
    Row("sos_order_8", "second-order sections, order 8, one channel", 8, products(30),
        "30 products and sums a sample; above them the transpositions of the tile and the scan over 8 lanes", liquid=True),
    Row("sos_order_4_8_channels", "second-order sections, order 4, 8 channels interleaved", 14, products(12),
        "12 products and sums a sample; above them the chain from sample to sample"),
    Row("zero_phase_order_4", "zero-phase, order 4", 11,
        lambda limits: max(32 / limits["products_per_ns"], 2 * limits["copy_ns"]),
        "twice the products of one pass, and two passes through memory"),
    Row("fir_101", "FIR, 101 taps", 8, products(101), "101 products or sums a sample", liquid=True),
    Row("fir_1001", "FIR, 1001 taps", 3.4, lambda limits: 2 * limits["fft_4096_ns"] / (4096 - 1000) + limits["copy_ns"],
        "two FFTW transforms of 4096 for 3096 samples"),
    Row("welch_4096", "Welch, 4096, Hann, half overlap", 10, lambda limits: 2 * limits["fft_4096_ns"] / 4096,
        "two FFTW transforms for 4096 samples", forms=("fresh",)),
    Row("short_time_fft_1024", "short-time FFT, 1024, half overlap", 3.7,
        lambda limits: 2 * limits["fft_1024_ns"] / 1024 + 1.5 * limits["copy_ns"],
        "two FFTW transforms for 1024 samples, and two numbers written for each read", samples=2_000_000),
    Row("savitzky_golay_51_3", "Savitzky–Golay, 51 points, cubic", 27, products(51), "51 products or sums a sample"),
    Row("median_101", "running median of 101", 3.3, lambda limits: limits["branch_ns"],
        "which way the median moves, a branch a sample that cannot be foreseen; above it the sorting of the ranks and the walk to the next", samples=2_000_000),
    Row("median_5", "running median of 5", 20, lambda limits: limits["copy_ns"], "memory", samples=2_000_000),
    Row("moving_rms_101", "moving RMS of 101", 27, lambda limits: max(16 / limits["products_per_ns"], limits["copy_ns"]),
        "16 products, sums and (once) the square root, which takes as long as 18 of them"),
    Row("resample_1000_256", "resampling 1000 to 256 Hz", 7, lambda limits: 0.256 * 79 / limits["products_per_ns"],
        "79 products for each of 0.256 results a sample"),
    Row("peaks", "peaks", 5, lambda limits: 2 / 3 * limits["copy_ns"],
        "reading each sample and writing a place for every third one, as in noise; above them the memory of the list, which is new", forms=("fresh",)),
    Row("prominent_peaks", "peaks with prominence and distance", 20, lambda limits: 2 / 3 * limits["copy_ns"] + limits["branch_ns"] / 3,
        "the list of peaks, and for each whether it stays, a branch that cannot be foreseen", samples=2_000_000, forms=("fresh",)),
    Row("mean_and_deviation", "mean and standard deviation", 20, lambda limits: 0.5 * limits["copy_ns"],
        "reading memory once; the sum about the mean of each block is a second pass in the cache", forms=("reused",)),
]

JOBS = ["read", "analyze", "start_up"]
