// SPDX-License-Identifier: GPL-3.0-or-later
// Recursive filters as cascades of second-order sections.
#ifndef PALPATE_IIR_H
#define PALPATE_IIR_H

#include "CSignalKernels.h"

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

/// The same from the last sample to the first.
void palpate_iir_process_backward(palpate_level level, palpate_iir_cascade *cascade,
                                  const palpate_iir_section *sections, palpate_iir_state *states,
                                  const double *input, double *output, size_t count);

/// Where one section stands in each of 8 channels: the members of `palpate_iir_state`, a row of channels each.
typedef struct {
  double carry_w[8], carry_d[8];
  double lane_w[8], lane_d[8];
  double w[8], d[8], w_previous[8];
  double scan_w[24][8], scan_d[24][8];
} palpate_iir_channel_states;

/// Puts one section of `width` channels at its start: state (w, d) for a constant input of 1 so far, times `levels`.
void palpate_iir_begin_channels(palpate_iir_channel_states *states, const double *levels, int width, double w, double d);

/// Filters `frames` frames of `channels` interleaved samples; of each frame the first `width`, at most 8, samples from
/// `input`, which may be the same as `output` but must not overlap otherwise. Each channel gets the bits that
/// `palpate_iir_process` gives it alone.
void palpate_iir_process_channels(palpate_level level, palpate_iir_cascade *cascade,
                                  const palpate_iir_section *sections, palpate_iir_channel_states *states,
                                  const double *input, double *output, size_t channels, int width, size_t frames);

/// Index of the first frame in which one of the channels whose bits are set in `members` holds no number of magnitude
/// at most `limit`, or `frames`. `input` is the first of at most 8 channels, `width`, in frames of `channels`.
size_t palpate_first_missing_frame(palpate_level level, const double *input, size_t channels, int width,
                                   unsigned members, size_t frames, double limit);

#endif
