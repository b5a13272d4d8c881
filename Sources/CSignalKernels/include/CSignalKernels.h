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

enum { palpate_iir_lanes = 8, palpate_iir_most_rows = 16 };

/// Tables of one second-order section for tiles of 8 lanes of `rows` samples; A maps the state (w, d) over one sample.
typedef struct {
  double sign;      // w' = sign w + d'
  double kd, kw;    // d' = kd d + kw w_previous + x
  double ew, ed;    // y = x + ew w + ed d
  double scan[12];  // A^L, A^2L, A^4L, row by row
  double carry[32]; // A^(L(k+1)) - I for lanes k = 0…7, its four elements one after the other
  double row_w[16]; // response of row n to the state before the lane
  double row_d[16];
} palpate_iir_section;

/// Where one section stands: everything the sample-by-sample path needs inside an open tile.
typedef struct {
  double carry_w, carry_d;           // before the tile
  double lane_w, lane_d;             // before the lane
  double w, d, w_previous;           // of the lane from zero state
  double scan_w[24], scan_d[24];     // partial scans of the lanes of the tile
} palpate_iir_state;

typedef struct {
  int sections;       // 1…16
  int rows;           // samples a lane: 8 or 16
  int position;       // samples into the open tile
  int all_positive;   // every sign is +1
  double input_scale; // a power of two
  double output_scale;
} palpate_iir_cascade;

/// Filters `count` samples from `input` to `output`, which may be the same but must not overlap otherwise.
/// Any chunking gives the same bits. Inputs must be finite. Denormal numbers count as zero on x86.
void palpate_iir_process(palpate_level level, palpate_iir_cascade *cascade, const palpate_iir_section *sections,
                         palpate_iir_state *states, const double *input, double *output, size_t count);

/// Index of the first sample that is not a number of magnitude at most `limit`, or `count`.
size_t palpate_first_missing(palpate_level level, const double *input, size_t count, double limit);

#endif
