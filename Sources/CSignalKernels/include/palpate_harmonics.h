// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PALPATE_HARMONICS_H
#define PALPATE_HARMONICS_H

#include <stddef.h>

/// Numbers that `palpate_harmonic_moments` returns: 6 (2 order + 1) + 4 channels (order + 1).
static inline size_t palpate_harmonic_moment_count(size_t order, size_t channels) {
  return 6 * (2 * order + 1) + 4 * channels * (order + 1);
}

/// Sums over samples at any times x, with z = exp(2πi frequency x) and s = scale x:
/// Σ s^p z^m for m = 0…2 order and p = 0, 1, 2, then for each channel Σ y s^p z^h for h = 0…order and p = 0, 1;
/// real and imaginary part in turn. |frequency x| < 2^40 turns. `samples` holds the channels one after the other,
/// `stride` apart; `scratch` has room for eight times the sums.
void palpate_harmonic_moments(palpate_level level, const double *times, const double *samples, size_t stride,
                              size_t channels, size_t count, double frequency, double scale, size_t order,
                              double *scratch, double *sums);

/// output[n] = Σ over m = 0…order of Re(c[m] exp(2πi m frequency times[n])); `coefficients` are real and imaginary
/// part in turn.
void palpate_harmonic_sum(palpate_level level, const double *times, size_t count, double frequency,
                          const double *coefficients, size_t order, double *output);

#endif
