// SPDX-License-Identifier: GPL-3.0-or-later
#define BODY "peaks_body.h"
#include "each_level.h"

size_t palpate_local_maxima(palpate_level level, const double *x, size_t count, uint32_t *peaks) {
  return AT_LEVEL(level, local_maxima, x, count, peaks);
}

static double least_between(const double *x, size_t from, size_t to) {
  double least = x[from];
  // Most are near: without a branch that nobody can predict.
  const size_t last = to - from;
  for (size_t k = 1; k < 8; k++) {
    const double value = x[from + (k < last ? k : last)];
    least = value < least ? value : least;
  }
  for (size_t i = from + 8; i <= to; i++) least = x[i] < least ? x[i] : least;
  return least;
}

// Peaks wait on a stack, none higher than the one below it, until a higher one comes: then all is known about them.
// `before` is the lowest sample between a peak and the one below it, `left` that on its way to higher ground.
void palpate_prominences(const double *x, size_t count, const uint32_t *maxima, size_t number, double *prominences,
                         palpate_waiting_peak *stack) {
  size_t waiting = 0;
  for (size_t k = 0; k <= number; k++) {
    const int isEnd = k == number;
    const double height = isEnd ? __builtin_inf() : x[maxima[k]];
    double lowest =
        number == 0 ? 0 : least_between(x, k > 0 ? maxima[k - 1] : 0, isEnd ? count - 1 : (size_t)maxima[k]);
    while (waiting > 0 && stack[waiting - 1].height < height) {
      const palpate_waiting_peak peak = stack[--waiting];
      prominences[peak.place] = peak.height - (peak.left > lowest ? peak.left : lowest);
      lowest = peak.before < lowest ? peak.before : lowest;
    }
    if (isEnd) return;
    double left = lowest;
    if (waiting > 0 && stack[waiting - 1].height == height && stack[waiting - 1].left < left)
      left = stack[waiting - 1].left;
    stack[waiting++] = (palpate_waiting_peak){height, lowest, left, k};
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
