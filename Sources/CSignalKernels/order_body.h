// SPDX-License-Identifier: GPL-3.0-or-later
// Order statistics of moving windows; included once for every instruction-set level. All results are exact.
//
// Short windows: a sorting network, each lane of the vectors sorting the window of its own output. Longer ones: a
// sorted window in memory out of which one sample is taken and another put in, by moving what lies between the two.

typedef double LEVEL(v4) __attribute__((vector_size(32), aligned(8)));

#define LANES (LEVEL_NUMBER == 4 ? 8 : 4)
// Only extended vectors take part in a choice.
typedef double LEVEL(lanes) __attribute__((ext_vector_type(LANES)));
typedef LEVEL(lanes) LEVEL(lanes_unaligned) __attribute__((aligned(8)));
typedef int64_t LEVEL(counts) __attribute__((ext_vector_type(LANES)));
#define VECTOR LEVEL(lanes)
#define UNALIGNED LEVEL(lanes_unaligned)
#define READ(p) ((VECTOR)*(const UNALIGNED *)(p))
#define SORTED(i, j)                                                                                                   \
  {                                                                                                                    \
    VECTOR p = w[i], q = w[j];                                                                                         \
    w[i] = p < q ? p : q;                                                                                              \
    w[j] = p < q ? q : p;                                                                                              \
  }

// Networks of fewest comparators; the compiler drops those that no wanted result needs.
INLINE void LEVEL(sort_lanes)(const int length, VECTOR *w) {
  switch (length) {
  case 3: SORTED(0, 2) SORTED(0, 1) SORTED(1, 2) break;
  case 5:
    SORTED(0, 3) SORTED(1, 4) SORTED(0, 2) SORTED(1, 3) SORTED(0, 1) SORTED(2, 4) SORTED(1, 2) SORTED(3, 4)
    SORTED(2, 3)
    break;
  case 7:
    SORTED(0, 6) SORTED(2, 3) SORTED(4, 5) SORTED(0, 2) SORTED(1, 4) SORTED(3, 6) SORTED(0, 1) SORTED(2, 5)
    SORTED(3, 4) SORTED(1, 2) SORTED(4, 6) SORTED(2, 3) SORTED(4, 5) SORTED(1, 2) SORTED(3, 4) SORTED(5, 6)
    break;
  default:
    SORTED(0, 3) SORTED(1, 7) SORTED(2, 5) SORTED(4, 8) SORTED(0, 7) SORTED(2, 4) SORTED(3, 8) SORTED(5, 6)
    SORTED(0, 2) SORTED(1, 3) SORTED(4, 5) SORTED(7, 8) SORTED(1, 4) SORTED(3, 6) SORTED(5, 7) SORTED(0, 1)
    SORTED(2, 4) SORTED(3, 5) SORTED(6, 8) SORTED(2, 3) SORTED(4, 5) SORTED(6, 7) SORTED(1, 2) SORTED(3, 4)
    SORTED(5, 6)
    break;
  }
}

// One vector of outputs. The h + 1 samples nearest to the median are neighbours in order: the least, over all such
// runs, of the larger distance of their ends is the median absolute deviation.
INLINE void LEVEL(network_at)(const int length, const int deviating, const double *x, double *y, double *deviations) {
  const int half = length / 2;
  VECTOR w[9];
  UNROLL for (int k = 0; k < length; k++) w[k] = READ(x + k) + 0.0;
  LEVEL(sort_lanes)(length, w);
  const VECTOR median = w[half];
  *(UNALIGNED *)y = median;
  if (!deviating) return;
  VECTOR least = w[length - 1] - median;
  UNROLL for (int k = 0; k < half; k++) {
    VECTOR below = median - w[k], above = w[k + half] - median;
    VECTOR larger = below > above ? below : above;
    least = larger < least ? larger : least;
  }
  *(UNALIGNED *)deviations = least;
}

