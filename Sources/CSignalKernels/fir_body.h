// SPDX-License-Identifier: GPL-3.0-or-later
// Convolution; included once for every instruction-set level with LEVEL(name) and FMA defined.
//
// R vectors of consecutive outputs stay in registers. Taps are taken in eight passes, every eighth tap in each, so that
// from one tap to the next the samples move by a whole vector: one new vector a tap instead of R.

#define SPLAT(a) ((v8){a, a, a, a, a, a, a, a})
#define AT(p) (*(const v8_unaligned *)(p))
#define JOINED(symmetry, a, b) ((symmetry) == palpate_fir_odd ? (a) - (b) : (a) + (b))

// Vectors of outputs at once: enough to hide the latency of products, few enough to stay in registers beside as many
// vectors of samples. Folded taps need room for a second sample.
#if LEVEL_NUMBER == 4
#define PLAIN_VECTORS 8
#define FOLDED_VECTORS 8
#elif LEVEL_NUMBER == 3
#define PLAIN_VECTORS 4
#define FOLDED_VECTORS 3
#else
#define PLAIN_VECTORS 1
#define FOLDED_VECTORS 1
#endif

// 8 R outputs from the sample `p` on.
INLINE void LEVEL(fir_block)(const int R, const int symmetry, const double *h, ptrdiff_t count, const double *p,
                             double *y) {
  v8 a[8], w[8];
  const ptrdiff_t last = count - 1, taken = symmetry == palpate_fir_plain ? count : count / 2;
  if (symmetry == palpate_fir_even && count % 2 == 1) {
    UNROLL for (int j = 0; j < R; j++) a[j] = SPLAT(h[taken]) * AT(p - taken + 8 * j);
  } else {
    UNROLL for (int j = 0; j < R; j++) a[j] = SPLAT(0);
  }
#define TAP(k, sample)                                                                                                 \
  const v8 c = SPLAT(h[k]);                                                                                            \
  UNROLL for (int j = 0; j < R; j++) {                                                                                 \
    v8 x = sample;                                                                                                     \
    if (symmetry != palpate_fir_plain) x = JOINED(symmetry, x, AT(p - last + (k) + 8 * j));                            \
    a[j] = FMA(c, x, a[j]);                                                                                            \
  }
  for (ptrdiff_t pass = 0; pass < 8; pass++) {
    ptrdiff_t k = pass;
    if (R > 1) {
      UNROLL for (int j = 1; j < R; j++) w[j] = AT(p - pass + 8 * j);
      for (; k + 8 * (R - 1) < taken; k += 8 * R) UNROLL for (int t = 0; t < R; t++) {
        w[(R - t) % R] = AT(p - k - 8 * t);
        TAP(k + 8 * t, w[(j - t + R) % R])
      }
    }
    for (; k < taken; k += 8) {
      TAP(k, AT(p - k + 8 * j))
    }
  }
#undef TAP
  UNROLL for (int j = 0; j < R; j++) *(v8_unaligned *)(y + 8 * j) = a[j];
}

// One output by the same operations.
INLINE double LEVEL(fir_single)(const int symmetry, const double *h, ptrdiff_t count, const double *p) {
  const ptrdiff_t last = count - 1, taken = symmetry == palpate_fir_plain ? count : count / 2;
  double a = symmetry == palpate_fir_even && count % 2 == 1 ? h[taken] * p[-taken] : 0;
  for (ptrdiff_t pass = 0; pass < 8; pass++)
    for (ptrdiff_t k = pass; k < taken; k += 8)
      a = FMA1(h[k], symmetry == palpate_fir_plain ? p[-k] : JOINED(symmetry, p[-k], p[k - last]), a);
  return a;
}

INLINE void LEVEL(fir_all)(const int R, const int symmetry, const double *h, ptrdiff_t count, const double *x, double *y,
                           size_t n) {
  size_t i = 0;
  for (; i + 8 * (size_t)R <= n; i += 8 * (size_t)R)
    LEVEL(fir_block)(R, symmetry, h, count, x + i, y + i);
  if (R > 1)
    for (; i + 8 <= n; i += 8) LEVEL(fir_block)(1, symmetry, h, count, x + i, y + i);
  for (; i < n; i++) y[i] = LEVEL(fir_single)(symmetry, h, count, x + i);
}

static void LEVEL(fir)(palpate_fir_symmetry symmetry, const double *taps, size_t taps_count, const double *input,
                       double *output, size_t count) {
  const ptrdiff_t n = (ptrdiff_t)taps_count;
  switch (symmetry) {
  case palpate_fir_plain: LEVEL(fir_all)(PLAIN_VECTORS, palpate_fir_plain, taps, n, input, output, count); break;
  case palpate_fir_even: LEVEL(fir_all)(FOLDED_VECTORS, palpate_fir_even, taps, n, input, output, count); break;
  case palpate_fir_odd: LEVEL(fir_all)(FOLDED_VECTORS, palpate_fir_odd, taps, n, input, output, count); break;
  }
}

static void LEVEL(multiply_bins)(double *x, const double *h, size_t count) {
  size_t i = 0;
  for (; i + 4 <= count; i += 4) {
    const v8 a = AT(x + 2 * i), b = AT(h + 2 * i);
    const v8 real = SHUFFLE(b, b, 0, 0, 2, 2, 4, 4, 6, 6), imaginary = SHUFFLE(b, b, 1, 1, 3, 3, 5, 5, 7, 7);
    const v8 turned = SHUFFLE(-a, a, 1, 8, 3, 10, 5, 12, 7, 14);
    *(v8_unaligned *)(x + 2 * i) = FMA(a, real, turned * imaginary);
  }
  for (; i < count; i++) {
    const double a = x[2 * i], b = x[2 * i + 1], c = h[2 * i], d = h[2 * i + 1];
    x[2 * i] = FMA1(a, c, -b * d);
    x[2 * i + 1] = FMA1(b, c, a * d);
  }
}

#undef SPLAT
#undef AT
#undef JOINED
#undef PLAIN_VECTORS
#undef FOLDED_VECTORS
