// SPDX-License-Identifier: GPL-3.0-or-later
// Kernels of windows that slide over samples: each result is computed from its own window alone, in one order of
// operations, so that it does not depend on where a chunk begins.
#ifndef PALPATE_SMOOTHING_H
#define PALPATE_SMOOTHING_H

#include <stddef.h>
#include <stdint.h>

/// Convolves with 2 half + 1 taps: y[i] = t[0] x[i + half] + Σ t[k] (x[i + half + k] ± x[i + half - k]), minus when
/// `antisymmetric`. Reads count + 2 half samples. `taps` holds half + 1 values.
void palpate_convolve_folded(palpate_level level, const double *taps, size_t half, int antisymmetric, const double *x,
                             double *y, size_t count);

/// Outputs that the kernels for sums and extremes work on at once.
#define PALPATE_MOVING_BLOCK(length) ((length) > 1024 ? (length) : 1024)

typedef enum {
  palpate_moving_mean = 0,
  palpate_moving_root_mean_square = 1,
  palpate_moving_minimum = 2,
  palpate_moving_maximum = 3,
} palpate_moving_statistic;

/// A statistic of each of `count` windows x[i]…x[i + length - 1]. Sums are added in pairs, pairs of pairs and so on.
/// `scratch` holds PALPATE_MOVING_BLOCK(length) + length values, best aligned to 64 bytes.
void palpate_moving(palpate_level level, palpate_moving_statistic statistic, size_t length, const double *x, double *y,
                    size_t count, double *scratch);

/// Medians of `count` windows of 3, 5, 7 or 9 samples.
void palpate_median_network(palpate_level level, size_t length, const double *x, double *y, size_t count);

/// Medians and median absolute deviations from them of `count` windows of 3, 5, 7 or 9 samples.
void palpate_deviation_network(palpate_level level, size_t length, const double *x, double *medians,
                               double *deviations, size_t count);

/// Elements that a sorted window of `length` samples takes: they lie between infinities.
#define PALPATE_SORTED_CAPACITY(length) ((length) + 32)

/// Sorts a window into `sorted`, which holds PALPATE_SORTED_CAPACITY(length) values.
void palpate_sorted_begin(const double *window, size_t length, double *sorted);

/// Moves a sorted window over `count` samples: before step i it holds x[i]…x[i + length - 1], after it those one
/// later. Step i gives the median and, unless `deviations` is null, the median absolute deviation from it.
void palpate_sorted_slide(palpate_level level, double *sorted, size_t length, const double *x, double *medians,
                          double *deviations, size_t count);

#endif
