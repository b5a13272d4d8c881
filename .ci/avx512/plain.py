# SPDX-License-Identifier: GPL-3.0-or-later
"""Instructions that AVX2 has too: element by element in 64-byte registers, or in 16- and 32-byte ones."""

import re

from assembly import General, Immediate, Memory, Unknown, Vector
from machine import LANE, NATIVE, SCRATCH, destination, halves, real_width

# Each 32-byte half on its own gives the 64-byte result: the name with AVX2, and the bytes of an element under a mask.
HALVES = {
    **{f"v{o}pd": (f"v{o}pd", 8) for o in ("add", "sub", "mul", "div", "min", "max", "sqrt")},
    **{f"v{o}pd": (f"v{o}pd", 8) for o in ("and", "andn", "or", "xor", "unpckl", "unpckh", "shuf")},
    **{f"vf{n}m{o}{k}pd": (f"vf{n}m{o}{k}pd", 8) for n in ("", "n") for o in ("add", "sub") for k in (132, 213, 231)},
    **{f"vp{o}{e}": (f"vp{o}", {"d": 4, "q": 8}[e]) for o in ("and", "andn", "or", "xor") for e in "dq"},
    **{f"vp{o}{e}": (f"vp{o}{e}", {"b": 1, "d": 4, "q": 8}[e]) for o in ("add", "sub") for e in "bdq"},
    **{f"vps{d}l{v}{e}": (f"vps{d}l{v}{e}", {"d": 4, "q": 8}[e]) for d in "lr" for v in ("", "v") for e in "dq"},
    "vmovddup": ("vmovddup", 8),
    "vpshufd": ("vpshufd", 4),
}


def is_product_sum(mnemonic):
    return re.match(r"vfn?m(add|sub)(132|213|231)", mnemonic) is not None


def encoded(name):
    """Assemblers change the operands of sums and products about where that saves a byte; of two that are no numbers the
    other one would then be handed on."""
    return f"{{vex3}} {name}" if re.match(r"v(add|mul)[ps][sd]$", name) else name


def source(code, operand, half, width, element, free):
    """Text of a source operand for one half; takes scratch registers from `free`."""
    i = code.instruction
    if isinstance(operand, Vector):
        if code.is_real(operand, half):
            return operand.named(real_width(width))
        scratch = free.pop(0)
        code.load(scratch, operand, half)
        return f"%{real_width(width)}mm{scratch}"
    if not isinstance(operand, Memory):
        raise Unknown(i.text)
    if i.broadcast:
        if i.broadcast * element != LANE[width]:
            raise Unknown(i.text)
        scratch = free.pop(0)
        code.emit(f"{ {8: 'vbroadcastsd', 4: 'vbroadcastss'}[element]} {operand}, %ymm{scratch}")
        return f"%{real_width(width)}mm{scratch}"
    if i.mask is not None:
        # Elements that the mask leaves out must not be touched: they may lie in no memory at all.
        if element not in (4, 8) or re.search("unpck|shuf|dup", i.mnemonic):
            raise Unknown(i.text)
        mask, scratch = free.pop(0), free.pop(0)
        code.mask_vector(mask, i.mask, element, half)
        name = {8: "vmaskmovpd", 4: "vmaskmovps"}[element]
        register = real_width(width)
        code.emit(f"{name} {operand.plus(32 * half)}, %{register}mm{mask}, %{register}mm{scratch}")
        free.insert(0, mask)
        return f"%{register}mm{scratch}"
    return str(operand.plus(32 * half))


def halves_of(code, name, element):
    """Each half on its own."""
    i = code.instruction
    d, width = destination(i), i.width
    register = real_width(width)
    # Counts of shifts are 16 bytes whatever the rest; a memory operand beside a constant is a form of AVX-512 alone.
    if any(v.width != width for v in i.vectors) or re.match(r"vps(ll|rl|ra)[wdq]$", name) and any(
        isinstance(o, Memory) for o in i.operands
    ):
        raise Unknown(i.text)
    for half in halves(width):
        free = list(SCRATCH)
        direct = i.mask is None and code.is_real(d, half)
        result = None if direct else free.pop(0)
        if is_product_sum(name) and not direct:
            code.load(result, d, half)
        sources = []
        for operand in i.operands[:-1]:
            if isinstance(operand, Immediate):
                # One bit for each element: the upper half has its own.
                value = operand.value >> 4 * half & 15 if name == "vshufpd" else operand.value
                sources.append(f"${value}")
            else:
                sources.append(source(code, operand, half, width, element, free))
        target = d.named(register) if direct else f"%{register}mm{result}"
        code.emit(f"{encoded(name)} {', '.join(sources)}, {target}")
        if not direct:
            code.apply_mask(result, d, element, half, [s for s in SCRATCH if s != result][:2])
            if register == "x" and i.mask is not None:
                code.emit(f"vmovapd %xmm{result}, %xmm{result}")
            code.store(result, d, half)
    if width != "z":
        code.clear_upper_half(d)


