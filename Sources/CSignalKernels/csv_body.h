// SPDX-License-Identifier: GPL-3.0-or-later
// Two stages: compares of 64 bytes give the places of all separators; then the 16 bytes that end at a separator become
// an integer in a few instructions, and an exact power of ten divides it.

#define BYTES(x) ((csv_block){0} + (uint8_t)(x))

INLINE uint64_t LEVEL(flags)(csv_flags flags) {
  const csv_bits bits = __builtin_convertvector(flags, csv_bits);
  uint64_t word;
  memcpy(&word, &bits, 8);
  return word;
}

// Number of zero bits below the lowest one; anything for 0.
INLINE uint32_t LEVEL(lowest)(uint64_t word) {
#if LEVEL_NUMBER >= 3
  return (uint32_t)__builtin_ia32_tzcnt_u64(word);
#else
  return word ? (uint32_t)__builtin_ctzll(word) : 0;
#endif
}

// Bit i: byte i is the delimiter or LF.
INLINE uint64_t LEVEL(separators)(const uint8_t *bytes, uint8_t delimiter) {
  csv_block x;
  memcpy(&x, bytes, 64);
  return LEVEL(flags)((csv_flags)((x == BYTES(delimiter)) | (x == BYTES('\n'))));
}

#if LEVEL_NUMBER >= 3
// What shows that a cell of a row is not a short number, gathered over the row: asked once, not for every cell.
typedef struct {
  __m128i excess;    // something that is no digit
  uint64_t mantissa; // 2^53 or more
  uint64_t whole;    // length less one: 16 or more
  uint64_t digits;   // number of digits less one: below 0
  uint64_t upto;     // 16: a sign behind all digits
  uint64_t ends;     // a cell that does not end at the delimiter
} LEVEL(csv_seen);

