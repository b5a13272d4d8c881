// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "polyphase_body.h"
#include "each_level.h"

void palpate_polyphase_run(palpate_level level, const palpate_polyphase *filter, size_t phase, const double *input,
                           double *output, size_t count) {
  AT_LEVEL(level, polyphase_run, filter, phase, input, output, count);
}
