// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Rows of numbers read ahead of their turn, from a line in the middle of a piece of text.
///
/// They are what ``TableScanner`` would read there, if it gets there with the same decimal sign.
struct RowsAhead {
  /// Shortest stretch worth a second thread, bytes: some 0.3 ms of reading.
  static let shortest = 1 << 17

  private(set) var columns: [[Double]]
  private(set) var missing: [Int]
  private(set) var count = 0
  /// Bytes of the rows.
  private(set) var used = 0
  /// What the last rows end in.
  private(set) var shapes: [RowEnd.Shape] = []
  private var rows: NumberRows

  /// - Parameter columns: Cells of a row, at least 1.
  init(columns: Int, level: KernelLevel) {
    self.columns = [[Double]](repeating: [], count: columns)
    missing = [Int](repeating: 0, count: columns)
    rows = NumberRows(columns: columns, level: level)
  }

  /// Reads the rows at the front of `bytes`, up to the first that is not plain; forgets those read before.
  mutating func read(_ bytes: Span<UInt8>, delimiter: Delimiter, decimal: UInt8?, longest: Int) {
    for column in columns.indices {
      columns[column].removeAll(keepingCapacity: true)
      missing[column] = 0
    }
    (count, used) = (0, 0)
    shapes.removeAll(keepingCapacity: true)
    repeat {
      let length = rows.read(
        bytes.extracting(used...), delimiter: delimiter.rawValue, decimal: decimal, longest: longest)
      guard rows.count > 0 else { return }
      for column in columns.indices {
        columns[column].append(contentsOf: rows.column(column))
        missing[column] += rows.missing[column]
      }
      RowEnd.last(of: rows, bytes, from: used, delimiter) { shapes.append($0) }
      if shapes.count > RowEnd.kept { shapes.removeFirst(shapes.count - RowEnd.kept) }
      count += rows.count
      used += length
    } while rows.count == rows.stride
  }

  /// Offset behind the first end of line at or after `offset`; nil when there is none.
  static func lineStart(_ bytes: Span<UInt8>, from offset: Int) -> Int? {
    for index in offset..<max(offset, bytes.count) where bytes[index] == 0x0A { return index + 1 }
    return nil
  }
}
