# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves, broadcasts, and parts put into and taken out of wider registers."""

import re

from assembly import General, Immediate, Memory, Unknown, Vector, sized
from machine import at, halves, real_width

_whole = {
    "vmovapd": 8, "vmovaps": 4, "vmovupd": 8, "vmovups": 4, "vmovdqa": 4, "vmovdqu": 4, "vmovdqa64": 8, "vmovdqa32": 4,
    "vmovdqu64": 8, "vmovdqu32": 4, "vmovdqu8": 1,
}  # fmt: skip


def move(code):
    """Between registers, from memory, to memory; under a mask too."""
    i = code.instruction
    origin, target = i.operands
    width, element = i.width, _whole[i.mnemonic]
    register = real_width(width)
    aligned = "a" in i.mnemonic[4:]
    load = "vmovapd" if aligned else "vmovupd"
    memory = origin if isinstance(origin, Memory) else target if isinstance(target, Memory) else None
    if memory and aligned and width == "z":
        code.check_alignment(memory)
    if memory and i.mask is not None and (element not in (4, 8) or aligned):
        raise Unknown(i.text)
    masked = {8: "vmaskmovpd", 4: "vmaskmovps"}.get(element)
    for half in halves(width):
        if isinstance(origin, Vector):
            here = 12
            if code.is_real(origin, half):
                here = origin.number
            else:
                code.load(here, origin, half)
        else:
            here = 12
            if i.mask is not None:
                code.mask_vector(13, i.mask, element, half)
                code.emit(f"{masked} {origin.plus(32 * half)}, %{register}mm13, %{register}mm12")
            else:
                code.emit(f"{load} {origin.plus(32 * half)}, %{register}mm12")
        if isinstance(target, Memory):
            if i.mask is not None:
                code.mask_vector(13, i.mask, element, half)
                code.emit(f"{masked} %{register}mm{here}, %{register}mm13, {target.plus(32 * half)}")
            else:
                code.emit(f"{load} %{register}mm{here}, {target.plus(32 * half)}")
            continue
        if i.mask is not None:
            code.emit(f"vmovapd %ymm{here}, %ymm12")
            code.apply_mask(12, target, element, half, (13, 14))
            here = 12
        if width == "x":
            code.emit(f"vmovapd %xmm{here}, %xmm12")
            here = 12
        code.store(here, target, half)
    if isinstance(target, Vector) and width != "z":
        code.clear_upper_half(target)


def move_scalar(code):
    """vmovsd of two registers under a mask: the lower element is chosen, the upper one is of the middle operand."""
    i = code.instruction
    low, high, d = i.operands
    code.load(12, low, 0)
    code.apply_mask(12, d, 8, 0, (13, 14))
    code.load(13, high, 0)
    code.emit("vmovsd %xmm12, %xmm13, %xmm12")
    code.write(d, "x", 12)


def broadcast(code):
    i = code.instruction
    origin, d = i.operands
    bits = {"b": 8, "d": 32, "q": 64}.get(i.mnemonic[-1])
    if isinstance(origin, General):
        code.emit(f"{'vmovq' if bits == 64 else 'vmovd'} {_at_least_32(origin, bits)}, %xmm12")
        text = "%xmm12"
    elif isinstance(origin, Vector):
        code.load(12, origin, 0)
        text = "%xmm12"
    else:
        text = str(origin)
    if m := re.fullmatch(r"vbroadcast([fi])(\d+)x(\d)", i.mnemonic):
        size = int(m[2]) * int(m[3])
        if isinstance(origin, Vector):
            raise Unknown(i.text)
        code.emit(f"{ {128: 'vbroadcastf128', 256: 'vmovupd'}[size]} {origin}, %ymm12")
        element = int(m[2]) // 8
    elif i.mnemonic == "vbroadcastsd":
        code.emit(f"vbroadcastsd {text}, %ymm12")
        element = 8
    else:
        code.emit(f"{i.mnemonic} {text}, %{real_width(d.width)}mm12")
        element = bits // 8
    if i.mask is None:
        code.write(d, d.width, 12, 12)
        return
    if isinstance(origin, Memory) or d.width == "x":
        raise Unknown(i.text)
    code.emit("vmovapd %ymm12, %ymm15")
    for half in halves(d.width):
        code.emit("vmovapd %ymm15, %ymm12")
        code.apply_mask(12, d, element, half, (13, 14))
        code.store(12, d, half)
    if d.width != "z":
        code.clear_upper_half(d)


