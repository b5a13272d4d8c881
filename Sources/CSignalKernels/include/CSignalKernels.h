// SPDX-License-Identifier: GPL-3.0-or-later
// The few loops that need instructions chosen at run time. Each exists at three levels from one body.
#ifndef PALPATE_SIGNAL_KERNELS_H
#define PALPATE_SIGNAL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Instruction sets: what the compiler assumes of any processor, AVX2 with fused multiply-add, AVX-512.
typedef enum {
  palpate_level_baseline = 0,
  palpate_level_v3 = 1,
  palpate_level_v4 = 2,
} palpate_level;

/// Highest level this processor can run.
palpate_level palpate_highest_level(void);

/// Index of the first sample that is not a number of magnitude at most `limit`, or `count`.
size_t palpate_first_missing(palpate_level level, const double *input, size_t count, double limit);

#include "palpate_csv.h"
#include "palpate_fir.h"
#include "palpate_harmonics.h"
#include "palpate_iir.h"
#include "palpate_polyphase.h"
#include "palpate_moments.h"
#include "palpate_peaks.h"
#include "palpate_smoothing.h"
#include "palpate_spectra.h"

#endif
