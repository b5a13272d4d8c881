// SPDX-License-Identifier: GPL-3.0-or-later
import LinearAlgebra

/// Why a rate, an angle or an order could not be had.
public enum OrderError: Error, Sendable, Hashable, CustomStringConvertible {
  case setting(String, Double, expected: String)
  /// The sampling rate is zero, negative or not finite.
  case sampleRate(Double)
  case lengths(samples: Int, angles: Int)
  /// A sample or an angle is infinite; missing ones are NaN.
  case infinite(index: Int)
  /// Angles, or instants of a tachometer, must increase.
  case notIncreasing(index: Int)
  /// Fewer known values than the method needs.
  case tooFew(String, found: Int, needed: Int)
  /// More values than memory should hold.
  case tooMany(String, found: Int, most: Int)
  case spectrum(SpectrumError)
  case system(LinearAlgebraError)
  /// The equations of a filter as narrow as this cannot be solved with double precision, or two orders are the same.
  case tooNarrow(bandwidth: Double, sampleRate: Double)

  public var description: String {
    switch self {
    case .setting(let name, let value, let expected): "\(name) is \(value); expected \(expected)"
    case .sampleRate(let value): "expected a sampling rate above 0 Hz, found \(value)"
    case .lengths(let samples, let angles): "\(samples) samples have \(angles) angles"
    case .infinite(let index): "value \(index) is infinite"
    case .notIncreasing(let index): "angles and instants must increase; they do not at index \(index)"
    case .tooFew(let what, let found, let needed): "expected at least \(needed) \(what), found \(found)"
    case .tooMany(let what, let found, let most): "expected at most \(most) \(what), found \(found)"
    case .spectrum(let error): error.description
    case .system(let error): error.description
    case .tooNarrow(let bandwidth, let rate):
      "a bandwidth of \(bandwidth) Hz at \(rate) Hz cannot be solved; lower the sampling rate or widen the band, and"
        + " give no order twice"
    }
  }
}

func checkOrderRate(_ rate: Hertz) throws(OrderError) {
  guard rate.value > 0, rate.value.isFinite else { throw .sampleRate(rate.value) }
}
