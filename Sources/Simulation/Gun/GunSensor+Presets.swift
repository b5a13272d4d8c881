// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension GunSensor {
  /// Devices people have. Ranges, steps and errors are rounded from data sheets and from recordings of phones, and stand
  /// for their kind, not for one item.
  public enum Preset: String, Sendable, Hashable, CaseIterable {
    /// ±200 g, 49 mg steps, 800 Hz, clock within 2 %.
    case adxl375
    /// ±16 g in 2048 steps a g, low-pass 44 Hz, 500 Hz in whole milliseconds, scale within 3 %, clock within 1 %.
    case mpu6050
    /// ±16 g, 200 Hz, instants scattered by 0.64 ms, gravity included.
    case phone
    /// A bare micro-controller: 333 Hz in whole milliseconds, a fifth of the rows twice, ±200 g.
    case logger
    /// No accelerometer: sound at 48 kHz.
    case microphone

    /// How its files are written unless told otherwise.
    public var dialect: GunDialect {
      switch self {
      case .phone: .phyphox
      case .mpu6050, .logger: .millis
      case .adxl375, .microphone: .csv
      }
    }
  }

  public init(_ preset: Preset) {
    self.init()
    switch preset {
    case .adxl375:
      samplingRate = Hertz(800)
      range = 200
      inGravity = true
      resolution = 0.049
      noiseDensity = 0.05
      gravity = SIMD3(0, Self.standardGravity, 0)
      clockError = .uniform(0.02)
    case .mpu6050:
      samplingRate = Hertz(500)
      range = 16
      resolution = 0.005
      noiseDensity = 0.004
      gravity = SIMD3(0, Self.standardGravity, 0)
      lowPass = SensorLowPass(cutoff: Hertz(44))
      stampStep = Seconds(0.001)
      scaleError = .uniform(0.03)
      clockError = .uniform(0.01)
    case .phone:
      samplingRate = Hertz(200)
      range = 16
      resolution = 0.005
      noiseDensity = 0.002
      gravity = SIMD3(0, Self.standardGravity, 0)
      jitter = Seconds(0.00064)
    case .logger:
      samplingRate = Hertz(333)
      range = 200
      resolution = 0.5
      gravity = SIMD3(0, Self.standardGravity, 0)
      noise = 0.5
      stampStep = Seconds(0.001)
      duplicates = 0.19
    case .microphone: break
    }
  }
}
