# SPDX-License-Identifier: GPL-3.0-or-later
"""The definitions of the single instructions, for model.py."""

import numbers_model as n
from assembly import General, Immediate, Memory, Unknown, Vector, WHOLE
from model import ALL, BYTES, join, signed, split

SIZE = {"b": 1, "w": 2, "d": 4, "q": 8, "ps": 4, "pd": 8, "ss": 4, "sd": 8}

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


_logic = {"and": lambda a, b: a & b, "andn": lambda a, b: ~a & ALL & b, "or": lambda a, b: a | b,
          "xor": lambda a, b: a ^ b}  # fmt: skip


def logic(s, m):
    element = SIZE.get(m[2] or "q", 8)
    f = _logic[m[1]]
    s.write([f(a, b) & (1 << 8 * element) - 1 for a, b in zip(*(s.read(o, element) for o in s.sources))], element)


def by_sixteen(rule):
    """Runs a rule for each 16 bytes of the sources."""

    def whole(s, m):
        element, f = rule(s, m)
        per = 16 // element
        a, b = (s.read(o, element) for o in s.sources[:2])
        s.write([v for k in range(0, len(a), per) for v in f(a[k : k + per], b[k : k + per], k)], element)

    return whole


@by_sixteen
def unpack(s, m):
    element = {"pd": 8, "ps": 4, "bw": 1, "wd": 2, "dq": 4, "qdq": 8}[m[2]]
    half = 16 // element // 2
    start = half if m[1] == "h" else 0
    return element, lambda a, b, _: [v for k in range(start, start + half) for v in (a[k], b[k])]


@by_sixteen
def shuffle_pd(s, m):
    c = s.sources[2].value
    return 8, lambda a, b, k: [a[c >> k & 1], b[c >> k + 1 & 1]]


def blend_constant(s, m):
    c = s.sources[2].value
    s.write([b if c >> k & 1 else a for k, (a, b) in enumerate(zip(*(s.read(o, 8) for o in s.sources[:2])))], 8)


def blend_bytes(s, m):
    first, second, choice = (s.read(o, 1) for o in s.sources)
    s.write([b if c >> 7 else a for a, b, c in zip(first, second, choice)], 1)


def shuffle_d(s, m):
    """vpshufd."""
    c = s.sources[-1].value if isinstance(s.sources[-1], Immediate) else None
    a = s.read(s.sources[0], 4)
    s.write([a[k & ~3 | c >> 2 * (k & 3) & 3] for k in range(len(a))], 4)


_element = {"a": "", "u": ""}


def move(s, m):
    element = {"apd": 8, "upd": 8, "aps": 4, "ups": 4, "dqa": 4, "dqu": 4, "dqa64": 8, "dqu64": 8, "dqa32": 4, "dqu32": 4,
               "dqu8": 1}[m[1]]  # fmt: skip
    s.write(s.read(s.sources[0], element), element)


def move_one(s, m):
    """vmovsd, and vmovd and vmovq of vectors, memory and general registers."""
    if m[1] == "sd" and len(s.sources) == 2:
        low, high = s.read(s.sources[1], 8, 1)[0], s.read(s.sources[0], 8, 2)[1]
        if s.i.mask is not None and not s.keep(0):
            low = 0 if s.i.zeroing else s.read(s.d, 8, 1)[0]
        s.state.vectors[s.d.number] = bytearray(join([low, high], 8).ljust(64, b"\0"))
        return
    element = {"sd": 8, "q": 8, "d": 4}[m[1]]
    origin = s.sources[0]
    v = s.state.general_value(origin.name) if isinstance(origin, General) else s.read(origin, element, 1)[0]
    if isinstance(s.d, General):
        s.write_general(v, element)
    else:
        s.write([v], element)


def duplicate(s, m):
    a = s.read(s.sources[0], 8) if s.width > 16 else s.read(s.sources[0], 8, 1) * 2
    s.write([a[k & ~1] for k in range(len(a))], 8)


