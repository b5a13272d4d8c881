// SPDX-License-Identifier: GPL-3.0-or-later
#include "flush.h"
#define BODY "iir_body.h"
#include "each_level.h"

void palpate_iir_process(palpate_level level, palpate_iir_cascade *cascade, const palpate_iir_section *sections,
                         palpate_iir_state *states, const double *input, double *output, size_t count) {
  const unsigned control = palpate_flush_denormals();
  AT_LEVEL(level, process, cascade, sections, states, input, output, count, 0);
  palpate_restore_denormals(control);
}

void palpate_iir_process_backward(palpate_level level, palpate_iir_cascade *cascade,
                                  const palpate_iir_section *sections, palpate_iir_state *states,
                                  const double *input, double *output, size_t count) {
  const unsigned control = palpate_flush_denormals();
  AT_LEVEL(level, process, cascade, sections, states, input, output, count, 1);
  palpate_restore_denormals(control);
}

size_t palpate_first_missing(palpate_level level, const double *input, size_t count, double limit) {
  return AT_LEVEL(level, first_missing, input, count, limit);
}
