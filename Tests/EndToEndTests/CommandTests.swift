// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Foundation
import Jobs
import Recordings
import Testing

@Suite struct CommandTests {
  /// Every setting of every analysis has its option, and no option is left from a setting that is gone.
  @Test(arguments: ["ppt", "cuff"])
  func everySettingHasItsOption(_ analysis: String) throws {
    let help = try Program.run([analysis, "--help"]).text
    let section = try #require(help.firstRange(of: "SETTINGS:"))
    let rest = help[section.upperBound...]
    let end = rest.firstRange(of: "DESCRIPTION:")?.lowerBound ?? rest.endIndex
    let options = rest[..<end].matches(of: /(?m)^  (--[a-z0-9-]+)/).map { String($0.1) }
    #expect(options == SettingHelp.keys(analysis).map { SettingHelp.option($0) })
    #expect(!options.isEmpty)
  }

  @Test func settingsReachTheAnalysis() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    let run = try Program.run(
      ["ppt", "s.csv", "--format", "json", "--rate-target", "30kPa/s", "--reaction-correction"], in: scratch)
    let settings = try Tables.json(run.output)["recordings"].list[0]["settings"].list
    let pairs = try settings.map { "\(try $0["key"].string)=\(try $0["value"].string)" }
    #expect(Set(pairs) == ["rate_target=30 kPa/s", "reaction_correction=true"])
    let text = try Program.run(["ppt", "s.csv", "--format", "table", "--rate-target", "30kPa/s"], in: scratch).text
    #expect(text.contains("ppt.rate_target = 30 kPa/s") && text.contains("default not set"))
  }

  @Test func listsNameEverythingOnce() throws {
    let flags = try Tables.csv(try Program.run(["list", "flags", "--format", "csv"]).text)
    #expect(flags.map { $0["flag"] } == IssueCode.allCases.sorted().map(\.rawValue))
    #expect(flags.allSatisfy { !($0["meaning"] ?? "").isEmpty })
    let all = try Tables.json(try Program.run(["list", "--format", "json"]).output)
    #expect(
      Set(try all.members.keys) == ["analyses", "formats", "filters", "outcomes", "methods", "settings", "flags"])
    for (name, list) in try all.members { #expect(try !list.list.isEmpty, "\(name)") }
    let text = try Program.run(["list"]).text
    for analysis in AnalysisCatalogue.all {
      for outcome in analysis.outcomes { #expect(text.contains(outcome.name)) }
      for method in analysis.methods { #expect(text.contains(method.id)) }
    }
  }

  /// Every family and every filter option has its entry, and every option of an entry is one of the command.
  @Test func filtersAreListedAsTheyAreAskedFor() throws {
    let rows = try Tables.csv(try Program.run(["list", "filters", "--format", "csv"]).text)
    let help = try Program.run(["filter", "--help"]).text
    let known = Set(help.matches(of: /--[a-z-]+/).map { String($0.0) })
    var listed: Set<String> = []
    for row in rows {
      #expect(!(row["meaning"] ?? "").isEmpty && !(row["source"] ?? "").isEmpty)
      listed.formUnion((row["options"] ?? "").matches(of: /--[a-z-]+/).map { String($0.0) })
    }
    #expect(listed.isSubset(of: known), "\(listed.subtracting(known))")
    for option in ["lowpass", "notch", "fir", "savitzky-golay", "median", "hampel", "moving-mean", "moving-rms"] {
      #expect(listed.contains("--\(option)"))
    }
    let names = rows.compactMap { $0["filter"] }
    #expect(Set(FilterFamily.allCases.map(\.rawValue)).isSubset(of: names) && Set(names).count == names.count)
  }

  @Test func theCommandInspectPrintsRuns() throws {
    let scratch = try Scratch()
    try scratch.write(
      Session.csv().replacing("Pressure (kPa)", with: "it's $HOME (N)"), to: "a folder/it's `x`.csv")
    let run = try Program.run(["inspect", "a folder/it's `x`.csv"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.text.contains("50 Hz") && run.text.contains("force"))
    let command = try #require(run.text.split(separator: "\n").last { $0.contains("palpate analyze") })
    #expect(command.contains("--area 1cm2"))
    let line = command.trimmingCharacters(in: .whitespaces).replacing(
      "palpate", with: try Program.url.path, maxReplacements: 1)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line + " > out"]
    process.currentDirectoryURL = scratch.url
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(try Tables.csv(try scratch.text("out")).contains { $0["outcome"] == "pressure_pain_threshold" })
  }

  @Test func simulationsHaveTheirTruthAndAreReadBack() throws {
    let scratch = try Scratch()
    let made = try Program.run(
      ["simulate", "ppt", "-o", "s.csv", "--threshold", "300kPa", "--trials", "2"], in: scratch)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try scratch.names == ["s.csv", "s.toml", "s.truth.json"])
    let trials = try Tables.json(Data(try scratch.text("s.truth.json").utf8))["trials"].list
    #expect(trials.count == 2)
    let rows = try Tables.csv(try Program.run(["analyze", "s.csv"], in: scratch).text)
    for (number, trial) in trials.enumerated() {
      let row = try #require(
        rows.first { $0["outcome"] == "pressure_pain_threshold" && $0["trial"] == "\(number + 1)" })
      guard case .number(let truth) = try trial["pressure_at_press"] else { throw CocoaError(.coderInvalidValue) }
      let value = try #require(Double(row["value"] ?? ""))
      // Button sampled at 100 Hz on a ramp of 50 kPa/s: half an interval is 0.25 kPa.
      #expect(abs(value - truth) <= 0.25 + 1e-6)
    }
    let before = try scratch.text("s.csv")
    let refused = try Program.run(["simulate", "ppt", "-o", "s.csv", "--seed", "9"], in: scratch)
    #expect(refused.status == 73 && refused.errors.contains("s.csv"))
    #expect(try scratch.text("s.csv") == before)
    let forced = try Program.run(
      ["simulate", "ppt", "-o", "s.csv", "--seed", "9", "--noise", "1kPa", "--force"], in: scratch)
    #expect(forced.status == 0)
    #expect(try scratch.text("s.csv") != before)
  }

  @Test(arguments: ["json", "subx"])
  func cuffSimulationsTakeTheFormOfTheirSuffix(_ suffix: String) throws {
    let scratch = try Scratch()
    let made = try Program.run(["simulate", "cuff", "-o", "c.\(suffix)"], in: scratch)
    #expect(made.status == 0, "\(made.errors)")
    #expect(try scratch.names == ["c.\(suffix)", "c.truth.json"])
    let report = try Tables.json(try Program.run(["inspect", "c.\(suffix)", "--format", "json"], in: scratch).output)
    #expect(try report["recordings"].list.count == 4)
  }

  /// Arguments after `simulate`, exit code, and words of the message.
  @Test(arguments: [
    (["ppt"], 64, "output"), (["ppt", "-o", "x"], 64, ".csv"), (["ppt", "-o", "x.json"], 64, ".csv"),
    (["cuff", "-o", "x.csv"], 64, ".json"), (["ppt", "-o", "x.csv", "--scenario", "jib"], 64, "did you mean jab?"),
    (["ppt", "-o", "x.csv", "--rate", "50"], 64, "unit"), (["ppt", "-o", "x.csv", "--trials", "0"], 64, "1 to 1000"),
    (["ppt", "-o", "nowhere/x.csv"], 73, "nowhere/x.csv"), (["ppt", "-o", "x.csv", "--noise", "-1kPa"], 64, "noise"),
  ])
  func simulateSaysWhatIsWrong(_ arguments: [String], _ status: Int32, _ word: String) throws {
    let scratch = try Scratch()
    let run = try Program.run(["simulate"] + arguments, in: scratch)
    #expect(run.status == status && run.errors.contains(word), "\(run.errors)")
    #expect(try scratch.names.isEmpty)
  }

  @Test func versionIsThatOfTheResults() throws {
    let version = try Program.run(["--version"]).text.trimmingCharacters(in: .newlines)
    #expect(version == PalpateVersion.text)
  }

  @Test func helpOfEveryCommandIsPrinted() throws {
    for command in [
      "analyze", "ppt", "cuff", "inspect", "filter", "spectrum", "resample", "convert", "list", "simulate",
    ] {
      let run = try Program.run([command, "--help"])
      #expect(run.status == 0 && run.text.contains("USAGE: palpate \(command)"))
    }
  }
}
