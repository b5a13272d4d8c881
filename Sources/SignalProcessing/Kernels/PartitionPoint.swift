// SPDX-License-Identifier: GPL-3.0-or-later

extension Array {
  /// Index of the first element past a turning point of sorted elements; `count` when none is.
  public func partitionPoint(_ isPast: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
