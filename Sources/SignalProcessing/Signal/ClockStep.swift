// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

extension [Double] {
  /// The step of the even clock behind increasing stamps that scatter and of which some are lost, in their unit: slope of
  /// the line through stamps numbered by middle intervals. Nil for fewer than two stamps.
  ///
  /// The mean interval is no such step: with one sample in twenty lost it is a twentieth too long.
  public var clockStep: Double? {
    guard let middle = middleInterval, middle > 0 else { return nil }
    var numbers = [0.0]
    numbers.reserveCapacity(count)
    for index in indices.dropFirst() {
      let steps = ((self[index] - self[index - 1]) / middle).rounded()
      numbers.append(numbers[index - 1] + Swift.max(1, steps))
    }
    guard let slope = Line.leastSquares(numbers[...], self[...])?.slope, slope > 0, slope.isFinite else {
      return middle
    }
    return slope
  }
}
