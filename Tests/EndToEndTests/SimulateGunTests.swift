// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// `palpate simulate gun`: what it writes is read back with its units, and its refusals say what was expected.
@Suite struct SimulateGunTests {
  /// Arguments after `simulate gun`, and quantities of the recording that `inspect` finds.
  @Test(arguments: [
    (["--rate", "2400/min", "--duration", "2s"], ["acceleration"]),
    (["--sensor", "phone", "--dropouts", "5%", "--duration", "2s"], ["acceleration", "acceleration", "acceleration"]),
    (["--sensor", "adxl375", "--axes", "1", "--duration", "2s"], ["acceleration"]),
    (["--sensor", "mpu6050", "--levels", "30Hz,40Hz", "--axes", "1", "--duration", "2s"], ["acceleration"]),
    (["--axes", "3", "--dialect", "klipper", "--duration", "1s"], ["acceleration", "acceleration", "acceleration"]),
    (
      ["--axes", "3", "--dialect", "sensor-logger", "--duration", "1s"],
      ["acceleration", "acceleration", "acceleration"]
    ),
    (
      ["--load", "brushed", "--stall-force", "150N", "--force-profile", "0s:0N,2s:60N", "--duration", "3s"],
      ["acceleration", "force"]
    ),
    (
      ["--sensor", "mpu6050", "--load", "regulated", "--stall-force", "150N", "--axes", "1"], ["acceleration", "force"]
    ),
  ])
  func tablesAreReadBackWithTheirUnits(_ arguments: [String], _ kinds: [String]) throws {
    let scratch = try Scratch()
    let made = try Program.run(["simulate", "gun", "-o", "g.csv"] + arguments, in: scratch)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try scratch.names == ["g.csv", "g.toml", "g.truth.json"])
    let report = try Tables.json(try Program.run(["inspect", "g.csv", "--format", "json"], in: scratch).output)
    let recording = try #require(try report["recordings"].list.first)
    var found: [String] = []
    for channel in try recording["channels"].list {
      let (name, kind, unit) = (try channel["name"].string, try channel["kind"].string, try channel["unit"].string)
      // The size that phones write beside the axes is a fourth acceleration, nanoseconds are time twice over.
      if name.hasPrefix("Absolute") || name == "time" { continue }
      found.append(kind)
      #expect(kind == "force" ? unit == "N" : ["m/s2", "mm/s2", "g"].contains(unit), "\(name): \(unit)")
    }
    #expect(found == kinds)
    let truth = try Tables.json(Data(try scratch.text("g.truth.json").utf8))
    #expect(try truth["kind"].string == "percussion")
    #expect(try !truth["gun"]["segments"].list.isEmpty)
  }

  @Test func soundIsReadBackInPascal() throws {
    let scratch = try Scratch()
    let made = try Program.run(
      ["simulate", "gun", "--sensor", "microphone", "--duration", "0.5s", "-o", "g.wav"], in: scratch)
    #expect(made.status == 0, "\(made.errors)")
    let report = try Tables.json(try Program.run(["inspect", "g.wav", "--format", "json"], in: scratch).output)
    let recording = try #require(try report["recordings"].list.first)
    let channel = try #require(try recording["channels"].list.first)
    let (kind, unit) = (try channel["kind"].string, try channel["unit"].string)
    #expect(kind == "sound" && unit == "Pa", "\(channel)")
  }

  @Test func scenariosGoWithoutTheirPrefix() throws {
    let scratch = try Scratch()
    let made = try Program.run(["simulate", "gun", "--scenario", "tissue", "-o", "t.csv"], in: scratch)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try scratch.names == ["t.csv", "t.toml", "t.truth.json", "t_tissue.csv", "t_tissue.toml"])
    let again = try Program.run(["simulate", "gun", "-o", "t.csv"], in: scratch)
    #expect(again.status == 73 && again.errors.contains("--force"))
  }

  /// Arguments after `simulate gun`, exit code, and words of the message.
  @Test(arguments: [
    ([], 64, "output"), (["-o", "x"], 64, ".csv"), (["-o", "x.wav"], 64, ".csv"),
    (["-o", "x.csv", "--sensor", "microphone"], 64, ".wav"), (["-o", "x.csv", "--rate", "40"], 64, "unit"),
    (["-o", "x.csv", "--rate", "40Hz", "--levels", "30Hz,40Hz"], 64, "not both"),
    (["-o", "x.csv", "--levels", "30Hz,,40Hz"], 64, "--levels"), (["-o", "x.csv", "--lambda", "1.2"], 64, "0 to 0.6"),
    (["-o", "x.csv", "--sensor", "fone"], 64, "did you mean phone?"),
    (["-o", "x.csv", "--axes", "2"], 64, "1 (z) or 3"),
    (["-o", "x.csv", "--dialect", "phyphox"], 64, "--axes 3"), (["-o", "x.csv", "--range", "200N"], 64, "--range"),
    (["-o", "x.csv", "--load", "brushed"], 64, "--stall-force"), (["-o", "x.csv", "--noise", "-1m/s2"], 64, "noise"),
    (["-o", "x.csv", "--load", "steam", "--stall-force", "9N"], 64, "brushed or regulated"),
    (["-o", "x.csv", "--force-profile", "5s:1N,2s:1N", "--stall-force", "9N"], 64, "times that rise"),
    (["-o", "x.csv", "--force-profile", "5N", "--stall-force", "9N"], 64, "0s:0N,5s:60N"),
    (["-o", "x.csv", "--duration", "80000s", "--sample-rate", "1000kHz"], 64, "--duration"),
    (["-o", "x.csv", "--scenario", "gun_stedy"], 64, "did you mean gun_steady?"),
    (["-o", "nowhere/x.csv"], 73, "nowhere/x.csv"),
  ])
  func refusalsSayWhatWasExpected(_ arguments: [String], _ status: Int32, _ word: String) throws {
    let scratch = try Scratch()
    let run = try Program.run(["simulate", "gun"] + arguments, in: scratch)
    #expect(run.status == status && run.errors.contains(word), "\(run.errors)")
    #expect(try scratch.names.isEmpty)
  }
}
