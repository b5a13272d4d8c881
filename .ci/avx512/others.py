# SPDX-License-Identifier: GPL-3.0-or-later
"""Conversions of unsigned integers, choices, counts of leading zeros, and logic of three operands."""

from assembly import General, Memory, Unknown, Vector, sized
from machine import TABLE, at, halves, real_width


def _unsigned_to_double(code, scratch, spare):
    """x = 2^32 h + l. Bits put below the exponents 2^84 and 2^52 make doubles of both parts; what is added for the
    exponents leaves exactly, and the one sum of the two parts is the one rounding."""
    low_exponent = code.constant(8, [0x4330_0000_0000_0000])
    high_exponent = code.constant(8, [0x4530_0000_0000_0000])
    both = code.constant(8, [0x4530_0000_0010_0000])
    x, h = f"%ymm{scratch}", f"%ymm{spare}"
    code.emit(f"vpsrlq $32, {x}, {h}", f"vpor {high_exponent}, {h}, {h}", f"vsubpd {both}, {h}, {h}")
    code.emit(f"vpsllq $32, {x}, {x}", f"vpsrlq $32, {x}, {x}", f"vpor {low_exponent}, {x}, {x}")
    code.emit(f"vaddpd {x}, {h}, {x}")


def convert(code):
    """vcvtuqq2pd."""
    i = code.instruction
    origin, d = i.operands
    if not isinstance(origin, Vector) or i.mask is not None:
        raise Unknown(i.text)
    for half, result in zip(halves(d.width), (12, 13)):
        code.load(result, origin, half)
        _unsigned_to_double(code, result, 15)
    if d.width == "x":
        code.emit("vmovapd %xmm12, %xmm12")
    code.write(d, d.width, 12, 13)


def convert_scalar(code):
    """vcvtusi2sd of a general register; the upper element is of the middle operand."""
    i = code.instruction
    origin, upper, d = i.operands
    if not isinstance(origin, General):
        raise Unknown(i.text)
    size = 8 if origin.name == sized(origin.name, 8)[1:] else 4
    code.emit(f"{'vmovq' if size == 8 else 'vmovd'} %{origin.name}, %xmm12")
    _unsigned_to_double(code, 12, 13)
    code.load(13, upper, 0)
    code.emit("vmovsd %xmm12, %xmm13, %xmm12")
    code.write(d, "x", 12)


def choose(code):
    """vblendm: under the mask the second source, elsewhere the first, or zero."""
    i = code.instruction
    second, first, d = i.operands
    element = {"vblendmpd": 8, "vpblendmq": 8, "vblendmps": 4, "vpblendmd": 4, "vpblendmb": 1}[i.mnemonic]
    if i.mask is None or isinstance(second, Memory):
        raise Unknown(i.text)
    for half in halves(d.width):
        code.load(12, second, half)
        code.load(13, first, half)
        code.mask_vector(14, i.mask, element, half)
        if i.zeroing:
            code.emit("vpand %ymm14, %ymm12, %ymm12")
        else:
            code.blend(14, element, 12, 13, 12)
        if d.width == "x":
            code.emit("vmovdqa %xmm12, %xmm12")
        code.store(12, d, half)
    if d.width != "z":
        code.clear_upper_half(d)


def leading_zeros(code):
    """vplzcntq, one element after the other; the count of one element changes flags, which are kept in rax."""
    i = code.instruction
    origin, d = i.operands
    if not isinstance(origin, Vector) or i.mask is not None:
        raise Unknown(i.text)
    distance = code.spill(origin)
    code.borrow("rax", "rcx")
    code.emit("lahf", "seto %al")
    for n in range({"x": 2, "y": 4, "z": 8}[d.width]):
        code.emit(f"lzcntq {at(distance + 8 * n)}, %rcx", f"movq %rcx, {at(TABLE + 8 * n)}")
    # 127 more overflows just when it was one.
    code.emit("addb $127, %al", "sahf")
    code.give_back()
    code.emit(f"vmovdqu {at(TABLE)}, %{real_width(d.width)}mm12")
    if d.width == "z":
        code.emit(f"vmovdqu {at(TABLE + 32)}, %ymm13")
    code.write(d, d.width, 12, 13)


def three_way(code):
    """vpternlog: bit 4a + 2b + c of the constant for each bit a of the destination, b and c of the sources."""
    i = code.instruction
    table, third, second, d = i.operands
    if i.mask is not None or i.broadcast:
        raise Unknown(i.text)
    ones = code.constant(8, [(1 << 64) - 1])
    for half in halves(d.width):
        inputs = [code.place(o, half) if isinstance(o, Vector) else str(o.plus(32 * half)) for o in (d, second, third)]
        code.emit("vpxor %xmm12, %xmm12, %xmm12")
        for row in range(8):
            if not table.value >> row & 1:
                continue
            code.emit("vpcmpeqd %ymm13, %ymm13, %ymm13")
            for place, text in enumerate(inputs):
                register = "xmm" if d.width == "x" and not text.startswith(("%ymm", "%fs")) else "ymm"
                code.emit(f"vmovdqu {text}, %{register}14")
                if not row >> (2 - place) & 1:
                    code.emit(f"vpxor {ones}, %ymm14, %ymm14")
                code.emit("vpand %ymm14, %ymm13, %ymm13")
            code.emit("vpor %ymm13, %ymm12, %ymm12")
        if d.width == "x":
            code.emit("vmovdqa %xmm12, %xmm12")
        code.store(12, d, half)
    if d.width != "z":
        code.clear_upper_half(d)


def narrow(code):
    """vpmovqd: the lower half of each element."""
    i = code.instruction
    origin, d = i.operands
    if not isinstance(d, Vector) or i.mask is not None or origin.width == "x":
        raise Unknown(i.text)
    code.load(12, origin, 0)
    if origin.width == "z":
        code.load(13, origin, 1)
    else:
        code.emit("vpxor %xmm13, %xmm13, %xmm13")
    code.emit("vshufps $0x88, %ymm13, %ymm12, %ymm12", "vpermpd $0xd8, %ymm12, %ymm12")
    code.write(d, "y", 12)


RULES = {
    "vcvtuqq2pd": convert,
    "vcvtusi2sd": convert_scalar,
    **{name: choose for name in ("vblendmpd", "vpblendmq", "vblendmps", "vpblendmd", "vpblendmb")},
    "vplzcntq": leading_zeros,
    **{name: three_way for name in ("vpternlogd", "vpternlogq")},
    "vpmovqd": narrow,
}
