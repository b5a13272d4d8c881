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

/// Where the sample in the middle of a window lies further from the median than `factor` times the median absolute
/// deviation, y[i] is medians[i], else x[i + length / 2]: decided by counting the deviations that are small enough.
void palpate_replace_outliers(palpate_level level, size_t length, double factor, const double *x,
                              const double *medians, double *y, size_t count);

/// Elements that a sorted window of `length` samples takes: they lie between infinities.
#define PALPATE_SORTED_CAPACITY(length) ((length) + 32)

/// Sorts a window into `sorted`, which holds PALPATE_SORTED_CAPACITY(length) values.
void palpate_sorted_begin(const double *window, size_t length, double *sorted);

/// Medians of `count` windows, the first from `x` on; `sorted` holds the window before it, from x[-1] on, and then the
/// last of them.
void palpate_sorted_slide(palpate_level level, double *sorted, size_t length, const double *x, double *medians,
                          size_t count);

/// Bytes that the medians through ranks need besides, aligned to 8, for windows of `length` samples.
size_t palpate_ranks_scratch(size_t length);

/// Medians of `count` windows of up to 2^30 samples: the faster the more of them.
void palpate_median_ranks(size_t length, const double *x, double *y, size_t count, void *scratch);

/// Medians of `count` windows that grow: the k-th of the samples 0 to 2k. Samples and outputs lie `step` apart.
/// `scratch` is for a length of 2 count - 1.
void palpate_median_growing(const double *x, double *y, ptrdiff_t step, size_t count, void *scratch);

#endif
