// SPDX-License-Identifier: GPL-3.0-or-later
// Mean and sum of squared deviations; included once for every instruction-set level.
//
// Blocks that fit the nearest cache are gone through twice, the second time about their own mean, and joined by the
// formula of Chan, Golub & LeVeque (1979). All levels add in the same order and fuse nothing: the same bits.

// Sum of the lanes of four vectors, in one order.
INLINE double LEVEL(total)(const v8 *a) {
  v8 s = (a[0] + a[1]) + (a[2] + a[3]);
  return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
}

static size_t LEVEL(add_moments)(const double *x, size_t count, palpate_moments *moments) {
  for (size_t done = 0; done < count;) {
    const size_t now = count - done < 2048 ? count - done : 2048;
    const double *b = x + done, size = (double)now;
    v8 sums[4] = {{0}}, squares[4] = {{0}};
    double rest = 0, rest_squares = 0;
    size_t i = 0;
    for (; i + 32 <= now; i += 32) UNROLL for (int k = 0; k < 4; k++) sums[k] += *(const v8_unaligned *)(b + i + 8 * k);
    for (; i < now; i++) rest += b[i];
    const double centre = (LEVEL(total)(sums) + rest) / size;
    // Something is missing, or the sum overflows.
    if (!(__builtin_fabs(centre) <= __DBL_MAX__)) return done;
    UNROLL for (int k = 0; k < 4; k++) sums[k] = (v8){0};
    rest = 0;
    // Two vectors of each: with four the registers would not do.
    for (i = 0; i + 16 <= now; i += 16) UNROLL for (int k = 0; k < 2; k++) {
      v8 deviation = *(const v8_unaligned *)(b + i + 8 * k) - centre;
      sums[k] += deviation;
      squares[k] += deviation * deviation;
    }
    for (; i < now; i++) {
      rest += b[i] - centre;
      rest_squares += (b[i] - centre) * (b[i] - centre);
    }
    // What the rounding of the centre left.
    const double excess = LEVEL(total)(sums) + rest;
    double square = (LEVEL(total)(squares) + rest_squares) - excess * excess / size;
    square = square > 0 ? square : 0;
    if (moments->count == 0) moments->origin = centre;
    // Means from the first centre on keep the digits that a large level would take.
    const double mean = (centre - moments->origin) + excess / size;
    const double whole = moments->count + size, shift = mean - moments->mean;
    moments->squares = (moments->squares + square) + shift * shift * (moments->count * (size / whole));
    moments->mean = moments->mean + shift * (size / whole);
    moments->count = whole;
    done += now;
  }
  return count;
}
