# SPDX-License-Identifier: GPL-3.0-or-later
"""Processes that run one workload at a time when told to, and rounds in which two of them take turns."""
import os
import subprocess
import time


class Server:
    """A process that runs one workload at a time when told to."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **(environment or {})})

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        if not answer or answer.startswith("?"):
            raise RuntimeError(f"{line}: {answer or 'no answer'}")
        return answer

    def time(self, line):
        return float(self.ask(line))

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def rounds(palpate, rival, forms, repeats, wanted, patience):
    """Times of Palpate and the rival in good rounds; gives up after so many seconds."""
    kept, thrown, start = [], 0, time.monotonic()
    while len(kept) < wanted and (time.monotonic() - start < patience or len(kept) + thrown < 2):
        before = palpate.time("calibrate")
        ours = {form: [] for form in forms}
        theirs = []
        for _ in range(2):
            for form in forms:
                ours[form].append(palpate.time(f"run {form} {repeats}"))
            theirs.append(rival.time(f"run {repeats}"))
        after = palpate.time("calibrate")
        if abs(after / before - 1) > 0.05:
            thrown += 1
            continue
        kept.append({"ours": {form: min(times) for form, times in ours.items()}, "theirs": min(theirs)})
    return kept, thrown
