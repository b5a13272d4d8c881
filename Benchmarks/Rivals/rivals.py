# SPDX-License-Identifier: GPL-3.0-or-later
"""The same work as the workloads of the same names, in NumPy, SciPy, bottleneck, soxr, pandas and polars; and the readers of files.

Speaks the protocol of RatioServer: one command a line on standard input, one answer a line on standard output.
"""
import os
import sys
import time

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("POLARS_MAX_THREADS", sys.argv[1] if len(sys.argv) > 1 else "1")

import numpy as np
from scipy import ndimage, signal

import readers

RATE = 1000.0


def sos(order):
    return signal.butter(order, 10, fs=RATE, output="sos")


def lowpass_taps(count):
    return signal.firwin(count, 100, fs=RATE, window="hamming")


def welch():
    return lambda x: signal.welch(x, RATE, "hann", 4096)[1]


def short_time():
    transform = signal.ShortTimeFFT(signal.windows.hann(1024, sym=False), 512, RATE, scale_to="magnitude")
    last = lambda n: (n - 1024) // 512 + 1
    # Whole frames only: the first one starts at sample 0.
    return lambda x: np.abs(transform.stft(x, p0=1, p1=last(len(x)) + 1))[:, 0]


def eight_channels():
    design = sos(4)
    return lambda x: signal.sosfilt(design, x[: len(x) // 8 * 8].reshape(-1, 8), axis=0).ravel()


def with_design(design, work):
    return lambda x: work(design, x)


def moving_rms(x):
    return np.sqrt(ndimage.uniform_filter1d(x * x, 101, mode="constant"))


def bottleneck_rms(x):
    import bottleneck
    return np.sqrt(bottleneck.move_mean(x * x, 101))


def bottleneck_median(window):
    import bottleneck
    return lambda x: bottleneck.move_median(x, window)


def soxr_resample(x):
    import soxr
    return soxr.resample(x, 1000, 256, "HQ")


def pandas_table(path):
    import pandas
    return lambda _: pandas.read_csv(path).iloc[:, 1].to_numpy()


def polars_table(path):
    import polars
    return lambda _: polars.read_csv(path).to_series(1).to_numpy()


def reader(name, path):
    return lambda _: readers.RIVALS[name].read(path)


SCIPY = {
    "sos_order_4": lambda: with_design(sos(4), signal.sosfilt),
    "sos_order_8": lambda: with_design(sos(8), signal.sosfilt),
    "sos_order_4_8_channels": eight_channels,
    "zero_phase_order_4": lambda: with_design(sos(4), signal.sosfiltfilt),
    "fir_101": lambda: with_design(lowpass_taps(101), lambda h, x: signal.lfilter(h, 1.0, x)),
    "fir_1001": lambda: with_design(lowpass_taps(1001), lambda h, x: signal.oaconvolve(x, h, mode="full")[: len(x)]),
    "welch_4096": welch,
    "short_time_fft_1024": short_time,
    "savitzky_golay_51_3": lambda: lambda x: signal.savgol_filter(x, 51, 3),
    "median_101": lambda: lambda x: ndimage.median_filter(x, 101, mode="constant"),
    "median_5": lambda: lambda x: ndimage.median_filter(x, 5, mode="constant"),
    "moving_rms_101": lambda: moving_rms,
    "resample_1000_256": lambda: lambda x: signal.resample_poly(x, 32, 125),
    "peaks": lambda: lambda x: signal.find_peaks(x)[0].astype(float),
    "prominent_peaks": lambda: lambda x: signal.find_peaks(x, distance=50, prominence=1.0)[0].astype(float),
    "mean_and_deviation": lambda: lambda x: np.array([x.mean(), x.std(ddof=1)]),
}

OTHERS = {
    "fir_101": ("NumPy", lambda: with_design(lowpass_taps(101), lambda h, x: np.convolve(x, h)[: len(x)])),
    "median_101": ("bottleneck", lambda: bottleneck_median(101)),
    "median_5": ("bottleneck", lambda: bottleneck_median(5)),
    "moving_rms_101": ("bottleneck", lambda: bottleneck_rms),
    "resample_1000_256": ("soxr", lambda: soxr_resample),
}

TABLES = {"read_table": (pandas_table, polars_table)}


def main():
    inputs, table, work, result, reading = np.zeros(0), "", None, None, False
    for line in sys.stdin:
        words = line.split()
        answer = ""
        if words[0] == "load":
            inputs = np.fromfile(words[1], count=int(words[2]))
            answer = len(inputs)
        elif words[0] == "table":
            table = answer = words[1]
        elif words[0] == "names":
            answer = " ".join(SCIPY)
        elif words[0] == "other":
            answer = OTHERS[words[1]][0] if words[1] in OTHERS else "-"
        elif words[0] == "prepare":
            which, name = words[1].split(":")
            reading = which == "reader"
            if reading:
                work = reader(name, table)
            elif name in TABLES:
                work = TABLES[name][0 if which == "main" else 1](table)
            else:
                work = SCIPY[name]() if which == "main" else OTHERS[name][1]()
            result = work(inputs)
            answer = "ready"
        elif words[0] == "run":
            times = []
            for _ in range(int(words[1])):
                start = time.perf_counter_ns()
                if reading:
                    # The old samples go before the new ones are made, as in Palpate.
                    result = None
                result = work(inputs)
                times.append(time.perf_counter_ns() - start)
            answer = min(times)
        elif words[0] == "write":
            result = np.concatenate(result) if isinstance(result, list) else result
            np.ascontiguousarray(result, dtype=np.float64).tofile(words[1])
            answer = np.size(result)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
