// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@Suite struct OutputTests {
  @Test func folderHoldsTablesReportAndProvenance() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "in/sub/s 1.csv")
    let run = try Program.run(["analyze", "in", "-o", "out/deep", "--format", "csv"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let folder = scratch.url.appending(path: "out/deep").path(percentEncoded: false)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ["outcomes.csv", "outcomes.json", "provenance", "report.txt"])
    #expect(try scratch.text("out/deep/outcomes.csv") == run.text)
    let json = try Program.run(["analyze", "in", "--format", "json"], in: scratch)
    #expect(try scratch.text("out/deep/outcomes.json") == json.text)
    let provenance = try Tables.json(Data(try scratch.text("out/deep/provenance/sub%2Fs%201.csv.provenance.json").utf8))
    #expect(try provenance["GeneratedBy"].list[0]["Name"].string == "palpate")
    let hash = try Tables.json(json.output)["recordings"].list[0]["sha256"].string
    #expect(try provenance["Sources"].list[0]["SHA256"].string == hash)
    #expect(try provenance["Time"].string.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/) != nil)
    let written = try #require(try? Date(try provenance["Time"].string, strategy: .iso8601))
    #expect(abs(written.timeIntervalSinceNow) < 3600)
    // Times and hosts are for the provenance alone.
    let again = try Program.run(["analyze", "in", "-o", "out/deep", "-q"], in: scratch)
    #expect(again.status == 0 && again.text.isEmpty)
    #expect(try scratch.text("out/deep/outcomes.json") == json.text)
  }

  @Test func resultsOfTheLastRunAreNotTakenForRecordings() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "in/s.csv")
    let first = try Program.run(["analyze", "in", "-o", "in"], in: scratch)
    let second = try Program.run(["analyze", "in", "-o", "in"], in: scratch)
    #expect(first.status == 0 && second.status == 0, "\(second.errors)")
    #expect(first.output == second.output)
  }

  @Test(arguments: ["csv", "json", "ndjson"])
  func suffixDecidesTheFormatOfAFile(_ suffix: String) throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    let printed = try Program.run(["ppt", "s.csv", "--format", suffix], in: scratch)
    let written = try Program.run(["ppt", "s.csv", "-o", "out.\(suffix)"], in: scratch)
    #expect(written.status == 0 && written.text.isEmpty, "\(written.errors)")
    #expect(try scratch.text("out.\(suffix)") == printed.text)
    #expect(try scratch.names == ["out.\(suffix)", "s.csv"])
  }

  @Test func readOnlyFoldersCannotBeWrittenTo() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    // A folder nobody can write to, the superuser included.
    for output in ["/proc/palpate", "/proc"] {
      let run = try Program.run(["analyze", "s.csv", "-o", output], in: scratch)
      #expect(run.status == 73, "\(run.errors)")
      #expect(run.errors.contains(output))
    }
    #expect(try Program.run(["ppt", "s.csv", "-o", "/proc/out.csv"], in: scratch).status == 73)
  }

  @Test func foldersInUseAreBusy() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    try scratch.write("", to: "out/keep")
    let folder = unsafe open(scratch.path("out"), O_RDONLY)
    defer { close(folder) }
    #expect(flock(folder, LOCK_EX) == 0)
    let busy = try Program.run(["analyze", "s.csv", "-o", "out"], in: scratch)
    #expect(busy.status == 75 && busy.errors.contains("out") && busy.text.isEmpty)
    #expect(flock(folder, LOCK_UN) == 0)
    #expect(try Program.run(["analyze", "s.csv", "-o", "out"], in: scratch).status == 0)
  }

  @Test func progressGoesToStandardErrorAlone() throws {
    let scratch = try Scratch()
    for name in ["a", "b", "c"] { try scratch.write(Session.csv([200]), to: "in/\(name).csv") }
    let plain = try Program.run(["analyze", "in", "--progress", "none", "-q"], in: scratch)
    #expect(plain.errors.isEmpty)
    let json = try Program.run(["analyze", "in", "--progress", "json"], in: scratch)
    #expect(json.output == plain.output)
    let lines = json.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
    #expect(lines.count == 3)
    let last = try Tables.json(Data(try #require(lines.last).utf8))
    #expect(try last["done"] == .number(3) && last["total"] == .number(3) && last["type"] == .text("progress"))
  }

  @Test func fullDisksAreToldAsSuch() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "'\(try Program.url.path)' ppt s.csv > /dev/full 2> errors"]
    process.currentDirectoryURL = scratch.url
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 74)
    #expect(try scratch.text("errors").contains("standard output: cannot be written: No space left"))
  }

  @Test func readersThatLeaveEarlyAreNoError() throws {
    let scratch = try Scratch()
    for k in 0..<6 { try scratch.write(Session.csv(Array(repeating: 200, count: 40)), to: "in/\(k).csv") }
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    // The table is larger than a pipe holds, so writing goes on after the reader has gone.
    let command =
      "'\(try Program.url.path)' analyze in --format json -q 2> errors | head -c 10 > out; echo ${PIPESTATUS[0]}"
    process.arguments = ["-c", command]
    process.currentDirectoryURL = scratch.url
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let status = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(status == "0\n")
    #expect(try scratch.text("errors").isEmpty)
    #expect(try scratch.text("out").utf8.count == 10)
  }
}
