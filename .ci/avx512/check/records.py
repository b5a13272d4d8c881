# SPDX-License-Identifier: GPL-3.0-or-later
"""States of the machine as probe.c reads them, and what the model makes of them."""

import re

import definitions
import model
from assembly import Memory, Vector

SIZE = 2048 + 64 + 128 + 24 + 256 + 512 + 40
NAMES = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"] + [f"r{n}" for n in range(8, 16)]
MEMORY, STACK = 0x2000_1000 - 256, 0x2001_1000 - 512

_special = [
    0, 1 << 63, 0x3FF0_0000_0000_0000, 0xBFF0_0000_0000_0000, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000,
    0x7FF8_0000_0000_0001, 0xFFF8_0000_0000_0000, 0x7FF0_0000_0000_0001, 0xFFF4_0000_0000_1234, 1, 1 << 63 | 1,
    0x000F_FFFF_FFFF_FFFF, 0x0010_0000_0000_0000, 0x7FEF_FFFF_FFFF_FFFF, 0xFFEF_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0001,
    0x4330_0000_0000_0000, (1 << 64) - 1, 0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0400, 0x0020_0000_0000_0001,
]  # fmt: skip


def without_displacement(text):
    return re.sub(r"(?<=[\s,])[^\s,$%({]*(?=\()", "", text)


def with_place(text):
    """Labels of constants become the place where a record's memory lies."""
    return re.sub(r"[.\w]+[-+\w]*\(%rip\)", "probe_memory(%rip)", text) if "%rip" in text else text


def is_arithmetic(i):
    return re.match(r"v(add|sub|mul|div|min|max|sqrt)[ps]|vfn?m|vcmp|vu?comi|vcvt", i.mnemonic) is not None


def _element(generator):
    kind = generator.random()
    if kind < 0.35:
        return generator.choice(_special)
    if kind < 0.5:
        return generator.getrandbits(64)
    # Doubles of like size, so that sums cancel and comparisons go either way; some equal ones.
    exponent = 1023 + generator.choice((-1, 0, 0, 0, 1, 52))
    return generator.getrandbits(1) << 63 | exponent << 52 | generator.choice((0, 1, generator.getrandbits(52)))


def _vector(generator):
    if generator.random() < 0.1:
        # Bytes few enough that some are equal.
        return bytes(generator.choice((0, 1, 10, 44, 127, 128, 255)) for _ in range(64))
    return b"".join(_element(generator).to_bytes(8, "little") for _ in range(8))


def _mask(generator):
    return generator.choice((0, 255, 65535, (1 << 64) - 1, generator.getrandbits(64), generator.getrandbits(8)))


def make(i, which, generator, flush=False, address=None):
    """A state for an instruction; its memory operand lies at `address`, or anywhere that suits it."""
    vectors = [generator.randbytes(64)] * 32
    for o in i.operands:
        if isinstance(o, Vector):
            vectors[o.number] = _vector(generator)
    if i.vectors and generator.random() < 0.25:
        # Registers that agree in some places.
        a, b = generator.choice(i.vectors).number, generator.choice(i.vectors).number
        if generator.random() < 0.5:
            vectors[a] = bytes(generator.choice(p) for p in zip(vectors[a], vectors[b]))
        else:
            vectors[a] = vectors[b]
    masks = [_mask(generator) for _ in range(8)]
    general = {name: generator.choice((generator.getrandbits(64), generator.choice(_special))) for name in NAMES}
    general["rsp"] = STACK + 256
    memory = bytearray(b"".join(_vector(generator) for _ in range(4)))
    wanted, address = address, 64
    place = next((o for o in i.operands if isinstance(o, Memory)), None)
    if place and "%rip" not in place.inside:
        aligned = re.match(r"vmov(ap[ds]|dqa|nt)", i.mnemonic)
        address = wanted or (64 if aligned else generator.choice((64, 72, 65, 96)))
        if i.mask is not None:
            # The last elements would lie where no memory is, and the mask leaves them out.
            element = 4 if i.mnemonic.endswith(("ps", "32")) else 8
            inside = generator.randrange(1, 8)
            address = 256 - inside * element
            masks[i.mask] &= (1 << inside) - 1
        base, index, scale = [*place.inside.strip("()").replace("%", "").replace(" ", "").split(","), "", ""][:3]
        displacement = sum(int(p, 0) for p in re.findall(r"[-+]?\w+", place.offset)) if place.offset else 0
        further = 0
        if index:
            general[index] = generator.randrange(0, 5) if index != base else (MEMORY + address - displacement)
            further = general[index] * int(scale or 1)
        if base:
            general[base] = MEMORY + address - displacement - further
    flags = 0x202 | generator.getrandbits(12) & model.FLAGS
    control = 0x9FC0 if flush else 0x1F80
    stack = generator.randbytes(512)
    return Record(i, which, vectors, masks, general, flags, control, bytes(memory), stack, address)


class Record:
    def __init__(self, i, which, vectors, masks, general, flags, control, memory, stack, address):
        self.i, self.address, self.stack, self.control, self.which = i, address, stack, control, which
        self.before = (vectors, masks, general, flags, memory)
        self.content = self.pack(vectors, masks, general, flags, memory)

    def pack(self, vectors, masks, general, flags, memory):
        words = lambda values: b"".join(v.to_bytes(8, "little") for v in values)
        return (
            b"".join(bytes(v) for v in vectors) + words(masks) + words(general[name] for name in NAMES)
            + words((flags, self.control, self.which)) + bytes(memory) + self.stack + bytes(40)
        )  # fmt: skip

    def compare(self, found):
        """Empty, or what differs from the model."""
        vectors, masks, general, flags, memory = self.before
        state = model.State([bytearray(v) for v in vectors], list(masks), dict(general), flags, bytearray(memory))
        definitions.run(self.i, state, self.address)
        found = bytearray(found)
        for number, k, allowed in state.choices:
            place = 64 * number + 8 * k
            got = int.from_bytes(found[place : place + 8], "little")
            if got in allowed:
                state.vectors[number][8 * k : 8 * k + 8] = got.to_bytes(8, "little")
        expected = self.pack(state.vectors, state.masks, state.general, state.flags, state.memory)
        if expected == found:
            return ""
        place = next(k for k in range(0, SIZE, 8) if expected[k : k + 8] != found[k : k + 8])
        names = [(2048, "vector"), (2112, "mask"), (2240, "general"), (2248, "flags"), (2264, "control")]
        names.append((2520, "memory"))
        name = next((text for end, text in names if place < end), "stack")
        show = lambda content: content[place : place + 8][::-1].hex()
        before = show(self.content)
        return f"{name} at byte {place}: {show(found)}, not {show(expected)} (before: {before})"
