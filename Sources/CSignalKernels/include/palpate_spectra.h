// SPDX-License-Identifier: GPL-3.0-or-later
#ifndef PALPATE_SPECTRA_H
#define PALPATE_SPECTRA_H

#include <stddef.h>

/// Sum of the samples, in the same order at every level.
double palpate_sum(palpate_level level, const double *x, size_t count);

/// output[n] = (x[n] - level - slope (n - centre)) window[n].
void palpate_apply_window(palpate_level level, const double *x, const double *window, double mean, double slope,
                          double centre, double *output, size_t count);

/// Adds the squared magnitudes of `count` complex numbers, real and imaginary part in turn.
void palpate_add_power(palpate_level level, const double *bins, double *sums, size_t count);

/// output[k] = scale values[k]. Returns 1 when all are finite, else 0.
int palpate_scale(palpate_level level, const double *values, double scale, double *output, size_t count);

#endif
