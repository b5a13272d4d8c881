// SPDX-License-Identifier: GPL-3.0-or-later
// Symmetric and antisymmetric convolution; included once for every instruction-set level.
//
// The order of operations of an output is fixed: tap 0 opens sum a, then come taps 1, 5, 9, …, then 2, 6, 10, … to
// taps 4, 8, 12, …; within each of these four runs they go to a and b in turn. Neighbouring vectors of outputs then
// share the samples to the right of them, four taps later.

typedef double LEVEL(v4) __attribute__((vector_size(32)));
typedef double LEVEL(v4_unaligned) __attribute__((vector_size(32), aligned(8)));

INLINE double LEVEL(convolve_one)(const double *taps, size_t half, int antisymmetric, const double *centre) {
  double sum[2] = {taps[0] * centre[0], 0};
  for (size_t run = 1; run <= 4; run++) {
    int which = 0;
    for (size_t k = run; k <= half; k += 4, which ^= 1) {
      double pair = antisymmetric ? centre[k] - *(centre - k) : centre[k] + *(centre - k);
      sum[which] = FMA1(taps[k], pair, sum[which]);
    }
  }
  return sum[0] + sum[1];
}

#if LEVEL_NUMBER == 3
#define VECTOR LEVEL(v4)
#define UNALIGNED LEVEL(v4_unaligned)
#define SPLAT(t) ((VECTOR){t, t, t, t})
// Four vectors of four outputs; the samples to the right stay in registers.
INLINE void LEVEL(convolve_block)(const double *taps, size_t half, int antisymmetric, const double *centre, double *y) {
  VECTOR a[4], b[4], right[4];
  UNROLL for (int j = 0; j < 4; j++) {
    a[j] = SPLAT(taps[0]) * *(const UNALIGNED *)(centre + 4 * j);
    b[j] = SPLAT(0.0);
  }
  for (size_t run = 1; run <= 4; run++) {
    UNROLL for (int j = 0; j < 3; j++) right[j] = *(const UNALIGNED *)(centre + run + 4 * j);
    for (size_t k = run; k <= half;) {
#define STEP(s, sum)                                                                                                   \
  {                                                                                                                    \
    right[(s + 3) & 3] = *(const UNALIGNED *)(centre + k + 12);                                                        \
    VECTOR tap = SPLAT(taps[k]);                                                                                       \
    UNROLL for (int j = 0; j < 4; j++) {                                                                               \
      VECTOR left = *(const UNALIGNED *)(centre - k + 4 * j);                                                          \
      VECTOR pair = antisymmetric ? right[(s + j) & 3] - left : right[(s + j) & 3] + left;                             \
      sum[j] = FMA(tap, pair, sum[j]);                                                                                 \
    }                                                                                                                  \
    k += 4;                                                                                                            \
  }
      STEP(0, a)
      if (k > half) break;
      STEP(1, b)
      if (k > half) break;
      STEP(2, a)
      if (k > half) break;
      STEP(3, b)
#undef STEP
    }
  }
  UNROLL for (int j = 0; j < 4; j++) *(UNALIGNED *)(y + 4 * j) = a[j] + b[j];
}
#define BLOCK 16
#else
#define VECTOR v8
#define UNALIGNED v8_unaligned
#define SPLAT(t) ((VECTOR){t, t, t, t, t, t, t, t})
#define WIDE (LEVEL_NUMBER == 4 ? 4 : 1)
INLINE void LEVEL(convolve_block)(const double *taps, size_t half, int antisymmetric, const double *centre, double *y) {
  VECTOR a[WIDE], b[WIDE];
  UNROLL for (int j = 0; j < WIDE; j++) {
    a[j] = SPLAT(taps[0]) * *(const UNALIGNED *)(centre + 8 * j);
    b[j] = SPLAT(0.0);
  }
#define STEP(sum)                                                                                                      \
  UNROLL for (int j = 0; j < WIDE; j++) {                                                                              \
    VECTOR right = *(const UNALIGNED *)(centre + k + 8 * j), left = *(const UNALIGNED *)(centre - k + 8 * j);          \
    sum[j] = FMA(SPLAT(taps[k]), antisymmetric ? right - left : right + left, sum[j]);                                 \
  }
  for (size_t run = 1; run <= 4; run++)
    for (size_t k = run; k <= half; k += 4) {
      STEP(a)
      k += 4;
      if (k > half) break;
      STEP(b)
    }
#undef STEP
  UNROLL for (int j = 0; j < WIDE; j++) *(UNALIGNED *)(y + 8 * j) = a[j] + b[j];
}
#define BLOCK (8 * WIDE)
#endif

static void LEVEL(convolve_folded)(const double *taps, size_t half, int antisymmetric, const double *x, double *y,
                                   size_t count) {
  const double *centre = x + half;
  size_t i = 0;
  if (antisymmetric) {
    for (; i + BLOCK <= count; i += BLOCK) LEVEL(convolve_block)(taps, half, 1, centre + i, y + i);
  } else {
    for (; i + BLOCK <= count; i += BLOCK) LEVEL(convolve_block)(taps, half, 0, centre + i, y + i);
  }
  for (; i < count; i++) y[i] = LEVEL(convolve_one)(taps, half, antisymmetric, centre + i);
}

#undef VECTOR
#undef UNALIGNED
#undef SPLAT
#undef BLOCK
#undef WIDE
