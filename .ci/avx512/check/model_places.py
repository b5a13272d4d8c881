# SPDX-License-Identifier: GPL-3.0-or-later
"""Moves, broadcasts, permutations: elements that change their places and not their bits. For definitions.py."""

from assembly import General, Immediate, WHOLE
from model import BYTES, SIZE, join, split

_part = {"128": 16, "32x4": 16, "64x2": 16, "64x4": 32, "32x8": 32}


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


def move(s, m):
    element = 1 if m[1].endswith("8") else 8 if m[1].endswith(("pd", "64")) else 4
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


def insert_element(s, m):
    """vpinsrd and its kin."""
    element, (base, part, choice) = SIZE[m[1]], s.sources
    a = s.read(base, element)
    v = s.state.general[WHOLE[part.name]] if isinstance(part, General) else s.read(part, element, 1)[0]
    a[choice.value % len(a)] = v & (1 << 8 * element) - 1
    s.write(a, element)


def choose(s, m):
    element = SIZE[m[1]]
    first, second = (s.read(o, element) for o in s.sources)
    other = [0] * len(first) if s.i.zeroing else first
    values = [b if s.keep(k) else a for k, (a, b) in enumerate(zip(other, second))]
    s.state.vectors[s.d.number] = bytearray(join(values, element).ljust(64, b"\0"))


def narrow(s, m):
    a = s.read(s.sources[0], 8, BYTES[s.sources[0].width] // 8)
    s.write([v & 0xFFFF_FFFF for v in a], 4)


def zero_upper(s, m):
    for k in range(16):
        s.state.vectors[k][16:] = bytes(48)


RULES = [
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
    (r"vpinsr([bwdq])", insert_element),
    (r"vp?blendm(pd|ps|b|d|q)", choose),
    (r"vpmovqd", narrow),
    (r"vzeroupper", zero_upper),
]
