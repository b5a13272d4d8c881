// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// The decimal sign of a file.
enum DecimalSign: UInt8, Sendable {
  case point = 0x2E
  case comma = 0x2C
}

/// A decimal number read to the nearest `Double` (ties to even), without locale.
///
/// Numbers of up to 19 digits whose digits fit 53 bits and whose power of ten is at most 22 are one exact
/// multiplication or division of two exact doubles, hence correctly rounded (Clinger 1990, "How to read floating point
/// numbers accurately"). Up to 10^27 the product or quotient of two whole numbers is rounded once; the others take the
/// standard library's correctly rounded parser.
enum DecimalNumber {
  struct Parsed {
    let value: Double
    /// The decimal sign seen; nil for integers.
    let sign: DecimalSign?
  }

  /// - Parameters:
  ///   - range: The whole cell, without blanks around it.
  ///   - comma: Whether a decimal comma is allowed.
  ///   - point: Whether a decimal point is allowed.
  /// - Returns: Nil unless the range is `[+-]digits[sign digits][e[+-]digits]` of a finite number.
  @inline(__always)
  static func parse(_ bytes: Span<UInt8>, _ range: Range<Int>, comma: Bool, point: Bool = true) -> Parsed? {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { return nil }
    var negative = false
    if bytes[index] == 0x2D || bytes[index] == 0x2B {
      negative = bytes[index] == 0x2D
      index += 1
    }
    var mantissa: UInt64 = 0
    var digits = 0
    var significant = 0
    var exponent = 0
    var sign: DecimalSign?
    while index < end {
      let byte = bytes[index]
      let digit = byte &- 0x30
      if digit < 10 {
        digits += 1
        if significant < 19 {
          mantissa = mantissa &* 10 &+ UInt64(digit)
          if mantissa != 0 { significant += 1 }
        } else {
          significant += 1
        }
        if sign != nil { exponent -= 1 }
      } else if sign == nil, (byte == 0x2E && point) || (byte == 0x2C && comma) {
        // "1," is a list with an empty cell rather than a number.
        if byte == 0x2C, index + 1 == end || bytes[index + 1] &- 0x30 > 9 { return nil }
        sign = DecimalSign(rawValue: byte)
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    if index < end {
      guard bytes[index] | 0x20 == 0x65, let written = writtenExponent(bytes, index + 1, end) else { return nil }
      exponent += written
    }
    if significant <= 19, mantissa < 1 << 53, exponent >= -22, exponent <= 22 {
      var value = Double(mantissa)
      if exponent < 0 { value /= powers[-exponent] } else { value *= powers[exponent] }
      return Parsed(value: negative ? -value : value, sign: sign)
    }
    if significant <= 19, mantissa > 0, exponent >= -27, exponent <= 27 {
      let value = NumberRows.decimal(mantissa, exponent)
      return Parsed(value: negative ? -value : value, sign: sign)
    }
    return slow(bytes, range, sign)
  }

  /// A whole number without sign, exactly; nil for anything else.
  static func whole(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard !range.isEmpty else { return nil }
    var value: Int64 = 0
    for index in range {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      let (tens, isOver) = value.multipliedReportingOverflow(by: 10)
      let (sum, isFull) = tens.addingReportingOverflow(Int64(digit))
      if isOver || isFull { return nil }
      value = sum
    }
    return value
  }

  private static func writtenExponent(_ bytes: Span<UInt8>, _ from: Int, _ end: Int) -> Int? {
    var index = from
    var negative = false
    if index < end, bytes[index] == 0x2D || bytes[index] == 0x2B {
      negative = bytes[index] == 0x2D
      index += 1
    }
    guard index < end else { return nil }
    var exponent = 0
    while index < end {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { return nil }
      exponent = min(exponent * 10 + Int(digit), 1_000_000)
      index += 1
    }
    return negative ? -exponent : exponent
  }

  private static func slow(_ bytes: Span<UInt8>, _ range: Range<Int>, _ sign: DecimalSign?) -> Parsed? {
    var text = ""
    text.reserveCapacity(range.count)
    for index in range {
      text.unicodeScalars.append(Unicode.Scalar(bytes[index] == 0x2C ? 0x2E : bytes[index]))
    }
    guard let value = Double(text), value.isFinite else { return nil }
    return Parsed(value: value, sign: sign)
  }

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
  ]
}
