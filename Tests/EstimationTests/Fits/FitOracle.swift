// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport

/// `fits.json`: answers of SciPy and NumPy.
struct FitOracle: Decodable, Sendable {
  struct Isotonic: Decodable, Sendable {
    let y: [Double]
    let weights: [Double]?
    let rising: Bool
    let fit: [Double]
  }
  struct Arrangements: Decodable, Sendable {
    let y: [Double]
    let count: Double
    let p: Double?
  }
  struct Normal: Decodable, Sendable { let p, z: Double }
  struct TwoSegment: Decodable, Sendable {
    let x, y: [Double]
    let at, level, slope, residual, low, high, grid: Double
  }
  struct Approach: Decodable, Sendable {
    let t, y, parameters, errors: [Double]
    let residual, low, high, student: Double
  }
  struct Resampled: Decodable, Sendable {
    let x: [Double]
    let statistic: String
    let corrected: Bool
    let seed: UInt64
    let low, high: Double
  }
  let isotonic: [Isotonic]
  let arrangements: [Arrangements]
  let normal: [Normal]
  let twoSegment: [TwoSegment]
  let approaches: [Approach]
  let bootstrap: [Resampled]

  static let loaded = Result { try Oracle.load("fits", as: FitOracle.self) }
}