// A number in 1 to 16 bytes, which end at `end`, 16 readable bytes before it: digits with perhaps a minus before and a
// decimal sign between. The value of anything else is arbitrary.
INLINE void LEVEL(short_cell)(const uint8_t *start, const uint8_t *end, uint8_t decimal, double *value,
                              LEVEL(csv_seen) *seen) {
  static const uint8_t slide[32] = {0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,   0,
                                    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  const uint64_t whole = (uint64_t)(end - start), negative = *start == '-';
  const uint64_t length = (whole < 16 ? whole : 16) - negative;
  const __m128i x = _mm_loadu_si128((const __m128i *)(end - 16));
  const __m128i inside = _mm_loadu_si128((const __m128i *)(slide + length));
  const __m128i d = _mm_and_si128(_mm_sub_epi8(x, _mm_set1_epi8('0')), inside);
  const __m128i is_sign = _mm_and_si128(_mm_cmpeq_epi8(x, _mm_set1_epi8((char)decimal)), inside);
  const unsigned signs = (unsigned)_mm_movemask_epi8(is_sign);
  // The digits before the sign move up over it.
  const uint64_t above = __builtin_ia32_lzcnt_u32(signs);
  const __m128i behind = _mm_loadu_si128((const __m128i *)(slide + above - 16));
  const __m128i digits = _mm_blendv_epi8(_mm_bslli_si128(d, 1), d, behind);
  const __m128i tens = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
  const __m128i hundreds = _mm_madd_epi16(tens, _mm_set1_epi32(0x00010064));
  const __m128i fours = _mm_packus_epi32(hundreds, hundreds);
  const uint64_t halves = (uint64_t)_mm_cvtsi128_si64(_mm_madd_epi16(fours, _mm_set1_epi32(0x00012710)));
  const uint64_t mantissa = (halves & 0xFFFFFFFF) * 100000000 + (halves >> 32);
  const double quotient = (double)(int64_t)mantissa / csv_tens[above & 15];
  uint64_t bits;
  memcpy(&bits, &quotient, 8);
  bits |= negative << 63;
  memcpy(value, &bits, 8);
  seen->excess = _mm_or_si128(seen->excess, _mm_subs_epu8(digits, _mm_set1_epi8(9)));
  seen->mantissa |= mantissa;
  seen->whole |= whole - 1;
  seen->digits |= length - (above < 32) - 1;
  seen->upto |= 32 - above;
}

// A row of such numbers. Returns the number of marks used, 0 for any other row.
INLINE size_t LEVEL(short_row)(const uint8_t *bytes, const uint32_t *marks, size_t held, size_t start, size_t columns,
                               uint8_t delimiter, uint8_t decimal, double *values, size_t stride) {
  LEVEL(csv_seen) seen = {_mm_setzero_si128(), 0, 0, 0, 0, 0};
  const uint8_t *from = bytes + start;
  for (size_t column = 0; column + 1 < columns; column++) {
    const uint8_t *end = bytes + marks[column];
    seen.ends |= (uint64_t)(*end ^ delimiter);
    LEVEL(short_cell)(from, end, decimal, values, &seen);
    from = end + 1;
    values += stride;
  }
  const uint8_t *end = bytes + marks[columns - 1];
  size_t used = columns;
  if (*end != '\n') {
    // One more delimiter, and nothing behind it.
    const size_t gap = held > columns ? marks[columns] - marks[columns - 1] : 0;
    if (bytes[marks[columns - 1] + gap] != '\n' || !(gap == 1 || (gap == 2 && end[1] == '\r'))) return 0;
    used++;
  } else if (end[-1] == '\r') {
    end--;
  }
  if (end <= from) return 0;
  LEVEL(short_cell)(from, end, decimal, values, &seen);
  // "1," is no number; neither are a sign and a minus alone.
  const int odd = seen.ends != 0 || seen.whole >= 16 || (int64_t)seen.digits < 0 || seen.mantissa >> 53 ||
                  (decimal == ',' && (seen.upto & 16)) || !_mm_testz_si128(seen.excess, seen.excess);
  return odd ? 0 : used;
}
#endif

static size_t LEVEL(rows)(const palpate_csv_dialect *dialect, const uint8_t *bytes, size_t count, double *values,
                          size_t stride, size_t most, uint32_t *ends, size_t *missing) {
  enum { at_once = 1024 };
  uint32_t marks[palpate_csv_most_columns + at_once + 128];
  const size_t columns = dialect->columns;
  const uint8_t delimiter = dialect->delimiter;
  const size_t longest_row = (columns + 1) * (palpate_csv_longest_cell + 1) + 1;
  size_t rows = 0, row_start = 0, scanned = 0;
  size_t next = 0, held = 0; // marks not yet used are [next, held)
  size_t wanted = 4 * columns + 1;
  if (wanted > columns + at_once) wanted = columns + at_once;
  while (rows < most) {
    if (held - next < columns + 1) {
      if (wanted > (most - rows) * columns + 1) wanted = (most - rows) * columns + 1;
      memmove(marks, marks + next, (held - next) * sizeof *marks);
      held -= next;
      next = 0;
      while (held < wanted && scanned < count) {
        if (held < columns && scanned - row_start > longest_row) return rows;
        uint64_t found;
        if (count - scanned >= 64) {
          found = LEVEL(separators)(bytes + scanned, delimiter);
        } else {
          uint8_t tail[64];
          memset(tail, 0, 64);
          memcpy(tail, bytes + scanned, count - scanned);
          found = LEVEL(separators)(tail, delimiter);
          found &= ((uint64_t)1 << (count - scanned)) - 1;
        }
        uint32_t *out = marks + held;
        const unsigned many = (unsigned)__builtin_popcountll(found);
        held += many;
        // Eight at a time without asking: a few too many are overwritten later.
        for (unsigned done = 0; done < many; done += 8) {
          UNROLL for (int i = 0; i < 8; i++) {
            *out++ = (uint32_t)scanned + LEVEL(lowest)(found);
            found &= found - 1;
            // Clang would make slow vectors of the eight steps.
            __asm__("" : "+r"(found));
          }
        }
        scanned += 64;
      }
      if (scanned > count) scanned = count;
      wanted = wanted * 2 < columns + at_once ? wanted * 2 : columns + at_once;
      if (held < columns) return rows;
    }
    size_t used = 0;
#if LEVEL_NUMBER >= 3
    if (row_start >= 16 && !dialect->whole)
      used = LEVEL(short_row)(bytes, marks + next, held - next, row_start, columns, delimiter,
                               csv_decimal(dialect), values + rows, stride);
#endif
    if (!used) {
      used = csv_any_row(bytes, marks + next, held - next, row_start, dialect, values + rows, stride, missing);
      if (!used) return rows;
    }
    const size_t row_end = marks[next + used - 1];
    if (row_end - row_start > dialect->longest) return rows;
    row_start = row_end + 1;
    ends[rows++] = (uint32_t)row_start;
    next += used;
  }
  return rows;
}

static int LEVEL(is_plain)(const uint8_t *bytes, size_t count) {
  size_t i = 0;
  csv_block bad = {0};
  for (; i + 64 <= count; i += 64) {
    csv_block x;
    memcpy(&x, bytes + i, 64);
    bad |= (csv_block)(x - BYTES(0x20) > BYTES(0x7E - 0x20)) & ~(csv_block)(x - BYTES(0x09) <= BYTES(0x0D - 0x09));
    if ((i & 4095) == 4032 && __builtin_reduce_or(bad)) return 0;
  }
  if (__builtin_reduce_or(bad)) return 0;
  for (; i < count; i++)
    if ((uint8_t)(bytes[i] - 0x20) > 0x7E - 0x20 && (uint8_t)(bytes[i] - 0x09) > 0x0D - 0x09) return 0;
  return 1;
}

#undef BYTES
