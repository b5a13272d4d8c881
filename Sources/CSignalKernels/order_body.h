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

INLINE void LEVEL(network_at)(const int length, const double *x, double *y) {
  VECTOR w[9];
  UNROLL for (int k = 0; k < length; k++) w[k] = READ(x + k) + 0.0;
  LEVEL(sort_lanes)(length, w);
  *(UNALIGNED *)y = w[length / 2];
}

INLINE void LEVEL(network)(const int length, const double *x, double *y, size_t count) {
  size_t i = 0;
  for (; i + LANES <= count; i += LANES) LEVEL(network_at)(length, x + i, y + i);
  if (i == count) return;
  double samples[LANES + 8] = {0}, medians[LANES];
  for (size_t k = 0; k < count - i + (size_t)length - 1; k++) samples[k] = x[i + k];
  LEVEL(network_at)(length, samples, medians);
  for (size_t k = 0; i + k < count; k++) y[i + k] = medians[k];
}

static void LEVEL(median_network)(size_t length, const double *x, double *y, size_t count) {
  switch (length) {
  case 3: LEVEL(network)(3, x, y, count); break;
  case 5: LEVEL(network)(5, x, y, count); break;
  case 7: LEVEL(network)(7, x, y, count); break;
  case 9: LEVEL(network)(9, x, y, count); break;
  default: break;
  }
}

// A middle sample is further out than the median deviation times the factor when more than half of all are nearer.
static void LEVEL(replace_outliers)(size_t length, double factor, const double *x, const double *medians, double *y,
                                    size_t count) {
  const size_t half = length / 2;
  for (size_t i = 0; i < count; i++) {
    const double distance = __builtin_fabs(x[i + half] - medians[i]);
    LEVEL(counts) nearer = {0};
    size_t k = 0;
    for (; k + LANES <= length; k += LANES)
      nearer -= __builtin_elementwise_abs(READ(x + i + k) - medians[i]) * factor < distance;
    size_t sum = (size_t)__builtin_reduce_add(nearer);
    for (; k < length; k++) sum += __builtin_fabs(x[i + k] - medians[i]) * factor < distance;
    y[i] = sum > half ? medians[i] : x[i + half];
  }
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

static void LEVEL(sorted_slide)(double *a, size_t length, const double *x, double *medians, size_t count) {
  for (size_t i = 0; i < count; i++) {
    const double in = x[i + length - 1] + 0.0;
    size_t ranks[2];
    LEVEL(ranks)(a, length, *(x + i - 1), in, ranks);
    LEVEL(replace)(a, ranks[0], ranks[1], in);
    medians[i] = a[length / 2];
  }
}

#undef VECTOR
#undef UNALIGNED
#undef LANES
#undef READ
#undef SORTED
