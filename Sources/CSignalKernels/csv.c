// SPDX-License-Identifier: GPL-3.0-or-later
#include "include/palpate_csv.h"

#include <string.h>

typedef uint8_t csv_block __attribute__((vector_size(64)));
typedef char csv_flags __attribute__((vector_size(64)));
typedef _Bool csv_bits __attribute__((ext_vector_type(64)));

static const double csv_tens[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

// Powers of five below 2^64.
static const uint64_t csv_fives[] = {
    1u, 5u, 25u, 125u, 625u, 3125u, 15625u, 78125u, 390625u, 1953125u, 9765625u, 48828125u, 244140625u, 1220703125u,
    6103515625u, 30517578125u, 152587890625u, 762939453125u, 3814697265625u, 19073486328125u, 95367431640625u,
    476837158203125u, 2384185791015625u, 11920928955078125u, 59604644775390625u, 298023223876953125u,
    1490116119384765625u, 7450580596923828125u,
};

// The nearest double to high * 2^64 + low, times 2^exponent; `rest` tells of something smaller than the last bit.
static double csv_rounded(uint64_t high, uint64_t low, int rest, int exponent) {
  if (high == 0) {
    high = low;
    low = 0;
    exponent -= 64;
  }
  const int shift = __builtin_clzll(high);
  if (shift) {
    high = high << shift | low >> (64 - shift);
    low <<= shift;
  }
  exponent += 64 - shift;
  // 53 bits stay; below them one bit of a half and everything smaller.
  uint64_t kept = high >> 11;
  const uint64_t below = high & 0x7FF;
  const int more = low != 0 || rest;
  if (below > 0x400 || (below == 0x400 && (more || (kept & 1)))) kept++;
  // Far from the ends of the range: a power of two is its exponent alone.
  const uint64_t bits = (uint64_t)(exponent + 11 + 1023) << 52;
  double scale;
  memcpy(&scale, &bits, 8);
  return (double)kept * scale;
}

// mantissa * 10^power, rounded once; mantissa > 0, power within ±27. 10^n = 5^n 2^n, and 5^27 < 2^63.
static double csv_scaled(uint64_t mantissa, int power) {
  if (power >= 0) {
    const unsigned __int128 product = (unsigned __int128)mantissa * csv_fives[power];
    return csv_rounded((uint64_t)(product >> 64), (uint64_t)product, 0, power);
  }
  const uint64_t divisor = csv_fives[-power];
  // Moved up until the quotient has at least 64 bits: then its lower bits and the rest decide the rounding. The rest is
  // not asked for, since that would take a second division.
  const int shift = __builtin_clzll(mantissa);
  const unsigned __int128 dividend = (unsigned __int128)(mantissa << shift) << 64;
  const unsigned __int128 quotient = dividend / divisor;
  const int rest = quotient * divisor != dividend;
  return csv_rounded((uint64_t)(quotient >> 64), (uint64_t)quotient, rest, power - shift - 64);
}

double palpate_decimal(uint64_t mantissa, int power) { return mantissa ? csv_scaled(mantissa, power) : 0; }

enum { csv_odd, csv_number, csv_missing };

static int csv_is_blank(uint8_t byte) { return byte == ' ' || byte == '\t'; }

// Whether eight bytes, the first lowest, are digits.
static int csv_are_digits(uint64_t bytes) {
  const uint64_t high = 0xF0F0F0F0F0F0F0F0, six = 0x0606060606060606;
  return ((bytes & high) | ((bytes + six) & high) >> 4) == 0x3333333333333333;
}

// The number that eight digits are, the first lowest: pairs, then fours, then all.
static uint64_t csv_eight(uint64_t digits) {
  digits &= 0x0F0F0F0F0F0F0F0F;
  digits = digits * 10 + (digits >> 8);
  const uint64_t pairs = 0x000000FF000000FF;
  return ((digits & pairs) * (100 + (1000000ull << 32)) + (digits >> 16 & pairs) * (1 + (10000ull << 32))) >> 32;
}

// A whole number of up to 19 digits as the bits of int64_t.
static int csv_whole_cell(const uint8_t *p, const uint8_t *end, double *value) {
  while (p < end && csv_is_blank(*p)) p++;
  while (end > p && csv_is_blank(end[-1])) end--;
  if (p == end || end - p > 19) return csv_odd;
  uint64_t number = 0;
  for (; p < end; p++) {
    const unsigned digit = *p - '0';
    if (digit > 9) return csv_odd;
    number = number * 10 + digit;
  }
  if (number > INT64_MAX) return csv_odd;
  memcpy(value, &number, 8);
  return csv_number;
}

// Any cell that is a number or missing.
static int csv_any_cell(const uint8_t *p, const uint8_t *end, uint8_t decimal, double *value) {
  while (p < end && csv_is_blank(*p)) p++;
  while (end > p && csv_is_blank(end[-1])) end--;
  if (p == end || (end - p == 3 && (p[0] | 32) == 'n' && (p[1] | 32) == 'a' && (p[2] | 32) == 'n')) {
    *value = __builtin_nan("");
    return csv_missing;
  }
  const uint8_t *start = p;
  const int negative = *p == '-';
  if (negative || *p == '+') p++;
  uint64_t mantissa = 0;
  int digits = 0, significant = 0, power = 0, sign = 0;
  for (; p < end; p++) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    // Leading zeros do not count as digits, so they go one by one.
    if (mantissa && end - start >= 8) {
      const int many = end - p < 8 ? (int)(end - p) : 8;
      uint64_t eight;
      memcpy(&eight, p + many - 8, 8);
      // Of the bytes before those that are left, zeros.
      const uint64_t others = many < 8 ? ~(uint64_t)0 >> 8 * many : 0;
      eight = (eight & ~others) | (0x3030303030303030 & others);
      if (csv_are_digits(eight)) {
        significant += many;
        if (significant > 19) return csv_odd;
        mantissa = mantissa * (csv_fives[many] << many) + csv_eight(eight);
        power -= many * sign;
        p += many - 1;
        continue;
      }
    }
#endif
    const unsigned digit = *p - '0';
    if (digit < 10) {
      digits = 1;
      mantissa = mantissa * 10 + digit;
      if (mantissa && ++significant > 19) return csv_odd;
      power -= sign;
    } else if (*p == decimal && !sign) {
      // "1," is a list with an empty cell rather than a number.
      if (decimal == ',' && (p + 1 == end || (unsigned)(p[1] - '0') > 9)) return csv_odd;
      sign = 1;
    } else {
      break;
    }
  }
  if (!digits) return csv_odd;
  if (p < end) {
    if ((*p++ | 32) != 'e') return csv_odd;
    const int down = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end) return csv_odd;
    int written = 0;
    for (; p < end; p++) {
      const unsigned digit = *p - '0';
      if (digit > 9 || written > 1000) return csv_odd;
      written = written * 10 + (int)digit;
    }
    power += down ? -written : written;
  }
  double x;
  if (mantissa < (uint64_t)1 << 53 && power >= -22 && power <= 22) {
    x = power < 0 ? (double)mantissa / csv_tens[-power] : (double)mantissa * csv_tens[power];
  } else if (mantissa && power >= -27 && power <= 27) {
    x = csv_scaled(mantissa, power);
  } else {
    return csv_odd;
  }
  *value = negative ? -x : x;
  return csv_number;
}

