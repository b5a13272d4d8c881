// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@Suite struct ResampleCommandTests {
  /// A sine of `frequency` Hz on a level, stamped by a rule.
  private static func text(_ stamps: [Double], frequency: Double = 3) -> String {
    var out = "Time (s),Force (N),Button,site\n"
    for (index, time) in stamps.enumerated() {
      let value = 5 + 2 * sin(2 * Double.pi * frequency * time)
      out += "\(time),\(value),\(index / 100 % 2),\(index < stamps.count / 2 ? "neck" : "arm")\n"
    }
    return out
  }

  /// The samples are those of the sine at the new instants, away from the ends, where the filter sees nothing beyond.
  @Test(arguments: [("256Hz", 256.0), ("40Hz", 40), ("100Hz", 100), ("1kHz", 1000)])
  func evenSignalsKeepTheirShape(_ word: String, _ rate: Double) throws {
    let stamps = (0..<1000).map { Double($0) / 100 }
    let run = try Program.run(["resample", "-", "--to", word], input: Data(Self.text(stamps).utf8))
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(run.text)
    #expect(rows.count == Int(9.99 * rate + 1e-9) + 1)
    var worst = 0.0
    for (index, row) in rows.enumerated() {
      let time = try #require(Double(row["Time (s)"] ?? ""))
      #expect(abs(time - Double(index) / rate) < 1e-12)
      guard time > 1, time < 9 else { continue }
      let value = try #require(Double(row["Force (N)"] ?? ""))
      worst = max(worst, abs(value - 5 - 2 * sin(2 * Double.pi * 3 * time)))
    }
    // 84 dB below the sine of 2 N, in the passband of 0.85 of half the lower rate.
    #expect(worst < 2e-4, "\(worst)")
    // Markers are never between 0 and 1, and labels go with their times.
    #expect(Set(rows.compactMap { $0["Button"] }) == ["0", "1"])
    #expect(rows.first?["site"] == "neck" && rows.last?["site"] == "arm")
  }

  @Test func theSameRateChangesNothing() throws {
    let file = Fixture.path("sessions/ppt_noisy.csv")
    let run = try Program.run(["resample", file, "--to", "100Hz", "-q"])
    let before = try Tables.csv(try String(decoding: Fixture.bytes("sessions/ppt_noisy.csv"), as: UTF8.self))
    let after = try Tables.csv(run.text)
    #expect(before.count == after.count && run.errors.isEmpty)
    for (a, b) in zip(before, after) {
      let (x, y) = (Double(a["Pressure (kPa)"] ?? ""), Double(b["Pressure (kPa)"] ?? ""))
      #expect(abs(try #require(x) - (try #require(y))) < 1e-9)
      #expect(Double(a["Button"] ?? "") == Double(b["Button"] ?? ""))
    }
  }

  /// Irregular stamps become even, with an account; what is fast is weakened by no more than is stated.
  @Test func irregularStampsBecomeEvenWithAnAccount() throws {
    var generator = SeededGenerator(seed: 3)
    let stamps = (0..<1000).map { Double($0) / 100 + Double.random(in: -0.002...0.002, using: &generator) + 0.002 }
    for (frequency, weakening) in [(1.0, 0.001), (10, 0.08), (20, 0.3)] {
      let run = try Program.run(
        ["resample", "-", "--to", "100Hz"], input: Data(Self.text(stamps, frequency: frequency).utf8))
      #expect(run.status == 0 && run.errors.contains("irregular stamps"), "\(run.errors)")
      var worst = 0.0
      for row in try Tables.csv(run.text) {
        let time = try #require(Double(row["Time (s)"] ?? ""))
        guard time > 0.5, time < 9.4 else { continue }
        let value = try #require(Double(row["Force (N)"] ?? ""))
        worst = max(worst, abs(value - 5 - 2 * sin(2 * Double.pi * frequency * time)) / 2)
      }
      // Cubic pieces flatten the tops of what has few samples a period, and of nothing else.
      #expect(worst < weakening, "\(frequency): \(worst)")
      #expect(run.errors.contains("instants between two samples"))
    }
  }

  @Test func gapsStayGaps() throws {
    let stamps = (0..<1000).map { Double($0) / 100 + ($0 < 400 ? 0 : 0.503) }
    let run = try Program.run(["resample", "-", "--to", "50Hz"], input: Data(Self.text(stamps).utf8))
    #expect(run.status == 0 && run.errors.contains("1 gap"), "\(run.errors)")
    for row in try Tables.csv(run.text) {
      let time = try #require(Double(row["Time (s)"] ?? ""))
      if time > 4.01, time < 4.49 { #expect(row["Force (N)"] == "", "\(time)") }
      if time > 5.2, time < 9 || time < 3.5 { #expect(row["Force (N)"] != "", "\(time)") }
    }
    // What a filter asks for works.
    let jitter = Fixture.path("sessions/ppt_jitter.csv")
    let even = try Program.run(["resample", jitter, "--to", "100Hz", "-q"])
    let filtered = try Program.run(["filter", "-", "--lowpass", "5Hz", "-q"], input: even.output)
    #expect(filtered.status == 0, "\(filtered.errors)")
  }

  /// Arguments after the file, exit code, and words of the message.
  @Test(
    arguments: [
      ([], 64, "--to"), (["--to", "256"], 64, "unit"), (["--to", "0Hz"], 64, "--to"), (["--to", "5N"], 64, "Hz"),
      (["--to", "-5Hz"], 64, "--to"), (["--to", "1GHz"], 64, "unknown unit"), (["--to", "999MHz"], 64, "unit"),
      (["--to", "900000kHz"], 64, "1e9 samples"), (["--to", "50Hz", "-o", "out.wav"], 64, "convert"),
      (["--to", "50Hz", "-o", "s.csv"], 64, "overwrite"), (["--to", "50Hz", "-o", "nowhere/o.csv"], 73, "nowhere"),
      (["--to", "50Hz", "--channel", "Presure"], 65, "did you mean"),
      (["--to", "50Hz", "--figure", "x.gif"], 64, ".svg"),
    ] as [([String], Int32, String)])
  func mistakesAreNamed(_ arguments: [String], _ status: Int32, _ word: String) throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    let run = try Program.run(["resample", "s.csv"] + arguments, in: scratch)
    #expect(run.status == status && run.errors.contains(word), "\(run.status) \(run.errors)")
    #expect(run.text.isEmpty)
    #expect(try scratch.names == ["s.csv"])
  }
}
