// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Rows of numbers read ahead of their turn, from a line somewhere in a text.
///
/// They are what ``TableScanner`` would read there, if it gets there with the same decimal sign.
struct RowsAhead {
  private(set) var rows: NumberRows
  /// Bytes of the rows.
  private(set) var used = 0
  /// What the last rows end in.
  private(set) var shapes: [RowEnd.Shape] = []
  private let delimiter: Delimiter
  /// The decimal sign they are read with; nil for none.
  let decimal: DecimalSign?
  private let longest: Int

  /// - Parameters:
  ///   - columns: Cells of a row, at least 1.
  ///   - whole: Columns of whole numbers.
  ///   - bytes: Length of the texts to come; of longer ones the first rows are read.
  ///   - longest: Bytes of the longest line that is taken.
  init(
    columns: Int, whole: [Int], bytes: Int, level: KernelLevel, delimiter: Delimiter, decimal: DecimalSign?,
    longest: Int
  ) {
    // A cell has two bytes at least.
    rows = NumberRows(columns: columns, whole: whole, stride: bytes / (2 * columns) + 1, level: level)
    shapes.reserveCapacity(RowEnd.kept)
    (self.delimiter, self.decimal, self.longest) = (delimiter, decimal, longest)
  }

  /// Reads the rows at the front of `bytes`, up to the first that is not plain; forgets those read before.
  mutating func read(_ bytes: Span<UInt8>) {
    used = rows.read(bytes, delimiter: delimiter.rawValue, decimal: decimal?.rawValue, longest: longest)
    shapes.removeAll(keepingCapacity: true)
    RowEnd.last(of: rows, bytes, from: 0, delimiter) { shapes.append($0) }
  }
}
