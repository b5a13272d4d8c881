# SPDX-License-Identifier: GPL-3.0-or-later
"""Sums, products, comparisons and conversions of doubles. For definitions.py."""

import doubles as n
from assembly import Unknown, Vector, WHOLE
from model import ALL, signed

_two = {
    "add": lambda a, b: n.of_two(a, b, lambda x, y: x + y),
    "sub": lambda a, b: n.of_two(a, b, lambda x, y: x - y),
    "mul": lambda a, b: n.of_two(a, b, lambda x, y: x * y),
    "div": lambda a, b: n.of_two(a, b, n.divide),
    "min": n.lower,
    "max": n.higher,
}


def arithmetic(s, m):
    f, kind = _two[m[1]], m[2]
    if kind not in ("pd", "sd"):
        raise Unknown(s.i.text)
    first, second = s.sources
    if kind == "pd":
        s.write([f(a, b) for a, b in zip(s.read(first, 8), s.read(second, 8))], 8)
    else:
        a = s.read(first, 8, 2)
        s.write([f(a[0], s.read(second, 8, 1)[0]), a[1]], 8)


def root(s, m):
    if m[1] == "pd":
        s.write([n.root(a) for a in s.read(s.sources[0], 8)], 8)
    else:
        s.write([n.root(s.read(s.sources[1], 8, 1)[0]), s.read(s.sources[0], 8, 2)[1]], 8)


def product_sum(s, m):
    negative, operation, order, kind = m[1] == "n", m[2], m[3], m[4]
    count = None if kind == "pd" else 1
    one, two, three = (s.read(o, 8, count) for o in (s.d, *s.sources))
    result = []
    for a, b, c in zip(one, two, three):
        x, y, z = {"132": (a, c, b), "213": (b, a, c), "231": (b, c, a)}[order]
        result.append(n.product_sum(x, y, z, negative, operation == "sub"))
    if kind == "sd":
        result.append(s.read(s.d, 8, 2)[1])
    s.write(result, 8)


def compare(s, m):
    name, kind = m[1], m[2]
    if kind not in ("pd", "sd") or not name:
        raise Unknown(s.i.text)
    count = None if kind == "pd" else 1
    a, b = (s.read(o, 8, count) for o in s.sources[:2])
    truths = [n.predicate(name, x, y) for x, y in zip(a, b)]
    if isinstance(s.d, Vector):
        s.write([ALL if t else 0 for t in truths] + (s.read(s.sources[0], 8, 2)[1:] if kind == "sd" else []), 8)
    else:
        s.write_mask(truths)


def compare_flags(s, m):
    a, b = s.read(s.d, 8, 1)[0], s.read(s.sources[0], 8, 1)[0]
    if n.is_nan(a) or n.is_nan(b):
        s.set_flags(1, 1, 1)
    else:
        x, y = n.value(a), n.value(b)
        s.set_flags(zero=int(x == y), carry=int(x < y))


def unsigned_to_double(s, m):
    s.write([n.bits(float(v)) for v in s.read(s.sources[0], 8)], 8)


def integer_to_double(s, m):
    upper, origin = s.sources
    v = s.state.general_value(origin.name)
    if m[1] == "s":
        v = signed(v, 8 if WHOLE[origin.name] == origin.name else 4)
    s.write([n.bits(float(v)), s.read(upper, 8, 2)[1]], 8)


RULES = [
    (r"v(add|sub|mul|div|min|max)(p[ds]|s[ds])", arithmetic),
    (r"vsqrt(pd|sd)", root),
    (r"vf(n?)m(add|sub)(132|213|231)([ps]d)", product_sum),
    (r"vcmp(\w*?)([ps][ds])", compare),
    (r"vu?comisd", compare_flags),
    (r"vcvtuqq2pd", unsigned_to_double),
    (r"vcvt(u?s)i2sd[lq]?", integer_to_double),
]
