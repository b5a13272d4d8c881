// SPDX-License-Identifier: GPL-3.0-or-later

/// Removes the mean or the line of least squares, from each stretch between missing samples on its own.
public enum Detrend: Sendable, Hashable, CaseIterable {
  case mean, line

  /// - Returns: As many samples as given; missing ones stay missing.
  public func apply(_ samples: [Double]) -> [Double] {
    .fresh(count: samples.count) { apply(samples.span, into: &$0) }
  }

  /// - Parameter output: As many samples as given.
  public func apply(_ samples: Span<Double>, into output: inout MutableSpan<Double>) {
    precondition(output.count == samples.count, "output has \(output.count) samples, input \(samples.count)")
    for index in output.indices { output[index] = .nan }
    for stretch in Stretches.of(samples) {
      // About the middle, where level and slope are independent.
      let middle = Double(stretch.count - 1) / 2
      var (sum, moment, square): (DoubleDouble, DoubleDouble, Double) = (0, 0, 0)
      for index in stretch {
        let t = Double(index - stretch.lowerBound) - middle
        sum = sum + DoubleDouble(samples[index])
        moment = moment + DoubleDouble(t) * DoubleDouble(samples[index])
        square += t * t
      }
      let level = (sum / DoubleDouble(stretch.count)).high
      let slope = self == .line && square > 0 ? moment.high / square : 0
      for index in stretch {
        output[index] = samples[index] - level - slope * (Double(index - stretch.lowerBound) - middle)
      }
    }
  }
}
