// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Simulation

/// The options of `palpate simulate gun`, checked and put into a scenario's session.
struct GunOptions {
  let job: SimulateGunJob

  /// Samples beyond this are not made: a typing error, not a wish.
  private static let mostSamples = 5_000_000.0

  func applied(to scenario: Scenario, preset: GunSensor.Preset?) throws(Failure) -> GunSession {
    guard case .gun(var session) = scenario.session(seed: job.seed) else {
      throw Failure(.internalError, "", "\(scenario.rawValue) is no massage gun")
    }
    if let preset {
      session.recordsAcceleration = preset != .microphone
      session.sound = preset == .microphone ? GunSound() : nil
      session.sensor = GunSensor(preset)
    }
    try setMotion(&session)
    try setSpeed(&session)
    try setLoad(&session)
    try setSensor(&session)
    let rate = session.sound?.samplingRate.value ?? session.sensor.samplingRate.value
    guard session.speed.duration.value * rate <= Self.mostSamples else {
      throw Failure(.usage, "--duration", "expected at most \(Int(Self.mostSamples)) samples in all")
    }
    return session
  }

  private func setMotion(_ session: inout GunSession) throws(Failure) {
    if let stroke: Length = try quantity(job.stroke, "--stroke", 0...100) {
      session.motion.stroke = stroke
      session.claim.stroke = stroke
    }
    if let lambda = job.lambda {
      guard (0...0.6).contains(lambda) else { throw Failure(.usage, "--lambda", "expected 0 to 0.6, found \(lambda)") }
      session.motion.lambda = lambda
    }
  }

  private func setSpeed(_ session: inout GunSession) throws(Failure) {
    if job.rate != nil, !job.levels.isEmpty {
      throw Failure(.usage, "--levels", "expected --rate for one level or --levels for several, not both")
    }
    let duration: Seconds? = try quantity(job.duration, "--duration", 0.01...86_400)
    var rates: [Hertz] = []
    for text in job.rate.map({ [$0] }) ?? job.levels {
      let option = job.rate == nil ? "--levels" : "--rate"
      if let rate: Hertz = try quantity(text, option, 0...1000) { rates.append(rate) }
    }
    var speed = session.speed
    if rates.isEmpty, let duration {
      let ratio = duration.value / speed.duration.value
      for index in speed.levels.indices {
        speed.levels[index].duration = Seconds(speed.levels[index].duration.value * ratio)
      }
    } else if let first = rates.first {
      let each = Seconds((duration ?? speed.duration).value / Double(rates.count))
      speed.levels = rates.map { .init(rate: $0, duration: each) }
      session.claim.rate = rates.count == 1 ? first : nil
    }
    if let jitter: Percent = try quantity(job.cycleJitter, "--cycle-jitter", 0...10) {
      speed.jitter = jitter.value / 100
    }
    if let sag: Percent = try quantity(job.sag, "--sag", 0...100) { speed.sag = sag.value / 100 }
    session.speed = speed
  }

  private func setLoad(_ session: inout GunSession) throws(Failure) {
    let stall: Force? = try quantity(job.stallForce, "--stall-force", 0.1...10_000)
    var points: [GunLoad.Point] = []
    for text in job.forceProfile {
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, let time: Seconds = try quantity(String(parts[0]), "--force-profile", 0...86_400),
        let force: Force = try quantity(String(parts[1]), "--force-profile", 0...10_000)
      else { throw Failure(.usage, "--force-profile", "expected points such as 0s:0N,5s:60N, found '\(text)'") }
      if let last = points.last, last.time >= time {
        throw Failure(.usage, "--force-profile", "expected times that rise, found \(last.time.text) and \(time.text)")
      }
      points.append(.init(time: time, force: force))
    }
    let old = session.speed.load
    guard job.motor != nil || stall != nil || !points.isEmpty else { return }
    var motor = old?.motor ?? .brushed
    switch job.motor {
    case nil: break
    case "brushed": motor = .brushed
    case "regulated": motor = .regulated()
    case let text?: throw Failure(.usage, "--load \(text)", "expected brushed or regulated")
    }
    guard let force = stall ?? old?.stallForce else {
      throw Failure(.usage, "--load", "expected --stall-force with it, such as --stall-force 150N")
    }
    if points.isEmpty {
      // Up to beyond the stall along a line over the recording.
      points =
        old?.profile ?? [
          .init(time: Seconds(0), force: Force(0)),
          .init(time: session.speed.duration, force: Force(1.1 * force.value)),
        ]
    }
    session.speed.load = GunLoad(motor: motor, stallForce: force, profile: points)
    if session.force == nil { session.force = .init() }
  }

  private func setSensor(_ session: inout GunSession) throws(Failure) {
    var sensor = session.sensor
    if let rate: Hertz = try quantity(job.sampleRate, "--sample-rate", 0.1...1_000_000) {
      sensor.samplingRate = rate
      session.sound?.samplingRate = Hertz(rate.value.rounded())
    }
    if let axes = job.axes {
      guard axes == 1 || axes == 3 else { throw Failure(.usage, "--axes", "expected 1 (z) or 3, found \(axes)") }
      sensor.axes = axes
    }
    if let range = try acceleration(job.range, "--range") {
      guard range > 0 else { throw Failure(.usage, "--range", "expected more than 0, such as 200g") }
      sensor.range = range / GunSensor.standardGravity
    }
    if let noise = try acceleration(job.noise, "--noise") { (sensor.noise, sensor.noiseDensity) = (noise, 0) }
    if let jitter: Seconds = try quantity(job.jitter, "--jitter", 0...10) { sensor.jitter = jitter }
    if let share: Percent = try quantity(job.dropouts, "--dropouts", 0...90) { sensor.dropouts = share.value / 100 }
    if let share: Percent = try quantity(job.scaleError, "--scale-error", 0...50) {
      sensor.scaleError = .uniform(share.value / 100)
    }
    if let share: Percent = try quantity(job.clockError, "--clock-error", 0...50) {
      sensor.clockError = .uniform(share.value / 100)
    }
    if let cutoff: Hertz = try quantity(job.lowPass, "--low-pass", 0.1...100_000) {
      sensor.lowPass = SensorLowPass(cutoff: cutoff)
    }
    session.sensor = sensor
  }

  /// An acceleration in m/s². Nothing here has a mass, so that g is gravity.
  private func acceleration(_ text: String?, _ option: String) throws(Failure) -> Double? {
    guard let text else { return nil }
    let plain = text.hasSuffix("g") && !text.hasSuffix("mg") ? text + "0" : text
    do throws(MeasureError) {
      let measure = try Measure(parsing: plain)
      guard measure.unit.dimension == .acceleration, (0...1e6).contains(measure.value) else {
        throw MeasureError.wrongDimension(text, expected: "g or m/s2")
      }
      return measure.value
    } catch {
      throw Failure(.usage, option, error.description)
    }
  }

  private func quantity<Q: Quantity>(
    _ text: String?, _ option: String, _ range: ClosedRange<Double>
  ) throws(Failure) -> Q? {
    guard let text else { return nil }
    return try DescriptionOptions.quantity(text, option: option, within: range)
  }
}
