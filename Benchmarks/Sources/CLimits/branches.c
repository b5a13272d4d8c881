// SPDX-License-Identifier: GPL-3.0-or-later
// What a branch costs that cannot be foreseen: the floor under selection and sorting out.
#include "CLimits.h"

long limit_branches(long count) {
  unsigned long long random = 0x9E3779B97F4A7C15u;
  long taken = 0;
  for (long i = 0; i < count; i++) {
    random ^= random << 13;
    random ^= random >> 7;
    random ^= random << 17;
    if (random & 1) {
      taken++;
      // Keeps the compiler from making a sum of it.
      __asm__ volatile("" : "+r"(taken));
    }
  }
  return taken;
}
