# SPDX-License-Identifier: GPL-3.0-or-later
"""Inputs that Python and Swift make alike from integers, so that oracles need not hold them."""

MASK = (1 << 64) - 1


def samples(count, seed=None):
    """SplitMix64 seeded with the length unless told otherwise; multiples of 2^-53 in -0.5...0.5."""
    state, out = count if seed is None else seed, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        z ^= z >> 31
        out.append((z >> 11) * 2.0**-53 - 0.5)
    return out
