# SPDX-License-Identifier: GPL-3.0-or-later
"""Logic and arithmetic of integers. For definitions.py."""

from assembly import Immediate, Vector
from model import ALL, SIZE, signed

LOGIC = {"and": lambda a, b: a & b, "andn": lambda a, b: ~a & ALL & b, "or": lambda a, b: a | b,
          "xor": lambda a, b: a ^ b}  # fmt: skip


def logic(s, m):
    element = SIZE.get(m[2] or "q", 8)
    f = LOGIC[m[1]]
    s.write([f(a, b) & (1 << 8 * element) - 1 for a, b in zip(*(s.read(o, element) for o in s.sources))], element)


def compare_integers(s, m):
    element = SIZE[m[3]]
    a, b = (s.read(o, element) for o in s.sources)
    if not m[2]:
        a, b = ([signed(v, element) for v in x] for x in (a, b))
    f = {"eq": lambda x, y: x == y, "neq": lambda x, y: x != y, "lt": lambda x, y: x < y, "le": lambda x, y: x <= y,
         "gt": lambda x, y: x > y, "nlt": lambda x, y: x >= y, "nle": lambda x, y: x > y}[m[1]]  # fmt: skip
    truths = [f(x, y) for x, y in zip(a, b)]
    if isinstance(s.d, Vector):
        s.write([(1 << 8 * element) - 1 if t else 0 for t in truths], element)
    else:
        s.write_mask(truths)


def test_elements(s, m):
    element = SIZE[m[2]]
    s.write_mask([bool(x & y) != bool(m[1]) for x, y in zip(*(s.read(o, element) for o in s.sources))])


def test_flags(s, m):
    a, b = s.read(s.d, 8), s.read(s.sources[0], 8)
    s.set_flags(
        zero=int(not any(x & y for x, y in zip(a, b))), carry=int(not any(~x & y for x, y in zip(a, b)))
    )


def add_integers(s, m):
    element, sign = SIZE[m[2]], 1 if m[1] == "add" else -1
    s.write([(a + sign * b) % (1 << 8 * element) for a, b in zip(*(s.read(o, element) for o in s.sources))], element)


def subtract_to_zero(s, m):
    element = SIZE[m[1]]
    s.write([max(a - b, 0) for a, b in zip(*(s.read(o, element) for o in s.sources))], element)


def shift(s, m):
    element, left = SIZE[m[2]], m[1] == "l"
    origin, count = s.sources
    a = s.read(origin, element)
    counts = [count.value] * len(a) if isinstance(count, Immediate) else None
    if counts is None:
        counts = [s.read(count, 8, 1)[0]] * len(a)
    s.write([shifted(v, c, element, left) for v, c in zip(a, counts)], element)


def shift_each(s, m):
    element = SIZE[m[2]]
    a, counts = (s.read(o, element) for o in s.sources)
    s.write([shifted(v, c, element, m[1] == "l") for v, c in zip(a, counts)], element)


def shifted(v, count, element, left):
    if count >= 8 * element:
        return 0
    return (v << count if left else v >> count) & (1 << 8 * element) - 1


def shift_bytes(s, m):
    c, a = s.sources[1].value, s.read(s.sources[0], 1)
    result = []
    for k in range(0, len(a), 16):
        part = a[k : k + 16]
        result += ([0] * c + part)[:16] if m[1] == "l" else (part + [0] * c)[c : c + 16]
    s.write(result, 1)


def pack_unsigned(s, m):
    """vpackusdw."""
    a, b = (s.read(o, 4) for o in s.sources)
    limit = lambda v: min(max(signed(v, 4), 0), 0xFFFF)
    result = []
    for k in range(0, len(a), 4):
        result += [limit(v) for v in a[k : k + 4] + b[k : k + 4]]
    s.write(result, 2)


def multiply_add_words(s, m):
    a, b = ([signed(v, 2) for v in s.read(o, 2)] for o in s.sources)
    s.write([(a[k] * b[k] + a[k + 1] * b[k + 1]) % (1 << 32) for k in range(0, len(a), 2)], 4)


def multiply_add_bytes(s, m):
    a, b = s.read(s.sources[0], 1), [signed(v, 1) for v in s.read(s.sources[1], 1)]
    limit = lambda v: min(max(v, -32768), 32767) % (1 << 16)
    s.write([limit(a[k] * b[k] + a[k + 1] * b[k + 1]) for k in range(0, len(a), 2)], 2)


def leading_zeros(s, m):
    s.write([64 - v.bit_length() for v in s.read(s.sources[0], 8)], 8)


def three_way(s, m):
    a, b, c = (s.read(o, 8) for o in (s.d, *s.sources[:2]))
    table = s.sources[2].value
    bit = lambda x, y, z, k: table >> ((x >> k & 1) * 4 + (y >> k & 1) * 2 + (z >> k & 1)) & 1
    s.write([sum(bit(x, y, z, k) << k for k in range(64)) for x, y, z in zip(a, b, c)], 8)


RULES = [
    (r"v(and|andn|or|xor)(pd|ps)", logic),
    (r"vp(and|andn|or|xor)([dq]?)", logic),
    (r"vpcmp(eq|neq|gt|lt|le|nlt|nle)(u?)([bwdq])", compare_integers),
    (r"vptest(n?)m([bdq])", test_elements),
    (r"vptest", test_flags),
    (r"vp(add|sub)([bwdq])", add_integers),
    (r"vpsubus([bw])", subtract_to_zero),
    (r"vps([lr])l([wdq])", shift),
    (r"vps([lr])lv([dq])", shift_each),
    (r"vps([lr])ldq", shift_bytes),
    (r"vpackusdw", pack_unsigned),
    (r"vpmaddwd", multiply_add_words),
    (r"vpmaddubsw", multiply_add_bytes),
    (r"vplzcntq", leading_zeros),
    (r"vpternlog[dq]", three_way),
]
