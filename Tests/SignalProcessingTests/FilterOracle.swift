// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

/// A filter as `Fixtures/oracles/filters.py` asks for it, with what 60-digit arithmetic says of it.
struct FilterOracle: Decodable, Sendable, CustomTestStringConvertible {
  let family: String
  let band: String
  let order: Int
  let edges: [Double]
  let rate: Double
  let ripple: Double?
  let attenuation: Double?
  /// Of a resonance.
  let quality: Double?
  /// Frequency, real and imaginary part.
  let response: [[Double]]?
  /// Samples of the impulse response at `index`, and its largest magnitude.
  let index: [Int]?
  let value: [Double]?
  let peak: Double?

  var testDescription: String { "\(family) \(band) \(order) at \(edges) of \(rate)" }

  func design() throws -> [Section] {
    let rate = Hertz(rate)
    let low = Hertz(edges[0])
    let high = Hertz(edges.count > 1 ? edges[1] : 0)
    let ripple = ripple ?? .nan
    let attenuation = attenuation ?? .nan
    switch (family, band) {
    case ("butterworth", "low"): return try Butterworth.lowpass(order: order, cutoff: low, sampleRate: rate)
    case ("butterworth", "high"): return try Butterworth.highpass(order: order, cutoff: low, sampleRate: rate)
    case ("butterworth", "band"): return try Butterworth.bandpass(order: order, from: low, to: high, sampleRate: rate)
    case ("butterworth", "stop"): return try Butterworth.bandstop(order: order, from: low, to: high, sampleRate: rate)
    case ("bessel", "low"): return try Bessel.lowpass(order: order, cutoff: low, sampleRate: rate)
    case ("bessel", "high"): return try Bessel.highpass(order: order, cutoff: low, sampleRate: rate)
    case ("bessel", "band"): return try Bessel.bandpass(order: order, from: low, to: high, sampleRate: rate)
    case ("bessel", "stop"): return try Bessel.bandstop(order: order, from: low, to: high, sampleRate: rate)
    case ("chebyshevI", "low"):
      return try ChebyshevI.lowpass(order: order, passbandRipple: ripple, cutoff: low, sampleRate: rate)
    case ("chebyshevI", "high"):
      return try ChebyshevI.highpass(order: order, passbandRipple: ripple, cutoff: low, sampleRate: rate)
    case ("chebyshevI", "band"):
      return try ChebyshevI.bandpass(order: order, passbandRipple: ripple, from: low, to: high, sampleRate: rate)
    case ("chebyshevI", "stop"):
      return try ChebyshevI.bandstop(order: order, passbandRipple: ripple, from: low, to: high, sampleRate: rate)
    case ("chebyshevII", "low"):
      return try ChebyshevII.lowpass(order: order, stopbandAttenuation: attenuation, cutoff: low, sampleRate: rate)
    case ("chebyshevII", "high"):
      return try ChebyshevII.highpass(order: order, stopbandAttenuation: attenuation, cutoff: low, sampleRate: rate)
    case ("chebyshevII", "band"):
      return try ChebyshevII.bandpass(
        order: order, stopbandAttenuation: attenuation, from: low, to: high, sampleRate: rate)
    case ("chebyshevII", "stop"):
      return try ChebyshevII.bandstop(
        order: order, stopbandAttenuation: attenuation, from: low, to: high, sampleRate: rate)
    case ("elliptic", "low"):
      return try Elliptic.lowpass(
        order: order, passbandRipple: ripple, stopbandAttenuation: attenuation, cutoff: low, sampleRate: rate)
    case ("elliptic", "high"):
      return try Elliptic.highpass(
        order: order, passbandRipple: ripple, stopbandAttenuation: attenuation, cutoff: low, sampleRate: rate)
    case ("elliptic", "band"):
      return try Elliptic.bandpass(
        order: order, passbandRipple: ripple, stopbandAttenuation: attenuation, from: low, to: high, sampleRate: rate)
    case ("elliptic", "stop"):
      return try Elliptic.bandstop(
        order: order, passbandRipple: ripple, stopbandAttenuation: attenuation, from: low, to: high, sampleRate: rate)
    case ("resonance", "notch"):
      return try Resonance.notch(centre: low, quality: quality ?? .nan, sampleRate: rate)
    case ("resonance", "peak"):
      return try Resonance.peak(centre: low, quality: quality ?? .nan, sampleRate: rate)
    default: throw UnknownFilter(name: "\(family) \(band)")
    }
  }

  struct UnknownFilter: Error { let name: String }
}

struct FilterOracles: Decodable, Sendable {
  let designs: [FilterOracle]
  let impulses: [FilterOracle]

  static let file: Result<FilterOracles, any Error> = Result {
    try JSONDecoder().decode(FilterOracles.self, from: Data(try Fixture.bytes("oracles/filters.json")))
  }
}
