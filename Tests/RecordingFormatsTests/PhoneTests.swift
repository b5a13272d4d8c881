// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// Tables of Sensor Logger and Klipper: units and time that their headers do not tell.
struct PhoneTests {
  /// Odd numbers of nanoseconds: none of these stamps is a `Double`.
  private static let origin: Int64 = 1_700_000_000_123_456_789
  private static func nanoseconds(_ row: Int) -> Int64 { origin + Int64(row) * 4_999_873 + Int64(row * 7919 % 1013) }

  private func table(_ header: String = "time,seconds_elapsed,z,y,x", rows: Int = 300) -> String {
    let names = header.split(separator: ",").map(String.init)
    var text = header + "\n"
    for row in 0..<rows {
      let values: [String: String] = [
        "time": "\(Self.nanoseconds(row))", "seconds_elapsed": "\(Double(row) / 200 - 0.004)", "x": "\(row)",
        "y": "\(row % 7)", "z": "9.5", "sensor": "Gyroscope",
      ]
      text += names.map { values[$0] ?? "0.5" }.joined(separator: ",") + "\n"
    }
    return text
  }

  private func reading(_ text: String, _ name: String, _ declaration: Declaration = Declaration()) throws -> Recording {
    try #require(try read(text, name: name, declaration).first)
  }

  @Test(arguments: ["time,seconds_elapsed,z,y,x", "seconds_elapsed,x,time,y,z", "time,z,y,x"])
  func nanosecondsAreExact(header: String) throws {
    let recording = try reading(table(header), "TotalAcceleration.csv")
    #expect(recording.format == "sensor-logger" && recording.sampleCount == 300)
    // A difference of whole nanoseconds, rounded once; the stamps themselves are multiples of 256 as doubles.
    let expected = (0..<300).map { Double(Self.nanoseconds($0) - Self.origin) / 1e9 }
    #expect(recording.timeBase == .stamped(expected))
    #expect(recording.channel("x")?.samples == (0..<300).map { Double($0) })
    #expect(recording.channel("y")?.samples[6] == 6 && recording.channel("z")?.samples[6] == 9.5)
    #expect(Set(recording.channels.map(\.name)) == ["x", "y", "z"])
    #expect(recording.channels.allSatisfy { $0.unit == .metrePerSecondSquared && $0.kind == .acceleration })
    #expect(recording.firstStamp == (header.contains("elapsed") ? -0.004 : 0))
    #expect(!recording.has(.unitUnknown) && !recording.has(.timeQuantised))
  }

