// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "order_body.h"
#include "each_level.h"

// Pads on either side of a sorted window, wider than any vector.
enum { pad = 16 };

void palpate_median_network(palpate_level level, size_t length, const double *x, double *y, size_t count) {
  AT_LEVEL(level, median_network, length, x, y, count);
}

void palpate_replace_outliers(palpate_level level, size_t length, double factor, const double *x,
                              const double *medians, double *y, size_t count) {
  AT_LEVEL(level, replace_outliers, length, factor, x, medians, y, count);
}

static void sift(double *a, size_t root, size_t count) {
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && a[child] < a[child + 1]) child++;
    if (!(a[root] < a[child])) return;
    double swapped = a[root];
    a[root] = a[child];
    a[child] = swapped;
  }
}

void palpate_sorted_begin(const double *window, size_t length, double *sorted) {
  double *a = sorted + pad;
  for (size_t i = 0; i < pad; i++) {
    sorted[i] = -__builtin_inf();
    a[length + i] = __builtin_inf();
  }
  // Adding zero makes -0 a plain zero, so that equal values are the same bits.
  for (size_t i = 0; i < length; i++) a[i] = window[i] + 0.0;
  for (size_t root = length / 2; root-- > 0;) sift(a, root, length);
  for (size_t last = length; last-- > 1;) {
    double swapped = a[0];
    a[0] = a[last];
    a[last] = swapped;
    sift(a, 0, last);
  }
}

void palpate_sorted_slide(palpate_level level, double *sorted, size_t length, const double *x, double *medians,
                          size_t count) {
  AT_LEVEL(level, sorted_slide, sorted + pad, length, x, medians, count);
}