def broadcast(s, m):
    element = SIZE[m[1]]
    origin = s.sources[0]
    width = BYTES[s.d.width]
    if isinstance(origin, General):
        v = s.state.general[WHOLE[origin.name]] & (1 << 8 * element) - 1
    else:
        v = s.read(origin, element, 1)[0]
    s.write([v] * (width // element), element)


def broadcast_part(s, m):
    element, size = int(m[1]) // 8, int(m[1]) * int(m[2]) // 8
    part = s.read(s.sources[0], element, size // element)
    s.write(part * (BYTES[s.d.width] // size), element)


_part = {"128": 16, "32x4": 16, "64x2": 16, "64x4": 32, "32x8": 32}


def insert(s, m):
    size = _part[m[1]]
    base, part, choice = s.sources
    content = join(s.read(base, 8), 8)
    place = choice.value % (len(content) // size) * size
    new = join(s.read(part, 8, size // 8), 8)
    s.write(split(content[:place] + new + content[place + size :], 8), 8)


def extract(s, m):
    size = _part[m[1]]
    origin, choice = s.sources
    content = join(s.read(origin, 8, BYTES[origin.width] // 8), 8)
    place = choice.value % (len(content) // size) * size
    s.write(split(content[place : place + size], 8), 8)


def permute(s, m):
    if isinstance(s.sources[-1], Immediate):
        c, a = s.sources[1].value, s.read(s.sources[0], 8)
        s.write([a[k & ~3 | c >> 2 * (k & 3) & 3] for k in range(len(a))], 8)
    else:
        index, table = (s.read(o, 8) for o in s.sources)
        s.write([table[v % len(table)] for v in index], 8)


def permute_two(s, m):
    a, b, c = (s.read(o, 8) for o in (s.d, *s.sources))
    first, index, second = (a, b, c) if m[1] == "t" else (b, a, c)
    both = first + second
    s.write([both[v % len(both)] for v in index], 8)


def permute_halves(s, m):
    c = s.sources[2].value
    a, b = (s.read(o, 8) for o in s.sources[:2])
    parts = [a[:2], a[2:], b[:2], b[2:]]
    s.write([v for k in (0, 4) for v in ([0, 0] if c >> k & 8 else parts[c >> k & 3])], 8)


def shuffle_quarters(s, m):
    c = s.sources[2].value
    a, b = (s.read(o, 8) for o in s.sources[:2])
    pick = lambda table, k: table[2 * (c >> 2 * k & 3) :][:2]
    s.write(pick(a, 0) + pick(a, 1) + pick(b, 2) + pick(b, 3), 8)


def expand(s, m):
    element = SIZE[m[1]]
    a, result, taken = s.read(s.sources[0], element), [], 0
    for k in range(len(a)):
        result.append(a[taken] if s.keep(k) else 0)
        taken += 1 if s.keep(k) else 0
    s.write(result, element)


def compress(s, m):
    element = SIZE[m[1]]
    chosen = [v for k, v in enumerate(s.read(s.sources[0], element)) if s.keep(k)]
    old = split(bytes(s.state.vectors[s.d.number]), element)[len(chosen) : s.width // element]
    new = chosen + ([0] * len(old) if s.i.zeroing else old)
    s.state.vectors[s.d.number] = bytearray(join(new, element).ljust(64, b"\0"))


_predicates = {0: "eq", 1: "lt", 2: "le", 3: "unord", 4: "neq", 5: "nlt", 6: "nle", 7: "ord"}


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


def compare_flags(s, m):
    a, b = s.read(s.d, 8, 1)[0], s.read(s.sources[0], 8, 1)[0]
    if n.is_nan(a) or n.is_nan(b):
        s.set_flags(1, 1, 1)
    else:
        x, y = n.value(a), n.value(b)
        s.set_flags(zero=int(x == y), carry=int(x < y))


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
    s.write([_shifted(v, c, element, left) for v, c in zip(a, counts)], element)


def shift_each(s, m):
    element = SIZE[m[2]]
    a, counts = (s.read(o, element) for o in s.sources)
    s.write([_shifted(v, c, element, m[1] == "l") for v, c in zip(a, counts)], element)


def _shifted(v, count, element, left):
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


def insert_element(s, m):
    """vpinsrd and its kin."""
    element, (base, part, choice) = SIZE[m[1]], s.sources
    a = s.read(base, element)
    v = s.state.general[WHOLE[part.name]] if isinstance(part, General) else s.read(part, element, 1)[0]
    a[choice.value % len(a)] = v & (1 << 8 * element) - 1
    s.write(a, element)


def leading_zeros(s, m):
    s.write([64 - v.bit_length() for v in s.read(s.sources[0], 8)], 8)


def three_way(s, m):
    a, b, c = (s.read(o, 8) for o in (s.d, *s.sources[:2]))
    table = s.sources[2].value
    bit = lambda x, y, z, k: table >> ((x >> k & 1) * 4 + (y >> k & 1) * 2 + (z >> k & 1)) & 1
    s.write([sum(bit(x, y, z, k) << k for k in range(64)) for x, y, z in zip(a, b, c)], 8)


def choose(s, m):
    element = SIZE[m[1]]
    first, second = (s.read(o, element) for o in s.sources)
    other = [0] * len(first) if s.i.zeroing else first
    values = [b if s.keep(k) else a for k, (a, b) in enumerate(zip(other, second))]
    s.state.vectors[s.d.number] = bytearray(join(values, element).ljust(64, b"\0"))


def unsigned_to_double(s, m):
    s.write([n.bits(float(v)) for v in s.read(s.sources[0], 8)], 8)


def integer_to_double(s, m):
    upper, origin = s.sources
    v = s.state.general_value(origin.name)
    if m[1] == "s":
        v = signed(v, 8 if WHOLE[origin.name] == origin.name else 4)
    s.write([n.bits(float(v)), s.read(upper, 8, 2)[1]], 8)


def narrow(s, m):
    a = s.read(s.sources[0], 8, BYTES[s.sources[0].width] // 8)
    s.write([v & 0xFFFF_FFFF for v in a], 4)


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
    f = {**_logic, "xnor": lambda a, b: ~(a ^ b), "not": lambda a: ~a}[m[1]]
    s.state.masks[s.d.number] = f(*values) & low


def mask_shift(s, m):
    size, (origin, count) = SIZE[m[2]], s.sources
    v = s.state.masks[origin.number] & (1 << 8 * size) - 1
    s.state.masks[s.d.number] = _shifted(v, count.value, size, m[1] == "l")


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


def zero_upper(s, m):
    for k in range(16):
        s.state.vectors[k][16:] = bytes(48)


RULES = [
    (r"v(add|sub|mul|div|min|max)(p[ds]|s[ds])", arithmetic),
    (r"vsqrt(pd|sd)", root),
    (r"vf(n?)m(add|sub)(132|213|231)([ps]d)", product_sum),
    (r"v(and|andn|or|xor)(pd|ps)", logic),
    (r"vp(and|andn|or|xor)([dq]?)", logic),
    (r"vunpck([lh])(pd|ps)", unpack),
    (r"vpunpck([lh])(bw|wd|dq|qdq)", unpack),
    (r"vshufpd", shuffle_pd),
    (r"vblendpd", blend_constant),
    (r"vpblendvb", blend_bytes),
    (r"vpshufd", shuffle_d),
    (r"vmov([au]p[ds]|dq[au](?:8|32|64)?)", move),
    (r"vmov(sd|d|q)", move_one),
    (r"vmovddup", duplicate),
    (r"vbroadcast(sd|ss)", broadcast),
    (r"vpbroadcast([bwdq])", broadcast),
    (r"vbroadcast[fi](\d+)x(\d)", broadcast_part),
    (r"vinsert[fi](\w+)", insert),
    (r"vextract[fi](\w+)", extract),
    (r"vperm(pd|q)", permute),
    (r"vperm([ti])2(?:pd|q)", permute_two),
    (r"vperm2[fi]128", permute_halves),
    (r"vshuf[fi](?:64x2|32x4)", shuffle_quarters),
    (r"vp?expand(pd|ps|q|d)", expand),
    (r"vp?compress(pd|ps|q|d)", compress),
    (r"vcmp(\w*?)([ps][ds])", compare),
    (r"vpcmp(eq|neq|gt|lt|le|nlt|nle)(u?)([bwdq])", compare_integers),
    (r"vptest(n?)m([bdq])", test_elements),
    (r"vu?comisd", compare_flags),
    (r"vptest", test_flags),
    (r"vp(add|sub)([bwdq])", add_integers),
    (r"vpsubus([bw])", subtract_to_zero),
    (r"vps([lr])l([wdq])", shift),
    (r"vps([lr])lv([dq])", shift_each),
    (r"vps([lr])ldq", shift_bytes),
    (r"vpackusdw", pack_unsigned),
    (r"vpmaddwd", multiply_add_words),
    (r"vpmaddubsw", multiply_add_bytes),
    (r"vpinsr([bwdq])", insert_element),
    (r"vplzcntq", leading_zeros),
    (r"vpternlog[dq]", three_way),
    (r"vp?blendm(pd|ps|b|d|q)", choose),
    (r"vcvtuqq2pd", unsigned_to_double),
    (r"vcvt(u?s)i2sd[lq]?", integer_to_double),
    (r"vpmovqd", narrow),
    (r"vpmovm2([bdq])", mask_to_vector),
    (r"vpmov([bdq])2m", vector_to_mask),
    (r"kmov([bwdq])", move_mask),
    (r"k(and|andn|or|xor|xnor|not)([bwdq])", mask_logic),
    (r"kshift([lr])([bwdq])", mask_shift),
    (r"kunpck([bwd])[wdq]", mask_unpack),
    (r"k(or|)test([bwdq])", mask_test),
    (r"vzeroupper", zero_upper),
]