  /// Spreadsheets round the nanoseconds to 15 digits; the seconds stand in for them.
  @Test func roundedNanosecondsAreNotUsed() throws {
    var text = "time,seconds_elapsed,z,y,x\n"
    for row in 0..<100 { text += "1.70000000012346E+18,\(Double(row) / 100),1,2,3\n" }
    let recording = try reading(text, "Accelerometer.csv")
    #expect(recording.stamps == (0..<100).map { Double($0) / 100 })
    #expect(
      failure(text.replacing("seconds_elapsed", with: "s"), name: "Accelerometer.csv")
        == .timeUnitMissing(column: "time"))
  }

  /// A microsecond beside whole hundredths of a second is no rounding.
  @Test func smallJitterIsKept() throws {
    var text = "time,seconds_elapsed,z,y,x\n"
    let stamps = (0..<200).map { (row: Int) -> Int64 in Int64(row) * 10_000_000 + Int64(row * 7919 % 2003) - 1000 }
    for stamp in stamps { text += "\(Self.origin + stamp),0,1,2,3\n" }
    let recording = try reading(text, "Gravity.csv")
    #expect(recording.timeBase == .stamped(stamps.map { Double($0 - stamps[0]) / 1e9 }))
  }

  @Test func aDeclaredTimeGoesFirst() throws {
    let declared = Declaration.columns([("seconds_elapsed", nil, .second)])
    let recording = try reading(table(), "Gravity.csv", declared)
    #expect(recording.stamps[2] == 0.01 && recording.firstStamp == -0.004)
    #expect(recording.channels.count == 3 && recording.dialect.contains("time from column 'seconds_elapsed'"))
  }

  @Test(arguments: [
    ("Accelerometer.csv", "m/s2"), ("walk_TotalAcceleration (2).csv", "m/s2"), ("Gravity.csv", "m/s2"),
    ("Gyroscope.csv", "rad/s"), ("GyroscopeUncalibrated.csv", "rad/s"),
  ])
  func theFileNameTellsTheUnit(name: String, unit: String) throws {
    let recording = try reading(table(), name)
    #expect(recording.channels.map { $0.unit?.symbol } == [unit, unit, unit])
  }

  /// What may be g or m/s² is neither, until it is declared.
  @Test func ambiguousUnitsAreRefused() throws {
    let open = try reading(table(), "AccelerometerUncalibrated.csv")
    #expect(open.channels.allSatisfy { $0.kind == .acceleration && $0.unit == nil })
    #expect(open.count(.unitAmbiguous) == 3)
    var declaration = Declaration()
    let gravity = SignalProcessing.Unit(symbol: "g", dimension: .acceleration, factor: 9.80665)
    declaration.channels = [ChannelDeclaration(column: "x", kind: .acceleration, unit: gravity)]
    let declared = try reading(table(), "AccelerometerUncalibrated.csv", declaration)
    #expect(declared.channel("x")?.unit == gravity && declared.count(.unitAmbiguous) == 2)
    let unnamed = try reading(table(), "walk.csv")
    #expect(unnamed.channels.allSatisfy { $0.kind == .other && $0.unit == nil })
    #expect(unnamed.dialect.contains { $0.contains("--declare x=acceleration:m/s2") })
  }

  @Test func theSensorColumnGoesBeforeTheName() throws {
    let text = table("time,seconds_elapsed,sensor,z,y,x")
    let recording = try reading(text, "Accelerometer.csv")
    #expect(recording.channels.map(\.kind) == [.angularRate, .angularRate, .angularRate] && recording.labels.isEmpty)
    let mixed = text + "\(Self.nanoseconds(300)),1.5,Accelerometer,1,2,3\n"
    #expect("\(try #require(failure(mixed)))".contains("several sensors (Gyroscope, Accelerometer)"))
  }

  @Test func otherSensors() throws {
    let air = try reading(table("time,seconds_elapsed,relativeAltitude,pressure"), "Barometer.csv")
    #expect(air.channels.map(\.kind) == [.other, .other] && air.channel("pressure")?.unit?.symbol == "mbar")
    let sound = try reading(table("time,seconds_elapsed,dBFS"), "Microphone.csv")
    #expect(sound.channel("dBFS")?.kind == .sound && sound.channel("dBFS")?.unit == .reporting(.soundLevel))
    let angles = try reading(table("time,seconds_elapsed,yaw,qx,roll,pitch"), "Orientation.csv")
    #expect(angles.channel("roll")?.unit?.symbol == "rad" && angles.channel("qx")?.unit == nil)
    #expect("\(try #require(failure(table(), name: "Location.csv")))".contains("'Location'"))
  }

  @Test func damageIsToldNotGuessed() throws {
    let text = table()
    let cut = try reading(String(text.dropLast(9)), "Accelerometer.csv")
    #expect(cut.sampleCount == 299 && cut.has(.truncatedFile))
    let lines = text.split(separator: "\n").map(String.init)
    let twice = try reading(
      (lines + [lines[300], "\(Self.nanoseconds(300)),1.5,1,2,3\n"]).joined(separator: "\n"), "Gravity.csv")
    #expect(twice.sampleCount == 301 && twice.count(.timeDuplicate) == 1)
    let odd = try reading(
      (lines + ["17e17,1,2,3,4", "99999999999999999999,1,2,3,4", ""]).joined(separator: "\n"), "Gravity.csv")
    #expect(odd.sampleCount == 300 && odd.count(.missingSamples) == 2)
  }

  /// Whole numbers beyond 2^53 in any table.
  @Test func longStampsOfAnyTableAreExact() throws {
    var text = "Time (us);Force (N)\n"
    for row in 0..<200 { text += "\(Self.origin + Int64(row) * 1001);\(row)\n" }
    let recording = try reading(text, "a.csv")
    #expect(recording.stamps == (0..<200).map { Double($0 * 1001) / 1e6 })
    #expect(recording.dialect.contains("stamps counted from \(Self.origin)"))
  }

  @Test func klipper() throws {
    var text = "#time,accel_x,accel_y,accel_z\n"
    for row in 0..<400 { text += "\(Double(row * 625) / 1e6 + 213.5),\(row * 10).250000,-5.500000,9806.650000\n" }
    let recording = try reading(text, "raw_data_x_20210403_120000.csv")
    #expect(recording.format == "klipper" && recording.sampleCount == 400 && recording.firstStamp == 213.5)
    #expect(recording.channels.map(\.name) == ["accel_x", "accel_y", "accel_z"])
    #expect(
      recording.channels.allSatisfy {
        $0.kind == .acceleration && $0.unit?.symbol == "mm/s2" && $0.unit?.factor == 0.001
      })
    #expect(recording.channels[0].samples[3] == 30.25 && recording.channels[2].samples[3] == 9806.65)
    #expect(abs(Double(399) / recording.timeBase.time(399) - 1600) < 1e-6 && recording.issues.isEmpty)
    #expect(throws: ReadError.self) { try read("#freq,psd_x,psd_y,psd_z\n1,2,3,4\n2,3,4,5\n") }
  }

  @Test func millisAndValue() throws {
    var text = "millis,value\r\n"
    for row in 0..<500 { text += "\(100 + row * 10),\(512 + row % 9)\r\n" }
    let recording = try reading(text + "5100,5", "log.txt")
    #expect(recording.sampleCount == 500 && recording.has(.truncatedFile) && recording.firstStamp == 0.1)
    #expect(recording.stamps[7] == 0.07 && recording.channels.map(\.name) == ["value"])
  }
}
