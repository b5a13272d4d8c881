# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of each kind read by Palpate and by what Python's users read them with, in one process each, in turns.

The readers here return columns of float64, those of time first.
"""
import io
import os
import pathlib
import statistics
import sys
import zipfile
from dataclasses import dataclass

import numpy as np

import inputs
from servers import Server, rounds

HERE = pathlib.Path(__file__).parent
# As the suite's other jobs on one thread: the readers of both sides are held to one processor.
PINNED = ["taskset", "-c", "0"]


# MARK: Rivals

def scipy_wave(path):
    from scipy.io import wavfile
    samples = wavfile.read(path)[1]
    if samples.dtype == np.float32:
        return [samples.astype(np.float64)]
    # 24 bits come in the upper ones of 32.
    return [samples * (2.0**-15 if samples.dtype == np.int16 else 2.0**-31)]


def soundfile_wave(path):
    import soundfile
    return [soundfile.read(path)[0]]


def pyuff_universal(path):
    import pyuff
    function = pyuff.UFF(path).read_sets(0)
    return [function["x"], function["data"]]


def contents(path):
    """The file itself, or the table in the archive."""
    # Unpacked as a whole, which takes less time than by the line.
    return io.BytesIO(zipfile.ZipFile(path).read("Accelerometer.csv")) if path.endswith(".zip") else path


def pandas_table(path, **options):
    import pandas
    table = pandas.read_csv(contents(path), **options)
    return [table[name].to_numpy(np.float64) for name in table.columns]


def pandas_exact_table(path):
    return pandas_table(path, float_precision="round_trip")


def polars_table(path):
    import polars
    table = polars.read_csv(contents(path))
    return [column.cast(polars.Float64).to_numpy() for column in table]


@dataclass(frozen=True)
class Rival:
    title: str
    read: object
    # What is in its time.
    includes: str


RIVALS = {
    "scipy": Rival(
        "SciPy", scipy_wave,
        "`scipy.io.wavfile.read`, and the product or conversion that makes fractions of full scale in float64"),
    "soundfile": Rival("soundfile", soundfile_wave, "`soundfile.read` (libsndfile), which gives such fractions itself"),
    "pyuff": Rival("pyuff", pyuff_universal, "`UFF(path).read_sets(0)`, which makes the array of times too"),
    "pandas": Rival(
        "pandas", pandas_table,
        "`read_csv` as it is by default, and each column as float64"),
    "pandas_exact": Rival(
        "pandas, round_trip", pandas_exact_table,
        "the same with `float_precision=\"round_trip\"`, which promises the nearest float64, as Palpate does"),
    "polars": Rival("polars", polars_table, "`read_csv` on one thread, and each column as float64"),
}


# MARK: Files

@dataclass(frozen=True)
class Case:
    name: str
    title: str
    file: str
    # Values of the largest channel, or rows.
    count: int
    # Channels beside time.
    channels: int
    write: object
    rivals: tuple


def cases(data, samples):
    """The files, not yet made. Sound is as long as the signal of the kernels; the rest is what rivals read in about a second."""
    phone_rows, logger_rows, text_values, binary_values = 400_000, 2_000_000, 1_000_000, 2_000_000

    def signal(count):
        return np.fromfile(data / "signal.raw", count=count)

    sound = {"pcm16": "16-bit integers", "pcm24": "24-bit integers", "pcm32": "32-bit integers", "float32": "32-bit floating point"}
    tables = ("pandas", "pandas_exact", "polars")
    return [
        *(Case(kind, f"WAV, {title}", f"{kind}_{samples}.wav", samples, 1,
               lambda path, kind=kind: inputs.write_wave(path, signal(samples) / 64 - 0.8, kind), ("scipy", "soundfile"))
          for kind, title in sound.items()),
        Case("uff_text", "UFF 58, text", f"uff_{text_values}.uff", text_values, 1,
             lambda path: inputs.write_universal(path, signal(text_values), False), ("pyuff",)),
        Case("uff_binary", "UFF 58b, doubles", f"uffb_{binary_values}.uff", binary_values, 1,
             lambda path: inputs.write_universal(path, signal(binary_values), True), ("pyuff",)),
        Case("phyphox", "phyphox's zip, time and 3 axes", f"phyphox_{phone_rows}.zip", phone_rows, 3,
             lambda path: inputs.write_phyphox(path, phone_rows), tables),
        Case("sensor_logger", "Sensor Logger, 2 times and 3 axes", f"TotalAcceleration_{phone_rows}.csv", phone_rows, 3,
             lambda path: inputs.write_sensor_logger(path, phone_rows), tables),
        Case("logger", "CSV of milliseconds, force, button", f"logger_{logger_rows}.csv", logger_rows, 2,
             lambda path: inputs.write_logger(path, logger_rows), tables),
    ]


# MARK: Timing

def difference(palpate, rival, case, folder):
    """Largest difference of the channels in units of the last place of the rival's, which must be as many."""
    ours, theirs = folder / "ours.raw", folder / "theirs.raw"
    palpate.ask(f"write {ours}")
    rival.ask(f"write {theirs}")
    wanted = case.count * case.channels
    ours, theirs = np.fromfile(ours), np.fromfile(theirs)
    if len(ours) != wanted or len(theirs) < wanted:
        raise SystemExit(f"{case.file}: {len(ours)} values in Palpate, {len(theirs)} in the rival, {wanted} expected")
    theirs = theirs[-wanted:]
    return float((np.abs(ours - theirs) / np.spacing(np.abs(theirs))).max())


