// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

/// Impulse responses against 60-digit arithmetic, in units of 2^-52 of their peak, at every level of the kernels.
@Suite struct FilterAccuracyTests {
  /// The bounds of the article Filters, each asserted at every level.
  private func bound(_ c: FilterOracle) -> Double {
    let relative = c.edges[0] / c.rate
    switch c.band {
    case "low", "high":
      if relative < 1e-5 { return 32 }
      return c.order <= 8 ? 8 : c.order <= 24 ? 16 : 64
    case "stop": return 4
    default: return quality(c) < 20 ? 24 : 100
    }
  }

  private func quality(_ c: FilterOracle) -> Double {
    (c.edges[0] * c.edges[1]).squareRoot() / (c.edges[1] - c.edges[0])
  }

  private func error(_ found: [Double], _ c: FilterOracle) throws -> Double {
    let index = try #require(c.index)
    let value = try #require(c.value)
    let peak = try #require(c.peak)
    var largest = 0.0
    for (i, expected) in zip(index, value) {
      let difference = abs(found[i] - expected) / peak / .ulpOfOne
      // A NaN must not pass.
      largest = difference <= largest ? largest : difference
    }
    return largest
  }

  @Test(arguments: KernelLevel.allCases.filter(\.isSupported)) func impulseResponsesKeepTheirBound(
    _ level: KernelLevel
  ) throws {
    let cases = try FilterOracles.file.get().impulses
    #expect(cases.count > 300)
    var table: [String: Double] = [:]
    for c in cases {
      let count = (try #require(c.index).last ?? 0) + 1
      var impulse = [Double](repeating: 0, count: count)
      impulse[0] = 1
      var filter = IIRFilter(try CascadeTable(try c.design()), start: .atRest, level: level)
      let found = try error(filter.process(impulse), c)
      #expect(found <= bound(c), "\(c.testDescription): \(found)")
      let key =
        "\(c.family) \(c.band) \(c.order) \(c.edges[0] / c.rate) \(c.edges.count > 1 ? c.edges[1] - c.edges[0] : 0)"
      table[key] = found
    }
    if let path = ProcessInfo.processInfo.environment["PALPATE_ERROR_TABLE"] {
      let text = table.sorted { $0.key < $1.key }.map { "\($0.value)\t\($0.key)" }.joined(separator: "\n")
      try text.write(toFile: "\(path).\(level)", atomically: true, encoding: .utf8)
    }
  }
}
