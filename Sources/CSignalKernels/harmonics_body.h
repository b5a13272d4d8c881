// SPDX-License-Identifier: GPL-3.0-or-later
// Sums of harmonics at any times; included once for every instruction-set level. Samples are taken 64 at a time: their
// unit vectors are raised to one power after the other while the sums of that power stay in registers.

#define HARMONIC_TILE 8

// exp(2πi frequency x) of eight samples. A quarter of the fraction of a turn is at most π/4 from 0, where short series
// hold to the last bit; its sine and cosine are doubled twice.
INLINE void LEVEL(unit_vectors)(v8 x, double frequency, v8 *cosine, v8 *sine) {
  const double whole = 0x1.8p52;
  v8 f = (v8){0} + frequency;
  v8 turns = f * x;
  v8 nearest = (turns + whole) - whole;
  // With fused products the fraction is that of the exact product.
  v8 fraction = FMA(f, x, -nearest);
  v8 a = fraction * (0.5 * 3.14159265358979323846), b = a * a;
  v8 s = (v8){0} - 1.0 / 1307674368000.0;
  s = FMA(s, b, (v8){0} + 1.0 / 6227020800.0);
  s = FMA(s, b, (v8){0} - 1.0 / 39916800.0);
  s = FMA(s, b, (v8){0} + 1.0 / 362880.0);
  s = FMA(s, b, (v8){0} - 1.0 / 5040.0);
  s = FMA(s, b, (v8){0} + 1.0 / 120.0);
  s = FMA(s, b, (v8){0} - 1.0 / 6.0);
  s = FMA(s * b, a, a);
  v8 c = (v8){0} + 1.0 / 20922789888000.0;
  c = FMA(c, b, (v8){0} - 1.0 / 87178291200.0);
  c = FMA(c, b, (v8){0} + 1.0 / 479001600.0);
  c = FMA(c, b, (v8){0} - 1.0 / 3628800.0);
  c = FMA(c, b, (v8){0} + 1.0 / 40320.0);
  c = FMA(c, b, (v8){0} - 1.0 / 720.0);
  c = FMA(c, b, (v8){0} + 1.0 / 24.0);
  c = FMA(c, b, (v8){0} - 0.5);
  c = FMA(c, b, (v8){0} + 1.0);
  UNROLL for (int doubling = 0; doubling < 2; doubling++) {
    v8 next = FMA(-2.0 * s, s, (v8){0} + 1.0);
    s = 2.0 * (s * c);
    c = next;
  }
  *cosine = c;
  *sine = s;
}

static void LEVEL(harmonic_tile)(const double *times, const double *weights, const double *samples, size_t stride,
                                 size_t channels, double frequency, double scale, size_t order, double *scratch) {
  v8 zr[HARMONIC_TILE], zi[HARMONIC_TILE], pr[HARMONIC_TILE], pi[HARMONIC_TILE], s[HARMONIC_TILE];
  for (int k = 0; k < HARMONIC_TILE; k++) {
    v8 x = *(const v8_unaligned *)(times + 8 * k);
    LEVEL(unit_vectors)(x, frequency, &zr[k], &zi[k]);
    s[k] = scale * x;
    pr[k] = *(const v8_unaligned *)(weights + 8 * k);
    pi[k] = (v8){0};
  }
  double *products = scratch + 8 * 6 * (2 * order + 1);
  for (size_t m = 0; m <= 2 * order; m++) {
    double *sums = scratch + 48 * m;
    v8 r0 = *(v8_unaligned *)sums, i0 = *(v8_unaligned *)(sums + 8), r1 = *(v8_unaligned *)(sums + 16),
       i1 = *(v8_unaligned *)(sums + 24), r2 = *(v8_unaligned *)(sums + 32), i2 = *(v8_unaligned *)(sums + 40);
    for (int k = 0; k < HARMONIC_TILE; k++) {
      v8 sr = s[k] * pr[k], si = s[k] * pi[k];
      r0 += pr[k];
      i0 += pi[k];
      r1 += sr;
      i1 += si;
      r2 = FMA(s[k], sr, r2);
      i2 = FMA(s[k], si, i2);
    }
    *(v8_unaligned *)sums = r0;
    *(v8_unaligned *)(sums + 8) = i0;
    *(v8_unaligned *)(sums + 16) = r1;
    *(v8_unaligned *)(sums + 24) = i1;
    *(v8_unaligned *)(sums + 32) = r2;
    *(v8_unaligned *)(sums + 40) = i2;
    if (m <= order) {
      for (size_t channel = 0; channel < channels; channel++) {
        const double *y = samples + channel * stride;
        double *own = products + 32 * (channel * (order + 1) + m);
        v8 a = *(v8_unaligned *)own, b = *(v8_unaligned *)(own + 8), c = *(v8_unaligned *)(own + 16),
           d = *(v8_unaligned *)(own + 24);
        for (int k = 0; k < HARMONIC_TILE; k++) {
          v8 value = *(const v8_unaligned *)(y + 8 * k);
          v8 real = value * pr[k], imaginary = value * pi[k];
          a += real;
          b += imaginary;
          c = FMA(s[k], real, c);
          d = FMA(s[k], imaginary, d);
        }
        *(v8_unaligned *)own = a;
        *(v8_unaligned *)(own + 8) = b;
        *(v8_unaligned *)(own + 16) = c;
        *(v8_unaligned *)(own + 24) = d;
      }
    }
    for (int k = 0; k < HARMONIC_TILE; k++) {
      v8 real = FMA(pr[k], zr[k], -(pi[k] * zi[k]));
      pi[k] = FMA(pr[k], zi[k], pi[k] * zr[k]);
      pr[k] = real;
    }
  }
}

