// SPDX-License-Identifier: GPL-3.0-or-later

/// Order statistics of finite samples.
public enum Median {
  /// The median; of an even number of values the mean of the middle two.
  ///
  /// - Parameter values: At least one finite value; their order is changed.
  /// - Complexity: O(n) expected, by selection around a median-of-three pivot.
  public static func select(_ values: inout [Double]) -> Double {
    precondition(!values.isEmpty, "the median of nothing is not defined")
    let middle = values.count / 2
    let upper = element(middle, of: &values)
    guard values.count.isMultiple(of: 2) else { return upper }
    // Selection leaves the smaller half before the pivot's place.
    var lower = values[0]
    for i in 1..<max(middle, 1) where values[i] > lower { lower = values[i] }
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

  private static func element(_ k: Int, of v: inout [Double]) -> Double {
    var low = 0
    var high = v.count - 1
    while low < high {
      let pivot = medianOfThree(v[low], v[low + (high - low) / 2], v[high])
      var i = low
      var j = high
      while i <= j {
        while v[i] < pivot { i += 1 }
        while v[j] > pivot { j -= 1 }
        if i <= j {
          v.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if k <= j {
        high = j
      } else if k >= i {
        low = i
      } else {
        break
      }
    }
    return v[k]
  }

  private static func medianOfThree(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
