// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// What signal commands say about forms, units, limits, and tables of their own making.
@Suite struct SignalMessageTests {
  private static let noUnit =
    "Time (s),ADC1,Button\n" + (0..<40).map { "\(Double($0) / 100),\($0 % 7),0\n" }.joined()

  @Test(arguments: [["filter", "-", "--median", "3"], ["resample", "-", "--to", "50Hz"]])
  func formsListedAreThoseThatAreWritten(command: [String]) throws {
    let run = try Program.run(command + ["-o", "out.dat"], input: Data(Self.noUnit.utf8))
    #expect(run.status == 64 && run.errors.contains(".csv, .ndjson (and .gz)"), "\(run.errors)")
    #expect(!run.errors.contains("wav"))
    let convert = try Program.run(["convert", "-", "out.dat"], input: Data(Self.noUnit.utf8))
    #expect(convert.status == 64 && convert.errors.contains(".csv, .ndjson, .wav"), "\(convert.errors)")
  }

  @Test func missingUnitsAreTold() throws {
    let run = try Program.run(["filter", "-", "--median", "3"], input: Data(Self.noUnit.utf8))
    #expect(run.status == 0 && run.errors.contains("'ADC1' has no unit"), "\(run.errors)")
    #expect(!run.errors.contains("'Button' has no unit"))
    let declared = try Program.run(
      ["filter", "-", "--median", "3", "--declare", "ADC1=force:N"], input: Data(Self.noUnit.utf8))
    #expect(declared.status == 0 && !declared.errors.contains("has no unit"), "\(declared.errors)")
    let live = try Program.run(
      ["stream", "--analysis", "filter", "--median", "3"], input: Data(Self.noUnit.utf8))
    let issues = try StreamCommandTests.lines(live).filter { $0["type"] as? String == "issue" }
    #expect(issues.compactMap { $0["code"] as? String } == ["unit_unknown"])
  }

  @Test(arguments: [
    (["--savitzky-golay", "3"], "--savitzky-golay 5 --polynomial 3"),
    (["--savitzky-golay", "5", "--polynomial", "6"], "--savitzky-golay 7 --polynomial 6"),
    (["--savitzky-golay", "51", "--polynomial", "13"], "expected 0 to 12"),
    (["--lowpass", "0Hz"], "expected 10^-9 Hz to 10^12 Hz"), (["--lowpass", "5Hz", "--order", "99"], "expected 1 to "),
  ])
  func limitsAreWrittenInWords(options: [String], words: String) throws {
    let run = try Program.run(["filter", "-"] + options, input: Data(Self.noUnit.utf8))
    #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
    #expect(!run.errors.contains("...") && !run.errors.contains("e-09"))
  }

  /// What a filter writes of a channel that is missing throughout can be read again.
  @Test(arguments: ["--savitzky-golay", "--median"]) func missingChannelsMakeTheRoundTrip(filter: String) throws {
    let scratch = try Scratch()
    // Shorter than the window, or nothing there to filter.
    let text =
      "Time (s),Force (N)\n" + (0..<20).map { "\(Double($0) / 100),\(filter == "--median" ? "nan" : "1")\n" }.joined()
    try scratch.write(text, to: "a.csv")
    let run = try Program.run(["filter", "a.csv", filter, "51", "-o", "b.csv"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try Tables.csv(try scratch.text("b.csv")).allSatisfy { $0["Force (N)"] == "" })
    let inspected = try Program.run(["inspect", "b.csv", "--format", "json"], in: scratch)
    #expect(inspected.status == 0, "\(inspected.errors)")
    let channels = try Tables.json(inspected.output)["recordings"].list[0]["channels"].list
    #expect(channels.count == 1)
    #expect(try channels[0]["name"].string == "Force" && channels[0]["unit"].string == "N")
  }
}
