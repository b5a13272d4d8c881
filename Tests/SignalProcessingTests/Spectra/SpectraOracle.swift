// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport

/// Answers of SciPy in `spectra.json`, and the inputs they belong to.
struct SpectraOracle: Decodable, Sendable {
  struct WindowValues: Decodable, Sendable {
    let name: String
    let count: Int
    let periodic: Bool
    let values: [Double]
  }
  struct Density: Decodable, Sendable {
    let window, detrend: String
    let length, hop: Int
    let density, meanSquare: [Double]
  }
  struct Cross: Decodable, Sendable {
    let window, detrend: String
    let length, hop: Int
    let values: [[Double]]
    let coherence: [Double]
  }
  struct ShortTime: Decodable, Sendable {
    let window: String
    let length, hop: Int
    let frames: [[Double]]
  }
  struct Lomb: Decodable, Sendable { let times, values, frequencies, power: [Double] }
  struct Tapers: Decodable, Sendable {
    let count, number, step: Int
    let product: Double
    let ratios: [Double]
    let tapers: [[Double]]
    let density: [Double]?
  }

  let windows: [WindowValues]
  let welch: [Density]
  let cross: [Cross]
  let stft: [ShortTime]
  let lomb: Lomb
  let tapers: [Tapers]
  let envelope: [Double]

  struct UnknownName: Error { let name: String }

  static let loaded = Result { try Oracle.load("spectra", as: SpectraOracle.self) }

  static let rate = Hertz(250)

  static func samples(_ count: Int, seed: Int? = nil) -> [Double] {
    var generator = SeededGenerator(seed: UInt64(seed ?? count))
    return (0..<count).map { _ in Double(generator.next() >> 11) * 0x1p-53 - 0.5 }
  }

  static let x = samples(700).enumerated().map { $0.element + 2 + 0.003 * Double($0.offset) }
  static let y = samples(700, seed: 1).enumerated().map { x[($0.offset + 697) % 700] * 0.7 + 0.3 * $0.element }

  static func window(_ name: String, _ count: Int, symmetry: Window.Symmetry = .periodic) throws -> Window {
    let shapes: [String: Window.Shape] = [
      "rectangular": .rectangular, "bartlett": .bartlett, "hann": .hann, "hamming": .hamming, "blackman": .blackman,
      "blackmanHarris": .blackmanHarris, "nuttall": .nuttall, "flatTop": .flatTop, "kaiser": .kaiser(beta: 9),
      "tukey": .tukey(taper: 0.25),
    ]
    guard let shape = shapes[name] else { throw UnknownName(name: name) }
    return try Window(shape, count: count, symmetry: symmetry)
  }

  static func welch(_ window: String, _ length: Int, _ hop: Int, _ detrend: String) throws -> Welch {
    let trends: [String: SegmentTrend] = ["none": .none, "constant": .constant, "linear": .linear]
    guard let trend = trends[detrend] else { throw UnknownName(name: detrend) }
    return try Welch(window: self.window(window, length), hop: hop, detrend: trend)
  }
}

/// Largest distance, as a share of the largest expected value.
func peakDistance(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let peak = expected.reduce(0) { max($0, abs($1)) }
  return zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) } / peak
}

func peakDistance(_ found: [Complex], _ expected: [[Double]]) -> Double {
  guard found.count == expected.count else { return .infinity }
  let peak = expected.reduce(0) { max($0, hypot($1[0], $1[1])) }
  return zip(found, expected).reduce(0) { max($0, ($1.0 - Complex($1.1[0], $1.1[1])).magnitude) } / peak
}
