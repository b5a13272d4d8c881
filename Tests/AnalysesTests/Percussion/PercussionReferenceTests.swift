// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import RecordingFormats
import Recordings
import SignalProcessing
import TestSupport
import Testing

/// Public recordings of shakers, tools and motors.
@Suite struct PercussionReferenceTests {
  static func read(_ path: String, _ columns: [(Int, ChannelKind?, Unit)]) throws -> Recording {
    var declaration = Declaration()
    for (column, kind, unit) in columns {
      var channel = ChannelDeclaration()
      channel.column = String(column)
      channel.kind = kind
      channel.isTime = kind == nil
      channel.unit = unit
      declaration.channels.append(channel)
    }
    let bytes = try ReferenceData.bytes(path)
    return try #require(try readAnything(bytes, name: path, declaration: declaration).get().first)
  }

  static let gravity = Unit(symbol: "g", dimension: .acceleration, factor: 9.80665)
  static let millisecond = Unit(symbol: "ms", dimension: .time, factor: 0.001)

  @Test(.enabled(if: ReferenceData.has("mide_dc_100hz"), ReferenceData.absent))
  func shakerRunsAtItsRate() throws {
    let recording = try Self.read(
      "mide_dc_100hz/dc_100_hz.csv", [(1, nil, .second), (2, .acceleration, Self.gravity)])
    let findings = try PercussionTests.findings(recording) {
      $0.searchLow = Hertz(60)
      $0.searchHigh = Hertz(150)
    }
    let rate = try #require(PercussionTests.row(findings, "percussion_frequency")?.value)
    print("shaker: \(rate) Hz")
    #expect(abs(rate - 99.998) < 0.001)
    // In the band of massage guns there is nothing, and half the rate is not taken for it.
    let usual = try PercussionTests.findings(recording)
    let row = try #require(PercussionTests.row(usual, "percussion_frequency"))
    #expect(row.value == nil && row.flags.contains(.outsideBand))
  }

  /// Whole milliseconds, a fifth of them twice. On the stamps both tools show the mains.
  @Test(
    .enabled(if: ReferenceData.has("electric_screwdriver_adxl"), ReferenceData.absent),
    arguments: [("Vibration_Measurements_2.txt", 49.943), ("Vibration_Measurements_3.txt", 49.928)])
  func screwdriversReadTheMains(_ name: String, _ expected: Double) throws {
    let recording = try Self.read(
      "electric_screwdriver_adxl/\(name)", [(1, nil, Self.millisecond), (2, .acceleration, Self.gravity)])
    let findings = try PercussionTests.findings(recording)
    let row = try #require(PercussionTests.row(findings, "percussion_frequency"))
    #expect(abs((row.value ?? 0) - expected) < 0.02)
    #expect(row.flags.contains(.mains))
  }

  @Test(.enabled(if: ReferenceData.has("mpu6050_vibration_motor_clipped"), ReferenceData.absent))
  func clippedMotorIsRefused() throws {
    let recording = try Self.read(
      "mpu6050_vibration_motor_clipped/motor_data_20241031_040618.csv",
      [(3, .acceleration, Self.gravity), (4, .acceleration, Self.gravity), (5, .acceleration, Self.gravity)])
    let findings = try PercussionTests.findings(recording)
    for row in findings.outcomes where row.name != "frequency_alternative" {
      #expect(row.value == nil, "\(row.name) \(row.trial ?? 0)")
    }
    #expect(!findings.issues.isEmpty)
  }
}
