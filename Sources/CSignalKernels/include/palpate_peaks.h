// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PALPATE_PEAKS_H
#define PALPATE_PEAKS_H

#include <stddef.h>
#include <stdint.h>

/// Samples higher than both neighbours, and the middles (rounded down) of plateaus that rise before and fall after.
/// `peaks` holds count / 2 + 8 places, of fewer than 2^32 samples.
/// Returns how many there are.
size_t palpate_local_maxima(palpate_level level, const double *x, size_t count, uint32_t *peaks);

typedef struct {
  double height, before, left;
  size_t place;
} palpate_waiting_peak;

/// Height of each local maximum above the higher of the two lowest samples on the ways to higher ground or to an end.
/// `maxima` are all `number` local maxima of the samples, of finite height; `stack` is scratch of that many elements.
void palpate_prominences(const double *x, size_t count, const uint32_t *maxima, size_t number, double *prominences,
                         palpate_waiting_peak *stack);

/// Marks in `keep` (1 or 0) the peaks that are left when, from the highest on, each takes away those less than
/// `distance` samples from it; of equal ones the later goes first. `order` is scratch of `number` values.
void palpate_thin_peaks(const double *x, const uint32_t *peaks, size_t number, size_t distance, uint8_t *keep,
                        uint32_t *order);

#endif
