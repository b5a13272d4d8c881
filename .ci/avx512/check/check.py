# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs every vector and mask instruction of the kernels, translated, on states of the whole machine, and compares all
of the state with the model: check.py <build folder> [--states N] [--native]

`--native` runs the original instructions, which tests the model itself on a processor with AVX-512."""

import argparse
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
import extra  # noqa: E402
import plain  # noqa: E402
import records  # noqa: E402
import translate  # noqa: E402
from assembly import Unknown, lines, parse, touches_vectors  # noqa: E402

parser = argparse.ArgumentParser()
parser.add_argument("folder", type=Path)
parser.add_argument("--states", type=int, default=12)
parser.add_argument("--native", action="store_true")
parser.add_argument("--keep-files", action="store_true", help="write input and program, and run nothing")


def kernel_instructions(folder):
    """Distinct instructions of level v4, displacements aside."""
    found, total = {}, 0
    for path in sorted((folder / "release" / "CSignalKernels.build").glob("*.plain.s")):
        function = None
        for kind, text, _ in lines(path):
            if kind == "label" and not text.startswith(".L"):
                function = text
            if kind == "instruction" and function and translate.is_v4(function) and touches_vectors(text):
                total += 1
                found.setdefault(records.without_displacement(text), text)
    return list(found.values()), total


def build(folder, texts, native):
    """The program that runs them; labels of memory become the place of the records' memory."""
    constants, out = {}, ["\t.text"]
    for k, text in enumerate(texts):
        out.append(f"probe_{k}:")
        try:
            body = [text] if native else translate.instruction(parse(text), constants)
        except Unknown as problem:
            sys.exit(f"nothing translates {problem}")
        out += ["\t" + line for line in body] + ["\tjmp probe_back"]
    out += translate.constants_section(constants)
    out += ['\t.section .data.rel.ro,"aw"', "\t.globl probe_table", "probe_table:"]
    out += [f"\t.quad probe_{k}" for k in range(len(texts))]
    if not native:
        out += ['\t.section .tbss,"awT",@nobits', "\t.globl palpate_v4_state", "\t.type palpate_v4_state,@object"]
        out += ["\t.p2align 6", "palpate_v4_state:", "\t.zero 4096"]
    assembly = folder / "probe.s"
    assembly.write_text("\n".join(out) + "\n")
    program = folder / "probe"
    here = Path(__file__).resolve().parent
    flags = ["-static", "-DNATIVE", "-mavx512f", "-mavx512bw"] if native else []
    command = ["clang", "-O1", "-no-pie", f"-Wl,--defsym=probe_memory={records.MEMORY + 64}", *flags, "-Wno-pointer-to-int-cast", "-Wno-int-to-pointer-cast"]
    subprocess.run([*command, str(here / "probe.c"), str(assembly), "-o", str(program)], check=True)
    return program


def stops_at_unaligned_access(program, folder, texts):
    """Whether 64 bytes that are aligned to 32 only stop the program, as they must."""
    for k, text in enumerate(texts):
        i = parse(text)
        aligned = re.match(r"vmov(ap[ds]|dqa)", i.mnemonic) and i.width == "z"
        if aligned and "(%r" in text and "%rip" not in text:
            (folder / "unaligned").write_bytes(records.make(i, k, random.Random(1), address=96).content)
            status = subprocess.run([str(program), str(folder / "unaligned"), "/dev/null"]).returncode
            if status != -signal.SIGILL:
                print(f"{text} does not stop at memory that is not aligned ({status})")
                return False
    return True


def main():
    options = parser.parse_args()
    texts, total = kernel_instructions(options.folder)
    if not texts:
        sys.exit(f"no kernels in {options.folder}: build them first with .ci/emulate-avx512")
    from_kernels = len(texts)
    texts = [records.with_place(t) for t in texts + extra.TEXTS]
    names = {parse(t).mnemonic for t in texts}
    if untested := sorted(name for name in {**translate.RULES, **plain.HALVES} if name not in names):
        sys.exit(f"no instruction tests the rules of {' '.join(untested)}")
    generator = random.Random(20)
    folder = options.folder / "check"
    folder.mkdir(parents=True, exist_ok=True)
    program = build(folder, texts, options.native)
    made = []
    with open(folder / "input", "wb") as file:
        for k, text in enumerate(texts):
            i = parse(text)
            for n in range(options.states):
                record = records.make(i, k, generator, flush=n % 4 == 3 and not records.is_arithmetic(i))
                made.append((i, record))
                file.write(record.content)
    if options.keep_files:
        return
    if not options.native and not stops_at_unaligned_access(program, folder, texts):
        sys.exit(1)
    subprocess.run([str(program), str(folder / "input"), str(folder / "output")], check=True)
    wrong, forms = {}, Counter()
    with open(folder / "output", "rb") as file:
        for i, record in made:
            forms[i.shape] += 1
            if difference := record.compare(file.read(records.SIZE)):
                wrong.setdefault(i.shape, []).append(f"{i.text}: {difference}")
    for shape, cases in sorted(wrong.items()):
        print(f"{shape}: {len(cases)} wrong of {forms[shape]}, such as\n  {cases[0]}")
    print(
        f"{total} instructions in the kernels, {from_kernels} of them distinct; with {len(extra.TEXTS)} more "
        f"{len(forms)} forms, {len(made)} states, {sum(map(len, wrong.values()))} wrong."
    )
    sys.exit(1 if wrong else 0)


main()
