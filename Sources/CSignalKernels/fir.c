// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "fir_body.h"
#include "each_level.h"

void palpate_fir(palpate_level level, palpate_fir_symmetry symmetry, const double *taps, size_t taps_count,
                 const double *input, double *output, size_t count) {
  AT_LEVEL(level, fir, symmetry, taps, taps_count, input, output, count);
}

void palpate_multiply_bins(palpate_level level, double *bins, const double *response, size_t count) {
  AT_LEVEL(level, multiply_bins, bins, response, count);
}
