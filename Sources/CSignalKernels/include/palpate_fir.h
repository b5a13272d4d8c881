// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution with a finite impulse response, and the loops around it.
#ifndef PALPATE_FIR_H
#define PALPATE_FIR_H

/// What is known of the taps: h[k] and h[count − 1 − k] unrelated, equal, or opposite.
typedef enum {
  palpate_fir_plain = 0,
  palpate_fir_even = 1,
  palpate_fir_odd = 2,
} palpate_fir_symmetry;

/// output[n] = sum of taps[k] input[n − k]; `input` has `taps_count` − 1 readable samples before it and does not overlap
/// `output`. Every output is the same sequence of operations, wherever it stands: taps 0, 8, 16, …, then 1, 9, 17, ….
/// Symmetric taps are folded: tap times sum (difference) of the two samples, after the middle tap times its sample.
void palpate_fir(palpate_level level, palpate_fir_symmetry symmetry, const double *taps, size_t taps_count,
                 const double *input, double *output, size_t count);

/// `bins[k] *= response[k]` for `count` complex numbers, real part first.
void palpate_multiply_bins(palpate_level level, double *bins, const double *response, size_t count);

#endif
