// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PALPATE_MOMENTS_H
#define PALPATE_MOMENTS_H

#include <stddef.h>

typedef struct {
  double count;
  double origin, mean; // the mean is their sum
  double squares; // sum of the squared deviations from the mean
} palpate_moments;

/// Adds samples to the moments of others, up to the first block of 2048 whose sum is not finite.
/// Returns how many were added.
size_t palpate_add_moments(palpate_level level, const double *x, size_t count, palpate_moments *moments);

#endif
