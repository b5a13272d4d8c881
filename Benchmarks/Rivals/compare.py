# SPDX-License-Identifier: GPL-3.0-or-later
"""Times Palpate and its rivals in turns on the same bytes and writes the table of ratios.

A round is: calibration, Palpate, rival, Palpate, rival, calibration. A round in which the calibration moved by more
than 5 % is thrown away, because something else used the processor. Only ratios within a round are used.
"""
import argparse
import datetime
import json
import os
import pathlib
import platform
import statistics
import sys

import numpy as np

from rows import ROWS, JOBS
from servers import Server, rounds
import jobs
import readers

HERE = pathlib.Path(__file__).parent


def machine_limits(palpate, data, count):
    """What the machine can do at best, each the shortest of several times."""
    palpate.ask(f"load {data / 'signal.raw'} {count}")
    times = {}
    for name in ("limit_copy", "limit_products", "limit_branches", "limit_fft_4096", "limit_fft_1024"):
        palpate.ask(f"prepare {name}")
        times[name] = min(palpate.time("run reused 5") for _ in range(3))
    palpate.ask("prepare limit_products")
    palpate.ask(f"write {data / 'lanes.raw'}")
    lanes = float(np.fromfile(data / "lanes.raw")[0])
    return {
        "copy_ns": times["limit_copy"] / count,
        "products_per_ns": 12e6 * lanes / times["limit_products"],
        "branch_ns": times["limit_branches"] / 1e6,
        "fft_4096_ns": times["limit_fft_4096"] / 1000,
        "fft_1024_ns": times["limit_fft_1024"] / 1000,
    }


def difference(palpate, rival, folder):
    """Largest difference of the last results relative to the rival's peak, where both are there."""
    palpate.ask(f"write {folder}/ours.raw")
    rival.ask(f"write {folder}/theirs.raw")
    ours, theirs = np.fromfile(folder / "ours.raw"), np.fromfile(folder / "theirs.raw")
    # A reused buffer may have places to spare.
    count = min(len(ours), len(theirs))
    if len(theirs) > count + 1:
        return f"{len(ours)} and {len(theirs)} values"
    # The ends are each program's own affair.
    edge = 1100 if count > 10_000 else 0
    ours, theirs = ours[edge : count - edge], theirs[edge : count - edge]
    both = np.isfinite(ours) & np.isfinite(theirs)
    if not both.any():
        return "nothing in common"
    return float(np.abs(ours - theirs)[both].max() / np.abs(theirs[both]).max())


def measure(row, palpate, rival, data, options, limits):
    count = min(options.samples, row.samples or options.samples)
    for server in (palpate, rival):
        server.ask(f"load {data / 'signal.raw'} {count}")
    palpate.ask(f"prepare {row.name}")
    result = {
        "name": row.name, "title": row.title, "samples": count, "target": row.target, "bound": row.bound,
        "floor_ns_per_sample": row.floor(limits)}
    names = [("main", "SciPy")]
    other = rival.ask(f"other {row.name}")
    if other != "-":
        names.append(("other", other))
    result["rivals"] = []
    if row.liquid and options.liquid:
        names.append(("liquid", "liquid-dsp, single precision"))
    for which, title in names:
        other = rival if which != "liquid" else Server([options.liquid])
        if which == "liquid":
            other.ask(f"load {data / 'signal.raw'} {count}")
        # The table is about SciPy; two rounds are enough for the rest.
        wanted = options.rounds if which == "main" else 2
        other.ask(f"prepare {'main' if which == 'liquid' else which}:{row.name}")
        kept, thrown = rounds(palpate, other, row.forms, row.repeats, wanted, options.patience)
        entry = {"rival": title, "rounds": len(kept), "thrown": thrown}
        if kept:
            for form in row.forms:
                entry[form] = {
                    "ns_per_sample": statistics.median(k["ours"][form] for k in kept) / count,
                    "ratio": statistics.median(k["theirs"] / k["ours"][form] for k in kept),
                    "lowest_ratio": min(k["theirs"] / k["ours"][form] for k in kept),
                }
            entry["rival_ns_per_sample"] = statistics.median(k["theirs"] for k in kept) / count
            if which == "main":
                entry["largest_difference"] = difference(palpate, rival, data)
        result["rivals"].append(entry)
        if which == "liquid":
            other.close()
    return result


def processor():
    for line in open("/proc/cpuinfo"):
        if line.startswith("model name"):
            return f"{line.split(':', 1)[1].strip()}, {os.cpu_count()} processors"
    return platform.machine()


