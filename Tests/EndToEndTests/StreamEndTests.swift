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
}
