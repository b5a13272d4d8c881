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

extension [Double] {
  /// Standard deviation of increasing stamps about an even clock, in their unit: about lines through stretches without
  /// a hole of more than ten steps. What a clock did over longer holes is not counted. 0 where no stretch has eight.
  public var clockScatter: Double {
    guard let step = clockStep, step > 0 else { return 0 }
    var (squares, total) = (0.0, 0)
    var start = 0
    var numbers: [Double] = []
    func close(_ end: Int) {
      if end - start >= 8, let line = Line.leastSquares(numbers[...], self[start..<end]) {
        squares += line.residualSD * line.residualSD * Double(end - start)
        total += end - start
      }
    }
    for index in indices {
      let steps = index == start ? 0 : (self[index] - self[index - 1]) / step
      if steps > 10 {
        close(index)
        start = index
        numbers = []
      }
      numbers.append(index == start ? 0 : numbers[numbers.count - 1] + Swift.max(1, steps.rounded()))
    }
    close(count)
    return total > 0 ? (squares / Double(total)).squareRoot() : 0
  }
}
