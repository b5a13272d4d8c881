// SPDX-License-Identifier: GPL-3.0-or-later
#include "flush.h"
#define BODY "iir_channels_body.h"
#include "each_level.h"

void palpate_iir_begin_channels(palpate_iir_channel_states *states, const double *levels, int width, double w,
                                double d) {
  *states = (palpate_iir_channel_states){0};
  for (int i = 0; i < width; i++) {
    // A channel that misses this sample would turn a zero into no number.
    states->lane_w[i] = states->carry_w[i] = w == 0 ? 0 : levels[i] * w;
    states->lane_d[i] = states->carry_d[i] = d == 0 ? 0 : levels[i] * d;
  }
}

void palpate_iir_process_channels(palpate_level level, palpate_iir_cascade *cascade,
                                  const palpate_iir_section *sections, palpate_iir_channel_states *states,
                                  const double *input, double *output, size_t channels, int width, size_t frames) {
  const unsigned control = palpate_flush_denormals();
  AT_LEVEL(level, channels, cascade, sections, states, input, output, channels, width, frames);
  palpate_restore_denormals(control);
}

size_t palpate_first_missing_frame(palpate_level level, const double *input, size_t channels, int width,
                                   unsigned members, size_t frames, double limit) {
  return AT_LEVEL(level, first_missing_frame, input, channels, width, members, frames, limit);
}
