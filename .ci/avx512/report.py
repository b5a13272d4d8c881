# SPDX-License-Identifier: GPL-3.0-or-later
"""Says which kernels of level v4 ran and how many of their translated instructions: report.py <build folder>"""

import sys
from pathlib import Path


def main(folder):
    build = folder / "release" / "CSignalKernels.build"
    calls, instructions, ran, idle = {}, 0, 0, {}
    for listing in sorted(build.glob("*.blocks")):
        rows = [line.split(maxsplit=2) for line in listing.read_text().splitlines()]
        functions = {int(n): name for kind, n, name in rows if kind == "function"}
        if not functions:
            continue
        record = folder / "record" / listing.name.split(".")[0]
        seen = record.read_bytes() if record.exists() else bytes(1 << 20)
        for n, name in functions.items():
            calls[name] = int.from_bytes(seen[8 * n : 8 * n + 8], "little")
        owner = {int(n): name for kind, n, name in rows if kind == "block"}
        for kind, n, _ in rows:
            if kind == "instruction":
                instructions += 1
                if seen[8 * len(functions) + int(n)]:
                    ran += 1
                else:
                    idle[owner[int(n)]] = idle.get(owner[int(n)], 0) + 1
    print("Calls of kernels at level v4:")
    for name, count in calls.items():
        note = f", {idle[name]} instructions never reached" if name in idle else ""
        print(f"  {name}: {count}{note}")
    print(f"AVX-512 instructions translated: {instructions}, of which {ran} ran.")


main(Path(sys.argv[1]))
