# SPDX-License-Identifier: GPL-3.0-or-later
"""Rewrites the functions of kernel level v4 in a file of assembly so that they run with AVX2."""

import re

import compares
import masks
import moves
import others
import permutes
import plain
from assembly import Unknown, Vector, lines, parse, touches_vectors
from machine import Code

RULES = {**masks.RULES, **moves.RULES, **permutes.RULES, **others.RULES}


def is_v4(function):
    return re.search(r"_v4(\.|$)", function) is not None


def needs_avx512(i):
    """Whether the processor would not run it as it stands."""
    return not plain.fits_avx2(i) and i.mnemonic != "vzeroupper" or any(v.number > 15 for v in i.vectors)


def instruction(i, constants):
    """The lines for one instruction that touches vectors or masks."""
    code = Code(i, constants)
    if plain.fits_avx2(i):
        plain.as_it_is(code)
    elif rule := compares.rule(i) or RULES.get(i.mnemonic):
        if any(isinstance(o, Vector) and o.number > 31 for o in i.operands):
            raise Unknown(i.text)
        rule(code)
    elif found := plain.HALVES.get(i.mnemonic):
        plain.halves_of(code, *found)
    else:
        raise Unknown(i.text)
    if code.saved:
        raise Unknown(f"{i.text}: borrowed registers are not given back")
    return code.lines


class Block:
    """What runs as a whole: from a label or a branch to the next."""

    def __init__(self, function):
        self.function = function
        self.instructions = []


def file(path):
    """The rewritten lines, the functions found and their blocks."""
    written, constants, functions, blocks, unknown = [], {}, [], [], {}
    function, fresh, entered = None, False, False
    for kind, text, line in lines(path):
        if kind == "label" and not text.startswith(".L"):
            function = text
            if is_v4(function):
                functions.append(function)
                entered = False
            written.append(line)
            continue
        if function is None or not is_v4(function):
            if kind == "instruction" and text[0] in "vk" and touches_vectors(text) and needs_avx512(parse(text)):
                raise Unknown(f"AVX-512 outside the kernels of level v4: {text} in {function}")
            written.append(line)
            continue
        if kind == "label":
            fresh = True
            written.append(line)
            continue
        if kind == "other":
            written.append(line)
            continue
        if not entered:
            # Nobody relies on flags where a function begins.
            written.append(f"\tlock incq .Lpalpate_seen+{8 * (len(functions) - 1)}(%rip)")
            entered = fresh = True
        if fresh:
            blocks.append(Block(function))
            written.append(f"\tmovb $1, .Lpalpate_seen+.Lpalpate_calls+{len(blocks) - 1}(%rip)")
            fresh = False
        if touches_vectors(text):
            i = parse(text)
            if not text.startswith(("v", "k")):
                raise Unknown(text)
            try:
                written += ["\t" + new for new in instruction(i, constants)]
            except Unknown:
                unknown.setdefault(i.shape, text)
                continue
            if needs_avx512(i):
                blocks[-1].instructions.append(text)
        else:
            written.append(line)
        fresh = re.match(r"j|call", text) is not None
    if unknown:
        raise Unknown("\n".join(f"{shape}: {text}" for shape, text in sorted(unknown.items())))
    return written + data(path, constants, functions, blocks), functions, blocks


def constants_section(constants):
    yield from ("\t.section .rodata.palpate_v4,\"a\",@progbits", "\t.p2align 5")
    for name, content in constants.items():
        yield from (f"{name}:", "\t.byte " + ",".join(map(str, content)))


def data(path, constants, functions, blocks):
    """Constants, and the record of what ran: calls of each function, then one byte for each block."""
    size = (8 * len(functions) + len(blocks) + 4095) // 4096 * 4096
    name = re.search(r"(\w+)(\.\w+)*$", path)[1]
    result = list(constants_section(constants))
    if not functions:
        return result
    return result + [
        f".Lpalpate_calls = {8 * len(functions)}",
        "\t.section .bss.palpate_v4,\"aw\",@nobits",
        "\t.p2align 12",
        f".Lpalpate_seen:\t.zero {size}",
        "\t.section .rodata.palpate_v4_names,\"a\",@progbits",
        f".Lpalpate_name:\t.asciz \"{name}\"",
        "\t.section .text.palpate_v4,\"ax\",@progbits",
        ".Lpalpate_begin:",
        "\tleaq .Lpalpate_name(%rip), %rdi",
        "\tleaq .Lpalpate_seen(%rip), %rsi",
        f"\tmovl ${size}, %edx",
        "\tjmp palpate_v4_record",
        "\t.section .init_array,\"aw\"",
        "\t.p2align 3",
        "\t.quad .Lpalpate_begin",
    ]
