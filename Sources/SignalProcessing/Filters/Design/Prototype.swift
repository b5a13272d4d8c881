// SPDX-License-Identifier: GPL-3.0-or-later

/// Sines and cosines of (2i + 1)/(2 order) π, i = 0, 1 …: the angles of the conjugate pole pairs from the imaginary
/// axis, the pair nearest to it first.
enum PrototypeAngles {
  static func of(order: Int) -> [(sine: DoubleDouble, cosine: DoubleDouble)] {
    (0..<(order / 2)).map {
      DoubleDouble.sineAndCosine(ofPiTimes: DoubleDouble(2 * $0 + 1) / DoubleDouble(2 * order))
    }
  }
}

/// Ranges of ripples in dB.
enum RippleLimits {
  static func check(passbandRipple: Double) throws(FilterDesignError) {
    guard passbandRipple >= 1e-6, passbandRipple <= 30 else {
      throw .ripple("passband ripple", passbandRipple, expected: "1e-6 to 30 dB")
    }
  }

  static func check(stopbandAttenuation: Double) throws(FilterDesignError) {
    guard stopbandAttenuation >= 1, stopbandAttenuation <= 300 else {
      throw .ripple("stopband attenuation", stopbandAttenuation, expected: "1 to 300 dB")
    }
  }

  static func check(passbandRipple: Double, stopbandAttenuation: Double) throws(FilterDesignError) {
    try check(passbandRipple: passbandRipple)
    try check(stopbandAttenuation: stopbandAttenuation)
    guard stopbandAttenuation > passbandRipple else {
      throw .ripple("stopband attenuation", stopbandAttenuation, expected: "more than the passband ripple")
    }
  }
}
