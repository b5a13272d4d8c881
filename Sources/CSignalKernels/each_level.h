// SPDX-License-Identifier: GPL-3.0-or-later
// Includes the file named by BODY once for every instruction-set level, with these defined:
// LEVEL(name) the name at that level; FMA and FMA1 the product-and-sum of vectors and of scalars; LEVEL_NUMBER 0, 3 or 4.
#include "levels.h"

// Rounding is part of the result: nothing is fused that is not written fused.
#pragma STDC FP_CONTRACT OFF

// Processors without fused multiply-add get two roundings: a library call for each product would cost ten times more.
#if defined(__x86_64__) && !defined(__FMA__)
#define FMA(a, b, c) ((a) * (b) + (c))
#define FMA1(a, b, c) ((a) * (b) + (c))
#else
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define FMA1(a, b, c) __builtin_fma(a, b, c)
#endif
#define LEVEL(name) name##_baseline
#define LEVEL_NUMBER 0
#include BODY
#undef LEVEL
#undef LEVEL_NUMBER
#undef FMA
#undef FMA1

#if defined(__x86_64__)
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)
#define FMA1(a, b, c) __builtin_fma(a, b, c)

#pragma clang attribute push(__attribute__((target("arch=x86-64-v3"))), apply_to = function)
#define LEVEL(name) name##_v3
#define LEVEL_NUMBER 3
#include BODY
#undef LEVEL
#undef LEVEL_NUMBER
#pragma clang attribute pop

// Without the width clang would split every 512-bit operation.
#pragma clang attribute push(__attribute__((target("arch=x86-64-v4"), min_vector_width(512))), apply_to = function)
#define LEVEL(name) name##_v4
#define LEVEL_NUMBER 4
#include BODY
#undef LEVEL
#undef LEVEL_NUMBER
#pragma clang attribute pop
#undef FMA
#undef FMA1
#endif
#undef BODY
