// SPDX-License-Identifier: GPL-3.0-or-later
// Change of the sample rate by a ratio of whole numbers.
#ifndef PALPATE_POLYPHASE_H
#define PALPATE_POLYPHASE_H

/// Taps by phase: phase p holds `length` taps in the order of the samples they meet, from `taps + p * length` on.
typedef struct {
  const double *taps;
  size_t length; // a multiple of 8
  size_t up, down;
} palpate_polyphase;

/// `count` outputs. The first is the sum over i of taps[phase * length + i] * input[i]; from one output to the next the
/// phase grows by `down`, and each `up` in it moves the input by one sample. Every output is the same sequence of
/// operations, wherever it stands.
void palpate_polyphase_run(palpate_level level, const palpate_polyphase *filter, size_t phase, const double *input,
                           double *output, size_t count);

#endif
