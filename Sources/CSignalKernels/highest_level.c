// SPDX-License-Identifier: GPL-3.0-or-later
#include "CSignalKernels.h"

palpate_level palpate_highest_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return palpate_level_v4;
  if (__builtin_cpu_supports("x86-64-v3")) return palpate_level_v3;
#endif
  return palpate_level_baseline;
}
