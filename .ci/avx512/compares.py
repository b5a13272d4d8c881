# SPDX-License-Identifier: GPL-3.0-or-later
"""Comparisons whose result is a mask."""

import re

from assembly import Immediate, Mask, Unknown, Vector
from machine import halves, real_width
from masks import collect
from plain import source

_sign = {"b": (1, 0x80), "d": (4, 0x8000_0000), "q": (8, 1 << 63)}
# Of integers: (which comparison, whether the operands change places, whether the result is turned round).
_relations = {
    "eq": ("eq", False, False), "neq": ("eq", False, True), "ne": ("eq", False, True),
    "gt": ("gt", False, False), "nle": ("gt", False, False), "le": ("gt", False, True),
    "lt": ("gt", True, False), "nlt": ("gt", True, True), "ge": ("gt", True, True),
}  # fmt: skip


def _in_scratch(code, text, scratch, register):
    """A register of its own, since it will change."""
    code.emit(f"vmovdqu {text}, %{register}mm{scratch}")


def _source(code, operand, half, width, element, scratch):
    # Elements that the mask leaves out of memory would have to stay untouched.
    if code.instruction.mask is not None and not hasattr(operand, "number"):
        raise Unknown(code.instruction.text)
    return source(code, operand, half, width, element, [scratch])


def numbers(code):
    """vcmp of doubles and floats: the same predicates exist in AVX, whose result is a vector."""
    i = code.instruction
    element = 8 if i.mnemonic[-1] == "d" else 4
    *choice, second, first, d = i.operands
    choice = "".join(f"${c.value}, " for c in choice)
    if i.mnemonic[-2] == "s":
        if not isinstance(second, Vector) or i.mask is not None:
            raise Unknown(i.text)
        code.load(12, second, 0)
        code.load(13, first, 0)
        code.emit(f"{i.mnemonic} {choice}%xmm12, %xmm13, %xmm12")
        # The elements above the first are not the comparison's.
        code.emit("vmovq %xmm12, %xmm12" if element == 8 else "vinsertps $14, %xmm12, %xmm12, %xmm12")
        collect(code, [12], element, "x", d)
        return
    width, register = i.width, real_width(i.width)
    results = (12, 13)[: len(halves(width))]
    for half, result in zip(halves(width), results):
        b = _source(code, second, half, width, element, 14)
        a = _source(code, first, half, width, element, 15)
        code.emit(f"{i.mnemonic} {choice}{b}, {a}, %{register}mm{result}")
    collect(code, results, element, width, d)


def integers(code):
    """vpcmp of signed integers and, with a u, of unsigned ones."""
    i = code.instruction
    m = re.fullmatch(r"vpcmp(eq|neq|ne|gt|ge|lt|le|nlt|nle)(u?)([bdq])", i.mnemonic)
    if not m or len(i.operands) != 3:
        raise Unknown(i.text)
    operation, swapped, turned = _relations[m[1]]
    element, sign = _sign[m[3]]
    second, first, d = i.operands
    width, register = i.width, real_width(i.width)
    results = (12, 13)[: len(halves(width))]
    for half, result in zip(halves(width), results):
        for operand, scratch in ((second, 14), (first, 15)):
            _in_scratch(code, _source(code, operand, half, width, element, scratch), scratch, register)
            if m[2]:
                signs = code.constant(element, [sign])
                code.emit(f"vpxor {signs}, %{register}mm{scratch}, %{register}mm{scratch}")
        b, a = (15, 14) if swapped else (14, 15)
        code.emit(f"vpcmp{operation}{m[3]} %{register}mm{b}, %{register}mm{a}, %{register}mm{result}")
        if turned:
            code.emit(f"vpxor {code.constant(8, [(1 << 64) - 1])}, %{register}mm{result}, %{register}mm{result}")
    collect(code, results, element, width, d)


def bits(code):
    """vptestm: elements with a common bit; vptestnm: those without."""
    i = code.instruction
    m = re.fullmatch(r"vptest(n?)m([bdq])", i.mnemonic)
    element = _sign[m[2]][0]
    second, first, d = i.operands
    width, register = i.width, real_width(i.width)
    results = (12, 13)[: len(halves(width))]
    for half, result in zip(halves(width), results):
        b = _source(code, second, half, width, element, 14)
        a = _source(code, first, half, width, element, 15)
        code.emit(f"vpand {b}, {a}, %{register}mm14", f"vpxor %{register}mm15, %{register}mm15, %{register}mm15")
        code.emit(f"vpcmpeq{m[2]} %{register}mm15, %{register}mm14, %{register}mm{result}")
        if not m[1]:
            code.emit(f"vpxor {code.constant(8, [(1 << 64) - 1])}, %{register}mm{result}, %{register}mm{result}")
    collect(code, results, element, width, d)


def rule(i):
    if not i.operands or not isinstance(i.operands[-1], Mask):
        return None
    if re.fullmatch(r"vcmp\w*[ps][sd]", i.mnemonic):
        return numbers
    if re.fullmatch(r"vpcmp\w+", i.mnemonic) and not isinstance(i.operands[0], Immediate):
        return integers
    if re.fullmatch(r"vptestn?m[bdq]", i.mnemonic):
        return bits
    return None
