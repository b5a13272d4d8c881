// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import TestSupport
import Testing

@testable import RecordingFormats

/// Row counts, rates and facts stand in the data's own descriptions.
@Suite(.enabled(if: ReferenceData.folder != nil, ReferenceData.absent))
struct ReferenceDataTests {
  private static let millisecond = SignalProcessing.Unit(symbol: "ms", dimension: .time, factor: 0.001)
  private static let gravity = SignalProcessing.Unit(symbol: "g", dimension: .acceleration, factor: 9.80665)

  @Test(arguments: [
    ("ios_comma_quoted_Accelerometer.csv", 6039, 99.87), ("android_401Hz_sample4.csv", 2908, 401.1),
    ("android_tab_100Hz_2_3sarok2.csv", 800, 99.89), ("bom_unquoted_plain_cart-downhill.csv", 549, 99.88),
    ("ios_squats10_RawData_2024-01-17_08-15-45.csv", 3602, 100.01),
  ])
  func phyphox(file: String, rows: Int, rate: Double) throws {
    let recording = try #require(try ReferenceData.read("phyphox_exports/" + file).first)
    #expect(recording.format == "phyphox")
    #expect(recording.sampleCount == rows)
    let last = try #require(recording.stamps.last)
    #expect(abs(Double(rows - 1) / last - rate) < 0.03)
    #expect(recording.channels.allSatisfy { $0.kind == .acceleration && $0.unit == .metrePerSecondSquared })
  }

  @Test(arguments: ["meta_device_ios.csv", "meta_time_ios.csv"]) func phyphoxMetadataIsNoRecording(file: String) {
    #expect(throws: ReadError.self) { try ReferenceData.read("phyphox_exports/" + file) }
  }

  @Test func labBenchGivesEveryTestOfEverySession() throws {
    let recordings = try ReferenceData.read("labbench_cpar_json/L05R1.json")
    #expect(recordings.count == 24)
    let first = try #require(recordings.first)
    #expect(first.member == "RUN 01/SR01" && first.sampleCount == 2001)
    #expect(first.programme?.kind == .ramp && first.programme?.limit == Pressure(100))
    #expect(first.programme?.stored["PTT"] == 97.7778 && first.has(.storedThresholdIgnored))
    #expect(first.channels.map(\.name) == ["cuff 1", "VAS"])
    let second = try #require(recordings.first { $0.member == "RUN 01/SR02" })
    #expect(second.channels[0].name == "cuff 2" && second.channels[0].role == .stimulus)
    let conditioned = try #require(recordings.first { $0.member == "RUN 01/CPM" })
    #expect(conditioned.channel("cuff 2")?.role == .conditioning)
    let pulses = try #require(recordings.first { $0.member == "RUN 01/TS" }?.programme)
    #expect(pulses.kind == .pulses && pulses.pulseCount == 10 && pulses.nominalPressure == Pressure(97.7778))
    let incomplete = recordings.filter { $0.has(.sessionIncomplete) }
    #expect(incomplete.map(\.member) == ["RUN 06/SR01", "RUN 06/SR02", "RUN 06/TS", "RUN 06/CPM"])
    #expect(incomplete.filter { $0.has(.testNotRecorded) }.map(\.sampleCount) == [0, 0])
    #expect(recordings.flatMap(\.channels).compactMap { $0.samples.max() }.max() == 98.5104)
  }

  @Test(arguments: [2, 3, 5])
  func rheometerExportInUTF16(number: Int) throws {
    let recording = try #require(try ReferenceData.read("pyrheo_relaxation/cnf_hydrogel_20C_\(number).csv").first)
    #expect(recording.sampleCount == 264 && recording.has(.decimalComma))
    #expect(recording.dialect.contains("encoding UTF-16 LE"))
    #expect(recording.channel("Shear Stress")?.unit?.symbol == "Pa")
    #expect(recording.channel("Shear Strain")?.unit?.dimension == .percent)
    let last = try #require(recording.stamps.last)
    #expect(abs(last + 0.01 - 57.046) < 1e-9)
    #expect(number != 2 || recording.channel("Shear Stress")?.samples.first == 7.922)
  }

  @Test func timeWithoutUnitIsRefused() throws {
    let path = "pyrheo_relaxation/stressrelaxation_fishmuscle_data.csv"
    #expect(throws: ReadError.timeUnitMissing(column: "Time")) { try ReferenceData.read(path) }
    let recording = try #require(try ReferenceData.read(path, .columns([("Time", nil, .second)])).first)
    #expect(recording.sampleCount == 566)
  }

