// SPDX-License-Identifier: GPL-3.0-or-later

extension [Double] {
  /// The median of the intervals between increasing stamps, the longer of the middle two; nil for fewer than two stamps.
  public var middleInterval: Double? {
    let intervals = zip(dropFirst(), self).map { $0 - $1 }.sorted()
    return intervals.isEmpty ? nil : intervals[intervals.count / 2]
  }
}
