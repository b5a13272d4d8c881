# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole programs on whole files: reading a table, analysing a session, starting up; time and peak memory."""
import os
import pathlib
import statistics
import subprocess
import sys

import numpy as np

import inputs as inputs_module

HERE = pathlib.Path(__file__).parent


def make_inputs(data, samples, hours):
    signal, session = data / "signal.raw", data / f"session_{hours:g}h.csv"
    if not signal.exists() or signal.stat().st_size < samples * 8:
        inputs_module.write_signal(signal, samples)
    if not session.exists():
        inputs_module.write_session(session, hours)
    gun = data / "gun_60s.csv"
    if not gun.exists():
        inputs_module.write_gun(gun)
    return {"signal": signal, "session": session, "gun": gun}


# A process that is started by a large one is charged with the large one's memory; so a small one starts it.
SPAWN = """
import os, resource, sys, time
start = time.perf_counter()
pid = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
status = os.waitpid(pid, 0)[1]
elapsed = time.perf_counter() - start
print(elapsed, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def run(command, output=None):
    """Seconds, peak memory in bytes and standard error of one process."""
    with open(output or os.devnull, "wb") as sink:
        done = subprocess.run([sys.executable, "-S", "-E", "-c", SPAWN, *map(str, command)], stdout=sink, stderr=subprocess.PIPE)
    errors = done.stderr.decode().strip().split("\n")
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))}: exit {done.returncode}\n" + "\n".join(errors))
    elapsed, peak = errors.pop().split()
    return float(elapsed), int(peak), "\n".join(errors)


def turns(commands, rounds):
    """Every command once a round, in turn; the first round only fills the caches of the system.

    Whole programs cannot wait for quiet rounds as kernels do, so that there are many, and their scatter is kept.
    """
    results = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            measured = run(command)
            if turn:
                results[name].append(measured)
    ours = results["palpate"]
    report = {}
    for name, measured in results.items():
        low, ratio, high = statistics.quantiles([other[0] / own[0] for own, other in zip(ours, measured)], n=4)
        report[name] = {
            "seconds": statistics.median(m[0] for m in measured),
            "peak_bytes": max(m[1] for m in measured),
            "ratio": ratio,
            "ratio_quartiles": [low, high],
            "rounds": rounds,
        }
    return report


def same_thresholds(ours, theirs):
    """Largest difference of the thresholds of both programs, kPa, and their number."""
    import csv
    with open(ours) as file:
        mine = [float(r["value"]) for r in csv.DictReader(file)
                if r["outcome"] == "pressure_pain_threshold" and r["trial"] and r["value"]]
    with open(theirs) as file:
        other = [float(r["threshold"]) for r in csv.DictReader(file)]
    if len(mine) != len(other):
        return f"{len(mine)} and {len(other)} trials"
    return float(np.abs(np.array(mine) - np.array(other)).max())


def measure(names, palpate, options, inputs):
    session = str(inputs["session"])
    size = os.path.getsize(session)
    python = sys.executable
    report = {"file_bytes": size, "hours": options.hours}
    print("jobs …", file=sys.stderr, flush=True)

    read = {}
    palpate.ask(f"table {session}")
    palpate.ask("prepare read_table")
    palpate.ask(f"write {options.data / 'rows.raw'}")
    rows = int(np.fromfile(options.data / "rows.raw")[0])
    for threads in ("1", "2"):
        # Our reader takes two threads where there are two processors.
        pinned = ["taskset", "-c", "0"] if threads == "1" else []
        reader = type(palpate)([*pinned, options.server])
        other = type(palpate)([*pinned, python, str(HERE / "rivals.py"), threads])
        for server in (reader, other):
            server.ask(f"table {session}")
        reader.ask("prepare read_table")
        for which, title in (("main", "pandas"), ("other", "polars")):
            if threads == "2" and which == "main":
                continue
            other.ask(f"prepare {which}:read_table")
            pairs = [(reader.time("run reused 1"), other.time("run 1")) for _ in range(options.rounds)]
            read[f"{title} {threads}"] = {
                "ours_gb_per_s": size / statistics.median(p[0] for p in pairs),
                "theirs_gb_per_s": size / statistics.median(p[1] for p in pairs),
                "ratio": statistics.median(p[1] / p[0] for p in pairs),
            }
        reader.close()
        other.close()
    report["read"] = {"rows": rows, "rivals": read}

    analyze = [options.palpate, "analyze", session, "--area", "1cm2", "--format", "csv"]
    rival_job = [python, str(HERE / "analyze_with_pandas.py"), session, "1"]
    report["analyze"] = turns({"palpate": analyze, "pandas and SciPy": rival_job}, 2 * options.rounds + 1)
    ours, theirs = options.data / "ours.csv", options.data / "theirs.csv"
    run(analyze, ours)
    run(rival_job, theirs)
    report["analyze"]["threshold_difference_kPa"] = same_thresholds(ours, theirs)
    report["stages"] = run([*analyze, "-v"])[2]
    gun = str(inputs["gun"])
    rate = HERE / "rate_with_scipy.py"
    report["rate"] = turns(
        {"palpate": [options.palpate, "percussion", gun, "--format", "csv"],
         "SciPy, harmonic least squares": [python, str(rate), gun, "scipy"],
         "librosa, yin": [python, str(rate), gun, "librosa"]}, max(3, options.rounds))
    report["start_up"] = turns(
        {"palpate": [options.palpate, "--version"],
         "Python with pandas and SciPy": [python, "-c", "import numpy, scipy.signal, scipy.ndimage, pandas"]}, 10)
    return report


def markdown(report):
    mega = 1 << 20
    lines = [f"Jobs, on a recording of {report['hours']:g} h, 4 channels and time, 1 kHz, {report['file_bytes'] / 1e6:.0f} MB "
             "(in brackets the quartiles of the ratio over the rounds):", ""]
    lines += ["| job | Palpate | rival | ratio |", "|---|---|---|---|"]
    for name, r in report["read"]["rivals"].items():
        title, threads = name.split()
        lines.append(
            f"| reading the table, {threads} thread{'s' if threads != '1' else ''} | {r['ours_gb_per_s']:.2f} GB/s "
            f"| {title} {r['theirs_gb_per_s']:.2f} GB/s | {r['ratio']:.1f} |")
    for job, title in (("analyze", "analysing the session"), ("rate", "rate and profile of a massage gun, 60 s, 3 axes, 1 kHz"),
                       ("start_up", "starting up")):
        mine = report[job]["palpate"]
        for name, r in report[job].items():
            if name == "palpate" or not isinstance(r, dict):
                continue
            low, high = r["ratio_quartiles"]
            lines.append(
                f"| {title}, {r['rounds']} rounds | {mine['seconds']:.3g} s, {mine['peak_bytes'] / mega:.0f} MiB "
                f"| {name} {r['seconds']:.3g} s, {r['peak_bytes'] / mega:.0f} MiB | {r['ratio']:.1f} ({low:.1f} to {high:.1f}) |")
    decoded = report["read"]["rows"] * 5 * 8
    mine = report["analyze"]["palpate"]
    parser = report["file_bytes"] / report["read"]["rivals"]["pandas 1"]["ours_gb_per_s"] * 1e-9
    lines += [
        "",
        f"The decoded samples take {decoded / mega:.0f} MiB; the analysis peaks {(mine['peak_bytes'] - decoded) / mega:.0f} MiB above "
        f"them and takes {mine['seconds'] / parser:.1f} times the parser's own {parser:.2f} s. Both programs' thresholds differ by at "
        f"most {report['analyze']['threshold_difference_kPa']:.2g} kPa. Palpate reads and analyses on two threads, which pandas and "
        "SciPy do not offer here.",
        "", "Cost of each stage (`palpate analyze -v`):", "", "```", report["stages"].strip(), "```",
    ]
    return lines
