// SPDX-License-Identifier: GPL-3.0-or-later
// Medians of long runs of windows through ranks. The samples of some windows are put in order once; a window is then a
// set of ranks, one bit each, and its median a set bit that moves by a few places when a sample comes and another goes.
// Exact, and nearly independent of the length of the window.
#include "CSignalKernels.h"

enum { most_buckets = 2048, few = 24, deepest = 3 };

static void swap(double *keys, uint32_t *index, size_t a, size_t b) {
  const double key = keys[a];
  keys[a] = keys[b];
  keys[b] = key;
  const uint32_t place = index[a];
  index[a] = index[b];
  index[b] = place;
}

static void sift(double *keys, uint32_t *index, size_t root, size_t count) {
  for (size_t child; (child = 2 * root + 1) < count; root = child) {
    if (child + 1 < count && keys[child] < keys[child + 1]) child++;
    if (!(keys[root] < keys[child])) return;
    swap(keys, index, root, child);
  }
}

static void sort_by_heap(double *keys, uint32_t *index, size_t count) {
  for (size_t root = count / 2; root-- > 0;) sift(keys, index, root, count);
  for (size_t last = count; last-- > 1;) {
    swap(keys, index, 0, last);
    sift(keys, index, 0, last);
  }
}

// Brings keys, with their places, near to their order: into buckets of equal width, those with many keys again into
// narrower ones. At most `few` neighbours are left in disorder. Equal keys may come in any order.
static void distribute(double *keys, uint32_t *index, size_t count, double *spare_keys, uint32_t *spare_index,
                       int depth) {
  double low = keys[0], high = keys[0];
  for (size_t i = 1; i < count; i++) {
    low = keys[i] < low ? keys[i] : low;
    high = keys[i] > high ? keys[i] : high;
  }
  if (low == high) return;
  size_t buckets = 16;
  while (buckets < count && buckets < most_buckets) buckets *= 2;
  const double scale = (double)(buckets - 1) / (high - low);
  if (depth == deepest || !(scale > 0 && scale < 1e300)) {
    sort_by_heap(keys, index, count);
    return;
  }
  uint32_t ends[most_buckets] = {0};
  for (size_t i = 0; i < count; i++) ends[(int32_t)((keys[i] - low) * scale)]++;
  uint32_t sum = 0, largest = 0;
  for (size_t b = 0; b < buckets; b++) {
    const uint32_t size = ends[b];
    largest = size > largest ? size : largest;
    ends[b] = sum;
    sum += size;
  }
  for (size_t i = 0; i < count; i++) {
    const uint32_t place = ends[(int32_t)((keys[i] - low) * scale)]++;
    spare_keys[place] = keys[i];
    spare_index[place] = index[i];
  }
  __builtin_memcpy(keys, spare_keys, count * sizeof *keys);
  __builtin_memcpy(index, spare_index, count * sizeof *index);
  if (largest <= few) return;
  for (size_t b = 0, begin = 0; b < buckets; begin = ends[b++])
    if (ends[b] - begin > few)
      distribute(keys + begin, index + begin, ends[b] - begin, spare_keys + begin, spare_index + begin, depth + 1);
}

typedef struct {
  double *keys, *spare_keys;
  uint32_t *index, *spare_index, *ranks;
  uint64_t *bits;
} workspace;

static size_t words(size_t count) { return count / 64 + 2; }

static workspace divided(void *scratch, size_t count) {
  workspace w;
  w.keys = scratch;
  w.spare_keys = w.keys + count;
  w.bits = (uint64_t *)(w.spare_keys + count);
  w.index = (uint32_t *)(w.bits + words(count));
  w.spare_index = w.index + count;
  w.ranks = w.spare_index + count;
  return w;
}

