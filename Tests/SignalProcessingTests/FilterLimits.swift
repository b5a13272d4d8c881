// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport

/// The bounds of the article Filters, in units of 2^-52 of the output's peak.
enum FilterBound {
  /// Band-pass filters by their order at either edge: impulse response at Q 10 and 100.
  private static let narrow = [
    1: (8.0, 12.0), 2: (16, 48), 3: (16, 32), 4: (16, 100), 8: (24, 64), 12: (12, 16), 16: (16, 16),
  ]

  /// Largest error of an impulse response.
  static func impulse(_ c: FilterOracle) -> Double {
    let quality = c.bandQuality.rounded()
    switch c.band {
    case "low", "high":
      if c.edges[0] / c.rate < 1e-5 { return 16 }
      return c.order <= 8 ? 8 : c.order <= 24 ? 16 : 64
    case "stop": return 4
    case "notch": return 2
    case "peak": return quality <= 30 ? 8 : 24
    default:
      guard quality > 1 else { return 8 }
      // An order without a bound of its own fails.
      let (ten, hundred) = narrow[c.order] ?? (0, 0)
      return quality <= 10 ? ten : hundred
    }
  }

  /// Largest error on noise.
  static func noise(_ c: FilterOracle) -> Double {
    let quality = c.bandQuality.rounded()
    switch c.band {
    case "low", "high": return c.order <= 16 ? 16 : 64
    case "stop", "notch": return 4
    case "peak": return quality <= 10 ? 8 : 24
    default: return quality <= 10 ? 8 : c.order <= 2 ? 16 : 32
    }
  }

  /// Largest error of the impulse response of sections with a delay.
  static let delayed = 4.0
}

extension FilterOracle {
  /// Centre of a band divided by its width.
  var bandQuality: Double {
    if let quality { return quality }
    return edges.count > 1 ? (edges[0] * edges[1]).squareRoot() / (edges[1] - edges[0]) : 0
  }
}

/// Sections given by their coefficients in z, with their impulse response.
struct DelayedOracle: Decodable, Sendable {
  /// b0, b1, b2, a1, a2.
  let sections: [[Double]]
  let index: [Int]
  let value: [Double]
  let peak: Double

  func design() throws -> [Section] {
    try sections.map { try Section(numerator: ($0[0], $0[1], $0[2]), denominator: ($0[3], $0[4])) }
  }
}

/// The filters that are hardest to run, as `Fixtures/oracles/filter_limits.py` makes them.
struct FilterLimits: Decodable, Sendable {
  let impulses: [FilterOracle]
  let noise: [FilterOracle]
  let delayed: [DelayedOracle]

  static let file: Result<FilterLimits, any Error> = Result {
    try JSONDecoder().decode(FilterLimits.self, from: Data(try Fixture.bytes("oracles/filter_limits.json")))
  }

  /// The input of `noise`.
  static let noiseInput: [Double] = {
    var generator = SeededGenerator(seed: 5)
    return (0..<20000).map { _ in Double(generator.next() >> 11) * 0x1p-53 - 0.5 }
  }()
}
