// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "spectra_body.h"
#include "each_level.h"

double palpate_sum(palpate_level level, const double *x, size_t count) { return AT_LEVEL(level, sum, x, count); }

void palpate_apply_window(palpate_level level, const double *x, const double *window, double mean, double slope,
                          double centre, double *output, size_t count) {
  AT_LEVEL(level, apply_window, x, window, mean, slope, centre, output, count);
}

void palpate_add_power(palpate_level level, const double *bins, double *sums, size_t count) {
  AT_LEVEL(level, add_power, bins, sums, count);
}

int palpate_scale(palpate_level level, const double *values, double scale, double *output, size_t count) {
  return AT_LEVEL(level, scale, values, scale, output, count);
}