def measure(options):
    report = []
    palpate = Server([*PINNED, options.server])
    rival = Server([*PINNED, sys.executable, str(HERE / "rivals.py"), "1"])
    for case in cases(options.data, options.samples):
        print(f"reading {case.title} …", file=sys.stderr, flush=True)
        path = options.data / case.file
        if not path.exists():
            case.write(path)
        for server in (palpate, rival):
            server.ask(f"table {path}")
        palpate.ask("prepare read_file")
        entry = {"name": case.name, "title": case.title, "count": case.count, "file_bytes": os.path.getsize(path), "rivals": []}
        for name in case.rivals:
            rival.ask(f"prepare reader:{name}")
            kept, thrown = rounds(palpate, rival, ("reused",), 1, options.rounds, options.patience)
            result = {"rival": name, "rounds": len(kept), "thrown": thrown}
            if kept:
                ratios = [k["theirs"] / k["ours"]["reused"] for k in kept]
                result |= {
                    "seconds": statistics.median(k["ours"]["reused"] for k in kept) * 1e-9,
                    "rival_seconds": statistics.median(k["theirs"] for k in kept) * 1e-9,
                    "ratio": statistics.median(ratios), "lowest_ratio": min(ratios),
                }
            result["largest_difference_ulp"] = difference(palpate, rival, case, options.data)
            entry["rivals"].append(result)
        report.append(entry)
    palpate.close()
    rival.close()
    return report


def quantity(number):
    return f"{number / 1e6:g} M" if number >= 1e6 else f"{number / 1e3:g} k"


def seconds(value):
    return f"{value * 1e3:.3g} ms" if value < 1 else f"{value:.3g} s"


def markdown(report):
    lines = [
        "Reading files on one processor, from the system's cache, in processes that are running already; ratios are the rival's time "
        "over Palpate's in the same round, the median of the rounds.",
        "",
        "| file | samples or rows | Palpate | rival | ratio | difference |",
        "|---|---|---|---|---|---|",
    ]
    used = []
    for case in report:
        size = f"{quantity(case['count'])}, {case['file_bytes'] / 1e6:.0f} MB"
        for r in case["rivals"]:
            title = RIVALS[r["rival"]].title
            if r["rival"] not in used:
                used.append(r["rival"])
            gap = r["largest_difference_ulp"]
            gap = "none" if gap == 0 else f"{gap:.0f} ulp"
            if not r["rounds"]:
                lines.append(f"| {case['title']} | {size} | no quiet round | {title} | | {gap} |")
                continue
            speed = case["file_bytes"] / r["seconds"] * 1e-9
            lines.append(
                f"| {case['title']} | {size} | {seconds(r['seconds'])}, {speed:.2g} GB/s | {title} {seconds(r['rival_seconds'])} "
                f"| {r['ratio']:.1f} | {gap} |")
    lines += [
        "",
        "Palpate's time includes telling the format, samples as float64 with units and missing values, the time base with its "
        "rate, gaps and jitter, and for zips unpacking and the checksum. Difference: the largest of the channels, in units of "
        "the last place. The rivals' times include:",
        "",
        *(f"* {RIVALS[name].title}: {RIVALS[name].includes}" for name in used),
    ]
    return lines