  @Test func millisecondLoggerWithUnevenClockKeepsItsStamps() throws {
    let recording = try #require(try ReferenceData.read("chainsaw_mpu6050_333hz/chainsaw_1.csv").first)
    #expect(recording.sampleCount == 3996 && recording.has(.timeJitter))
    let last = try #require(recording.stamps.last)
    #expect(abs(3995 / last - 333.0) < 0.1)
    let quality = Quality(of: recording)
    #expect(abs(quality.time.jitterSD - 0.00085) < 0.00002)
  }

  @Test(arguments: [
    ("A.txt", 1195...1233.0), ("APARAF.txt", 1195...1233.0), ("Vibration_Measurements_3.txt", 1190...1240.0),
  ])
  func headerlessMillisecondStampsWithDuplicates(file: String, rate: ClosedRange<Double>) throws {
    let path = "electric_screwdriver_adxl/" + file
    #expect(throws: ReadError.self) { try ReferenceData.read(path) }
    let declared = Declaration.columns([("1", nil, Self.millisecond), ("2", .acceleration, Self.gravity)])
    let recording = try #require(try ReferenceData.read(path, declared).first)
    #expect(recording.has(.truncatedFile))
    // In whole milliseconds 18 to 20 % of the rows share their stamp; all of them stay.
    let duplicates = Double(recording.count(.timeQuantised)) / Double(recording.sampleCount)
    #expect((0.15...0.21).contains(duplicates) && !recording.has(.timeConflict), "\(duplicates)")
    #expect(rate.contains(Quality(of: recording).time.rate), "\(Quality(of: recording).time.rate)")
  }

  @Test func roundedStampsOfTheShaker() throws {
    let declared = Declaration.columns([("1", nil, .second), ("2", .acceleration, Self.gravity)])
    let recording = try #require(try ReferenceData.read("mide_dc_100hz/dc_100_hz.csv", declared).first)
    #expect(recording.sampleCount == 22829)
    let rate = Double(recording.sampleCount - 1) / (recording.stamps.last ?? 1)
    #expect(abs(rate - 380.516) < 0.01)
  }

  @Test func dateStampsOfTheRaspberryPi() throws {
    let path = "mpu6050_vibration_motor_clipped/motor_data_20241031_040618.csv"
    let recording = try #require(try ReferenceData.read(path).first)
    #expect(recording.sampleCount == 2511)
    #expect(abs(2510 / (recording.stamps.last ?? 1) - 62.74) < 0.01)
    let quality = Quality(of: recording)
    #expect(abs((recording.stamps.last ?? 0) / 2510 - 0.015938) < 1e-6 && abs(quality.time.jitterSD - 0.000038) < 1e-6)
    // About 30 % of the samples of x sit at one of the rails of 2 g.
    let x = try #require(quality.channels.first { $0.name == "acc_x" })
    let clipped = (x.railLow?.count ?? 0) + (x.railHigh?.count ?? 0)
    #expect(x.railLow?.value == -2 && abs(Double(clipped) / 2511 - 0.303) < 0.006)
  }

  @Test func pinchForces() throws {
    let recording = try #require(try ReferenceData.read("pinch_force/pinch.csv", .rate(500)).first)
    #expect(recording.sampleCount == 151 && recording.channels.count == 20)
    #expect(recording.channels[0].samples.first == -0.068 && recording.channels[19].samples.first == -0.102)
  }

  @Test func electromyograms() throws {
    let biosppy = try #require(try ReferenceData.read("emg/biosppy_emg_1.txt").first)
    #expect(biosppy.timeBase == .even(start: 0, rate: Hertz(1000), measured: false))
    let ktk = try #require(
      try ReferenceData.read("emg/ktk_emg_biceps_brachii.csv", .columns([("Time", nil, .second)])).first)
    #expect(ktk.dialect.contains("first stamp 20.6711 s"))
  }

  @Test(arguments: ["blandr_giavarina2015.csv", "MethComp_PEFR.csv", "ba1986_pefr.csv"])
  func tablesWithoutTimeAreRefused(file: String) {
    do throws(any Error) {
      _ = try ReferenceData.read("agreement_tables/" + file)
      Testing.Issue.record("a table of readings was taken for a recording")
    } catch {
      guard case .noTime(_, true)? = error as? ReadError else {
        Testing.Issue.record("\(error)")
        return
      }
    }
  }

  @Test(arguments: [
    "uff58_pyuff/sample_dataset58_psd.uff", "jornlotsch_pain_thresholds/PainThresholds.rda",
    "manual_therapy_cervical_sim/Manipulasyon_20260127_1951.json",
  ])
  func formatsThatAreNotRead(path: String) {
    do throws(any Error) {
      _ = try ReferenceData.read(path)
      Testing.Issue.record("\(path) was read")
    } catch {
      guard case .recognisedButNotRead? = error as? ReadError else {
        Testing.Issue.record("\(error)")
        return
      }
    }
  }
}
