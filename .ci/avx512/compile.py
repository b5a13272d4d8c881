#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands in for clang when the package is built (the variable CC): kernels are compiled to assembly with the flags
given, translated, and assembled. Everything else goes to clang as it is."""

import os
import subprocess
import sys
from pathlib import Path

sys.dont_write_bytecode = True
here = Path(__file__).resolve().parent
sys.path.insert(0, str(here))

import translate  # noqa: E402
from assembly import Unknown  # noqa: E402


def clang(*arguments):
    status = subprocess.run(["clang", *arguments]).returncode
    if status:
        sys.exit(status)


def main(arguments):
    source = next((Path(a) for a in arguments if a.endswith(".c")), None)
    if source is None or "-c" not in arguments or source.parent.name != "CSignalKernels":
        os.execvp("clang", ["clang", *arguments])
    if source.name == "highest_level.c":
        arguments = [str(here / "support.c") if a == str(source) else a for a in arguments]
        return clang(*arguments)
    output = Path(arguments[arguments.index("-o") + 1])
    plain, rewritten = output.with_suffix(".plain.s"), output.with_suffix(".v4.s")
    clang(*["-S" if a == "-c" else str(plain) if a == str(output) else a for a in arguments])
    try:
        lines, functions, blocks = translate.file(str(plain))
    except Unknown as problem:
        sys.exit(f"{source.name}: nothing translates\n{problem}")
    rewritten.write_text("\n".join(lines) + "\n", encoding="latin-1")
    clang("-target", arguments[arguments.index("-target") + 1], "-c", str(rewritten), "-o", str(output))
    # The list that report.py reads beside the record of a run.
    with open(output.with_suffix(".blocks"), "w") as file:
        for n, name in enumerate(functions):
            print("function", n, name, file=file)
        for n, block in enumerate(blocks):
            print("block", n, block.function, file=file)
            for text in block.instructions:
                print("instruction", n, text, file=file)
    # When a part of the translator changes, so does the object.
    if "-MF" in arguments:
        with open(arguments[arguments.index("-MF") + 1], "a") as file:
            print("dependencies:", *sorted(here.glob("*.py")), file=file)


if __name__ == "__main__":
    main(sys.argv[1:])
