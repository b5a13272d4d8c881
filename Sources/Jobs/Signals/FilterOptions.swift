// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Families of recursive filters.
public enum FilterFamily: String, Sendable, Hashable, CaseIterable {
  case butterworth, chebyshev1, chebyshev2, bessel, elliptic

  var title: String {
    switch self {
    case .butterworth: "Butterworth"
    case .chebyshev1: "Chebyshev I"
    case .chebyshev2: "Chebyshev II"
    case .bessel: "Bessel"
    case .elliptic: "elliptic"
    }
  }

  var needsRipple: Bool { self == .chebyshev1 || self == .elliptic }
  var needsAttenuation: Bool { self == .chebyshev2 || self == .elliptic }
}

/// What a recursive filter assumes before the first sample.
public enum FilterStart: String, Sendable, Hashable, CaseIterable {
  case settled
  case atRest = "at-rest"
}

/// What is taken off each stretch.
public enum TrendChoice: String, Sendable, Hashable, CaseIterable {
  case constant, linear
}

/// The options of `palpate filter`, as typed.
public struct FilterOptions: Sendable, Hashable {
  // Bands.
  public var lowpass: String?
  public var highpass: String?
  public var bandpass: String?
  public var bandstop: String?
  public var notch: [String] = []
  public var quality: Double?
  // Recursive filters.
  public var order: Int?
  public var family: FilterFamily?
  public var ripple: String?
  public var attenuation: String?
  public var zeroPhase = false
  public var cutoffCorrected = false
  public var start: FilterStart?
  // Filters of finite length.
  public var fir: Int?
  public var firWindow: String?
  // Smoothing.
  public var savitzkyGolay: String?
  public var polynomial: Int?
  public var derivative: Int?
  public var median: String?
  public var hampel: String?
  public var threshold: Double?
  public var movingMean: String?
  public var movingRMS: String?
  public var detrend: TrendChoice?
  public var envelope: String?

  public init() {}
}

/// One filter, its options read and found to fit together; the sampling rate is not known yet.
enum FilterPlan: Sendable, Hashable {
  enum Band: Sendable, Hashable {
    case low(Hertz), high(Hertz), pass(Hertz, Hertz), stop(Hertz, Hertz)
  }

  struct Recursive: Sendable, Hashable {
    var band: Band
    var family = FilterFamily.butterworth
    var order = 4
    var ripple: Double?
    var attenuation: Double?
    var cutoffCorrected = false
  }

  /// A number of samples, or a time that becomes the nearest odd number of them.
  enum Length: Sendable, Hashable {
    case samples(Int)
    case time(Seconds)
  }

  enum Running: Sendable, Hashable {
    case zeroPhase
    case forward(FilterStart)
  }

  case recursive(Recursive, Running)
  case notch([Hertz], quality: Double, Running)
  case finite(Band, taps: Int, window: FIRWindow)
  case savitzkyGolay(Length, order: Int, derivative: Int)
  case median(Length)
  case hampel(Length, threshold: Double)
  case movingMean(Length)
  case movingRMS(Length)
  case detrend(TrendChoice)
  /// Nil = the whole band.
  case envelope(Hertz?, Hertz?)
}
