// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Takes samples of a motion as a sensor does.
struct GunSampler {
  let session: GunSession
  let sensor: GunSensor
  let angle: CrankAngle
  let strikes: GunStrikes?
  /// Streams of one sensor; those of another begin elsewhere.
  let stream: UInt64

  /// True acceleration in the sensor's frame in m/s², gravity and low-pass apart.
  func acceleration(_ t: Double) -> SIMD3<Double> {
    let t = t - sensor.delay.value
    let state = angle.state(at: t)
    let a = session.motion.acceleration(turns: state.turns, rate: state.rate, slope: state.slope)
    let (along, across) = directions
    return (along * (a.along + (strikes?.value(at: t) ?? 0)) + across * a.across) * sensor.gain
  }

  private let directions: (along: SIMD3<Double>, across: SIMD3<Double>)

  init(_ session: GunSession, _ sensor: GunSensor, _ angle: CrankAngle, _ strikes: GunStrikes?, stream: UInt64) {
    self.session = session
    self.sensor = sensor
    self.angle = angle
    self.strikes = strikes
    self.stream = stream
    directions = sensor.directions
  }

  /// A sample the sensor makes.
  private struct Reading {
    /// By the device's clock and by the true one, in s.
    var device: Double
    var instant: Double
    var values = SIMD3<Double>.zero
    var force = 0.0
    var clipped = SIMD3<Double>.zero
  }

  func table() -> GunTable {
    var figures = GunSensorTruth()
    var random = RandomStream(seed: session.seed, stream: stream)
    figures.scaleError = sensor.scaleError.draw(&random)
    figures.clockError = sensor.clockError.draw(&random)
    figures.noise = sensor.deviation
    let readings = readings(figures)
    let rows = rows(readings, &figures)
    figures.sampleCount = rows.count
    var table = GunTable()
    table.hasGravity = sensor.gravity != .zero
    var stamps = RandomStream(seed: session.seed, stream: stream + 3)
    let fs = sensor.samplingRate.value
    for row in rows {
      // The logger stamps the row, not the sample it repeats.
      var stamp = sensor.holdRate == nil ? readings[row.reading].device : Double(row.index) / fs
      if sensor.stampError.value > 0 { stamp += sensor.stampError.value * stamps.normal() }
      if sensor.stampStep.value > 0 { stamp = (stamp / sensor.stampStep.value).rounded(.down) * sensor.stampStep.value }
      table.stamps.append(stamp)
    }
    for (axis, name) in ["x", "y", "z"].enumerated() where sensor.axes == 3 || axis == 2 {
      let unit = sensor.inGravity ? Unit.gravity : .metrePerSecondSquared
      table.columns.append(.init(name: name, unit: unit, samples: rows.map { readings[$0.reading].values[axis] }))
      let clipped = rows.reduce(0) { $0 + readings[$1.reading].clipped[axis] }
      figures.clippedShares[name] = rows.isEmpty ? 0 : clipped / Double(rows.count)
    }
    if session.force != nil {
      table.columns.append(.init(name: "force", unit: .newton, samples: rows.map { readings[$0.reading].force }))
    }
    figures.origin = rows.first.map { readings[$0.reading].instant } ?? 0
    table.figures = figures
    return table
  }

  private func readings(_ figures: GunSensorTruth) -> [Reading] {
    let rate = sensor.holdRate?.value ?? sensor.samplingRate.value
    let count = Int((angle.duration * (1 + figures.clockError) * rate - 1e-9).rounded(.up))
    var random = RandomStream(seed: session.seed, stream: stream + 1)
    var readings = (0..<count).map { i -> Reading in
      var device = Double(i) / rate
      if sensor.jitter.value > 0 {
        device += max(-0.4 / rate, min(0.4 / rate, sensor.jitter.value * random.normal()))
        device = max(device, 0)
      }
      return Reading(device: device, instant: device / (1 + figures.clockError))
    }
    let instants = readings.map(\.instant)
    let exact = sensor.lowPass?.filter(acceleration, at: instants) ?? instants.map(acceleration)
    var noise = RandomStream(seed: session.seed, stream: stream + 2)
    for i in readings.indices {
      show(exact[i], 1 + figures.scaleError, &noise, &readings[i])
      readings[i].force = force(at: readings[i].instant, &noise)
    }
    return readings
  }

