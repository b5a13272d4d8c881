# SPDX-License-Identifier: GPL-3.0-or-later
"""What instructions do, one element after the other, from the pseudo-code of Intel's manual (volume 2); written apart
from the translation, which shares only the reading of the text."""

import re

import model_integers
import model_masks
import model_numbers
import model_places
from assembly import Unknown
from model import Step

RULES = [*model_numbers.RULES, *model_places.RULES, *model_integers.RULES, *model_masks.RULES]


def run(i, state, address):
    """Runs an instruction; its memory operand, if it has one, lies at `address` of the state's memory."""
    for pattern, rule in RULES:
        if m := re.fullmatch(pattern, i.mnemonic):
            rule(Step(i, state, address), m)
            return
    raise Unknown(f"no model of {i.text}")
