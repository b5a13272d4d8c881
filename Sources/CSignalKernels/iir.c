// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "iir_body.h"
#include "each_level.h"

void palpate_iir_process(palpate_level level, palpate_iir_cascade *cascade, const palpate_iir_section *sections,
                         palpate_iir_state *states, const double *input, double *output, size_t count) {
#if defined(__x86_64__)
  // A tail that decays into denormal numbers would run a hundred times slower on some processors.
  const unsigned control = _mm_getcsr();
  _mm_setcsr(control | 0x8040);
  AT_LEVEL(level, process, cascade, sections, states, input, output, count);
  _mm_setcsr(control);
#else
  AT_LEVEL(level, process, cascade, sections, states, input, output, count);
#endif
}

size_t palpate_first_missing(palpate_level level, const double *input, size_t count, double limit) {
  return AT_LEVEL(level, first_missing, input, count, limit);
}
