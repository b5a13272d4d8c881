# SPDX-License-Identifier: GPL-3.0-or-later
"""Arithmetic of doubles on their bits, rounded once to nearest, as the manual and IEEE 754 define it."""

import math
import struct
from fractions import Fraction

INDEFINITE = 0xFFF8_0000_0000_0000  # What an invalid operation gives.
QUIET = 1 << 51


def value(bits):
    return struct.unpack("<d", bits.to_bytes(8, "little"))[0]


def bits(number):
    return int.from_bytes(struct.pack("<d", number), "little")


def is_nan(b):
    return b & 0x7FFF_FFFF_FFFF_FFFF > 0x7FF0_0000_0000_0000


def nearest(exact, zero):
    """A fraction as a double; `zero` when it is nothing."""
    if exact == 0:
        return bits(zero)
    try:
        return bits(exact.numerator / exact.denominator)
    except OverflowError:
        return bits(math.inf if exact > 0 else -math.inf)


def of_two(a, b, operation):
    """The first operand that is not a number, made quiet, or the result."""
    for n in (a, b):
        if is_nan(n):
            return n | QUIET
    result = operation(value(a), value(b))
    return INDEFINITE if math.isnan(result) else bits(result)


def divide(a, b):
    if b == 0:
        return math.nan if a == 0 else math.copysign(math.inf, a) * math.copysign(1, b)
    return a / b


def lower(a, b):
    """Both zero, or either no number: the second operand."""
    return a if value(a) < value(b) else b


def higher(a, b):
    return a if value(a) > value(b) else b


def root(a):
    if is_nan(a):
        return a | QUIET
    x = value(a)
    return INDEFINITE if x < 0 else bits(math.sqrt(x))


def product_sum(x, y, z, negate_product, negate_sum):
    """x y + z, rounded once. Of operands that are no numbers any may be handed on: a set."""
    found = {n | QUIET for n in (x, y, z) if is_nan(n)}
    a, b, c = value(x), value(y), value(z)
    if negate_product:
        a = -a
    if negate_sum:
        c = -c
    invalid = math.isinf(a) and b == 0 or a == 0 and math.isinf(b)
    if found:
        return found | ({INDEFINITE} if invalid else set())
    if invalid:
        return INDEFINITE
    sign = math.copysign(1, a) * math.copysign(1, b)
    if math.isinf(a) or math.isinf(b):
        return INDEFINITE if math.isinf(c) and math.copysign(1, c) != sign else bits(sign * math.inf)
    if math.isinf(c):
        return bits(c)
    exact = Fraction(a) * Fraction(b) + Fraction(c)
    # A sum of nothing keeps its sign only when both parts have it.
    product_is_zero = a == 0 or b == 0
    zero = c if product_is_zero and c == 0 and math.copysign(1, c) == sign else 0.0
    return nearest(exact, zero)


def predicate(name, a, b):
    """The comparisons by name, of `a` with `b`."""
    unordered = is_nan(a) or is_nan(b)
    x, y = value(a), value(b)
    if name in ("eq", "lt", "le", "ord", "gt", "ge"):
        return not unordered and {"eq": x == y, "lt": x < y, "le": x <= y, "ord": True, "gt": x > y, "ge": x >= y}[name]
    return unordered or {"neq": x != y, "nlt": not x < y, "nle": not x <= y, "unord": False, "ngt": not x > y,
                         "nge": not x >= y}[name]  # fmt: skip
