// SPDX-License-Identifier: GPL-3.0-or-later

/// Numbers on the lines of a universal file, in columns of 13 or 20.
enum UniversalNumbers {
  /// A number with an exponent of `E`, or `D` as FORTRAN writes it; nil for anything else.
  static func number(_ bytes: Span<UInt8>) -> Double? {
    var text: [UInt8] = []
    for index in bytes.indices { text.append(bytes[index] | 0x20 == 0x64 ? 0x45 : bytes[index]) }
    return DecimalNumber.parse(text.span, 0..<text.count, comma: false)?.value
  }

  /// The numbers of a line: between blanks, or where these are missing in columns of these widths, over and over.
  /// - Returns: Nil when some part is no number.
  static func line(_ bytes: Span<UInt8>, _ range: Range<Int>, widths: [Int], into out: inout [Double]) -> Bool {
    let known = out.count
    if between(bytes, range, into: &out) { return true }
    out.removeLast(out.count - known)
    var start = range.lowerBound
    var index = 0
    while start < range.upperBound {
      let end = min(start + widths[index % widths.count], range.upperBound)
      let field = Cells.trim(bytes, start..<end)
      if field.isEmpty {
        guard Cells.trim(bytes, start..<range.upperBound).isEmpty else { return false }
        return true
      }
      guard let value = number(bytes.extracting(field)) else { return false }
      out.append(value)
      start = end
      index += 1
    }
    return true
  }

  private static func between(_ bytes: Span<UInt8>, _ range: Range<Int>, into out: inout [Double]) -> Bool {
    var index = range.lowerBound
    while index < range.upperBound {
      if Cells.isBlank(bytes[index]) {
        index += 1
        continue
      }
      var end = index
      while end < range.upperBound, !Cells.isBlank(bytes[end]) { end += 1 }
      if let plain = DecimalNumber.parse(bytes, index..<end, comma: false) {
        out.append(plain.value)
      } else if let value = number(bytes.extracting(index..<end)) {
        out.append(value)
      } else {
        return false
      }
      index = end
    }
    return true
  }
}
