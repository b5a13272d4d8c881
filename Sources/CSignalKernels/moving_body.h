// SPDX-License-Identifier: GPL-3.0-or-later
// Moving sums and extremes; included once for every instruction-set level.
//
// Sums: from the sums of m samples from each on come those of 2m, or of 2m + 1, down the binary digits of the length.
// Extremes: from those of m samples come those of 4m; the last step lets the pieces overlap. Nothing is subtracted, so
// nothing is left of a sample outside the window, and no result depends on its place in the block.

#define LANES (LEVEL_NUMBER == 4 ? 8 : 4)
// Only extended vectors take part in a choice.
typedef double LEVEL(lanes) __attribute__((ext_vector_type(LANES)));
typedef LEVEL(lanes) LEVEL(lanes_unaligned) __attribute__((aligned(8)));
#define UNALIGNED LEVEL(lanes_unaligned)
#define AT(p) (*(UNALIGNED *)(p))
#define READ(p) ((LEVEL(lanes))*(const UNALIGNED *)(p))
// Whole vectors, then the rest one by one with the same operations.
#define EACH(count, VECTORS, SCALARS)                                                                                  \
  {                                                                                                                    \
    size_t i = 0;                                                                                                      \
    for (; i + LANES <= (count); i += LANES) VECTORS;                                                                  \
    for (; i < (count); i++) SCALARS;                                                                                  \
  }

#define LESSER(a, b) ((a) < (b) ? (a) : (b))
#define GREATER(a, b) ((a) > (b) ? (a) : (b))
#define FOUR(OP, get, step) OP(OP(get(s + i), get(s + i + step)), OP(get(s + i + 2 * step), get(s + i + 3 * step)))
#define ITSELF(p) (*(p))

// Four neighbours into one; `left` elements remain.
#define QUADRUPLE(OP)                                                                                                  \
  left -= 3 * step;                                                                                                    \
  EACH(left, { AT(s + i) = FOUR(OP, READ, step); }, { s[i] = FOUR(OP, ITSELF, step); })                                \
  step *= 4;

#define TERM(p) (squared ? READ(p) * READ(p) : READ(p))
#define TERM1(p) (squared ? *(p) * *(p) : *(p))
#define MEAN(sum) (squared ? __builtin_elementwise_sqrt((sum) * share) : (sum) / size)

// Sums of 2m samples, or 2m + 1, from those of m in `from` (`FROM` reads them), each finished by `DONE`.
#define DOUBLE(count, to, FROM, FROM1, from, DONE)                                                                     \
  if (isOdd) {                                                                                                         \
    EACH(count, { AT(to + i) = DONE((FROM(from + i) + FROM(from + i + m)) + TERM(x + i + 2 * m)); },                   \
         { to[i] = DONE((FROM1(from + i) + FROM1(from + i + m)) + TERM1(x + i + 2 * m)); })                            \
  } else {                                                                                                             \
    EACH(count, { AT(to + i) = DONE(FROM(from + i) + FROM(from + i + m)); },                                           \
         { to[i] = DONE(FROM1(from + i) + FROM1(from + i + m)); })                                                     \
  }
#define RAW(sum) (sum)

INLINE void LEVEL(sums_of_block)(const int squared, size_t length, const double *x, double *y, size_t count,
                                 double *restrict s) {
  const double size = (double)length, share = 1 / size;
  if (length == 1) {
    EACH(count, { AT(y + i) = MEAN(TERM(x + i)); }, { y[i] = MEAN(TERM1(x + i)); })
    return;
  }
  int digit = 63 - __builtin_clzll(length);
  for (size_t m = 1; digit > 0; m = length >> digit) {
    digit--;
    const int isOdd = (length >> digit) & 1;
    const size_t left = count + length - (length >> digit);
    if (m == 1 && digit == 0) {
      DOUBLE(count, y, TERM, TERM1, x, MEAN)
    } else if (m == 1) {
      DOUBLE(left, s, TERM, TERM1, x, RAW)
    } else if (digit > 0) {
      DOUBLE(left, s, READ, ITSELF, s, RAW)
    } else {
      DOUBLE(count, y, READ, ITSELF, s, MEAN)
    }
  }
}

#define EXTREMES(name, OP)                                                                                             \
  INLINE void LEVEL(name##_of_block)(size_t length, const double *x, double *y, size_t count, double *restrict s) {    \
    size_t left = count + length - 1, step = 1;                                                                        \
    EACH(left, { AT(s + i) = READ(x + i); }, { s[i] = x[i]; })                                                         \
    while (4 * step <= length) { QUADRUPLE(OP) }                                                                       \
    const size_t last = length - step;                                                                                 \
    if (last == 0) {                                                                                                   \
      EACH(count, { AT(y + i) = READ(s + i); }, { y[i] = s[i]; })                                                      \
    } else if (last <= step) {                                                                                         \
      EACH(count, { AT(y + i) = OP(READ(s + i), READ(s + i + last)); }, { y[i] = OP(s[i], s[i + last]); })             \
    } else {                                                                                                           \
      const size_t middle = last < 2 * step ? step : 2 * step;                                                         \
      EACH(count,                                                                                                      \
           { AT(y + i) = OP(OP(READ(s + i), READ(s + i + step)), OP(READ(s + i + middle), READ(s + i + last))); },     \
           { y[i] = OP(OP(s[i], s[i + step]), OP(s[i + middle], s[i + last])); })                                      \
    }                                                                                                                  \
  }
EXTREMES(minimum, LESSER)
EXTREMES(maximum, GREATER)
#undef EXTREMES

static void LEVEL(moving)(palpate_moving_statistic statistic, size_t length, const double *x, double *y,
                          size_t count, double *scratch) {
  if (length < 1) return;
  const size_t block = PALPATE_MOVING_BLOCK(length);
  for (size_t done = 0; done < count;) {
    const size_t now = count - done < block ? count - done : block;
    switch (statistic) {
    case palpate_moving_mean: LEVEL(sums_of_block)(0, length, x + done, y + done, now, scratch); break;
    case palpate_moving_root_mean_square: LEVEL(sums_of_block)(1, length, x + done, y + done, now, scratch); break;
    case palpate_moving_minimum: LEVEL(minimum_of_block)(length, x + done, y + done, now, scratch); break;
    case palpate_moving_maximum: LEVEL(maximum_of_block)(length, x + done, y + done, now, scratch); break;
    }
    done += now;
  }
}

#undef UNALIGNED
#undef LANES
#undef AT
#undef READ
#undef EACH
#undef LESSER
#undef GREATER
#undef FOUR
#undef ITSELF
#undef QUADRUPLE
#undef TERM
#undef TERM1
#undef MEAN
#undef DOUBLE
#undef RAW
