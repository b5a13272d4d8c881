// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "convolve_body.h"
#include "each_level.h"

void palpate_convolve_folded(palpate_level level, const double *taps, size_t half, int antisymmetric, const double *x,
                             double *y, size_t count) {
  AT_LEVEL(level, convolve_folded, taps, half, antisymmetric, x, y, count);
}
