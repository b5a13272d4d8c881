// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What is wrong with a device by an unknown amount, as its maker states it.
public enum Spread: Sendable, Hashable {
  case none
  /// Anything within ± the share.
  case uniform(Double)
  /// Normal with this standard deviation.
  case normal(Double)

  func draw(_ random: inout RandomStream) -> Double {
    switch self {
    case .none: 0
    case .uniform(let share): share * (2 * random.uniform() - 1)
    case .normal(let deviation): deviation * random.normal()
    }
  }
}

/// An accelerometer with its clock and its logger.
///
/// Samples are taken from the continuous motion, so that what lies above half the rate folds back as it does in a device.
public struct GunSensor: Sendable, Hashable {
  public static let standardGravity = 9.80665

  /// Rows a second, by the device's own clock.
  public var samplingRate = Hertz(1000)
  /// 1 records z alone; 3 records x, y and z.
  public var axes = 3
  /// Values are in g instead of m/s².
  public var inGravity = false
  /// Direction of the stroke in the sensor's frame.
  public var axis = SIMD3<Double>(0, 0, 1)
  /// Angle in degrees by which the sensor is mounted off ``axis``.
  public var tilt = 0.0
  /// What the sensor shows at rest, in m/s²; zero where gravity is taken out.
  public var gravity = SIMD3<Double>(0, 0, 0)

  /// Standard deviation of the sampling instants; stamps tell the true instants.
  public var jitter = Seconds(0)
  /// Standard deviation of an error of the stamps alone.
  public var stampError = Seconds(0)
  /// Stamps are whole multiples of this, rounded down; 0 = as they are.
  public var stampStep = Seconds(0)
  /// Share of the samples that are lost, and how many go at once on average.
  public var dropouts = 0.0
  public var burst = 1.0
  /// Share of the rows that are written twice.
  public var duplicates = 0.0
  /// Samples a second the sensor makes where that is fewer than rows are written; rows repeat the latest one.
  public var holdRate: Hertz?

  /// Largest magnitude shown, in g; nil = none.
  public var range: Double?
  /// Step of the recorded numbers, in their unit; 0 = none.
  public var resolution = 0.0
  /// Standard deviation of white noise in m/s², a sample.
  public var noise = 0.0
  /// The same as a density in m/s²/√Hz, over half the sampling rate.
  public var noiseDensity = 0.0
  public var scaleError = Spread.none
  /// Of the clock: stamps run fast by this share.
  public var clockError = Spread.none
  public var lowPass: SensorLowPass?
  /// Of the way from the head to where the sensor sits, its low-pass apart.
  public var gain = 1.0
  public var delay = Seconds(0)

  public init() {}

  /// Unit vectors of the stroke and of the direction across it, as mounted.
  var directions: (along: SIMD3<Double>, across: SIMD3<Double>) {
    let length = (axis * axis).sum().squareRoot()
    let unit = length > 0 ? axis / length : SIMD3(0, 0, 1)
    // The coordinate direction that lies farthest off the axis, made perpendicular.
    let share = SIMD3(unit.x.magnitude, unit.y.magnitude, unit.z.magnitude)
    let least = share.min()
    let other = share.x == least ? SIMD3<Double>(1, 0, 0) : share.y == least ? SIMD3(0, 1, 0) : SIMD3(0, 0, 1)
    let raw = other - unit * (other * unit).sum()
    let cross = raw / (raw * raw).sum().squareRoot()
    let (sine, cosine) = Elementary.circle(turns: tilt / 360)
    return (unit * cosine + cross * sine, cross * cosine - unit * sine)
  }

  /// Standard deviation of the noise of one sample in m/s².
  var deviation: Double {
    (noise * noise + noiseDensity * noiseDensity * samplingRate.value / 2).squareRoot()
  }

  /// Complex gain from the head to the numbers of a perfectly scaled sensor.
  public func response(_ frequency: Hertz) -> (real: Double, imaginary: Double) {
    let low = lowPass?.response(frequency) ?? (1, 0)
    let (sine, cosine) = Elementary.circle(turns: -frequency.value * delay.value)
    return (gain * (low.0 * cosine - low.1 * sine), gain * (low.0 * sine + low.1 * cosine))
  }
}
