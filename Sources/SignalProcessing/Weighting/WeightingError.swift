// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a signal was not weighted.
public enum WeightingError: Error, Sendable, Hashable, CustomStringConvertible {
  case empty
  /// A sample that is missing (NaN), infinite, or of magnitude above 1e100. Weightings reach over whole records: gaps are
  /// for the caller to split at.
  case missing(index: Int, value: Double)
  case sampleRate(Double)
  /// A record of fewer samples than the weighting takes to settle.
  case tooShort(count: Int, needed: Int)
  /// The record, padded and oversampled, is longer than a transform.
  case tooLong(count: Int, longest: Int)
  case fft(FFTError)

  public var description: String {
    switch self {
    case .empty: "no samples to weight"
    case .missing(let index, let value):
      "sample \(index) is \(value); a weighting needs finite samples up to 1e100, split the record at gaps"
    case .sampleRate(let value): "expected a sampling rate above 0 Hz, found \(value)"
    case .tooShort(let count, let needed):
      "\(count) samples are fewer than the \(needed) that the weighting takes to settle and one more"
    case .tooLong(let count, let longest): "a transform of \(count) samples is needed; the longest is \(longest)"
    case .fft(let error): error.description
    }
  }
}

extension WeightingError {
  static func check(_ samples: [Double], _ sampleRate: Hertz) throws(WeightingError) {
    guard sampleRate.value > 0, sampleRate.value.isFinite else { throw .sampleRate(sampleRate.value) }
    guard !samples.isEmpty else { throw .empty }
    for (index, value) in samples.enumerated() where !(abs(value) <= CascadeTable.limit) {
      throw .missing(index: index, value: value)
    }
  }

  /// The transform of a length, with the error of a weighting.
  static func transform(count: Int) throws(WeightingError) -> RealFFT {
    guard count <= RealFFT.longest else { throw .tooLong(count: count, longest: RealFFT.longest) }
    do { return try RealFFT(count: count) } catch { throw .fft(error) }
  }
}
