// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a spectrum was refused.
public enum SpectrumError: Error, Sendable, Hashable, CustomStringConvertible {
  case fft(FFTError)
  case windowParameter(String, Double, in: ClosedRange<Double>)
  case setting(String, Int, in: ClosedRange<Int>)
  /// The sampling rate is zero, negative or not finite.
  case sampleRate(Double)
  /// Segments would not move on, or leave samples out between them.
  case hop(Int, in: ClosedRange<Int>)
  /// No stretch without missing samples is as long as a segment.
  case noSegment(length: Int, longestRun: Int)
  /// Two signals that must be sampled together have different lengths.
  case lengths(Int, Int)
  /// A sample is infinite; a missing sample is NaN.
  case infinite(index: Int)
  /// Sums of squares overflow: the samples are too large for their unit.
  case overflow
  /// A gap's index is not inside the signal.
  case breakOutside(Int, count: Int)
  /// One average shows no coherence and no error: every such estimate is 1.
  case oneAverage
  case band(from: Double, to: Double, in: ClosedRange<Double>)
  case level(Double)
  case frequency(Double)
  case stamps(at: Int)
  case tapers(Int, in: ClosedRange<Int>)
  case bandwidth(Double, in: ClosedRange<Double>)
  /// A short-time transform would return more values than memory should hold.
  case tooManyFrames(binCount: Int)
  /// LAPACK found no tapers.
  case eigenvectors(String)
  /// The window and hop do not cover every sample with enough weight to invert.
  case notInvertible

  public var description: String {
    switch self {
    case .fft(let error): error.description
    case .windowParameter(let name, let value, let range):
      "the window's \(name) is \(value); expected \(range.lowerBound) to \(range.upperBound)"
    case .setting(let name, let value, let range):
      "\(name) is \(value); expected \(range.lowerBound) to \(range.upperBound)"
    case .sampleRate(let value): "expected a sampling rate above 0 Hz, found \(value)"
    case .hop(let hop, let range):
      "segments would move on by \(hop) samples; expected \(range.lowerBound) to \(range.upperBound)"
    case .noSegment(let length, let longest):
      "a segment takes \(length) samples in a row; the longest stretch without missing samples has \(longest)"
    case .lengths(let a, let b): "two signals of one clock have \(a) and \(b) samples"
    case .infinite(let index): "sample \(index) is infinite"
    case .overflow: "the squares of the samples overflow; express them in a larger unit"
    case .breakOutside(let index, let count): "a gap is said to end at sample \(index) of \(count)"
    case .oneAverage: "one segment cannot show coherence; take shorter segments"
    case .band(let from, let to, let range):
      "the band \(from) to \(to) Hz is not inside \(range.lowerBound) to \(range.upperBound) Hz"
    case .level(let value): "expected a probability between 0 and 1, found \(value)"
    case .frequency(let value): "expected a frequency above 0 Hz, found \(value)"
    case .stamps(let index): "time stamps must be finite and increase; they do not at index \(index)"
    case .tapers(let count, let range): "asked for \(count) tapers; expected \(range.lowerBound) to \(range.upperBound)"
    case .bandwidth(let value, let range):
      "the time-bandwidth product is \(value); expected \(range.lowerBound) to \(range.upperBound)"
    case .tooManyFrames(let bins):
      "more than \(ShortTimeFFT.mostValues / bins) frames; take a larger hop or a part of the signal"
    case .eigenvectors(let reason): "no tapers: \(reason)"
    case .notInvertible: "the overlapping windows leave samples without weight; take a smaller hop"
    }
  }
}
