# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes decimal_numbers.json: decimal texts and the bits of the nearest double, ties to even, in exact rationals.

The rounding is done here with Fraction, not with Python's own parser, which only confirms it. Run by hand:
python3 decimal_numbers.py
"""
import json
import pathlib
import random
import struct
from fractions import Fraction


def bits(value: Fraction) -> int | None:
    """Bits of the double nearest to a non-negative rational; None beyond the largest one."""
    if value == 0:
        return 0
    exponent = value.numerator.bit_length() - value.denominator.bit_length()
    while Fraction(2) ** exponent > value:
        exponent -= 1
    while Fraction(2) ** (exponent + 1) <= value:
        exponent += 1
    step = Fraction(2) ** (max(exponent, -1022) - 52)
    kept = round(value / step)  # ties to even
    rounded = kept * step
    if rounded >= Fraction(2) ** 1024:
        return None
    if rounded == 0:
        return 0
    if rounded >= Fraction(2) ** (exponent + 1):
        exponent += 1
        step = Fraction(2) ** (max(exponent, -1022) - 52)
        kept = int(rounded / step)
    if exponent < -1022:
        return kept
    return (exponent + 1023 << 52) | (kept - (1 << 52))


def exact(value: Fraction) -> str:
    """All digits of a rational whose denominator divides a power of ten."""
    places = 0
    while (value * 10**places).denominator != 1:
        places += 1
    digits = str(int(value * 10**places)).rjust(places + 1, "0")
    return digits[: len(digits) - places] + ("." + digits[len(digits) - places :] if places else "")


def double(pattern: int) -> Fraction:
    return Fraction(struct.unpack(">d", pattern.to_bytes(8, "big"))[0])


random.seed(20260101)
texts = set()
# Halfway between neighbours, and one unit of the last digit to either side of it.
for exponent in [1023, 1024, 1030, 1010, 1050, 1074, 1075, 1076, 1090, 1000, 980, 960, 1110, 1120]:
    for _ in range(12):
        low = (exponent << 52) | random.getrandbits(52)
        middle = exact((double(low) + double(low + 1)) / 2)
        texts.add(middle)
        if "." in middle:
            texts.add(middle + "1")
            texts.add(middle[:-1] + "4" + "9" * 5)
# 17 to 40 digits with any place of the sign.
for digits in list(range(17, 41)) * 6:
    number = str(random.randrange(10 ** (digits - 1), 10**digits))
    place = random.randrange(0, digits + 1)
    texts.add((number[:place] or "0") + "." + number[place:] if place < digits else number)
# As printf("%.18e") writes.
for _ in range(300):
    texts.add("%.18e" % random.uniform(-1, 1) if random.random() < 0.5 else "%.18e" % (random.uniform(0, 1) * 10 ** random.randrange(-30, 30)))
# 15 to 19 digits with a power of ten near the limits of the exact ways.
for digits in range(14, 20):
    for power in list(range(-46, 46)):
        texts.add(f"{random.randrange(10 ** (digits - 1), 10**digits)}e{power}")
# Numbers whose product or quotient lies very near to halfway between doubles, found by search.
for power in range(1, 28):
    best = []
    for _ in range(4000):
        mantissa = random.randrange(2**53, 10**19)
        value = Fraction(mantissa) / 10**power
        exponent = value.numerator.bit_length() - value.denominator.bit_length()
        scaled = value * Fraction(2) ** (60 - exponent)
        scaled = scaled / (Fraction(2) ** (scaled.numerator.bit_length() - scaled.denominator.bit_length() - 52))
        part = scaled - scaled.numerator // scaled.denominator
        best.append((abs(part - Fraction(1, 2)), mantissa))
    best.sort()
    for _, mantissa in best[:4]:
        texts.add(f"{mantissa}e-{power}")
# Subnormal and nearly so, the ends of the range, huge exponents, leading zeros.
texts |= {
    "4.9406564584124654e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "7.4109846876186981e-324",
    "2.2250738585072011e-308", "2.2250738585072012e-308", "2.2250738585072014e-308", "1.7976931348623157e308",
    "1.7976931348623158e308", "1e-400", "0e400", "0.0000e-99999", "1e-99999", "0" * 60 + "1.5", "0." + "0" * 45 + "1234567",
    "0." + "0" * 330 + "1", "9007199254740991", "9007199254740992", "9007199254740993", "9007199254740995",
    "9007199254740993." + "0" * 30 + "1", "9999999999999999", "0.9999999999999999", "99999999999999999999",
    "1844674407370955161.5", "18446744073709551615", "9999999999999999999", "1000000000000000000e-27", "1e22", "1e23",
    "1e-22", "1e-23", "123456789012345e7", "0.000001", "1.", ".5", "00.10", "1e+5", "1E5", "1.5e-0005",
}
rows = []
for text in sorted(texts):
    sign = text.startswith("-")
    body = text.lstrip("+-")
    value = bits(Fraction(body + "0" if body.endswith(".") else "0" + body if body.startswith(".") else body))
    if value is None:
        continue
    pattern = value | (1 << 63 if sign else 0)
    assert struct.pack(">d", float(text)) == pattern.to_bytes(8, "big"), text
    rows.append([text, format(pattern, "016x")])
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps({"numbers": rows}, separators=(",", ":")).replace("],[", "],\n[") + "\n")
print(len(rows), path.stat().st_size)