# What a processor with AVX2 and fused multiply-add runs as it is, when registers and operands are of its kind.
_avx2 = re.compile(
    r"v(add|sub|mul|div|min|max|sqrt)[ps][ds]|v(and|andn|or|xor)p[ds]|vfn?m(add|sub)(132|213|231)[ps][ds]"
    r"|vmov(ap[ds]|up[ds]|dq[au]|s[ds]|[dq]|ddup|s[hl]dup|[hl]p[ds]|hlps|lhps|mskp[ds])"
    r"|vunpck[lh]p[ds]|vpunpck[lh](bw|wd|dq|qdq)|vshufp[ds]|vblendp[ds]|vblendvp[ds]|vpblend(w|d|vb)|vinsertps"
    r"|v(broadcasts[ds]|broadcast[fi]128|pbroadcast[bwdq])|v(extract|insert|perm2)[fi]128|vperm(pd|q|d|ps)|vpermilp[ds]"
    r"|vcmp\w*[ps][ds]|vu?comis[ds]|vptest|vtestp[ds]|vround[ps][ds]|vh(add|sub)p[ds]|vaddsubp[ds]"
    r"|vcvt(t?s[ds]2si|si2s[ds]|sd2ss|ss2sd|dq2p[ds]|t?p[ds]2dq|pd2ps|ps2pd)[lq]?"
    r"|vp(add|sub)(u?s)?[bw]|vp(add|sub)[dq]|vp(and|andn|or|xor)|vpcmp(eq|gt)[bwdq]"
    r"|vps(ll|rl)([wdq]|v[dq]|dq)|vpsra([wd]|vd)|vpshuf(b|d|lw|hw)|vpack[us]s(wb|dw)|vpalignr"
    r"|vpmadd(ubsw|wd)|vpmul(lw|ld|hw|huw|dq|udq)|vp(min|max)[us][bwd]|vpabs[bwd]|vpmovmskb|vpmov[sz]x\w\w"
    r"|vp(insr|extr)[bwdq]|vpavg[bw]|vpsadbw"
)
_reads_only = re.compile(r"vu?comis[ds]|vptest|vtestp[ds]")


def fits_avx2(i):
    if i.mask is not None or i.broadcast or i.width == "z" or not _avx2.fullmatch(i.mnemonic):
        return False
    kinds = [type(o) for o in i.operands]
    # The same name with a form of its own in AVX-512.
    if i.mnemonic in ("vpermpd", "vpermq") and kinds[0] is not Immediate:
        return False
    if i.mnemonic.startswith("vpbroadcast") and kinds[0] is General:
        return False
    if re.match(r"vps(ll|rl|ra)", i.mnemonic) and kinds[0] is Memory and "v" not in i.mnemonic[4:]:
        return False
    if re.match(r"vps(ll|rl|ra)", i.mnemonic) and kinds[0] is Immediate and kinds[1] is Memory:
        return False
    return all(k in (Vector, General, Immediate, Memory) for k in kinds)


def as_it_is(code):
    """Scratch registers stand in for those that are not real; a written register loses its upper half."""
    i = code.instruction
    free, stands = list(SCRATCH), {}
    writes = isinstance(i.operands[-1], Vector) and not _reads_only.fullmatch(i.mnemonic)
    sources = i.operands if not writes or is_product_sum(i.mnemonic) else i.operands[:-1]
    for operand in i.operands:
        if isinstance(operand, Vector) and operand.number >= NATIVE and operand.number not in stands:
            stands[operand.number] = free.pop(0)
            if any(isinstance(s, Vector) and s.number == operand.number for s in sources):
                code.load(stands[operand.number], operand, 0)
    texts = []
    for operand in i.operands:
        if isinstance(operand, Vector):
            texts.append(f"%{operand.width}mm{stands.get(operand.number, operand.number)}")
        elif isinstance(operand, General):
            texts.append(f"%{operand.name}")
        else:
            texts.append(f"${operand.value}" if isinstance(operand, Immediate) else str(operand))
    code.emit(f"{encoded(i.mnemonic) if stands else i.mnemonic} {', '.join(texts)}")
    if writes:
        d = i.operands[-1]
        if d.number in stands:
            code.store(stands[d.number], d, 0)
        code.clear_upper_half(d)
