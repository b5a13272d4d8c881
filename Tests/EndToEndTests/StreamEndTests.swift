// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// How `palpate stream` ends, and what it tells on the way: last lines, gone readers, gaps, numbers too large.
@Suite struct StreamEndTests {
  private func issues(_ run: Program.Run) throws -> [String] {
    try StreamCommandTests.lines(run).filter { $0["type"] as? String == "issue" }
      .map { "\($0["code"] as? String ?? "") \($0["detail"] as? String ?? "")" }
  }

  private func times(_ run: Program.Run) throws -> [Double] {
    try StreamCommandTests.lines(run).compactMap { $0["type"] as? String == "sample" ? $0["time"] as? Double : nil }
  }

  private func filter(_ text: String, _ options: [String] = ["--median", "1"]) throws -> Program.Run {
    try Program.run(["stream", "--analysis", "filter"] + options, input: Data(text.utf8))
  }

  /// A last row without line end, shorter than those before but with all of its decimals, counts as in a file.
  @Test(arguments: [("9.25", 41), ("10.2", 40), ("10", 40)]) func lastRowIsJudgedAsThatOfAFile(
    last: String, count: Int
  ) throws {
    let rows = (0..<40).map { "0.\(10 + $0),1\($0 % 10).25\n" }.joined()
    let text = "Time (s),Force (N)\n" + rows + "0.50," + last
    let run = try filter(text)
    let found = try times(run)
    #expect(run.status == 0 && found.count == count, "\(run.errors)")
    #expect(try issues(run) == (count == 41 ? [] : ["truncated_file line 42 is incomplete"]))
    let scratch = try Scratch()
    try scratch.write(text, to: "s.csv")
    let file = try Program.run(["filter", "s.csv", "--median", "1", "-q"], in: scratch)
    #expect(try Tables.csv(file.text).count == count)
  }

  @Test func lastObjectWithoutLineEndCounts() throws {
    let objects = (0..<40).map { "{\"Time (s)\": \(Double($0) / 8), \"Force (N)\": \($0)}\n" }.joined()
    #expect(try times(try filter(objects + "{\"Time (s)\": 5, \"Force (N)\": 1}")).count == 41)
    let cut = try filter(objects + "{\"Time (s)\": 5, \"Force (N)\": 1")
    #expect(try times(cut).count == 40)
    #expect(try issues(cut) == ["truncated_file line 41 is incomplete"])
  }

  /// The reader goes while nothing comes in: no write could tell.
  @Test func readerThatHasGoneIsNoticedWhileTheInputIsSilent() throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = try Program.url
    process.arguments = ["stream", "--analysis", "ppt"]
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data("Time (s),Pressure (kPa)\n0,0\n".utf8))
    Thread.sleep(forTimeInterval: 0.3)
    #expect(process.isRunning)
    try output.fileHandleForWriting.close()
    try output.fileHandleForReading.close()
    for _ in 0..<500 where process.isRunning { Thread.sleep(forTimeInterval: 0.01) }
    let isRunning = process.isRunning
    if isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    #expect(!isRunning && process.terminationReason == .exit && process.terminationStatus == 0)
    withExtendedLifetime(input) {}
  }

  @Test(arguments: ["filter", "contact", "ppt", "spectrum"]) func gapsAreTold(analysis: String) throws {
    let rows = (0..<60).map { "\(Double($0 < 50 ? $0 : $0 + 25) / 100),1\n" }.joined()
    let options = analysis == "filter" ? ["--median", "3"] : []
    let run = try Program.run(
      ["stream", "--analysis", analysis] + options, input: Data(("Time (s),Pressure (kPa)\n" + rows).utf8))
    #expect(try issues(run).contains("time_gap 0.26 s without samples after 0.49 s"), "\(run.text)")
    // Among the rows by which the interval is found, too.
    let early = (0..<20).map { "\(Double($0 < 5 ? $0 : $0 + 25) / 100),1\n" }.joined()
    let short = try Program.run(
      ["stream", "--analysis", analysis] + options, input: Data(("Time (s),Pressure (kPa)\n" + early).utf8))
    #expect(try issues(short).contains("time_gap 0.26 s without samples after 0.04 s"), "\(short.text)")
  }

  @Test(arguments: [
    ("filter", "1e200"), ("filter", "1e308"), ("contact", "1.5e308"), ("ppt", "1.5e308"), ("spectrum", "1e200"),
  ])
  func numbersTooLargeAreTold(analysis: String, value: String) throws {
    let rows = (0..<60).map { "\(Double($0) / 100),\($0 == 40 ? value : "1")\n" }.joined()
    let options = analysis == "filter" ? ["--lowpass", "5Hz"] : []
    let run = try Program.run(
      ["stream", "--analysis", analysis] + options, input: Data(("Time (s),Pressure (MPa)\n" + rows).utf8))
    #expect(try issues(run).contains("overflow channel 'Pressure' at 0.4 s"), "\(run.text)")
  }

  /// The squares of a window overflow where the samples do not.
  @Test func sumsTooLargeAreTold() throws {
    let rows = (0..<60).map { "\(Double($0) / 100),\($0 == 40 ? "1e160" : "1")\n" }.joined()
    let run = try filter("Time (s),Pressure (kPa)\n" + rows, ["--moving-rms", "3"])
    #expect(run.status == 0 && !run.text.contains("inf"))
    let told = try issues(run).filter { $0.hasPrefix("overflow") }
    let nulls = try StreamCommandTests.lines(run).count { ($0["values"] as? [String: Any])?["Pressure"] is NSNull }
    #expect(told.count == nulls, "\(told) for \(nulls) missing")
  }
}
