// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The value that stands at 0 dB.
public enum LevelReference: String, Sendable, Hashable, CaseIterable, Codable {
  /// 20 µPa: samples in pascal, from a calibrated chain.
  case soundPressure
  /// One: samples relative to full scale. A sine from rail to rail has −3.01 dB.
  case fullScale

  public var value: Double { self == .soundPressure ? 20e-6 : 1 }

  /// 20·lg(`amplitude`/reference); nil for zero, which has no level.
  public func level(of amplitude: Double) -> Double? {
    amplitude > 0 ? 20 * log10(amplitude / value) : nil
  }
}

/// Levels of a record of sound in dB, as IEC 61672-1:2013 defines them. Nil is silence.
///
/// Z here is flat down to 0 Hz: remove the mean before, if it is the converter's and not the sound's.
public struct SoundMeter: Sendable, Hashable {
  public let weighting: SoundWeighting
  public let reference: LevelReference

  /// Values between two samples at which the peak is looked for.
  public static let oversampling = 4
  /// The weighting's answer to the start of the record lasts that long; maxima and peaks are read after it.
  public static let settling = Seconds(0.2)
  /// Where the record breaks off there is a click; maxima and peaks are read as long before it.
  public static let closing = Seconds(0.002)

  public init(_ weighting: SoundWeighting, reference: LevelReference) {
    self.weighting = weighting
    self.reference = reference
  }

  /// Equivalent continuous level such as L_Aeq, over the whole record: ``FrequencyWeighting/rootMeanSquare(of:sampleRate:)``.
  public func equivalent(_ samples: [Double], sampleRate: Hertz) throws(WeightingError) -> Double? {
    reference.level(of: try weighting.rootMeanSquare(of: samples, sampleRate: sampleRate))
  }

  /// Largest time-weighted level such as L_AFmax, from ``settling`` to ``closing``. Silence before is assumed, so that the level of
  /// a steady sound is 1 − e^(−t/τ) of its mean square after t more.
  ///
  /// - Throws: ``WeightingError/tooShort(count:needed:)`` for records that are not longer than both.
  public func maximum(_ samples: [Double], sampleRate: Hertz, time: TimeWeighting) throws(WeightingError) -> Double? {
    let part = try settled(samples, sampleRate)
    let weighted = try weighting.applied(to: samples, sampleRate: sampleRate, edges: .continued)
    let most = try time.meanSquares(of: Array(weighted[part]), sampleRate: sampleRate).max() ?? 0
    return reference.level(of: most.squareRoot())
  }

  /// Peak level such as L_Cpeak, from ``settling`` to ``closing``: the largest magnitude of the weighted sound, between
  /// samples as well.
  ///
  /// Found at four times the rate by the transform and refined by parabolas; the peak of a sine is found to within
  /// 0.08 dB up to 0.45 of the rate, 0.005 dB up to a quarter. The record needs four times its length in memory.
  ///
  /// - Throws: ``WeightingError/tooShort(count:needed:)`` for records that are not longer than both.
  public func peak(_ samples: [Double], sampleRate: Hertz) throws(WeightingError) -> Double? {
    let part = try settled(samples, sampleRate)
    let fine = try weighting.oversampled(
      samples, sampleRate: sampleRate, edges: .continued, factor: Self.oversampling)
    let place = (Self.oversampling * part.lowerBound)...(Self.oversampling * part.upperBound)
    return reference.level(of: Self.largestMagnitude(fine[place]))
  }

  /// The samples between ``settling`` and ``closing``.
  private func settled(_ samples: [Double], _ sampleRate: Hertz) throws(WeightingError) -> ClosedRange<Int> {
    try WeightingError.check(samples, sampleRate)
    let lead = (Self.settling.value * sampleRate.value).rounded(.up)
    let tail = (Self.closing.value * sampleRate.value).rounded(.up)
    guard lead + tail < Double(samples.count) else {
      throw .tooShort(count: samples.count, needed: Int(exactly: lead + tail + 1) ?? .max)
    }
    return Int(lead)...(samples.count - 1 - Int(tail))
  }

  /// The largest |value|, between values by the parabola through each local extreme and its neighbours.
  static func largestMagnitude(_ values: ArraySlice<Double>) -> Double {
    var most = max(abs(values.first ?? 0), abs(values.last ?? 0))
    for place in values.indices.dropFirst().dropLast() {
      let top = abs(values[place])
      let sign = values[place] < 0 ? -1.0 : 1.0
      let (before, after) = (sign * values[place - 1], sign * values[place + 1])
      guard top >= before, top >= after else { continue }
      let bend = before - 2 * top + after
      most = max(most, bend < 0 ? top - (before - after) * (before - after) / (8 * bend) : top)
    }
    return most
  }
}
