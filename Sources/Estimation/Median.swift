// SPDX-License-Identifier: GPL-3.0-or-later

/// Order statistics of finite samples.
public enum Median {
  /// The median; of an even number of values the mean of the middle two.
  ///
  /// - Parameter values: At least one finite value; their order is changed.
  /// - Complexity: O(n) expected, by selection; O(n log n) at worst.
  public static func select(_ values: inout [Double]) -> Double {
    precondition(!values.isEmpty, "the median of nothing is not defined")
    let isOdd = !values.count.isMultiple(of: 2)
    if let (part, rank) = middlePart(values) {
      var part = part
      return middle(rank, isOdd, of: &part)
    }
    return middle(values.count / 2, isOdd, of: &values)
  }

  /// The value of a rank; unless `isOdd` the mean of it and the one before.
  private static func middle(_ rank: Int, _ isOdd: Bool, of values: inout [Double]) -> Double {
    let upper = element(rank, of: &values)
    guard !isOdd else { return upper }
    // Selection leaves the smaller ones before the place.
    var lower = values[0]
    for i in 1..<max(rank, 1) where values[i] > lower { lower = values[i] }
    return (lower + upper) / 2
  }

  public static func of(_ values: [Double]) -> Double {
    var copy = values
    return select(&copy)
  }

  /// 1.4826 x median absolute deviation: the standard deviation of normal noise, deaf to outliers.
  /// Rousseeuw & Croux, J Am Stat Assoc 1993;88:1273.
  public static func scaledDeviation(_ values: [Double], around centre: Double) -> Double {
    var deviations = values.map { abs($0 - centre) }
    return 1.4826 * select(&deviations)
  }

  /// Those of many values among which the median is, as a sample tells, and its rank among them. Nil for fewer, and where
  /// the sample tells too little.
  private static func middlePart(_ values: [Double]) -> (part: [Double], rank: Int)? {
    let sampleCount = 1024
    let margin = 64
    guard values.count >= 8 * sampleCount else { return nil }
    let step = values.count / sampleCount
    var sample = (0..<sampleCount).map { values[$0 * step] }
    sample.sort()
    let (low, high) = (sample[sampleCount / 2 - margin], sample[sampleCount / 2 + margin])
    var below = 0
    var count = 0
    var inside = [Double](repeating: 0, count: values.count / 4 + 1)
    for value in values {
      below += value < low ? 1 : 0
      inside[count] = value
      count += (value >= low ? 1 : 0) & (value <= high ? 1 : 0)
      if count == inside.count { return nil }
    }
    let rank = values.count / 2 - below
    // Of an even number the one before is needed too.
    guard rank >= (values.count.isMultiple(of: 2) ? 1 : 0), rank < count else { return nil }
    inside.removeSubrange(count...)
    return (inside, rank)
  }

  /// The value at a place of the sorted order, as quickselect finds it.
  ///
  /// - Parameters:
  ///   - k: From 0 to the number of values less one.
  ///   - v: Finite values; their order is changed so that no larger ones stand before the place.
  /// - Complexity: O(n) expected; O(n log n) at worst.
  public static func element(_ k: Int, of v: inout [Double]) -> Double {
    precondition(v.indices.contains(k), "rank \(k) of \(v.count) values")
    var values = v.mutableSpan
    var (low, high) = (0, values.count - 1)
    // A pivot that is wrong every time would cost the square of the count; sorting what is left does not.
    var turns = 4 * (Int.bitWidth - values.count.leadingZeroBitCount)
    while high - low > 0 {
      turns -= 1
      guard turns > 0 else {
        v[low...high].sort()
        return v[k]
      }
      values.swapAt(pivot(values.span, low, high), high)
      let pivot = values[high]
      let smaller = partition(&values, low, high) { $0 < pivot }
      values.swapAt(smaller, high)
      if k < smaller {
        high = smaller - 1
      } else if k == smaller {
        return pivot
      } else if smaller - low < (high - low) / 8 {
        // Few are smaller: many may be equal.
        let equal = partition(&values, smaller + 1, high + 1) { $0 <= pivot }
        if k < equal { return pivot }
        low = equal
      } else {
        low = smaller + 1
      }
    }
    return values[k]
  }

  /// Brings what belongs to the front of `low..<end` there.
  /// - Returns: Where the rest begins.
  @inline(__always)
  private static func partition(
    _ v: inout MutableSpan<Double>, _ low: Int, _ end: Int, _ isFront: (Double) -> Bool
  ) -> Int {
    precondition(low >= 0 && end <= v.count)
    var next = low
    // Without a branch on the value: every other guess of the processor would be wrong.
    for i in low..<max(low, end) {
      let value = unsafe v[unchecked: i]
      unsafe v[unchecked: i] = unsafe v[unchecked: next]
      unsafe v[unchecked: next] = value
      next += isFront(value) ? 1 : 0
    }
    return next
  }

  /// Index of a value near the middle: the median of three, or of three such medians.
  private static func pivot(_ v: Span<Double>, _ low: Int, _ high: Int) -> Int {
    func middle(_ a: Int, _ b: Int, _ c: Int) -> Int {
      if v[a] < v[b] { return v[b] < v[c] ? b : v[a] < v[c] ? c : a }
      return v[a] < v[c] ? a : v[b] < v[c] ? c : b
    }
    let half = low + (high - low) / 2
    guard high - low > 128 else { return middle(low, half, high) }
    let step = (high - low) / 8
    return middle(
      middle(low, low + step, low + 2 * step), middle(half - step, half, half + step),
      middle(high - 2 * step, high - step, high))
  }
}
