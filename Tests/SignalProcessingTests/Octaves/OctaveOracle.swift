// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport

@testable import SignalProcessing

/// `octaves.json`.
struct OctaveOracle: Decodable, Sendable {
  struct Band: Decodable, Sendable {
    let b, x: Int
    let centre, low, high: Double
  }
  struct Limits: Decodable, Sendable {
    let pass, stop: [[Double]]
  }
  let bands: [Band]
  let nominal: [Double]
  let limits: Limits

  static let loaded = Result { try Oracle.load("octaves", as: OctaveOracle.self) }

  /// Relative frequencies, at least one, with the attenuation class 1 wants there: Table 1 moved to 1/b as 5.10.4 says, and
  /// drawn as straight lines over the logarithm of frequency between its points.
  func mask(_ fraction: OctaveFraction, points: Int = 40) -> [(ratio: Double, least: Double, most: Double)] {
    let (g, b) = (OctaveFraction.ratio, Double(fraction.rawValue))
    func moved(_ exponent: Double) -> Double {
      1 + (pow(g, 1 / (2 * b)) - 1) / (g.squareRoot() - 1) * (pow(g, exponent) - 1)
    }
    let pass = limits.pass.map { (log(moved($0[0])), $0[1], $0[2]) }
    let stop = limits.stop.map { (log(moved($0[0])), $0[1]) }
    var mask: [(ratio: Double, least: Double, most: Double)] = []
    for (a, z) in zip(pass, pass.dropFirst()) {
      for step in 0...points {
        let share = Double(step) / Double(points)
        // Just inside of the edge.
        let place = min(a.0 + share * (z.0 - a.0), pass[4].0 - 1e-9)
        mask.append((exp(place), a.1, a.2 + share * (z.2 - a.2)))
      }
    }
    for (a, z) in zip(stop, stop.dropFirst()) {
      for step in 0...points {
        let share = Double(step) / Double(points)
        let place = max(a.0 + share * (z.0 - a.0), stop[0].0 + 1e-9)
        mask.append((exp(place), a.1 + share * (z.1 - a.1), .infinity))
      }
    }
    for ratio in [1.5, 3, 10, 100] { mask.append((exp(stop[4].0) * ratio, stop[4].1, .infinity)) }
    return mask
  }
}
