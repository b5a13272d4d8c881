# SPDX-License-Identifier: GPL-3.0-or-later
"""Elements that change their places across a register."""

from assembly import Immediate, Memory, Unknown, Vector
from machine import MASKS, TABLE, at, halves


def _finish(code, d, width, results):
    """Writes results of all halves at once: until here the sources were still needed."""
    for half, result in zip(halves(width), results):
        code.apply_mask(result, d, 8, half, (14, 15))
    code.write(d, width, *results)


def _look_up(code, d, width, index_vector, bits, distance):
    """Elements of 8 bytes from a table in the state; each index has `bits` bits."""
    results = (13, 12)[: len(halves(width))]
    for half, result in zip(halves(width), results):
        code.emit(
            f"vpsllq ${64 - bits}, {_register(code, index_vector, half, 14)}, %ymm14",
            f"vpsrlq ${64 - bits}, %ymm14, %ymm14",
            "vpcmpeqd %ymm15, %ymm15, %ymm15",
            f"vgatherqpd %ymm15, {at(distance, '(,%ymm14,8)')}, %ymm{result}",
        )
    _finish(code, d, width, results)


def _register(code, vector, half, scratch):
    if code.is_real(vector, half):
        return vector.named("y")
    code.load(scratch, vector, half)
    return f"%ymm{scratch}"


def _to_table(code, operand, width, distance):
    for half in halves(width):
        if isinstance(operand, Memory):
            if code.instruction.broadcast or code.instruction.mask is not None:
                raise Unknown(code.instruction.text)
            code.emit(f"vmovupd {operand.plus(32 * half)}, %ymm12")
        else:
            code.load(12, operand, half)
        code.emit(f"vmovupd %ymm12, {at(distance + 32 * half)}")


def permute(code):
    """vpermpd, vpermq: by an index vector anywhere, by a constant within each half."""
    i = code.instruction
    index, origin, d = i.operands
    if isinstance(index, Immediate):
        # In AT&T order: constant, source, destination.
        results = (13, 12)[: len(halves(d.width))]
        for half, result in zip(halves(d.width), results):
            if isinstance(origin, Memory):
                if i.broadcast or i.mask is not None:
                    raise Unknown(i.text)
                place = str(origin.plus(32 * half))
            else:
                place = code.place(origin, half)
            code.emit(f"{i.mnemonic} ${index.value}, {place}, %ymm{result}")
        _finish(code, d, d.width, results)
        return
    # Table, index vector, destination.
    table, index = i.operands[0], i.operands[1]
    _to_table(code, table, d.width, TABLE)
    _look_up(code, d, d.width, index, {"z": 3, "y": 2}[d.width], TABLE)


def permute_two(code):
    """vpermt2pd and vpermi2pd (and q): from two tables; the destination held the first table or the indices."""
    i = code.instruction
    second, middle, d = i.operands
    if d.width == "x":
        raise Unknown(i.text)
    first, index = (d, middle) if i.mnemonic.startswith("vpermt2") else (middle, d)
    size = {"z": 64, "y": 32}[d.width]
    _to_table(code, first, d.width, TABLE)
    _to_table(code, second, d.width, TABLE + size)
    _look_up(code, d, d.width, index, {"z": 4, "y": 3}[d.width], TABLE)


def shuffle_quarters(code):
    """vshuf[fi]64x2, 32x4: two quarters of one source, then two of the other."""
    i = code.instruction
    choice, second, first, d = i.operands
    if d.width != "z" or isinstance(second, Memory) or i.mask is not None:
        raise Unknown(i.text)
    for result, vector, bits in ((12, first, choice.value & 15), (13, second, choice.value >> 4 & 15)):
        distance = code.spill(vector)
        code.emit(
            f"vmovapd {at(distance + 16 * (bits & 3))}, %xmm{result}",
            f"vinsertf128 $1, {at(distance + 16 * (bits >> 2))}, %ymm{result}, %ymm{result}",
        )
    code.write(d, "z", 12, 13)


def _ranks(inverse):
    """For each mask of eight bits: to an element its rank among the chosen, or to a rank its element; 128 if none."""
    content = bytearray()
    for mask in range(256):
        chosen = [n for n in range(8) if mask >> n & 1]
        if inverse:
            content += bytes(chosen + [128] * (8 - len(chosen)))
        else:
            content += bytes(chosen.index(n) if n in chosen else 128 for n in range(8))
    return bytes(content)


def spread(code):
    """vexpandpd and vpcompressd and their kin between registers: the first elements to the chosen places, or back."""
    i = code.instruction
    origin, d = i.operands
    if not isinstance(origin, Vector) or not isinstance(d, Vector) or i.mask is None or d.width == "x":
        raise Unknown(i.text)
    expands = "expand" in i.mnemonic
    table = code.bytes_table("expansion" if expands else "compression", _ranks(inverse=not expands))
    wide = i.mnemonic[-2:] == "pd" or i.mnemonic[-1] == "q"
    if not wide and d.width != "y":
        raise Unknown(i.text)
    row, base = code.borrow("any", "any")
    code.emit(f"movzbl {at(MASKS + 8 * i.mask)}, %{row[4]}")
    if wide and d.width == "y":
        # Only four bits count.
        code.emit(f"leal (,%{row[8]},8), %{row[4]}", f"leal (,%{row[8]},2), %{row[4]}")
        code.emit(f"movzbl %{row[1]}, %{row[4]}", f"rorxl $4, %{row[4]}, %{row[4]}")
    code.emit(f"leaq {table}, %{base[8]}")
    if wide:
        distance = code.spill(origin)
        results = (13, 12)[: len(halves(d.width))]
        for half, result in zip(halves(d.width), results):
            code.emit(
                f"vpmovsxbq {4 * half}(%{base[8]},%{row[8]},8), %ymm14",
                "vpcmpeqd %ymm15, %ymm15, %ymm15",
                # Of an index below zero the lower bits are zero: some element, that the mask takes away.
                "vpsllq $61, %ymm14, %ymm14",
                "vpsrlq $61, %ymm14, %ymm14",
                f"vgatherqpd %ymm15, {at(distance, '(,%ymm14,8)')}, %ymm{result}",
            )
    else:
        code.emit(f"vpmovsxbd (%{base[8]},%{row[8]},8), %ymm14", f"vpermd {code.place(origin, 0)}, %ymm14, %ymm13")
    # Which places are taken: those of the mask, or the first ones.
    element = 8 if wide else 4
    for half, result in zip(halves(d.width), (13, 12)):
        code.emit(f"vpmovsxb{'q' if wide else 'd'} {4 * half if wide else 0}(%{base[8]},%{row[8]},8), %ymm14")
        if i.zeroing:
            code.emit("vpsrad $31, %ymm14, %ymm14", f"vpandn %ymm{result}, %ymm14, %ymm{result}")
        else:
            code.load(15, d, half)
            code.emit(f"vblendv{'pd' if element == 8 else 'ps'} %ymm14, %ymm15, %ymm{result}, %ymm{result}")
    code.write(d, d.width, 13, 12)
    code.give_back()


RULES = {
    **{name: permute for name in ("vpermpd", "vpermq")},
    **{f"vperm{n}2{e}": permute_two for n in "ti" for e in ("pd", "q")},
    **{f"vshuf{t}{n}": shuffle_quarters for t in "fi" for n in ("64x2", "32x4")},
    **{name: spread for name in ("vexpandpd", "vpexpandq", "vcompresspd", "vpcompressq", "vexpandps", "vpexpandd")},
    **{name: spread for name in ("vcompressps", "vpcompressd")},
}
