// SPDX-License-Identifier: GPL-3.0-or-later

/// Time stamps written as date and time, or time of day, in nanoseconds.
///
/// Reads `2024-10-31T04:06:18.123456`, the same with a blank, `Z` or `+01:00`, `31.10.2024 04:06:18,5` and
/// `04:06:18.123`. Without a zone the stamps count as written: only differences are ever used.
enum DateTimeText {
  /// Nanoseconds since 1970 (or midnight); nil when the text is no such stamp.
  static func nanoseconds(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard range.count >= 8, range.count <= 40 else { return nil }
    var cursor = Cursor(index: range.lowerBound, end: range.upperBound)
    if bytes[range.lowerBound + 2] == 0x3A { return timeOfDay(bytes, &cursor, zone: false) }
    guard let days = date(bytes, &cursor) else { return nil }
    guard cursor.take(bytes, 0x54) || cursor.take(bytes, 0x20) else { return nil }
    guard let time = timeOfDay(bytes, &cursor, zone: true) else { return nil }
    return days &* 86_400_000_000_000 &+ time
  }

  private struct Cursor {
    var index: Int
    let end: Int

    mutating func take(_ bytes: Span<UInt8>, _ byte: UInt8) -> Bool {
      guard index < end, bytes[index] == byte else { return false }
      index += 1
      return true
    }

    mutating func digits(_ bytes: Span<UInt8>, _ count: Int) -> Int? {
      guard index + count <= end else { return nil }
      var value = 0
      for at in index..<(index + count) {
        let digit = bytes[at] &- 0x30
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      index += count
      return value
    }
  }

  /// Days since 1970-01-01.
  private static func date(_ bytes: Span<UInt8>, _ cursor: inout Cursor) -> Int64? {
    let year: Int
    let month: Int
    let day: Int
    if bytes[cursor.index + 2] == 0x2E {
      guard let d = cursor.digits(bytes, 2), cursor.take(bytes, 0x2E), let m = cursor.digits(bytes, 2),
        cursor.take(bytes, 0x2E), let y = cursor.digits(bytes, 4)
      else { return nil }
      (year, month, day) = (y, m, d)
    } else {
      guard let y = cursor.digits(bytes, 4), cursor.take(bytes, 0x2D) || cursor.take(bytes, 0x2F),
        let m = cursor.digits(bytes, 2), cursor.take(bytes, 0x2D) || cursor.take(bytes, 0x2F),
        let d = cursor.digits(bytes, 2)
      else { return nil }
      (year, month, day) = (y, m, d)
    }
    guard year >= 1970, year <= 2200, month >= 1, month <= 12, day >= 1, day <= 31 else { return nil }
    // Howard Hinnant, "chrono-compatible low-level date algorithms": days from a civil date.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int64(era * 146_097 + dayOfEra - 719_468)
  }

  private static func timeOfDay(_ bytes: Span<UInt8>, _ cursor: inout Cursor, zone: Bool) -> Int64? {
    guard let hour = cursor.digits(bytes, 2), cursor.take(bytes, 0x3A), let minute = cursor.digits(bytes, 2),
      cursor.take(bytes, 0x3A), let second = cursor.digits(bytes, 2), hour < 25, minute < 60, second < 61
    else { return nil }
    var nanoseconds: Int64 = 0
    if cursor.take(bytes, 0x2E) || cursor.take(bytes, 0x2C) {
      var scale: Int64 = 100_000_000
      var any = false
      while let digit = cursor.digits(bytes, 1) {
        nanoseconds += Int64(digit) * scale
        scale /= 10
        any = true
      }
      guard any else { return nil }
    }
    var offset = 0
    if zone {
      _ = cursor.take(bytes, 0x20)
      if cursor.take(bytes, 0x55) {
        guard cursor.take(bytes, 0x54), cursor.take(bytes, 0x43) else { return nil }  // UTC
      }
      if !cursor.take(bytes, 0x5A) {
        let east = cursor.take(bytes, 0x2B)
        if east || cursor.take(bytes, 0x2D) {
          guard let hours = cursor.digits(bytes, 2) else { return nil }
          _ = cursor.take(bytes, 0x3A)
          offset = (hours * 60 + (cursor.digits(bytes, 2) ?? 0)) * (east ? -60 : 60)
        }
      }
    }
    guard cursor.index == cursor.end else { return nil }
    return Int64(hour * 3600 + minute * 60 + second + offset) * 1_000_000_000 + nanoseconds
  }
}