INLINE void LEVEL(network)(const int length, const int deviating, const double *x, double *y, double *deviations,
                           size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES)
    LEVEL(network_at)(length, deviating, x + i, y + i, deviating ? deviations + i : 0);
  if (i == count) return;
  double samples[LANES + 8] = {0}, medians[LANES], left[LANES];
  for (size_t k = 0; k < count - i + (size_t)length - 1; k++) samples[k] = x[i + k];
  LEVEL(network_at)(length, deviating, samples, medians, left);
  for (size_t k = 0; i + k < count; k++) {
    y[i + k] = medians[k];
    if (deviating) deviations[i + k] = left[k];
  }
}

#define NETWORKS(deviating, deviations)                                                                                \
  switch (length) {                                                                                                    \
  case 3: LEVEL(network)(3, deviating, x, y, deviations, count); break;                                                \
  case 5: LEVEL(network)(5, deviating, x, y, deviations, count); break;                                                \
  case 7: LEVEL(network)(7, deviating, x, y, deviations, count); break;                                                \
  case 9: LEVEL(network)(9, deviating, x, y, deviations, count); break;                                                \
  default: break;                                                                                                      \
  }

static void LEVEL(median_network)(size_t length, const double *x, double *y, size_t count) { NETWORKS(0, 0) }

static void LEVEL(deviation_network)(size_t length, const double *x, double *y, double *deviations, size_t count) {
  NETWORKS(1, deviations)
}

// How many of the sorted elements are less than each of two values: all are compared, since a search would be a
// chain of branches that nobody can predict.
INLINE void LEVEL(ranks)(const double *a, size_t length, double out, double in, size_t *ranks) {
  LEVEL(counts) less[2] = {0};
  const VECTOR first = out, second = in;
  for (size_t k = 0; k < length; k += LANES) {
    VECTOR values = READ(a + k);
    less[0] -= values < first;
    less[1] -= values < second;
  }
  ranks[0] = (size_t)__builtin_reduce_add(less[0]);
  ranks[1] = (size_t)__builtin_reduce_add(less[1]);
}

// Takes the element at `out` away and puts `value` where `in` elements are less. Whole vectors are moved: those that
// move too much beyond the place of the new element are put back.
INLINE void LEVEL(replace)(double *a, size_t out, size_t in, double value) {
  if (in > out) {
    double *last = a + in - 1;
    LEVEL(v4) kept = *(const LEVEL(v4) *)(last + 1);
    for (double *p = a + out; p < last; p += 4) *(LEVEL(v4) *)p = *(const LEVEL(v4) *)(p + 1);
    *(LEVEL(v4) *)(last + 1) = kept;
    *last = value;
  } else {
    double *first = a + in;
    LEVEL(v4) kept = *(const LEVEL(v4) *)(first - 4);
    for (double *p = a + out; p > first; p -= 4)
      *(LEVEL(v4) *)(p - 3) = *(const LEVEL(v4) *)(p - 4);
    *(LEVEL(v4) *)(first - 4) = kept;
    *first = value;
  }
}

// The k-th of half + 1 runs of neighbours holds the samples nearest to the median: the first whose upper end is at
// least as far from it as its lower end, or the one before.
INLINE double LEVEL(deviation)(const double *a, size_t half) {
  const double median = a[half];
  size_t low = 0, left = half;
  while (left > 0) {
    size_t step = (left + 1) / 2, middle = low + step - 1;
    int isBelow = a[middle + half] - median < median - a[middle];
    low += step & -(size_t)isBelow;
    left = isBelow ? left - step : step - 1;
  }
  double above = a[low + half] - median, below = low > 0 ? median - a[low - 1] : __builtin_inf();
  return below < above ? below : above;
}

INLINE void LEVEL(result)(const double *a, size_t length, double *median, double *deviation) {
  *median = a[length / 2];
  if (deviation) *deviation = LEVEL(deviation)(a, length / 2);
}

static void LEVEL(sorted_slide)(double *a, size_t length, const double *x, double *medians, double *deviations,
                                size_t count) {
  for (size_t i = 0; i < count; i++) {
    LEVEL(result)(a, length, medians + i, deviations ? deviations + i : 0);
    size_t ranks[2];
    LEVEL(ranks)(a, length, x[i], x[i + length], ranks);
    LEVEL(replace)(a, ranks[0], ranks[1], x[i + length] + 0.0);
  }
}

#undef VECTOR
#undef UNALIGNED
#undef LANES
#undef READ
#undef SORTED
#undef NETWORKS
