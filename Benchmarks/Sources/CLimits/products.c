// SPDX-License-Identifier: GPL-3.0-or-later
// The most products and sums that one core can do in a time: the floor under every filter.
#include "CLimits.h"

#define CHAINS 12

#define PRODUCTS(name, width, attributes)                                                                              \
  attributes static double name(long count) {                                                                          \
    typedef double v __attribute__((vector_size(width * 8)));                                                          \
    v sum[CHAINS], factor = {}, term = {};                                                                             \
    for (int lane = 0; lane < width; lane++) factor[lane] = 0.999, term[lane] = 1e-3;                                  \
    for (int k = 0; k < CHAINS; k++) sum[k] = term * (k + 1);                                                          \
    for (long i = 0; i < count; i++)                                                                                   \
      _Pragma("clang loop unroll(full)") for (int k = 0; k < CHAINS; k++) sum[k] = sum[k] * factor + term;              \
    double total = 0;                                                                                                  \
    for (int k = 0; k < CHAINS; k++) total += sum[k][0];                                                               \
    return total;                                                                                                      \
  }

#pragma STDC FP_CONTRACT ON
#if defined(__x86_64__)
PRODUCTS(products4, 4, __attribute__((target("arch=x86-64-v3"))))
PRODUCTS(products8, 8, __attribute__((target("arch=x86-64-v4"), min_vector_width(512))))
#endif
PRODUCTS(products2, 2, )

double limit_products(int lanes, long count) {
#if defined(__x86_64__)
  if (lanes == 8) return products8(count);
  if (lanes == 4) return products4(count);
#endif
  return products2(count);
}