// `count` samples, `step` apart, in order: w.keys; and the rank of each.
static void rank(workspace *w, const double *x, ptrdiff_t step, size_t count) {
  for (size_t i = 0; i < count; i++) {
    w->keys[i] = x[step * (ptrdiff_t)i] + 0.0;
    w->index[i] = (uint32_t)i;
  }
  distribute(w->keys, w->index, count, w->spare_keys, w->spare_index, 0);
  for (size_t i = 1; i < count; i++) {
    const double key = w->keys[i];
    if (!(key < w->keys[i - 1])) continue;
    const uint32_t place = w->index[i];
    size_t k = i;
    for (; k > 0 && key < w->keys[k - 1]; k--) {
      w->keys[k] = w->keys[k - 1];
      w->index[k] = w->index[k - 1];
    }
    w->keys[k] = key;
    w->index[k] = place;
  }
  for (size_t i = 0; i < count; i++) w->ranks[w->index[i]] = (uint32_t)i;
}

static size_t next(const uint64_t *bits, size_t place) {
  size_t word = place >> 6;
  uint64_t set = bits[word] & (~(uint64_t)1 << (place & 63));
  while (!set) set = bits[++word];
  return (word << 6) + (size_t)__builtin_ctzll(set);
}

static size_t previous(const uint64_t *bits, size_t place) {
  size_t word = place >> 6;
  uint64_t set = bits[word] & (((uint64_t)1 << (place & 63)) - 1);
  while (!set) set = bits[--word];
  return (word << 6) + 63 - (size_t)__builtin_clzll(set);
}

// The set bit with `wanted` set bits below it, from a place with `below` of them.
static size_t settled(const uint64_t *bits, size_t place, size_t below, size_t wanted) {
  if (below > wanted) {
    for (; below > wanted; below--) place = previous(bits, place);
    return place;
  }
  if (!(bits[place >> 6] >> (place & 63) & 1)) place = next(bits, place);
  for (; below < wanted; below++) place = next(bits, place);
  return place;
}

static void flip(uint64_t *bits, size_t place) { bits[place >> 6] ^= (uint64_t)1 << (place & 63); }

static void clear(uint64_t *bits, size_t count) {
  for (size_t i = 0; i < words(count); i++) bits[i] = 0;
}

static size_t outputs_at_once(size_t length) { return length < 64 ? 256 : length < 1024 ? 1024 : length; }

size_t palpate_ranks_scratch(size_t length) {
  const size_t count = outputs_at_once(length) + length;
  return count * (2 * sizeof(double) + 3 * sizeof(uint32_t)) + words(count) * sizeof(uint64_t);
}

void palpate_median_ranks(size_t length, const double *x, double *y, size_t count, void *scratch) {
  const size_t block = outputs_at_once(length), half = length / 2;
  for (size_t done = 0; done < count; done += block) {
    const size_t now = count - done < block ? count - done : block;
    workspace w = divided(scratch, block + length);
    rank(&w, x + done, 1, now + length - 1);
    clear(w.bits, now + length);
    for (size_t i = 0; i < length; i++) flip(w.bits, w.ranks[i]);
    size_t median = settled(w.bits, 0, 0, half);
    y[done] = w.keys[median];
    for (size_t i = 1; i < now; i++) {
      const size_t out = w.ranks[i - 1], in = w.ranks[i + length - 1];
      flip(w.bits, out);
      flip(w.bits, in);
      median = settled(w.bits, median, half + (in < median) - (out < median), half);
      y[done + i] = w.keys[median];
    }
  }
}

void palpate_median_growing(const double *x, double *y, ptrdiff_t step, size_t count, void *scratch) {
  if (count == 0) return;
  const size_t samples = 2 * count - 1;
  workspace w = divided(scratch, samples);
  rank(&w, x, step, samples);
  clear(w.bits, samples);
  for (size_t i = 0; i < samples; i++) flip(w.bits, i);
  // Backwards, two samples fewer each time.
  size_t median = count - 1;
  for (size_t k = count - 1;; k--) {
    y[step * (ptrdiff_t)k] = w.keys[median];
    if (k == 0) return;
    const size_t last = w.ranks[2 * k], other = w.ranks[2 * k - 1];
    flip(w.bits, last);
    flip(w.bits, other);
    median = settled(w.bits, median, k - (last < median) - (other < median), k - 1);
  }
}
