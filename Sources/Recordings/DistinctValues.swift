// SPDX-License-Identifier: GPL-3.0-or-later

/// The different values among samples, in order.
///
/// Converters and decimal texts give far fewer values than samples, so the repeated ones are left out before sorting.
enum DistinctValues {
  /// Different values beyond which all samples are sorted instead.
  private static let most = 1 << 19

  /// - Returns: The finite ones in increasing order; repeated values may remain where there are very many.
  static func sorted(_ samples: [Double]) -> [Double] {
    // Open addressing; the marker is the pattern of a NaN, which is no value here.
    let empty = UInt64.max
    var table = [UInt64](repeating: empty, count: 1 << 12)
    var values: [Double] = []
    var last = Double.nan
    for sample in samples where sample != last && sample.isFinite {
      last = sample
      // Both zeros are one value.
      let value = sample == 0 ? 0 : sample
      if insert(value.bitPattern, into: &table) {
        values.append(value)
        if values.count > most { return samples.filter(\.isFinite).sorted() }
        if values.count * 2 > table.count {
          table = [UInt64](repeating: empty, count: 4 * table.count)
          for value in values { _ = insert(value.bitPattern, into: &table) }
        }
      }
    }
    values.sort()
    return values
  }

  /// - Returns: Whether the pattern was not there before.
  private static func insert(_ pattern: UInt64, into table: inout [UInt64]) -> Bool {
    let mask = table.count - 1
    let mixed = (pattern ^ (pattern >> 32)) &* 0x9E37_79B9_7F4A_7C15
    var place = Int(truncatingIfNeeded: mixed >> 20) & mask
    while table[place] != .max {
      if table[place] == pattern { return false }
      place = (place + 1) & mask
    }
    table[place] = pattern
    return true
  }
}
