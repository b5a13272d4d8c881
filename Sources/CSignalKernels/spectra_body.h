// SPDX-License-Identifier: GPL-3.0-or-later
// The loops around the transforms of averaged spectra; included once for every instruction-set level. Nothing is
// fused: all levels give the same bits.

static double LEVEL(sum)(const double *x, size_t count) {
  v8 sums[4] = {{0}};
  size_t i = 0;
  for (; i + 32 <= count; i += 32) UNROLL for (int k = 0; k < 4; k++) sums[k] += *(const v8_unaligned *)(x + i + 8 * k);
  v8 s = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  double rest = 0;
  for (; i < count; i++) rest += x[i];
  return (((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]))) + rest;
}

static void LEVEL(apply_window)(const double *x, const double *window, double mean, double slope, double centre,
                                double *output, size_t count) {
  size_t i = 0;
  if (slope == 0) {
    for (; i + 8 <= count; i += 8)
      *(v8_unaligned *)(output + i) = (*(const v8_unaligned *)(x + i) - mean) * *(const v8_unaligned *)(window + i);
    for (; i < count; i++) output[i] = (x[i] - mean) * window[i];
  } else {
    v8 place = (v8){0, 1, 2, 3, 4, 5, 6, 7} - centre;
    for (; i + 8 <= count; i += 8) {
      *(v8_unaligned *)(output + i) =
          (*(const v8_unaligned *)(x + i) - mean - slope * place) * *(const v8_unaligned *)(window + i);
      place += 8;
    }
    for (; i < count; i++) output[i] = (x[i] - mean - slope * ((double)i - centre)) * window[i];
  }
}

static void LEVEL(add_power)(const double *bins, double *sums, size_t count) {
  size_t k = 0;
  for (; k + 8 <= count; k += 8) {
    v8 a = *(const v8_unaligned *)(bins + 2 * k), b = *(const v8_unaligned *)(bins + 2 * k + 8);
    a *= a;
    b *= b;
    *(v8_unaligned *)(sums + k) +=
        SHUFFLE(a, b, 0, 2, 4, 6, 8, 10, 12, 14) + SHUFFLE(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
  }
  for (; k < count; k++) sums[k] += bins[2 * k] * bins[2 * k] + bins[2 * k + 1] * bins[2 * k + 1];
}

static int LEVEL(scale)(const double *values, double scale, double *output, size_t count) {
  // The product of zero with anything that is not finite is no number.
  v8 bad = {0};
  double rest = 0;
  size_t k = 0;
  for (; k + 8 <= count; k += 8) {
    v8 scaled = *(const v8_unaligned *)(values + k) * scale;
    *(v8_unaligned *)(output + k) = scaled;
    bad += scaled * 0.0;
  }
  for (; k < count; k++) {
    output[k] = values[k] * scale;
    rest += output[k] * 0.0;
  }
  for (int i = 0; i < 8; i++) rest += bad[i];
  return rest == 0;
}
