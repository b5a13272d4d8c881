# SPDX-License-Identifier: GPL-3.0-or-later
"""The registers of AVX-512 on a processor that has half of them.

The lower halves of zmm0 to zmm11 are the real ymm0 to ymm11. Everything else lies in the memory of the thread, at fixed
distances from the register fs, so that no general register is needed to reach it. Real ymm12 to ymm15 are scratch.
Nothing written here changes the flags or the stack, but where the translated instruction does.
"""

from assembly import Memory, SIZES, Unknown, Vector, WHOLE

NATIVE = 12
SCRATCH = (12, 13, 14, 15)

# Distances in the state, in bytes; support.c reserves the memory.
MASKS = 2048
SAVED = MASKS + 64
WORD = SAVED + 32
TABLE = WORD + 32
SIZE = TABLE + 128

LANE = {"x": 16, "y": 32, "z": 64}


def at(distance, index=""):
    return f"%fs:palpate_v4_state@TPOFF+{distance}{index}"


def slot(number, half):
    return at(64 * number + 32 * half)


def mask_at(number, byte=0):
    return at(MASKS + 8 * number + byte)


class Code:
    """What one instruction becomes."""

    def __init__(self, instruction, constants):
        self.instruction = instruction
        self.lines = []
        self.constants = constants
        self.saved = []

    def emit(self, *lines):
        self.lines += lines

    # Constants of 32 bytes, shared by a file.
    def constant(self, element, values):
        values = (list(values) * 32)[: 32 // element]
        name = f".Lpalpate_{element}_" + "_".join(f"{v:x}" for v in values)
        self.constants[name] = b"".join(v.to_bytes(element, "little") for v in values)
        return f"{name}(%rip)"

    def bytes_table(self, name, content):
        self.constants[f".Lpalpate_{name}"] = content
        return f".Lpalpate_{name}(%rip)"

    # General registers that the instruction does not name.
    def borrow(self, *wanted):
        used = set()
        for o in self.instruction.operands:
            used |= {WHOLE[n] for n in WHOLE if f"%{n}," in f"%{getattr(o, 'name', '')},"}
            if isinstance(o, Memory):
                names = o.inside.strip("()").split(",")
                used |= {WHOLE[n.strip()[1:]] for n in names if n.strip()[1:] in WHOLE}
        free = [r for r in ("rax", "rcx", "rdx", "rsi") if r not in used]
        chosen = []
        for want in wanted:
            if want != "any" and want not in free:
                raise Unknown(f"{want} is taken in {self.instruction.text}")
            register = free[0] if want == "any" else want
            free.remove(register)
            self.emit(f"movq %{register}, {at(SAVED + 8 * len(self.saved))}")
            self.saved.append(register)
            chosen.append(SIZES[register])
        return chosen

    def give_back(self):
        for i, register in enumerate(self.saved):
            self.emit(f"movq {at(SAVED + 8 * i)}, %{register}")
        self.saved = []

    # Halves of vector registers.
    @staticmethod
    def is_real(vector, half=0):
        return vector.number < NATIVE and half == 0

    def place(self, vector, half, width="y"):
        """The half as an operand: a real register or memory."""
        return vector.named(width) if self.is_real(vector, half) else slot(vector.number, half)

    def load(self, scratch, vector, half):
        self.emit(f"vmovapd {self.place(vector, half)}, %ymm{scratch}")

    def store(self, scratch, vector, half):
        self.emit(f"vmovapd %ymm{scratch}, {self.place(vector, half)}")

    def clear_upper_half(self, vector):
        self.emit("vpxor %xmm15, %xmm15, %xmm15", f"vmovdqa %ymm15, {slot(vector.number, 1)}")

    def spill(self, vector):
        """Makes the state hold all 64 bytes, and returns their distance."""
        if self.is_real(vector):
            self.emit(f"vmovapd {vector.named('y')}, {slot(vector.number, 0)}")
        return 64 * vector.number

    # Masks.
    def mask_vector(self, scratch, number, element, half):
        """All bits of an element of the scratch register are its bit of the mask."""
        real = f"%ymm{scratch}"
        if element == 8:
            bits = self.constant(8, [1 << (4 * half + i) for i in range(4)])
            self.emit(f"vpbroadcastb {mask_at(number)}, {real}")
        elif element == 4:
            bits = self.constant(4, [1 << i for i in range(8)])
            self.emit(f"vpbroadcastb {mask_at(number, half)}, {real}")
        elif element == 1:
            bits = self.constant(1, [1 << i for i in range(8)])
            spread = self.constant(1, [i // 8 for i in range(32)])
            self.emit(f"vpbroadcastd {mask_at(number, 4 * half)}, {real}", f"vpshufb {spread}, {real}, {real}")
        else:
            raise Unknown(f"mask of elements of {element} bytes in {self.instruction.text}")
        suffix = {8: "q", 4: "d", 1: "b"}[element]
        self.emit(f"vpand {bits}, {real}, {real}", f"vpcmpeq{suffix} {bits}, {real}, {real}")

    def blend(self, mask, element, chosen, other, result):
        """result = mask ? chosen : other, all of them scratch registers."""
        name = {8: "vblendvpd", 4: "vblendvps", 1: "vpblendvb"}[element]
        self.emit(f"{name} %ymm{mask}, %ymm{chosen}, %ymm{other}, %ymm{result}")

    def apply_mask(self, result, vector, element, half, spare, keep=None):
        """Merges the scratch register `result` with what the vector held, or zeroes it, as the instruction says."""
        i = self.instruction
        if i.mask is None:
            return
        mask, old = spare
        self.mask_vector(mask, i.mask, element, half)
        if i.zeroing:
            self.emit(f"vandpd %ymm{mask}, %ymm{result}, %ymm{result}")
        else:
            self.load(old, vector, half)
            self.blend(mask, element, result, old, result)

    def write(self, vector, width, first, second=None):
        """Writes scratch registers; what is above the width becomes zero. Below 256 bits the scratch is zero there."""
        self.store(first, vector, 0)
        if width == "z":
            self.store(second, vector, 1)
        else:
            self.clear_upper_half(vector)

    def check_alignment(self, memory):
        """Stops the program where the processor would: at a 64-byte access that is not aligned."""
        self.emit(f"movq %rcx, {at(SAVED + 24)}", f"leaq {memory}, %rcx", "leaq (,%rcx,4), %rcx", "movzbl %cl, %ecx")
        self.emit("jrcxz 77770f", "ud2", "77770:", f"movq {at(SAVED + 24)}, %rcx")


def halves(width):
    return (0, 1) if width == "z" else (0,)


def real_width(width):
    return "x" if width == "x" else "y"


def destination(instruction):
    d = instruction.operands[-1]
    if not isinstance(d, Vector):
        raise Unknown(instruction.text)
    return d
