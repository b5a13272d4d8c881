// SPDX-License-Identifier: GPL-3.0-or-later
#include "CSignalKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// Rounding is part of the result: nothing is fused that is not written fused.
#pragma STDC FP_CONTRACT OFF
// Vectors cross no function boundary: everything that takes them is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

typedef double v8 __attribute__((vector_size(64)));
typedef double v8_unaligned __attribute__((vector_size(64), aligned(8)));
typedef int64_t v8_bits __attribute__((vector_size(64)));

#define UNROLL _Pragma("clang loop unroll(full)")
#define INLINE static inline __attribute__((always_inline))
#define SHUFFLE __builtin_shufflevector

// Processors without fused multiply-add get two roundings: a library call for each product would cost ten times more.
#if defined(__x86_64__) && !defined(__FMA__)
#define FMA(a, b, c) ((a) * (b) + (c))
#define FMA1(a, b, c) ((a) * (b) + (c))
#else
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define FMA1(a, b, c) __builtin_fma(a, b, c)
#endif
#define LEVEL(name) name##_baseline
#include "iir_body.h"
#undef LEVEL
#undef FMA
#undef FMA1

#if defined(__x86_64__)
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define FMA1(a, b, c) __builtin_fma(a, b, c)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL(name) name##_v3
#include "iir_body.h"
#undef LEVEL
#pragma clang attribute pop

// Without the width clang would split every 512-bit operation.
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#define LEVEL(name) name##_v4
#include "iir_body.h"
#undef LEVEL
#pragma clang attribute pop
#endif

palpate_level palpate_highest_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("x86-64-v4")) return palpate_level_v4;
  if (__builtin_cpu_supports("x86-64-v3")) return palpate_level_v3;
#endif
  return palpate_level_baseline;
}

void palpate_iir_process(palpate_level level, palpate_iir_cascade *cascade, const palpate_iir_section *sections,
                         palpate_iir_state *states, const double *input, double *output, size_t count) {
#if defined(__x86_64__)
  // A tail that decays into denormal numbers would run a hundred times slower on some processors.
  const unsigned control = _mm_getcsr();
  _mm_setcsr(control | 0x8040);
  switch (level) {
  case palpate_level_v4: process_v4(cascade, sections, states, input, output, count); break;
  case palpate_level_v3: process_v3(cascade, sections, states, input, output, count); break;
  case palpate_level_baseline: process_baseline(cascade, sections, states, input, output, count); break;
  }
  _mm_setcsr(control);
#else
  (void)level;
  process_baseline(cascade, sections, states, input, output, count);
#endif
}

size_t palpate_first_missing(palpate_level level, const double *input, size_t count, double limit) {
#if defined(__x86_64__)
  switch (level) {
  case palpate_level_v4: return first_missing_v4(input, count, limit);
  case palpate_level_v3: return first_missing_v3(input, count, limit);
  case palpate_level_baseline: return first_missing_baseline(input, count, limit);
  }
#endif
  (void)level;
  return first_missing_baseline(input, count, limit);
}
