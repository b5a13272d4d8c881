# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of the machine, and how one instruction reads and writes it. Operands are in the order of Intel's manual:
the destination first."""

from assembly import GENERAL, Memory, Unknown, Vector, WHOLE

ALL = (1 << 64) - 1
SIZE = {"b": 1, "w": 2, "d": 4, "q": 8, "ps": 4, "pd": 8, "ss": 4, "sd": 8}
BYTES = {"x": 16, "y": 32, "z": 64}
FLAGS = 0x8D5  # carry, parity, adjust, zero, sign, overflow


class State:
    """`choices` lists elements of which the manual allows several: register, place, values."""

    def __init__(self, vectors, masks, general, flags, memory):
        self.vectors, self.masks, self.general, self.flags, self.memory = vectors, masks, general, flags, memory
        self.choices = []

    def general_value(self, name):
        whole = WHOLE[name]
        size = 8 if name == whole else 4 if name in (GENERAL[whole].split()[0],) else 2
        return self.general[whole] & (1 << 8 * size) - 1


def split(content, element):
    return [int.from_bytes(content[k : k + element], "little") for k in range(0, len(content), element)]


def join(values, element):
    return b"".join(v.to_bytes(element, "little") for v in values)


def signed(v, element):
    return v - (1 << 8 * element) if v >> 8 * element - 1 else v


class Step:
    """One instruction on one state. `address` is where its memory operand lies in the state's memory."""

    def __init__(self, i, state, address):
        self.i, self.state, self.address = i, state, address
        self.d, *self.sources = i.operands[::-1] or (None,)
        self.width = BYTES[i.width] if i.width else None

    def read(self, operand, element, count=None):
        """Elements of an operand, as many as the width holds."""
        size = (count * element) if count else self.width
        if isinstance(operand, Vector):
            return split(bytes(self.state.vectors[operand.number][:size]), element)
        if self.i.broadcast:
            one = int.from_bytes(self.state.memory[self.address : self.address + element], "little")
            return [one] * (size // element)
        # Beyond the end of memory a mask must keep anybody from looking.
        found = bytes(self.state.memory[self.address : self.address + size]).ljust(size, b"\xee")
        return split(found, element)

    def keep(self, k):
        return self.i.mask is None or self.state.masks[self.i.mask] >> k & 1

    def write(self, values, element):
        """To the destination register under the mask, the rest of the 64 bytes becoming zero; or to memory."""
        if isinstance(self.d, Memory):
            for k, v in enumerate(values):
                if self.keep(k):
                    place = self.address + k * element
                    self.state.memory[place : place + element] = v.to_bytes(element, "little")
            return
        old = split(bytes(self.state.vectors[self.d.number]), element)
        new = [v if self.keep(k) else 0 if self.i.zeroing else old[k] for k, v in enumerate(values)]
        choices = [(k, v) for k, v in enumerate(new) if isinstance(v, set)]
        plain = [min(v) if isinstance(v, set) else v for v in new]
        self.state.vectors[self.d.number] = bytearray(join(plain, element).ljust(64, b"\0"))
        self.state.choices = [(self.d.number, k, v) for k, v in choices]

    def write_mask(self, truths):
        result = sum(1 << k for k, t in enumerate(truths) if t and self.keep(k))
        self.state.masks[self.d.number] = result

    def write_general(self, v, size):
        whole = WHOLE[self.d.name]
        if size in (4, 8):
            self.state.general[whole] = v & (1 << 8 * size) - 1
        else:
            raise Unknown(self.i.text)

    def set_flags(self, zero=0, parity=0, carry=0):
        self.state.flags = self.state.flags & ~FLAGS | zero << 6 | parity << 2 | carry
