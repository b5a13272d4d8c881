// SPDX-License-Identifier: GPL-3.0-or-later
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Amplitude and phase of orders over time, by Vold and Kalman's filter of the second generation.
///
/// The complex envelope x minimises Σ|y − x·exp(iθ)|² + r²·Σ|Dᵠx|², D being the difference of neighbours: the band of
/// width B about the order passes, without delay, whatever the speed does.
/// r² = (√2 − 1)/(2 − 2·cos(πB/rate))^q makes B its width at −3 dB (Vold & Leuridan 1993, SAE 931288; Tuma 2005, ICSV12).
/// A missing sample, or one whose angle is unknown, has no weight: the envelope goes on smoothly and is marked there.
public struct VoldKalman: Sendable, Hashable {
  /// Width of the band at −3 dB, half of it on either side.
  public let bandwidth: Hertz
  /// q, the poles of the filter.
  public let poles: Int

  /// - Parameters:
  ///   - bandwidth: Above 0 and, for each signal, below half of its rate. What passes changes within about 1/B.
  ///   - poles: 1, 2 or 3; two give a flat top.
  public init(bandwidth: Hertz, poles: Int = 2) throws(OrderError) {
    guard bandwidth.value > 0, bandwidth.value.isFinite else {
      throw .setting("bandwidth in Hz", bandwidth.value, expected: "above 0")
    }
    guard (1...3).contains(poles) else { throw .setting("poles", Double(poles), expected: "1 to 3") }
    self.bandwidth = bandwidth
    self.poles = poles
  }

  /// r², the weight of smoothness.
  public func weight(sampleRate: Hertz) -> Double {
    // 2 − 2·cos a = 4·sin²(a/2), without cancellation.
    let sine = sin(.pi * bandwidth.value / sampleRate.value / 2)
    var power = 1.0
    for _ in 0..<poles { power *= 4 * sine * sine }
    return (2.0.squareRoot() - 1) / power
  }

  /// Gain of the envelope at a distance from the order's frequency, away from ends and missing samples.
  public func gain(at offset: Hertz, sampleRate: Hertz) -> Double {
    let sine = sin(.pi * offset.value / sampleRate.value)
    var power = 1.0
    for _ in 0..<poles { power *= 4 * sine * sine }
    return 1 / (1 + weight(sampleRate: sampleRate) * power)
  }

  /// Extracts each order by itself, as if the others were not there.
  ///
  /// Right where orders are further apart than several times the bandwidth; see ``jointly(_:of:sampleRate:)``. The order
  /// must also turn faster than the bandwidth, or its mirror image at negative frequencies passes as well; where samples
  /// are missing here and there some of the image passes in any case, as noise.
  ///
  /// - Parameters:
  ///   - paths: The phase of each order at each sample.
  ///   - samples: NaN is missing; a mean or a drift counts as order 0.
  /// - Throws: ``OrderError/tooNarrow(bandwidth:sampleRate:)`` when double precision does not do; it does down to
  ///   5e-5, 2e-4 and 4e-3 of the rate for 1, 2 and 3 poles.
  public func separately(
    _ paths: [OrderPath], of samples: [Double], sampleRate: Hertz
  ) throws(OrderError) -> [OrderEnvelope] {
    try check(paths, samples, sampleRate)
    var envelopes: [OrderEnvelope] = []
    var known: (weights: [Double], system: SmoothingSystem)?
    for path in paths {
      let weights = Self.weights(samples, [path])
      if known == nil || known?.weights != weights {
        known = (weights, try system(weights, sampleRate, count: samples.count))
      }
      guard let system = known?.system else { continue }
      let count = samples.count
      var columns = [Double](repeating: 0, count: 2 * count)
      for n in 0..<count where weights[n] != 0 {
        let turned = Complex(unitVector: -path.radians[n]) * (2 * samples[n])
        columns[n] = turned.real
        columns[count + n] = turned.imaginary
      }
      guard try system.solve(&columns) else {
        throw .tooNarrow(bandwidth: bandwidth.value, sampleRate: sampleRate.value)
      }
      let values = (0..<count).map { Complex(columns[$0], columns[count + $0]) }
      envelopes.append(OrderEnvelope(path: path, values: values, isBridged: weights.map { $0 == 0 }))
    }
    return envelopes
  }

  private func system(
    _ weights: [Double], _ sampleRate: Hertz, count: Int
  ) throws(OrderError) -> SmoothingSystem {
    do {
      return try SmoothingSystem(weights: weights, smoothness: weight(sampleRate: sampleRate), poles: poles)
    } catch .notPositiveDefinite {
      throw .tooNarrow(bandwidth: bandwidth.value, sampleRate: sampleRate.value)
    } catch {
      throw .system(error)
    }
  }

  func check(_ paths: [OrderPath], _ samples: [Double], _ sampleRate: Hertz) throws(OrderError) {
    try checkOrderRate(sampleRate)
    guard bandwidth.value < sampleRate.value / 2 else {
      throw .setting("bandwidth in Hz", bandwidth.value, expected: "below half the sampling rate")
    }
    if let index = samples.firstIndex(where: \.isInfinite) { throw .infinite(index: index) }
    for path in paths {
      guard path.radians.count == samples.count else {
        throw .lengths(samples: samples.count, angles: path.radians.count)
      }
      if let index = path.radians.firstIndex(where: \.isInfinite) { throw .infinite(index: index) }
    }
    let known = Self.weights(samples, paths).reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
    let needed = 8 * max(1, paths.count)
    guard known >= needed else { throw .tooFew("samples with known angles", found: known, needed: needed) }
  }

  /// 1 where the sample and all its angles are known, else 0.
  static func weights(_ samples: [Double], _ paths: [OrderPath]) -> [Double] {
    var weights = samples.map { $0.isNaN ? 0.0 : 1 }
    for path in paths {
      for n in weights.indices where path.radians[n].isNaN { weights[n] = 0 }
    }
    return weights
  }
}

/// The phase of an order at each sample of a signal.
public struct OrderPath: Sendable {
  /// Order times angle; NaN where the angle is not known.
  public let radians: [Double]

  /// - Parameters:
  ///   - order: Periods in a turn, need not be whole.
  ///   - angle: Of the shaft, in radians, at each sample.
  public init(order: Double, angle: [Double]) { radians = angle.map { order * $0 } }
}

/// What ``VoldKalman`` found of an order.
public struct OrderEnvelope: Sendable {
  public let path: OrderPath
  /// Peak amplitude and phase: the order is the real part of value·exp(i·phase of the path).
  public let values: [Complex]
  /// Where the sample or its angle is missing and the envelope only goes on smoothly; beyond about 1/bandwidth from the
  /// next sample that is extrapolation.
  public let isBridged: [Bool]

  public var amplitudes: [Double] { values.map(\.magnitude) }

  /// The order as a signal; NaN where the angle is not known.
  public var wave: [Double] {
    values.indices.map { n in
      (values[n] * Complex(unitVector: path.radians[n])).real
    }
  }

  /// The signal without the orders.
  public static func residual(of samples: [Double], without envelopes: [OrderEnvelope]) -> [Double] {
    var residual = samples
    for envelope in envelopes {
      precondition(envelope.values.count == samples.count)
      for (n, value) in envelope.wave.enumerated() { residual[n] -= value }
    }
    return residual
  }
}
