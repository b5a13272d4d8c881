# SPDX-License-Identifier: GPL-3.0-or-later
"""Mask registers. For definitions.py."""

from assembly import General, Memory, WHOLE
from model import BYTES, SIZE
from model_integers import LOGIC, shifted


def mask_to_vector(s, m):
    element = SIZE[m[1]]
    k = s.state.masks[s.sources[0].number]
    s.write([(1 << 8 * element) - 1 if k >> e & 1 else 0 for e in range(BYTES[s.d.width] // element)], element)


def vector_to_mask(s, m):
    element = SIZE[m[1]]
    s.write_mask([v >> 8 * element - 1 for v in s.read(s.sources[0], element)])


def move_mask(s, m):
    size = SIZE[m[1]]
    origin, low = s.sources[0], (1 << 8 * size) - 1
    if isinstance(origin, General):
        v = s.state.general[WHOLE[origin.name]]
    elif isinstance(origin, Memory):
        v = int.from_bytes(s.state.memory[s.address : s.address + size], "little")
    else:
        v = s.state.masks[origin.number]
    if isinstance(s.d, General):
        s.state.general[WHOLE[s.d.name]] = v & low
    elif isinstance(s.d, Memory):
        s.state.memory[s.address : s.address + size] = (v & low).to_bytes(size, "little")
    else:
        s.state.masks[s.d.number] = v & low


def mask_logic(s, m):
    low = (1 << 8 * SIZE[m[2]]) - 1
    values = [s.state.masks[o.number] for o in s.sources]
    f = {**LOGIC, "xnor": lambda a, b: ~(a ^ b), "not": lambda a: ~a}[m[1]]
    s.state.masks[s.d.number] = f(*values) & low


def mask_shift(s, m):
    size, (origin, count) = SIZE[m[2]], s.sources
    v = s.state.masks[origin.number] & (1 << 8 * size) - 1
    s.state.masks[s.d.number] = shifted(v, count.value, size, m[1] == "l")


def mask_unpack(s, m):
    size = SIZE[m[1]]
    high, low = (s.state.masks[o.number] & (1 << 8 * size) - 1 for o in s.sources)
    s.state.masks[s.d.number] = high << 8 * size | low


def mask_test(s, m):
    low = (1 << 8 * SIZE[m[2]]) - 1
    first, second = (s.state.masks[o.number] for o in (s.d, s.sources[0]))
    if m[1]:
        both = (first | second) & low
        s.set_flags(zero=int(both == 0), carry=int(both == low))
    else:
        s.set_flags(zero=int(first & second & low == 0), carry=int(~first & second & low == 0))


RULES = [
    (r"vpmovm2([bdq])", mask_to_vector),
    (r"vpmov([bdq])2m", vector_to_mask),
    (r"kmov([bwdq])", move_mask),
    (r"k(and|andn|or|xor|xnor|not)([bwdq])", mask_logic),
    (r"kshift([lr])([bwdq])", mask_shift),
    (r"kunpck([bwd])[wdq]", mask_unpack),
    (r"k(or|)test([bwdq])", mask_test),
]
