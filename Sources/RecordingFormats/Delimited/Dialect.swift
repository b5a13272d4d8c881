// SPDX-License-Identifier: GPL-3.0-or-later

/// How a text table is written, found from its first lines.
struct Dialect {
  var delimiter: Delimiter
  /// Nil until the first number with a decimal sign settles it.
  var decimal: DecimalSign?
  /// Number of cells most rows of numbers have.
  var columnCount: Int

  /// Lines looked at to find the dialect.
  static let sampleLines = 400
  /// Bytes looked at, so that very long lines do not cost very long.
  static let sampleBytes = 4 << 20

  /// Decides by the number of cells that are numbers: a wrong delimiter leaves text or fewer cells.
  /// - Returns: Nil when no line holds a number.
  static func find(_ bytes: Span<UInt8>, _ lines: [TextLine]) -> Dialect? {
    var best: (score: Double, dialect: Dialect)?
    for delimiter in Delimiter.allCases {
      for decimal in [DecimalSign.point, .comma] {
        // Decimal commas in a comma-delimited file stand in quotes and are settled cell by cell.
        if delimiter == .comma, decimal == .comma { continue }
        guard let (score, count) = score(bytes, lines, delimiter, decimal) else { continue }
        if score > best?.score ?? -1 {
          best = (score, Dialect(delimiter: delimiter, decimal: nil, columnCount: count))
        }
      }
    }
    guard var dialect = best?.dialect else { return nil }
    dialect.decimal = decimalSign(bytes, lines, dialect.delimiter)
    return dialect
  }

  /// The decimal sign of most sampled cells; nil while all of them are integers.
  private static func decimalSign(_ bytes: Span<UInt8>, _ lines: [TextLine], _ delimiter: Delimiter) -> DecimalSign? {
    var cells: [Cell] = []
    var points = 0
    var commas = 0
    for line in lines {
      Cells.split(bytes, line.range, delimiter, into: &cells)
      for cell in cells {
        guard case .number(_, let sign?) = CellValue.read(bytes, cell, comma: true, point: true) else { continue }
        if sign == .point { points += 1 } else { commas += 1 }
      }
    }
    // In a comma-delimited file "1,234" in quotes is a decimal only if nothing there is written with a point.
    if delimiter == .comma { return commas > 0 && points == 0 ? .comma : .point }
    return points == 0 && commas == 0 ? nil : commas > points ? .comma : .point
  }

  /// Numbers in lines of the commonest shape, weighted by their share of all cells there.
  private static func score(
    _ bytes: Span<UInt8>, _ lines: [TextLine], _ delimiter: Delimiter, _ decimal: DecimalSign
  ) -> (Double, Int)? {
    var cells: [Cell] = []
    var shapes: [Int: (numbers: Int, filled: Int)] = [:]
    for line in lines {
      Cells.split(bytes, line.range, delimiter, into: &cells)
      var numbers = 0
      var filled = 0
      for cell in cells {
        switch CellValue.read(
          bytes, cell, comma: decimal == .comma || cell.isQuoted, point: decimal == .point)
        {
        case .number: numbers += 1; filled += 1
        case .missing: break
        case .text:
          filled += 1
          if DateTimeText.nanoseconds(bytes, cell.range) != nil { numbers += 1 }
        }
      }
      guard numbers > 0 else { continue }
      // Rows with and without a trailing delimiter are of one shape.
      let count = cells.last?.isEmpty == true ? cells.count - 1 : cells.count
      shapes[count, default: (0, 0)].numbers += numbers
      shapes[count, default: (0, 0)].filled += filled
    }
    var best: (score: Double, count: Int)?
    for (count, shape) in shapes.sorted(by: { $0.key < $1.key }) {
      let score = Double(shape.numbers) * Double(shape.numbers) / Double(max(shape.filled, 1))
      if score >= best?.score ?? -1 { best = (score, count) }
    }
    return best.map { ($0.score, $0.count) }
  }
}