def _at_least_32(general, bits):
    return sized(general.name, 8 if bits == 64 else 4)


def insert(code):
    """vinsert[fi]64x4 and 32x8: one half is replaced. Narrower parts of 64-byte registers: one of four quarters."""
    i = code.instruction
    which, part, base, d = i.operands
    if i.mask is not None or not isinstance(which, Immediate):
        raise Unknown(i.text)
    if i.mnemonic[-2:] in ("x4", "x8") and not i.mnemonic.endswith("32x4"):
        half = which.value & 1
        if isinstance(part, Vector):
            code.load(12, part, 0)
        else:
            code.emit(f"vmovupd {part}, %ymm12")
        code.load(13, base, 1 - half)
        code.write(d, "z", *((13, 12) if half else (12, 13)))
        return
    quarter = which.value & (3 if d.width == "z" else 1)
    if isinstance(part, Vector):
        code.load(14, part, 0)
    else:
        code.emit(f"vmovupd {part}, %xmm14")
    code.load(12, base, 0)
    if d.width == "z":
        code.load(13, base, 1)
    changed = 12 + quarter // 2
    code.emit(f"vinsertf128 ${quarter & 1}, %xmm14, %ymm{changed}, %ymm{changed}")
    code.write(d, d.width, 12, 13)


def extract(code):
    """vextract[fi]64x4 and 32x8: a half. vextract[fi]32x4 and 64x2: a quarter."""
    i = code.instruction
    which, origin, d = i.operands
    if i.mask is not None:
        raise Unknown(i.text)
    if i.mnemonic[-4:] in ("64x4", "32x8"):
        code.load(12, origin, which.value & 1)
        if isinstance(d, Memory):
            code.emit(f"vmovupd %ymm12, {d}")
        else:
            code.write(d, "y", 12)
        return
    quarter = which.value & (3 if origin.width == "z" else 1)
    code.load(12, origin, quarter // 2)
    code.emit(f"vextractf128 ${quarter & 1}, %ymm12, {d if isinstance(d, Memory) else '%xmm12'}")
    if isinstance(d, Vector):
        code.write(d, "x", 12)


def zero_upper(code):
    """vzeroupper: bits from 128 on of registers 0 to 15; the real ones by the instruction itself."""
    code.emit("vpxor %xmm15, %xmm15, %xmm15")
    for number in range(16):
        code.emit(f"vmovdqa %ymm15, {slot_of(number, 1)}")
    for number in range(12, 16):
        code.emit(f"vmovdqa %xmm15, {slot_of(number, 0, 16)}")
    code.emit("vzeroupper")


def slot_of(number, half, further=0):
    return at(64 * number + 32 * half + further)


RULES = {
    **{name: move for name in _whole},
    **{name: broadcast for name in ("vbroadcastsd",)},
    **{f"vpbroadcast{e}": broadcast for e in "bdq"},
    **{f"vbroadcast{t}{n}": broadcast for t in "fi" for n in ("32x4", "64x2", "64x4", "32x8")},
    **{f"vinsert{t}{n}": insert for t in "fi" for n in ("32x4", "64x2", "64x4", "32x8")},
    **{f"vextract{t}{n}": extract for t in "fi" for n in ("32x4", "64x2", "64x4", "32x8")},
    "vmovsd": move_scalar,
    "vzeroupper": zero_upper,
}
