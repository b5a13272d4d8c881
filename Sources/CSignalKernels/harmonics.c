// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "harmonics_body.h"
#include "each_level.h"

void palpate_harmonic_moments(palpate_level level, const double *times, const double *samples, size_t stride,
                              size_t channels, size_t count, double frequency, double scale, size_t order,
                              double *scratch, double *sums) {
  AT_LEVEL(level, harmonic_moments, times, samples, stride, channels, count, frequency, scale, order, scratch, sums);
}

void palpate_harmonic_sum(palpate_level level, const double *times, size_t count, double frequency,
                          const double *coefficients, size_t order, double *output) {
  AT_LEVEL(level, harmonic_sum, times, count, frequency, coefficients, order, output);
}