  private func show(_ a: SIMD3<Double>, _ scale: Double, _ noise: inout RandomStream, _ reading: inout Reading) {
    let unit = sensor.inGravity ? GunSensor.standardGravity : 1
    let rail = sensor.range.map { range in
      let end = range * GunSensor.standardGravity / unit
      return sensor.resolution > 0 ? (end / sensor.resolution + 1e-9).rounded(.down) * sensor.resolution : end
    }
    for axis in 0..<3 where sensor.axes == 3 || axis == 2 {
      var x = (a[axis] + sensor.gravity[axis]) * scale
      if sensor.deviation > 0 { x += sensor.deviation * noise.normal() }
      x /= unit
      if sensor.resolution > 0 { x = AlgometerDevice.quantise(x, sensor.resolution) }
      if let rail, x.magnitude >= rail {
        x =
          x < 0 ? -AlgometerDevice.quantise(rail, sensor.resolution) : AlgometerDevice.quantise(rail, sensor.resolution)
        reading.clipped[axis] = 1
      }
      reading.values[axis] = x
    }
  }

  private func force(at t: Double, _ noise: inout RandomStream) -> Double {
    guard let force = session.force else { return 0 }
    var x = session.speed.load?.force(at: t) ?? 0
    if force.noise.value > 0 { x += force.noise.value * noise.normal() }
    return force.resolution > 0 ? AlgometerDevice.quantise(x, force.resolution) : x
  }

  /// Which sample each row shows; lost rows are left out, repeated ones come twice.
  private func rows(_ readings: [Reading], _ figures: inout GunSensorTruth) -> [(index: Int, reading: Int)] {
    var random = RandomStream(seed: session.seed, stream: stream + 4)
    let fs = sensor.samplingRate.value
    let count =
      sensor.holdRate == nil
      ? readings.count : Int((angle.duration * (1 + figures.clockError) * fs - 1e-9).rounded(.up))
    var rows: [(index: Int, reading: Int)] = []
    var losing = false
    var last = -1
    for index in 0..<count {
      var reading = index
      if let hold = sensor.holdRate?.value {
        let time = Double(index) / fs
        reading = min(readings.count - 1, Int((time * hold + 1e-9).rounded(.down)))
        // A jittered sample may come later than the row that would show it.
        while reading > 0, readings[reading].device > time { reading -= 1 }
      }
      if sensor.dropouts > 0 {
        losing = loses(losing, &random)
        // The first row stays, so that time begins with the recording.
        if losing, index > 0 {
          figures.dropped += 1
          continue
        }
      }
      if reading == last { figures.held += 1 }
      last = reading
      rows.append((index, reading))
      if sensor.duplicates > 0, random.uniform() < sensor.duplicates {
        rows.append((index, reading))
        figures.duplicated += 1
      }
    }
    return rows
  }
}

extension GunSampler {
  /// Whether the next sample is lost: each by itself, or in bursts of mean length b, which end with probability 1/b
  /// and begin so often that the share comes out.
  private func loses(_ losing: Bool, _ random: inout RandomStream) -> Bool {
    let chance = random.uniform()
    guard sensor.burst > 1 else { return chance < sensor.dropouts }
    if losing { return chance >= 1 / sensor.burst }
    return chance < sensor.dropouts / (sensor.burst * (1 - sensor.dropouts))
  }
}

extension Unit {
  static let gravity = Unit(symbol: "g", dimension: .acceleration, factor: GunSensor.standardGravity)
}
