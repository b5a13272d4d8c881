# SPDX-License-Identifier: GPL-3.0-or-later
"""Mask registers: moves, logic, flags, and between masks and vectors."""

from assembly import General, Memory, Unknown, sized
from machine import WORD, at, halves, mask_at, real_width

_bytes = {"b": 1, "w": 2, "d": 4, "q": 8}
_load = {1: "movzbl", 2: "movzwl", 4: "movl", 8: "movq"}
_store = {1: "movb", 2: "movw", 4: "movl", 8: "movq"}


def _wide(size):
    """The register size that a load of so many bytes fills, the rest becoming zero."""
    return 8 if size == 8 else 4


def move(code):
    i = code.instruction
    origin, target = i.operands
    size = _bytes[i.mnemonic[-1]]
    if isinstance(target, General):
        code.emit(f"{_load[size]} {mask_at(origin.number)}, {sized(target.name, _wide(size))}")
        return
    (r,) = code.borrow("any")
    if isinstance(origin, General):
        code.emit(f"{_load[size]} {sized(origin.name, size)}, %{r[_wide(size)]}")
    elif isinstance(origin, Memory):
        code.emit(f"{_load[size]} {origin}, %{r[_wide(size)]}")
    else:
        code.emit(f"{_load[size]} {mask_at(origin.number)}, %{r[_wide(size)]}")
    if isinstance(target, Memory):
        code.emit(f"{_store[size]} %{r[size]}, {target}")
    else:
        code.emit(f"movq %{r[8]}, {mask_at(target.number)}")
    code.give_back()


def logic(code):
    """In AT&T order the second source comes first, which matters for `andn`: not the first, and the second."""
    i = code.instruction
    operation, size = i.mnemonic[1:-1], _bytes[i.mnemonic[-1]]
    ones = code.constant(8, [(1 << 8 * size) - 1])
    second, d = i.operands[0], i.operands[-1]
    code.emit(f"vmovq {mask_at(second.number)}, %xmm12")
    if operation != "not":
        code.emit(f"vmovq {mask_at(i.operands[1].number)}, %xmm13")
    if operation in ("xnor", "not"):
        code.emit(f"vpxor {ones}, %xmm12, %xmm12")
    if operation != "not":
        code.emit(f"vp{ {'xnor': 'xor'}.get(operation, operation)} %xmm12, %xmm13, %xmm12")
    code.emit(f"vpand {ones}, %xmm12, %xmm12", f"vmovq %xmm12, {mask_at(d.number)}")


def shift(code):
    i = code.instruction
    count, origin, d = i.operands
    size = _bytes[i.mnemonic[-1]]
    ones = code.constant(8, [(1 << 8 * size) - 1])
    code.emit(f"vmovq {mask_at(origin.number)}, %xmm12", f"vpand {ones}, %xmm12, %xmm12")
    code.emit(f"vps{'l' if 'shiftl' in i.mnemonic else 'r'}lq ${count.value}, %xmm12, %xmm12")
    code.emit(f"vpand {ones}, %xmm12, %xmm12", f"vmovq %xmm12, {mask_at(d.number)}")


def unpack(code):
    """kunpckbw and wider: the second source below, the first above it."""
    i = code.instruction
    low, high, d = i.operands
    size = _bytes[i.mnemonic[-2]]
    (r,) = code.borrow("any")
    code.emit(f"{_load[size]} {mask_at(low.number)}, %{r[_wide(size)]}", f"movq $0, {at(WORD)}")
    code.emit(f"{_store[size]} %{r[size]}, {at(WORD)}")
    code.emit(f"{_load[size]} {mask_at(high.number)}, %{r[_wide(size)]}")
    code.emit(f"{_store[size]} %{r[size]}, {at(WORD + size)}")
    code.emit(f"movq {at(WORD)}, %{r[8]}", f"movq %{r[8]}, {mask_at(d.number)}")
    code.give_back()


