// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport

/// The bounds of the article Filters, in units of 2^-52 of the output's peak.
enum FilterBound {
  /// Largest error of an impulse response.
  static func impulse(_ c: FilterOracle) -> Double {
    let relative = c.edges[0] / c.rate
    switch c.band {
    case "low", "high":
      if relative < 1e-5 { return 32 }
      return c.order <= 8 ? 8 : c.order <= 24 ? 16 : 64
    case "stop", "notch": return 4
    default: return c.bandQuality < 20 ? 24 : 100
    }
  }

  /// Largest error on noise.
  static func noise(_ c: FilterOracle) -> Double {
    switch c.band {
    case "low", "high": c.order <= 8 ? 16 : 64
    case "stop", "notch": 8
    default: c.bandQuality < 20 ? 32 : 100
    }
  }
}

extension FilterOracle {
  /// Centre of a band divided by its width.
  var bandQuality: Double { quality ?? (edges[0] * edges[1]).squareRoot() / (edges[1] - edges[0]) }
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
