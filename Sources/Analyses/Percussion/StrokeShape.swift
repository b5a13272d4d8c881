// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation
import Recordings
import SignalProcessing

/// What fitted harmonics tell about stroke and waveform along the axis of motion.
struct StrokeShape: Sendable {
  let axis: PrincipalAxis
  /// Of the acceleration along the axis, m/s², the sensor's low-pass taken off.
  let wave: PeriodicWave
  /// As fitted, with the low-pass.
  let fit: HarmonicFit
  private let residual: HarmonicResidual
  /// Standard uncertainty of the rate, relative.
  private let rateError: Double
  private let parameters: PercussionParameters
  /// Factors by which harmonics were corrected.
  private let gains: [Complex]

  /// Nil when the harmonics cannot be fitted along the axis.
  init?(_ samples: HarmonicSamples, _ joint: HarmonicFit, rateError: Double, _ parameters: PercussionParameters) {
    axis = PrincipalAxis(joint)
    // Two harmonics at least, so that a distortion is measured and not assumed.
    let highest = Int(0.45 * Double(samples.count - 1) / samples.duration / joint.frequency.value)
    let order = min(max(joint.order, 2), max(1, highest), HarmonicSamples.highestOrder)
    guard let projected = try? HarmonicSamples(stamps: samples.stamps, channels: [samples.along(axis.direction)]),
      let fit = try? HarmonicFit(projected, near: joint.frequency, order: order)
    else { return nil }
    self.fit = fit
    residual = HarmonicResidual(projected, fit)
    self.rateError = rateError
    self.parameters = parameters
    let gains = (1...order).map { harmonic -> Complex in
      parameters.lowPassModel?.response(at: Hertz(Double(harmonic) * fit.frequency.value)) ?? Complex(1)
    }
    self.gains = gains
    wave = PeriodicWave(
      frequency: fit.frequency,
      harmonics: (1...order).map { harmonic in
        let gain = gains[harmonic - 1]
        let value = fit.amplitude(harmonic, channel: 0)
        return (value * gain.conjugate) / gain.squaredMagnitude
      })
  }

  /// Peak to peak of the displacement in mm.
  var stroke: ShapeFigure {
    let displacement = wave.derivative(-2)
    let (high, low) = displacement.extremes
    let value = (high.value - low.value) * 1000
    let (top, bottom) = (displacementWeights(high.turn), displacementWeights(low.turn))
    let weights = zip(top, bottom).map { 1000 * ($0 - $1) }
    let noise = residual.variance(ofSum: weights, channel: 0)
    return ShapeFigure(
      value, noise, systematic: (2 * rateError * value, scale(value), strokeCorrection(high.turn, low.turn)))
  }

  /// What a unit of each fitted coefficient adds to the displacement at a phase, in m.
  private func displacementWeights(_ turn: Double) -> [Double] {
    var weights = [0.0]
    for harmonic in 1...fit.order {
      let omega = 2 * Double.pi * fit.frequency.value * Double(harmonic)
      let gain = gains[harmonic - 1]
      // −1/ω² and the low-pass taken off; a cos + b sin = Re((a − ib)·exp(iθ)).
      let unit = (gain.conjugate / gain.squaredMagnitude) * PeriodicWave.unit(at: turn, harmonic: harmonic)
      weights.append(-unit.real / (omega * omega))
      weights.append(-unit.imaginary / (omega * omega))
    }
    return weights
  }

  /// Largest speed in m/s, without interval.
  var peakVelocity: Double { wave.derivative(-1).peak }
  /// Largest jerk in m/s³, without interval.
  var peakJerk: Double { wave.derivative(1).peak }

  /// Root of the harmonics' power over the fundamental's amplitude, in %.
  var distortion: ShapeFigure? {
    guard fit.order >= 2 else { return nil }
    let amplitudes = wave.harmonics.map(\.magnitude)
    let first = amplitudes[0]
    guard first > 0 else { return nil }
    // Noise adds its own power to each harmonic: 4σ²/N.
    let count = Double(fit.count)
    var (power, spread) = (0.0, 0.0)
    for harmonic in 2...fit.order {
      let own = 4 * fit.noiseVariances[0] / count / gains[harmonic - 1].squaredMagnitude
      let size = squared(amplitudes[harmonic - 1])
      power += size - own
      spread += 2 * own * size
    }
    let root = max(power, 0).squareRoot()
    // Where noise hides the harmonics the power may be nothing; its root has no tangent there.
    guard power > 4 * spread.squareRoot() else {
      let highest = (max(power, 0) + 2 * spread.squareRoot()).squareRoot()
      let half = 100 * (highest - root) / first / 2
      return ShapeFigure(value: 100 * root / first, variance: half * half, degrees: 1e6, systematic: 0, isWhite: true)
    }
    var weights = [0.0]
    for harmonic in 1...fit.order {
      let size = harmonic == 1 ? -root / (first * first * first) : 1 / (root * first)
      // By the fitted amplitudes, which the correction multiplies.
      let scale = size / gains[harmonic - 1].squaredMagnitude
      let fitted = fit.amplitude(harmonic, channel: 0)
      weights.append(100 * scale * fitted.real)
      weights.append(-100 * scale * fitted.imaginary)
    }
    let noise = residual.variance(ofSum: weights, channel: 0)
    let value = 100 * root / first
    return ShapeFigure(value, noise, systematic: (distortionCorrection(value), 0, 0))
  }

  /// Peak value of a harmonic in m/s².
  func amplitude(_ harmonic: Int) -> ShapeFigure {
    let value = wave.harmonics[harmonic - 1].magnitude
    let fitted = fit.amplitude(harmonic, channel: 0)
    let gain = gains[harmonic - 1].magnitude
    var weights = [Double](repeating: 0, count: 2 * fit.order + 1)
    if fitted.magnitude > 0 {
      weights[2 * harmonic - 1] = fitted.real / fitted.magnitude / gain
      weights[2 * harmonic] = -fitted.imaginary / fitted.magnitude / gain
    }
    let noise = residual.variance(ofSum: weights, channel: 0)
    return ShapeFigure(value, noise, systematic: (scale(value), value * changed(harmonic), 0))
  }

  private func scale(_ value: Double) -> Double { value * (parameters.scaleError?.value ?? 0) / 100 }

  /// A tenth of what correcting a harmonic for the low-pass changed, relative: cut-offs are nominal.
  private func changed(_ harmonic: Int) -> Double { 0.1 * (1 / gains[harmonic - 1].magnitude - 1).magnitude }

  /// The same of each harmonic's part of the stroke, in mm; one cut-off, so they add up.
  private func strokeCorrection(_ top: Double, _ bottom: Double) -> Double {
    let displacement = wave.derivative(-2)
    return (1...fit.order).reduce(0) { sum, harmonic in
      let swing = PeriodicWave.unit(at: top, harmonic: harmonic) - PeriodicWave.unit(at: bottom, harmonic: harmonic)
      return sum + 1000 * (displacement.harmonics[harmonic - 1] * swing).real.magnitude * changed(harmonic)
    }
  }

  /// The same of a distortion, which knows the gains only over that of the fundamental.
  func distortionCorrection(_ value: Double) -> Double {
    var (power, change) = (0.0, 0.0)
    for harmonic in 1...fit.order where harmonic > 1 {
      let own = wave.harmonics[harmonic - 1].squaredMagnitude
      power += own
      change += own * 0.1 * (gains[0].magnitude / gains[harmonic - 1].magnitude - 1).magnitude
    }
    return power > 0 ? value * change / power : 0
  }

  private func squared(_ x: Double) -> Double { x * x }
}
