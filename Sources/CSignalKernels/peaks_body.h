// SPDX-License-Identifier: GPL-3.0-or-later
// Local maxima; included once for every instruction-set level.

// A peak or plateau that begins at i, whose sample before is lower: its place, or nothing.
INLINE size_t LEVEL(plateau)(const double *x, size_t count, size_t i, uint32_t *peaks, size_t found) {
  size_t end = i + 1;
  while (end < count && x[end] == x[i]) end++;
  if (end < count && x[end] < x[i]) peaks[found++] = (uint32_t)((i + end - 1) / 2);
  return found;
}

static size_t LEVEL(local_maxima)(const double *x, size_t count, uint32_t *peaks) {
  size_t found = 0, i = 1;
#if LEVEL_NUMBER == 3
  // Places of the bits of a mask, lowest first: four are stored, as many count as there are.
  static const uint32_t places[16][4] = {
      {0}, {0}, {1}, {0, 1}, {2}, {0, 2}, {1, 2}, {0, 1, 2}, {3}, {0, 3}, {1, 3}, {0, 1, 3}, {2, 3}, {0, 2, 3}, {1, 2, 3},
      {0, 1, 2, 3}};
  for (; i + 5 <= count; i += 4) {
    const __m256d here = _mm256_loadu_pd(x + i), after = _mm256_loadu_pd(x + i + 1);
    const __m256d rises = _mm256_cmp_pd(_mm256_loadu_pd(x + i - 1), here, _CMP_LT_OQ);
    const int flat = _mm256_movemask_pd(_mm256_and_pd(rises, _mm256_cmp_pd(after, here, _CMP_EQ_OQ)));
    const int peak = _mm256_movemask_pd(_mm256_and_pd(rises, _mm256_cmp_pd(after, here, _CMP_LT_OQ)));
    if (__builtin_expect(flat, 0)) {
      for (int k = 0; k < 4; k++)
        if ((flat | peak) >> k & 1) found = LEVEL(plateau)(x, count, i + (size_t)k, peaks, found);
      continue;
    }
    const __m128i base = _mm_set1_epi32((int)(uint32_t)i);
    _mm_storeu_si128((__m128i *)(peaks + found), _mm_add_epi32(base, _mm_loadu_si128((const __m128i *)places[peak])));
    found += (size_t)__builtin_popcount((unsigned)peak);
  }
#elif LEVEL_NUMBER == 4
  for (; i + 9 <= count; i += 8) {
    const __m512d here = _mm512_loadu_pd(x + i), after = _mm512_loadu_pd(x + i + 1);
    const __mmask8 rises = _mm512_cmp_pd_mask(_mm512_loadu_pd(x + i - 1), here, _CMP_LT_OQ);
    const __mmask8 flat = _mm512_mask_cmp_pd_mask(rises, after, here, _CMP_EQ_OQ);
    const __mmask8 peak = _mm512_mask_cmp_pd_mask(rises, after, here, _CMP_LT_OQ);
    if (__builtin_expect(flat, 0)) {
      for (int k = 0; k < 8; k++)
        if ((flat | peak) >> k & 1) found = LEVEL(plateau)(x, count, i + (size_t)k, peaks, found);
      continue;
    }
    const __m256i place = _mm256_add_epi32(_mm256_set1_epi32((int)(uint32_t)i), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
    _mm256_storeu_si256((__m256i *)(peaks + found), _mm256_maskz_compress_epi32(peak, place));
    found += (size_t)__builtin_popcount((unsigned)peak);
  }
#endif
  for (; i + 1 < count; i++)
    if (x[i - 1] < x[i] && x[i + 1] <= x[i]) found = LEVEL(plateau)(x, count, i, peaks, found);
  return found;
}
