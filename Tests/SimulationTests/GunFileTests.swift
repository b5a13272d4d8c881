// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import Simulation
import TestSupport
import Testing

/// Files of simulated massage guns, by other people's decoders, and what their sessions hold.
@Suite struct GunFileTests {
  private func session(axes: Int = 3) -> GunSession {
    var session = GunSession(seed: 12)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(0.2))
    session.sensor.axes = axes
    session.sensor.noise = 0.5
    session.sensor.tilt = 20
    session.claim.rate = Hertz(40)
    session.claim.head = "ball"
    return session
  }

  private func lines(_ session: GunSession, _ dialect: GunDialect) throws -> [[String]] {
    let file = try #require(session.files(name: "x", dialect: dialect).first { $0.name == "x.csv" })
    return String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Header, position of x, y, z, unit in m/s², time unit in s and where time begins.
  @Test(arguments: [
    (GunDialect.csv, "Time (s)", [1, 2, 3], 1.0, 1.0, 0.0), (.phyphox, "\"Time (s)\"", [1, 2, 3], 1, 1, 0),
    (.sensorLogger, "time", [4, 3, 2], 1, 1e-9, 1.7e9), (.millis, "millis", [1, 2, 3], 1, 0.001, 0),
    (.klipper, "#time", [1, 2, 3], 0.001, 1, 412),
  ])
  func tablesHoldTheSamples(
    dialect: GunDialect, first: String, columns: [Int], unit: Double, second: Double, start: Double
  ) throws {
    let session = session()
    let table = try #require(session.tables().first)
    let rows = try lines(session, dialect)
    #expect(rows[0][0] == first)
    #expect(rows.count == table.stamps.count + 1 && table.stamps.count == 200)
    for (i, row) in rows.dropFirst().enumerated() {
      let time = try #require(Double(row[0])) * second - start
      // Nanoseconds since 1970 do not fit a double better than 256 of them.
      #expect(abs(time - table.stamps[i]) < 1e-6, "row \(i)")
      for (axis, column) in columns.enumerated() {
        let value = try #require(Double(row[column])) * unit
        #expect(abs(value - table.columns[axis].samples[i]) < 1e-6)
      }
      if dialect == .phyphox {
        let absolute = try #require(Double(row[4]))
        let square = (0..<3).reduce(0.0) { $0 + table.columns[$1].samples[i] * table.columns[$1].samples[i] }
        #expect(abs(absolute - square.squareRoot()) < 1e-6)
      }
      if dialect == .sensorLogger { #expect(try #require(Double(row[1])) == table.stamps[i]) }
    }
  }

  @Test func phyphoxTellsWhetherGravityIsIn() throws {
    var session = session()
    #expect(try lines(session, .phyphox)[0][1] == "\"Linear Acceleration x (m/s^2)\"")
    session.sensor.gravity = SIMD3(0, 9.80665, 0)
    #expect(try lines(session, .phyphox)[0][1] == "\"Acceleration x (m/s^2)\"")
    let number = try lines(session, .phyphox)[3][2]
    #expect(number.wholeMatch(of: /-?\d\.\d{9}E-?\d+/) != nil, "\(number)")
  }

  @Test func oneAxisIsOneColumn() throws {
    #expect(try lines(session(axes: 1), .csv)[0] == ["Time (s)", "Acceleration z (m/s2)"])
    #expect(try lines(session(axes: 1), .millis)[0] == ["millis", "az"])
  }

  @Test func sidecarsTellUnitsAndClaims() throws {
    let files = session(axes: 1).files(name: "x", dialect: .klipper)
    let text = String(decoding: try #require(files.first { $0.name == "x.toml" }).bytes, as: UTF8.self)
    #expect(text.contains("[channels.\"accel_z\"]") && text.contains("unit = \"mm/s2\""))
    #expect(text.contains("[percussion]\nclaimed_rate = \"2400/min\"\nhead = \"ball\"\n"))
  }

  @Test func soundIsWavOf24Bits() throws {
    var session = session()
    session.recordsAcceleration = false
    var sound = GunSound(tones: [.init(order: 1, amplitude: 1.5), .init(order: 3, amplitude: 0.4, phase: 0.3)])
    sound.motorNoise = 0
    sound.roomNoise = 0
    session.sound = sound
    let files = session.files(name: "x")
    #expect(files.map(\.name) == ["x.wav", "x.toml", "x.truth.json"])
    let bytes = files[0].bytes
    #expect(String(decoding: bytes[0..<4], as: UTF8.self) == "RIFF" && bytes.count == 44 + 3 * 9600)
    #expect(bytes[24..<28].enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) } == 48_000)
    #expect(bytes[34] == 24 && bytes[22] == 1 && bytes[20] == 1)
    for i in stride(from: 0, to: 9600, by: 7) {
      let at = 44 + 3 * i
      let raw = Int(bytes[at]) | Int(bytes[at + 1]) << 8 | Int(Int8(bitPattern: bytes[at + 2])) << 16
      let angle = 2 * Double.pi * 40 * Double(i) / 48_000
      let expected: Double = 1.5 * cos(angle) + 0.4 * cos(3 * angle + 0.6 * Double.pi)
      #expect(abs(Double(raw) / 8_388_608 * 2 - expected) < 2 / 8_388_608.0)
    }
    // 200 ms of 1 of 2 Pa: nothing clipped; louder tones are.
    session.sound?.tones[0].amplitude = 5
    let loud = session.run().recordings[0].channels[0].samples
    #expect(loud.max() == 2 && loud.min() == -2)
  }

  @Test func blowsComeOncePerStrokeAndAlternate() throws {
    var session = session(axes: 1)
    session.sensor = GunSensor()
    session.sensor.axes = 1
    session.sensor.samplingRate = Hertz(20_000)
    session.speed = GunSpeed(rate: Hertz(40), duration: Seconds(1))
    session.speed.angle = 0.4
    session.speed.wow = .init(share: 0.05, frequency: Hertz(1))
    let free = session.run().recordings[0].channels[0].samples
    var blows = Impacts(peak: 800, width: Seconds(0.003))
    blows.pattern = [1, 0.6]
    blows.angle = 0.1
    session.impacts = blows
    let struck = session.run().recordings[0].channels[0].samples
    let blow = zip(struck, free).map { $0 - $1 }
    var peaks: [(index: Int, height: Double)] = []
    for i in 1..<(blow.count - 1) where blow[i] < -100 && blow[i] <= blow[i - 1] && blow[i] < blow[i + 1] {
      peaks.append((i, -blow[i]))
    }
    #expect(peaks.count == 40)
    for (a, b) in zip(peaks, peaks.dropFirst()) {
      let pair = [a.height, b.height].sorted()
      // Sampled within 25 µs of the top of a half-sine of 3 ms.
      #expect(abs(pair[0] - 480) < 0.5 && abs(pair[1] - 800) < 0.5)
    }
    // The crank passes the angle of the blow there: 40 t + 0.05·40 (1 − cos 2πt)/(2π) + 0.4 is whole and a tenth.
    for peak in peaks {
      let t = Double(peak.index) / 20_000
      let turns: Double = 40 * t + 2 * (1 - cos(2 * Double.pi * t)) / (2 * Double.pi) + 0.4 - 0.1
      #expect(abs(turns - turns.rounded()) < 42 * 2.6e-5, "\(t)")
    }
  }

  @Test func ringsDieAwayAtTheirFrequency() {
    var session = session(axes: 1)
    session.sensor = GunSensor()
    session.sensor.axes = 1
    session.sensor.samplingRate = Hertz(20_000)
    session.motion.stroke = Length(0)
    session.speed = GunSpeed(rate: Hertz(10), duration: Seconds(0.1))
    session.speed.angle = 0.5
    var blows = Impacts(peak: 800, width: Seconds(0.001))
    blows.ring = .init(frequency: Hertz(250), damping: 0.1, share: 0.5)
    session.impacts = blows
    let x = session.run().recordings[0].channels[0].samples
    // The blow is at 50 ms and over at 50.5 ms.
    for i in 1011..<2000 {
      let s = Double(i - 1000) / 20_000
      let before = s + 0.1
      func ring(_ s: Double) -> Double { -400 * exp(-0.2 * Double.pi * 250 * s) * sin(2 * Double.pi * 250 * s) }
      #expect(abs(x[i] - ring(s) - ring(before)) < 1e-9)
    }
  }

  @Test func truthIsJSONWithSortedKeys() throws {
    let files = Scenario.gunTissue.files(name: "x", seed: 5)
    #expect(files.map(\.name) == ["x.csv", "x.toml", "x_tissue.csv", "x_tissue.toml", "x.truth.json"])
    let parsed = try Oracle.object(try #require(files.last).bytes)
    let object = try #require(parsed as? [String: Any])
    #expect(object["schema"] as? String == "palpate.truth/1" && object["kind"] as? String == "percussion")
    let gun = try #require(object["gun"] as? [String: Any])
    #expect(gun.keys.sorted() == ["claim", "impacts", "load", "motion", "segments", "sensors", "sound", "speed"])
    let segments = try #require(gun["segments"] as? [[String: Any]])
    #expect((segments.first?["responses"] as? [Any])?.count == 2)
    #expect((segments.first?["rate"] as? Double) == 40)
  }

  @Test func scenariosAreSmall() {
    let files = FixtureSet.all.filter { $0.name.hasPrefix("gun_") }
    #expect(Set(files.map(\.name)).count == files.count && files.count > 30)
    for file in files { #expect(file.bytes.count < 70_000, "\(file.name): \(file.bytes.count)") }
    let total = files.map(\.bytes.count).reduce(0, +)
    #expect(total < 600_000, "\(total)")
  }

  @Test func scenariosShowTheirFaults() throws {
    func sensor(_ scenario: Scenario) throws -> GunSensorReport {
      try #require(scenario.session(seed: 4).run().truth.gun?.sensors.first)
    }
    #expect(try sensor(.gunPhone).figures.dropped > 10)
    #expect(try #require(sensor(.gunPhone).figures.clippedShares["z"]) > 0.3)
    #expect(try sensor(.gunLogger).figures.duplicated > 100)
    #expect(try sensor(.gunPrinter).figures.clockError != 0)
    let alias = try #require(Scenario.gunAlias.session(seed: 4).run().truth.gun)
    #expect(try #require(alias.segments[0].foldedTo[0][1]).value.rounded() == 47)
    for scenario in [Scenario.gunLoad, .gunRegulated] {
      let gun = try #require(scenario.session(seed: 4).run().truth.gun)
      #expect(gun.segments.contains { $0.kind == .still && abs(($0.forceAtStart?.value ?? 0) - 150) < 1e-9 })
      #expect(gun.segments.contains { $0.kind == .changing })
    }
    let levels = try #require(Scenario.gunLevels.session(seed: 4).run().truth.gun)
    #expect(levels.segments.filter { $0.kind == .steady }.map { $0.rate.value.rounded() } == [30, 40, 53])
  }
}
