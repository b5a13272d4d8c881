# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what the compiler writes: instructions in AT&T syntax, sources first and the destination last."""

import re
from dataclasses import dataclass, replace


class Unknown(Exception):
    """Something that the translation has no rule for: it stops there, and skips nothing."""


@dataclass(frozen=True)
class Vector:
    width: str  # x, y or z
    number: int

    def named(self, width):
        return f"%{width}mm{self.number}"


@dataclass(frozen=True)
class Mask:
    number: int


@dataclass(frozen=True)
class General:
    name: str  # without the per cent sign


@dataclass(frozen=True)
class Immediate:
    value: int


@dataclass(frozen=True)
class Memory:
    offset: str
    inside: str  # "(%rax,%rcx,8)" or ""

    def plus(self, bytes_further):
        if not bytes_further:
            return self
        return replace(self, offset=f"{self.offset}+{bytes_further}" if self.offset else str(bytes_further))

    def __str__(self):
        return self.offset + self.inside


@dataclass(frozen=True)
class Instruction:
    text: str
    mnemonic: str
    operands: tuple
    mask: int | None = None
    zeroing: bool = False
    broadcast: int | None = None

    @property
    def vectors(self):
        return [o for o in self.operands if isinstance(o, Vector)]

    @property
    def width(self):
        """The widest vector register."""
        return max((v.width for v in self.vectors), default=None)

    @property
    def shape(self):
        """What kind of operands there are, without their numbers: one line of the list of forms."""

        def kind(o):
            if isinstance(o, Vector):
                return o.width
            if isinstance(o, Immediate):
                return f"${o.value}"
            return {Mask: "k", General: "r", Memory: "m"}[type(o)]

        text = f"{self.mnemonic} " + ",".join(kind(o) for o in self.operands)
        text += f"{{1to{self.broadcast}}}" if self.broadcast else ""
        return text + ("{k}" if self.mask is not None else "") + ("{z}" if self.zeroing else "")


# Names of one general register by size: 8, 4, 2, 1 bytes.
GENERAL = {
    "rax": "eax ax al", "rbx": "ebx bx bl", "rcx": "ecx cx cl", "rdx": "edx dx dl",
    "rsi": "esi si sil", "rdi": "edi di dil", "rbp": "ebp bp bpl", "rsp": "esp sp spl",
    **{f"r{n}": f"r{n}d r{n}w r{n}b" for n in range(8, 16)},
}  # fmt: skip
SIZES = {whole: dict(zip((8, 4, 2, 1), [whole, *parts.split()])) for whole, parts in GENERAL.items()}
WHOLE = {name: whole for whole, sizes in SIZES.items() for name in sizes.values()}


def sized(name, size):
    return "%" + SIZES[WHOLE[name]][size]


_split = re.compile(r",(?![^()]*\))")
_vector = re.compile(r"%([xyz])mm(\d+)$")


def _operand(text):
    if m := _vector.match(text):
        return Vector(m[1], int(m[2]))
    if m := re.match(r"%k([0-7])$", text):
        return Mask(int(m[1]))
    if text.startswith("%") and text[1:] in WHOLE:
        return General(text[1:])
    if text.startswith("$"):
        return Immediate(int(text[1:], 0))
    if (m := re.match(r"([^%()$]*)(\([^()]*\))?$", text)) and text:
        return Memory(m[1], m[2] or "")
    raise Unknown(f"operand {text}")


def parse(text):
    """One instruction without its comment."""
    mnemonic, _, rest = text.strip().partition("\t")
    if not rest:
        mnemonic, _, rest = text.strip().partition(" ")
    mask, zeroing, broadcast = None, False, None
    operands = []
    for part in _split.split(rest.strip()) if rest.strip() else []:
        part = part.strip()
        for decoration in re.findall(r"\{([^}]*)\}", part):
            if m := re.match(r"%k([1-7])$", decoration):
                mask = int(m[1])
            elif decoration == "z":
                zeroing = True
            elif m := re.match(r"1to(\d+)$", decoration):
                broadcast = int(m[1])
            else:
                raise Unknown(f"{{{decoration}}} in {text}")
        operands.append(_operand(re.sub(r"\{[^}]*\}", "", part).strip()))
    return Instruction(text.strip(), mnemonic, tuple(operands), mask, zeroing, broadcast)


_label = re.compile(r"^([A-Za-z_.$][\w.$]*):")


def lines(path):
    """(kind, text) of each line, kind being `label`, `instruction` or `other`; text of an instruction is bare."""
    with open(path, encoding="latin-1") as file:
        for line in file:
            line = line.rstrip("\n")
            if m := _label.match(line):
                yield "label", m[1], line
                continue
            bare = line.split("#")[0].strip()
            if not bare or bare.startswith(".") or not line.startswith("\t"):
                yield "other", "", line
            else:
                yield "instruction", bare, line


def touches_vectors(text):
    return bool(re.search(r"%[xyz]mm\d|%k[0-7]", text)) or text.startswith("v")
