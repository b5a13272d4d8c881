// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of plain decimal numbers out of delimited text.
#ifndef PALPATE_CSV_H
#define PALPATE_CSV_H

#include "CSignalKernels.h"

enum {
  palpate_csv_most_columns = 4096,
  palpate_csv_longest_cell = 64, // bytes; a row with a longer cell is left to the caller
};

typedef struct {
  uint8_t delimiter;
  uint8_t decimal; // '.' or ','; 0 when no cell may have a decimal sign
  size_t columns;  // 1…palpate_csv_most_columns
  size_t longest;  // bytes of the longest line that is taken, its end not counted
  // For each column 1 when its cells are whole numbers of which every digit counts, else 0; null when none is.
  const uint8_t *whole;
} palpate_csv_dialect;

/// Reads plain rows from the front of `bytes`: as many cells as there are columns (and perhaps an empty one after
/// them), each a decimal number, empty or NaN in any case, blanks and tabs around it; ended by LF or CR LF.
///
/// A number is written `[+-]digits[sign digits][e[+-]digits]`, of at most 19 significant digits times a power of ten
/// within ±27, or of at most 2^53 within ±22; it is read to the nearest double, ties to even. The first row of any
/// other kind ends the reading: rows without anything in them, blank delimiters side by side, quotes, comments, words.
///
/// In columns of whole numbers cells have 1 to 19 digits and nothing else, and their values are not doubles but the bits
/// of int64_t; a row with any other cell in such a column ends the reading.
///
/// Cell c of row r goes to values[c * stride + r], NaN where empty, and is counted in missing[c]; ends[r] is the offset
/// behind the end of row r. Never reads outside `bytes[0..<count]`.
/// - Returns: Number of rows, at most `most` ≤ `stride`.
size_t palpate_csv_rows(palpate_level level, const palpate_csv_dialect *dialect, const uint8_t *bytes, size_t count,
                        double *values, size_t stride, size_t most, uint32_t *ends, size_t *missing);

/// The nearest double to mantissa * 10^power, ties to even, for powers within ±27.
double palpate_decimal(uint64_t mantissa, int power);

/// Whether all bytes are printable ASCII, tabs or ends of lines and pages.
int palpate_is_plain_text(palpate_level level, const uint8_t *bytes, size_t count);

#endif