def test(code):
    """kortest: zero flag when no bit is set in either, carry when all are. ktest: zero flag when none is set in both,
    carry when none is set in the first source alone with the other's complement. The other flags become zero."""
    i = code.instruction
    first, last = i.operands
    suffix, size = i.mnemonic[-1], _bytes[i.mnemonic[-1]]
    suffix = {"d": "l"}.get(suffix, suffix)
    a, b = code.borrow("rax", "any")
    code.emit(f"movq {mask_at(last.number)}, %rax")
    if i.mnemonic.startswith("kortest"):
        code.emit(f"or{suffix} {mask_at(first.number)}, %{a[size]}", f"sete %{b[1]}")
        code.emit(f"cmp{suffix} $-1, %{a[size]}", "sete %al")
    else:
        code.emit(f"and{suffix} {mask_at(first.number)}, %{a[size]}", f"sete %{b[1]}")
        code.emit(f"movq {mask_at(last.number)}, %rax", "notq %rax")
        code.emit(f"and{suffix} {mask_at(first.number)}, %{a[size]}", "sete %al")
    # Flags as sahf takes them: zero is bit 6, carry bit 0; the last operation leaves no overflow.
    code.emit(f"shlb $6, %{b[1]}", f"orb %{b[1]}, %al", "movb %al, %ah", "testb %al, %al", "sahf")
    code.give_back()


def from_vector(code):
    """vpmovq2m and its kin: the sign bits."""
    i = code.instruction
    origin, d = i.operands
    registers = []
    for half, scratch in zip(halves(origin.width), (12, 13)):
        code.load(scratch, origin, half)
        registers.append(scratch)
    collect(code, registers, _bytes[i.mnemonic[5]], origin.width, d)


def to_vector(code):
    i = code.instruction
    origin, d = i.operands
    element = _bytes[i.mnemonic[-1]]
    for half, scratch in zip(halves(d.width), (12, 13)):
        code.mask_vector(scratch, origin.number, element, half)
        if d.width == "x":
            code.emit(f"vmovdqa %xmm{scratch}, %xmm{scratch}")
    code.write(d, d.width, 12, 13)


def collect(code, registers, element, width, d):
    """The sign bits of the elements of scratch registers become the mask `d`, under the instruction's own mask."""
    i = code.instruction
    gather = {8: "vmovmskpd", 4: "vmovmskps", 1: "vpmovmskb"}.get(element)
    if gather is None:
        raise Unknown(i.text)
    r, s = code.borrow("any", "any")
    code.emit(f"{gather} %{real_width(width)}mm{registers[0]}, %{r[4]}")
    if width != "z":
        code.emit(f"movq %{r[8]}, {at(WORD)}")
    elif element == 8:
        # Four bits below four bits.
        code.emit(f"{gather} %ymm{registers[1]}, %{s[4]}", f"leal (%{s[8]},%{s[8]}), %{s[4]}")
        code.emit(f"leal (%{r[8]},%{s[8]},8), %{r[4]}", f"movq %{r[8]}, {at(WORD)}")
    else:
        size = 32 // element // 8
        code.emit(f"{gather} %ymm{registers[1]}, %{s[4]}", f"movq $0, {at(WORD)}")
        code.emit(f"{_store[size]} %{r[size]}, {at(WORD)}", f"{_store[size]} %{s[size]}, {at(WORD + size)}")
    code.emit(f"vmovq {at(WORD)}, %xmm12")
    if i.mask is not None:
        code.emit(f"vmovq {mask_at(i.mask)}, %xmm13", "vpand %xmm13, %xmm12, %xmm12")
    code.emit(f"vmovq %xmm12, {mask_at(d.number)}")
    code.give_back()


RULES = {
    **{f"kmov{s}": move for s in "bwdq"},
    **{f"k{o}{s}": logic for o in ("and", "andn", "or", "xor", "xnor", "not") for s in "bwdq"},
    **{f"kshift{o}{s}": shift for o in "lr" for s in "bwdq"},
    **{f"kunpck{s}": unpack for s in ("bw", "wd", "dq")},
    **{f"k{o}test{s}": test for o in ("", "or") for s in "bwdq"},
    **{f"vpmov{s}2m": from_vector for s in "bdq"},
    **{f"vpmovm2{s}": to_vector for s in "bdq"},
}
