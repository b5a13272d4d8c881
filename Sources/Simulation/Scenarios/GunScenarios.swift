// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension Scenario {
  var gunDialect: GunDialect {
    switch self {
    case .gunPhone: .phyphox
    case .gunAlias: .sensorLogger
    case .gunLogger: .millis
    case .gunPrinter: .klipper
    default: .csv
    }
  }

  func gunSession(_ seed: UInt64) -> GunSession {
    var session = GunSession(seed: seed)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(2))
    session.speed.angle = 0.13
    session.claim.rate = Hertz(40)
    session.claim.stroke = Length(12)
    session.claim.speedLevel = 2
    session.claim.head = "ball"
    session.sensor = Self.accelerometer()
    configure(&session)
    return session
  }

  /// One axis of ±200 g with a little noise.
  private static func accelerometer(rate: Double = 800) -> GunSensor {
    var sensor = GunSensor()
    sensor.samplingRate = Hertz(rate)
    sensor.axes = 1
    sensor.range = 200
    sensor.resolution = 0.05
    sensor.noise = 0.3
    return sensor
  }

  private func configure(_ session: inout GunSession) {
    switch self {
    case .gunLevels: levels(&session)
    case .gunPhone:
      session.speed = GunSpeed(rate: Hertz(36.7), duration: Seconds(2.8))
      session.sensor = GunSensor(.phone)
      session.sensor.dropouts = 0.05
      session.sensor.tilt = 6
      session.motion.crossAmplitude = Length(0.8)
    case .gunAlias:
      session.speed = GunSpeed(rate: Hertz(53.3), duration: Seconds(5))
      session.claim.rate = Hertz(3200.0 / 60)
      session.sensor = GunSensor(.phone)
      session.sensor.gravity = .zero
      session.sensor.range = nil
      session.sensor.samplingRate = Hertz(100)
      session.sensor.jitter = Seconds(1e-5)
    case .gunLogger:
      session.speed = GunSpeed(rate: Hertz(31.4), duration: Seconds(4))
      session.sensor = GunSensor(.mpu6050)
      session.sensor.samplingRate = Hertz(333)
      session.sensor.duplicates = 0.19
    case .gunPrinter:
      session.speed = GunSpeed(rate: Hertz(28.2), duration: Seconds(1.2))
      session.sensor = Self.accelerometer()
      session.sensor.axes = 3
      session.sensor.clockError = .uniform(0.04)
      session.sensor.resolution = 0.04
      session.sensor.gravity = SIMD3(0, GunSensor.standardGravity, 0)
    case .gunLoad, .gunRegulated: load(&session)
    case .gunTissue: tissue(&session)
    case .gunStrikes:
      var blows = Impacts(peak: 900, width: Seconds(0.004))
      blows.pattern = [1, 0.6]
      blows.ring = .init(frequency: Hertz(210), damping: 0.08, share: 0.25)
      session.impacts = blows
    case .gunWarmUp:
      session.speed = GunSpeed(rate: Hertz(29), duration: Seconds(15))
      session.speed.warmUp = .init(share: -0.06, time: Seconds(3))
      session.speed.sag = 0.01
      session.speed.wow = .init(share: 0.002, frequency: Hertz(0.8))
      session.speed.jitter = 0.004
      session.sensor = Self.accelerometer(rate: 125)
    case .gunSound:
      session.recordsAcceleration = false
      session.sound = GunSound()
      session.sound?.samplingRate = Hertz(8000)
      session.speed = GunSpeed(rate: Hertz(46.3), duration: Seconds(1.5))
    default: break
    }
  }

  private func levels(_ session: inout GunSession) {
    let rates: [(Double, Double)] = [(0, 0.5), (30, 3), (40, 3), (53, 3), (0, 0.7)]
    session.speed = GunSpeed(levels: rates.map { .init(rate: Hertz($0), duration: Seconds($1)) })
    session.speed.change = Seconds(0.2)
    session.sensor = Self.accelerometer(rate: 400)
    session.sensor.resolution = 0.1
    session.claim.rate = nil
    session.claim.speedLevel = nil
  }

  private func load(_ session: inout GunSession) {
    session.speed = GunSpeed(rate: Hertz(44), duration: Seconds(16))
    let steps: [(Double, Double)] =
      self == .gunLoad
      ? [(2.5, 0), (12, 152), (14, 152), (14.5, 0)] : [(2.5, 0), (5, 90), (11.5, 160), (13.5, 160), (14, 0)]
    let points = steps.map { GunLoad.Point(time: Seconds($0), force: Force($1)) }
    session.speed.load = GunLoad(
      motor: self == .gunLoad ? .brushed : .regulated(knee: 0.7), stallForce: Force(150), profile: points)
    var force = GunSession.ForceChannel()
    force.noise = Force(0.3)
    force.resolution = 0.1
    session.force = force
    session.sensor = Self.accelerometer(rate: 250)
    session.sensor.resolution = 0.1
  }

  private func tissue(_ session: inout GunSession) {
    session.sensor = Self.accelerometer()
    session.sensor.clockError = .uniform(0.01)
    var tissue = Self.accelerometer(rate: 400)
    tissue.clockError = .uniform(0.01)
    tissue.gain = 0.3
    tissue.delay = Seconds(0.003)
    tissue.lowPass = SensorLowPass(cutoff: Hertz(70))
    tissue.noise = 0.05
    tissue.resolution = 0.01
    session.tissue = tissue
  }
}