static void LEVEL(harmonic_moments)(const double *times, const double *samples, size_t stride, size_t channels,
                                    size_t count, double frequency, double scale, size_t order, double *scratch,
                                    double *sums) {
  enum { tile = 8 * HARMONIC_TILE, most = 8 };
  size_t values = palpate_harmonic_moment_count(order, channels);
  for (size_t i = 0; i < 8 * values; i++) scratch[i] = 0;
  double weights[tile];
  for (int i = 0; i < tile; i++) weights[i] = 1;
  size_t start = 0;
  for (; start + tile <= count; start += tile)
    LEVEL(harmonic_tile)(times + start, weights, samples + start, stride, channels, frequency, scale, order, scratch);
  if (start < count) {
    double rest[tile] = {0}, last[most * tile] = {0};
    for (size_t i = 0; i < tile; i++) weights[i] = start + i < count;
    for (size_t i = 0; start + i < count; i++) rest[i] = times[start + i];
    for (size_t channel = 0; channel < channels; channel++)
      for (size_t i = 0; start + i < count; i++) last[channel * tile + i] = samples[channel * stride + start + i];
    LEVEL(harmonic_tile)(rest, weights, last, tile, channels, frequency, scale, order, scratch);
  }
  for (size_t i = 0; i < values; i++) {
    const double *a = scratch + 8 * i;
    sums[i] = ((a[0] + a[4]) + (a[1] + a[5])) + ((a[2] + a[6]) + (a[3] + a[7]));
  }
}

static void LEVEL(harmonic_sum)(const double *times, size_t count, double frequency, const double *coefficients,
                                size_t order, double *output) {
  for (size_t start = 0; start < count; start += 8) {
    double x[8] = {0}, y[8];
    size_t used = count - start < 8 ? count - start : 8;
    for (size_t i = 0; i < used; i++) x[i] = times[start + i];
    v8 zr, zi;
    LEVEL(unit_vectors)(*(const v8_unaligned *)x, frequency, &zr, &zi);
    // Horner's rule from the highest harmonic down.
    v8 real = (v8){0} + coefficients[2 * order], imaginary = (v8){0} + coefficients[2 * order + 1];
    for (size_t m = order; m-- > 0;) {
      v8 next = FMA(real, zr, FMA(-imaginary, zi, (v8){0} + coefficients[2 * m]));
      imaginary = FMA(real, zi, FMA(imaginary, zr, (v8){0} + coefficients[2 * m + 1]));
      real = next;
    }
    *(v8_unaligned *)y = real;
    for (size_t i = 0; i < used; i++) output[start + i] = y[i];
  }
}
