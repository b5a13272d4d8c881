// SPDX-License-Identifier: GPL-3.0-or-later
// What every kernel is written with: vector types, and the words that say where code is inlined and unrolled.
#ifndef PALPATE_LEVELS_H
#define PALPATE_LEVELS_H

#include "CSignalKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Vectors cross no function boundary: everything that takes them is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double v8 __attribute__((vector_size(64)));
typedef double v8_unaligned __attribute__((vector_size(64), aligned(8)));
typedef int64_t v8_bits __attribute__((vector_size(64)));

#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))
#define SHUFFLE __builtin_shufflevector

// Calls `name` at a level; the arguments follow in parentheses.
#if defined(__x86_64__)
#define AT_LEVEL(level, name, ...)                                                                                     \
  ((level) == palpate_level_v4   ? name##_v4(__VA_ARGS__)                                                              \
   : (level) == palpate_level_v3 ? name##_v3(__VA_ARGS__)                                                              \
                                 : name##_baseline(__VA_ARGS__))
#else
#define AT_LEVEL(level, name, ...) ((void)(level), name##_baseline(__VA_ARGS__))
#endif

#endif
