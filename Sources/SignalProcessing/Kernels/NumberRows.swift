// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Rows of plain decimal numbers out of delimited text, many at a time.
///
/// A plain row has as many cells as there are columns, perhaps one empty cell more; each is a decimal number, empty or
/// NaN, with blanks around it, and the row ends in LF or CR LF. Numbers are read to the nearest `Double`, ties to
/// even. Reading stops before the first row of another kind, which is left to the caller.
public struct NumberRows: Sendable {
  public let columns: Int
  /// Rows a call reads at most.
  public let stride: Int
  /// Rows of the last call.
  public private(set) var count = 0
  /// Missing cells of the last call, for each column.
  public private(set) var missing: [Int]
  private var values: [Double]
  private var ends: [UInt32]
  public let level: KernelLevel
  /// For each column 1 where its numbers are whole, else 0; empty when none are.
  private let whole: [UInt8]

  /// - Parameters:
  ///   - columns: Cells of a row, at least 1.
  ///   - whole: Columns of whole numbers, of which every digit counts; ``wholeNumbers(_:)`` gives them.
  ///   - stride: Rows a call reads at most; nil for a block that stays in the nearest cache.
  public init(columns: Int, whole: [Int] = [], stride: Int? = nil, level: KernelLevel = .current) {
    precondition(columns > 0 && level.isSupported && whole.allSatisfy { $0 < columns })
    var isWhole = [UInt8](repeating: 0, count: whole.isEmpty ? 0 : columns)
    for column in whole { isWhole[column] = 1 }
    self.whole = isWhole
    self.columns = columns
    self.level = level
    // An odd number keeps the columns from falling into the same lines of a cache.
    self.stride = max(16, stride ?? min(512, 2560 / columns)) | 9
    values = [Double](repeating: 0, count: columns * self.stride)
    ends = [UInt32](repeating: 0, count: self.stride)
    missing = [Int](repeating: 0, count: columns)
  }

  /// Reads the rows at the front of `bytes`.
  ///
  /// - Parameters:
  ///   - decimal: Decimal sign of all cells; nil when none may have one.
  ///   - most: Largest number of rows.
  ///   - longest: Bytes of the longest line that is taken.
  /// - Returns: Number of bytes of the rows read; 0 when the first row is not plain.
  public mutating func read(
    _ bytes: Span<UInt8>, delimiter: UInt8, decimal: UInt8?, most: Int = .max, longest: Int = .max
  ) -> Int {
    for column in 0..<columns { missing[column] = 0 }
    count = 0
    guard most > 0, columns <= palpate_csv_most_columns else { return 0 }
    var dialect = unsafe palpate_csv_dialect(
      delimiter: delimiter, decimal: decimal ?? 0, columns: columns, longest: longest, whole: nil)
    let span = bytes.extracting(first: 1 << 24)
    count = unsafe span.withUnsafeBufferPointer { text in
      unsafe values.withUnsafeMutableBufferPointer { values in
        unsafe ends.withUnsafeMutableBufferPointer { ends in
          unsafe missing.withUnsafeMutableBufferPointer { missing in
            guard let text = text.baseAddress, let values = values.baseAddress, let ends = ends.baseAddress else {
              return 0
            }
            return unsafe missing.withMemoryRebound(to: UInt.self) { missing in
              unsafe whole.withUnsafeBufferPointer { whole in
                unsafe dialect.whole = whole.isEmpty ? nil : whole.baseAddress
                return unsafe palpate_csv_rows(
                  level.code, &dialect, text, span.count, values, stride, min(most, stride), ends, missing.baseAddress)
              }
            }
          }
        }
      }
    }
    return count > 0 ? Int(ends[count - 1]) : 0
  }

  /// The cells of one column in the rows of the last call, NaN where missing.
  public func column(_ column: Int) -> ArraySlice<Double> { values[(column * stride)..<(column * stride + count)] }

  /// The cells of a column of whole numbers in the rows of the last call.
  public func wholeNumbers(_ column: Int) -> some Sequence<Int64> {
    precondition(whole[column] == 1)
    return self.column(column).lazy.map { Int64(bitPattern: $0.bitPattern) }
  }

  /// The nearest `Double` to `mantissa` · 10^`power`, ties to even, for powers from −27 to 27.
  public static func decimal(_ mantissa: UInt64, _ power: Int) -> Double {
    precondition((-27...27).contains(power))
    return palpate_decimal(mantissa, Int32(power))
  }

  /// Offset behind the end of a row of the last call, from the front of the bytes.
  public func end(ofRow row: Int) -> Int { Int(ends[row]) }

  /// Whether all bytes are printable ASCII, tabs, or ends of lines and pages.
  public static func isPlainText(_ bytes: Span<UInt8>, level: KernelLevel = .current) -> Bool {
    unsafe bytes.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress else { return true }
      return unsafe palpate_is_plain_text(level.code, base, bytes.count) != 0
    }
  }
}