def kernels_markdown(report):
    def number(value, digits=3):
        return "–" if value is None else f"{value:.{digits}g}"

    lines = [
        "One thread. ns a sample; ratios are the rival's time over Palpate's in the same round, the median of the rounds.",
        "",
        "| operation | Palpate reused / fresh | floor | SciPy | ratio reused / fresh | target | other rival | difference |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in report["kernels"]:
        main = row["rivals"][0]
        if not main["rounds"]:
            lines.append(f"| {row['title']} | no quiet round | | | | | | |")
            continue
        reused, fresh = main.get("reused"), main.get("fresh")
        pair = lambda key: " / ".join(number(f[key]) if f else "–" for f in (reused, fresh))
        others = ", ".join(
            f"{e['rival']} {number(e['rival_ns_per_sample'])} ({number((e.get('reused') or e['fresh'])['ratio'])}x)"
            for e in row["rivals"][1:] if e["rounds"])
        gap = main["largest_difference"]
        gap = gap if isinstance(gap, str) else f"{gap:.0e}"
        mark = f"{row['target']}x"
        lines.append(
            f"| {row['title']} | {pair('ns_per_sample')} | {number(row['floor_ns_per_sample'], 2)} | {number(main['rival_ns_per_sample'])} | {pair('ratio')} | {mark} "
            f"| {others or '–'} | {gap} |")
    limits = report["limits"]
    lines += [
        "",
        f"Floor: what this machine cannot go below, from its measured limits: {limits['products_per_ns']:.3g} fused products and "
        f"sums a ns, {limits['copy_ns']:.2g} ns to copy a sample from memory to memory, {limits['branch_ns']:.2g} ns for a branch that "
        f"cannot be foreseen, {limits['fft_4096_ns'] / 1000:.3g} µs for a real "
        f"FFTW transform of 4096. Difference: the largest between both results, relative to the peak, ends left out.",
    ]
    missed = []
    for row in report["kernels"]:
        main = row["rivals"][0]
        best = [main[form] for form in ("reused", "fresh") if main.get(form)]
        if best and max(f["ratio"] for f in best) < row["target"]:
            took = min(f["ns_per_sample"] for f in best)
            near = f", {took / row['floor_ns_per_sample']:.1f} times its floor" if row["floor_ns_per_sample"] else ""
            missed.append(f"* {row['title']}: {row['bound']}; {took:.3g} ns{near}")
    if missed:
        lines += ["", "Below the target (set on a processor with vectors twice as wide), and what bounds it:", "", *missed]
    return lines


def markdown(report):
    lines = [f"{report['date']}, {report['processor']}, kernel level {report['level']}."]
    for name, part in (
            ("kernels", kernels_markdown), ("jobs", lambda r: jobs.markdown(r["jobs"])),
            ("readers", lambda r: readers.markdown(r["readers"]))):
        if report[name]:
            lines += ["", *part(report)]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="the RatioServer program")
    parser.add_argument("--palpate", required=True, help="the palpate program")
    parser.add_argument("--liquid", help="the liquid-dsp program")
    parser.add_argument("--data", required=True, type=pathlib.Path, help="folder for inputs, made when missing")
    parser.add_argument("--output", required=True, type=pathlib.Path, help="folder for ratios.json and ratios.md")
    parser.add_argument("--samples", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--patience", type=float, default=30, help="seconds to wait for quiet rounds of one row and rival")
    parser.add_argument("--hours", type=float, default=1.0, help="length of the recording of the jobs")
    parser.add_argument("--only", nargs="*", help="names of rows of kernels, jobs (readers too), readers")
    options = parser.parse_args()
    options.data.mkdir(parents=True, exist_ok=True)
    options.output.mkdir(parents=True, exist_ok=True)
    inputs = jobs.make_inputs(options.data, options.samples, options.hours)

    palpate = Server([options.server])
    rival = Server([sys.executable, str(HERE / "rivals.py"), "1"])
    report = {
        "date": datetime.date.today().isoformat(), "processor": processor(), "level": palpate.ask("level"),
        "kernels": [], "jobs": [], "readers": [],
    }
    report["limits"] = machine_limits(palpate, options.data, options.samples)
    known = palpate.ask("names").split()
    for row in ROWS:
        if options.only and row.name not in options.only:
            continue
        if row.name not in known:
            raise SystemExit(f"the server does not know {row.name}")
        print(f"{row.title} …", file=sys.stderr, flush=True)
        report["kernels"].append(measure(row, palpate, rival, options.data, options, report["limits"]))
        (options.output / "ratios.json").write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")
    if not options.only or "jobs" in options.only:
        report["jobs"] = jobs.measure(JOBS, palpate, options, inputs)
    if not options.only or {"jobs", "readers"} & set(options.only):
        report["readers"] = readers.measure(options)
    (options.output / "ratios.json").write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")
    (options.output / "ratios.md").write_text(markdown(report))
    print(markdown(report))


if __name__ == "__main__":
    main()
