// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "peaks_body.h"
#include "each_level.h"

size_t palpate_local_maxima(palpate_level level, const double *x, size_t count, uint32_t *peaks) {
  return AT_LEVEL(level, local_maxima, x, count, peaks);
}

static double least_between(const double *x, size_t from, size_t to) {
  double least = x[from];
  for (size_t i = from + 1; i <= to; i++) least = x[i] < least ? x[i] : least;
  return least;
}

// Peaks higher than all before them wait on a stack; one that comes takes over the valleys of those it overlooks.
void palpate_prominences(const double *x, size_t count, const uint32_t *maxima, size_t number, double *prominences,
                         double *left, uint32_t *stack) {
  size_t waiting = 0;
  for (size_t k = 0; k < number; k++) {
    const double height = x[maxima[k]];
    double lowest = least_between(x, k > 0 ? maxima[k - 1] : 0, maxima[k]);
    // Valleys on the way to the one before, for the way back.
    prominences[k] = lowest;
    while (waiting > 0 && x[maxima[stack[waiting - 1]]] <= height) {
      const double other = left[stack[--waiting]];
      lowest = other < lowest ? other : lowest;
    }
    left[k] = lowest;
    stack[waiting++] = (uint32_t)k;
  }
  // `prominences` is read one place ahead of where it is written; right bases stand on the stack's own places.
  waiting = 0;
  double valley = number > 0 ? least_between(x, maxima[number - 1], count - 1) : 0;
  for (size_t k = number; k-- > 0;) {
    const double height = x[maxima[k]];
    const double before = prominences[k];
    double lowest = valley;
    while (waiting > 0 && x[maxima[stack[waiting - 1]]] <= height) {
      // What the overlooked peak had on its right: kept where its left base was.
      const double other = left[stack[--waiting]];
      lowest = other < lowest ? other : lowest;
    }
    const double base = left[k] > lowest ? left[k] : lowest;
    prominences[k] = height - base;
    left[k] = lowest;
    stack[waiting++] = (uint32_t)k;
    valley = before;
  }
}

static int is_before(const double *x, const uint32_t *peaks, uint32_t a, uint32_t b) {
  const double first = x[peaks[a]], second = x[peaks[b]];
  return first > second || (first == second && a > b);
}

static void sift(const double *x, const uint32_t *peaks, uint32_t *order, size_t root, size_t count) {
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && is_before(x, peaks, order[child], order[child + 1])) child++;
    if (!is_before(x, peaks, order[root], order[child])) return;
    const uint32_t swapped = order[root];
    order[root] = order[child];
    order[child] = swapped;
  }
}

enum { undecided = 2 };

// Takes away what is too near to a peak that stays.
static void thin_beside(const uint32_t *peaks, size_t number, size_t distance, uint8_t *keep, size_t peak) {
  for (size_t k = peak; k-- > 0 && peaks[peak] - peaks[k] < distance;)
    if (keep[k] == undecided) keep[k] = 0;
  for (size_t k = peak + 1; k < number && peaks[k] - peaks[peak] < distance; k++)
    if (keep[k] == undecided) keep[k] = 0;
}

// Whether no undecided peak in reach goes first. Both sides are searched in turn, nearest first: over all peaks that
// is at most of order n log n.
static int dominates(const double *x, const uint32_t *peaks, const uint32_t *order, size_t left_over, size_t distance,
                     size_t k) {
  const uint32_t own = order[k];
  int below = 1, above = 1;
  for (size_t step = 1; below || above; step++) {
    below = below && k >= step && peaks[own] - peaks[order[k - step]] < distance;
    if (below && is_before(x, peaks, order[k - step], own)) return 0;
    above = above && k + step < left_over && peaks[order[k + step]] - peaks[own] < distance;
    if (above && is_before(x, peaks, order[k + step], own)) return 0;
  }
  return 1;
}

void palpate_thin_peaks(const double *x, const uint32_t *peaks, size_t number, size_t distance, uint8_t *keep,
                        uint32_t *order) {
  for (size_t k = 0; k < number; k++) {
    keep[k] = undecided;
    order[k] = (uint32_t)k;
  }
  // Peaks that nothing near them precedes stay whatever the order of the rest; most are decided after a few rounds.
  for (size_t left_over = number; left_over > 0;) {
    for (size_t k = 0; k < left_over; k++)
      if (dominates(x, peaks, order, left_over, distance, k)) keep[order[k]] |= 4;
    size_t remaining = 0;
    for (size_t k = 0; k < left_over; k++)
      if (keep[order[k]] & 4) {
        keep[order[k]] = 1;
        thin_beside(peaks, number, distance, keep, order[k]);
      }
    for (size_t k = 0; k < left_over; k++)
      if (keep[order[k]] == undecided) order[remaining++] = order[k];
    const int isSlow = remaining > left_over - left_over / 4;
    left_over = remaining;
    if (!isSlow) continue;
    // Long slopes of peaks: put what is left in order, the last to come first.
    for (size_t root = left_over / 2; root-- > 0;) sift(x, peaks, order, root, left_over);
    for (size_t last = left_over; last-- > 1;) {
      const uint32_t swapped = order[0];
      order[0] = order[last];
      order[last] = swapped;
      sift(x, peaks, order, 0, last);
    }
    for (size_t k = 0; k < left_over; k++)
      if (keep[order[k]] == undecided) {
        keep[order[k]] = 1;
        thin_beside(peaks, number, distance, keep, order[k]);
      }
    return;
  }
}