// LF stands in no cell, so as a decimal sign it is none.
static uint8_t csv_decimal(const palpate_csv_dialect *dialect) { return dialect->decimal ? dialect->decimal : '\n'; }

// Any row that is taken, cell by cell. Returns the number of marks used, 0 for a row that is left to the caller.
static size_t csv_any_row(const uint8_t *bytes, const uint32_t *marks, size_t held, size_t start,
                          const palpate_csv_dialect *dialect, double *values, size_t stride, size_t *missing) {
  const size_t columns = dialect->columns;
  const uint8_t decimal = csv_decimal(dialect);
  const uint8_t *from = bytes + start;
  size_t blanks = 0, used = columns;
  for (size_t column = 0; column < columns; column++) {
    const uint8_t *end = bytes + marks[column];
    const uint8_t *behind = end + 1;
    if (column + 1 < columns) {
      if (*end == '\n') return 0;
    } else if (*end == '\n') {
      if (end > from && end[-1] == '\r') end--;
    } else {
      // One more delimiter, and nothing behind it.
      if (held <= columns || bytes[marks[columns]] != '\n') return 0;
      const uint8_t *last = bytes + marks[columns];
      if (last > behind && last[-1] == '\r') last--;
      while (last > behind && csv_is_blank(last[-1])) last--;
      if (last != behind) return 0;
      used++;
    }
    if (end - from > palpate_csv_longest_cell) return 0;
    double *value = values + column * stride;
    const int is_whole = dialect->whole && dialect->whole[column];
    const int kind = is_whole ? csv_whole_cell(from, end, value) : csv_any_cell(from, end, decimal, value);
    if (kind == csv_odd || (kind == csv_missing && dialect->delimiter == ' ')) return 0;
    blanks += kind == csv_missing;
    from = behind;
  }
  // A row without a number may be an empty line.
  if (blanks == columns) return 0;
  if (blanks)
    for (size_t c = 0; c < columns; c++)
      if (!dialect->whole || !dialect->whole[c]) missing[c] += values[c * stride] != values[c * stride];
  return used;
}

#define BODY "csv_body.h"
#include "each_level.h"

size_t palpate_csv_rows(palpate_level level, const palpate_csv_dialect *dialect, const uint8_t *bytes, size_t count,
                        double *values, size_t stride, size_t most, uint32_t *ends, size_t *missing) {
  if (dialect->columns == 0 || dialect->columns > palpate_csv_most_columns || count > UINT32_MAX / 2) return 0;
  if (most > stride) most = stride;
  return AT_LEVEL(level, rows, dialect, bytes, count, values, stride, most, ends, missing);
}

int palpate_is_plain_text(palpate_level level, const uint8_t *bytes, size_t count) {
  return AT_LEVEL(level, is_plain, bytes, count);
}
