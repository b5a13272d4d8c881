// SPDX-License-Identifier: GPL-3.0-or-later
// A tail that decays into denormal numbers would run a hundred times slower on some processors.
#ifndef PALPATE_FLUSH_H
#define PALPATE_FLUSH_H

#if defined(__x86_64__)
#include <immintrin.h>

// Denormal numbers count as zero until the control word that this returns is put back.
static inline unsigned palpate_flush_denormals(void) {
  const unsigned control = _mm_getcsr();
  _mm_setcsr(control | 0x8040);
  return control;
}
static inline void palpate_restore_denormals(unsigned control) { _mm_setcsr(control); }
#else
static inline unsigned palpate_flush_denormals(void) { return 0; }
static inline void palpate_restore_denormals(unsigned control) { (void)control; }
#endif

#endif
