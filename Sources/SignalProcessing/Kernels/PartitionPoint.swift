// SPDX-License-Identifier: GPL-3.0-or-later

extension RandomAccessCollection where Index == Int {
  /// Index of the first element past a turning point of sorted elements; `endIndex` when none is.
  @inlinable public func partitionPoint(_ isPast: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
