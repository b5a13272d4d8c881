// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

/// Errors on noise, where rounding accumulates, against the same design run sample by sample in double-double.
@Suite struct FilterNoiseTests {
  /// Direct form: at 106 bits even it keeps 20 digits at a ten-thousandth of the rate.
  private func exact(_ design: [Section], _ x: [Double]) -> [DoubleDouble] {
    var y = x.map { DoubleDouble($0) }
    for section in design {
      let (a1, a2) = section.exactA
      let (b0, b1, b2) = section.exactB
      var (v1, v2): (DoubleDouble, DoubleDouble) = (0, 0)
      for index in y.indices {
        let v = y[index] - a1 * v1 - a2 * v2
        y[index] = b0 * v + b1 * v1 + b2 * v2
        (v1, v2) = (v, v1)
      }
    }
    return y
  }

  @Test(arguments: KernelLevel.allCases.filter(\.isSupported)) func noiseKeepsItsBound(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 21)
    let x = (0..<40_000).map { _ in Double.random(in: -1...1, using: &generator) }
    var largest = (0.0, "")
    for order in [1, 2, 3, 4, 6, 8] {
      for rate in [4.0, 10, 100, 1000, 10_000] {
        for isLow in [true, false] {
          let design =
            isLow
            ? try Butterworth.lowpass(order: order, cutoff: Hertz(1), sampleRate: Hertz(rate))
            : try Butterworth.highpass(order: order, cutoff: Hertz(1), sampleRate: Hertz(rate))
          let expected = exact(design, x)
          var filter = IIRFilter(try CascadeTable(design), start: .atRest, level: level)
          let found = filter.process(x)
          let peak = expected.reduce(0) { max($0, abs($1.high)) }
          var error = 0.0
          for (a, b) in zip(found, expected) {
            let difference = abs((DoubleDouble(a) - b).high) / peak / .ulpOfOne
            error = difference <= error ? error : difference
          }
          if error > largest.0 { largest = (error, "order \(order), cutoff/rate 1/\(rate), low \(isLow)") }
        }
      }
    }
    #expect(largest.0 <= 16, "\(largest)")
  }
}
