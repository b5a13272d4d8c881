// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@Suite struct FormatTests {
  private func session() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "in/b.csv")
    try scratch.write(Session.csv([200, 210]), to: "in/a.csv")
    try scratch.write("[recording]\nsubject = \"=S,01\"\nsite = \"deltoid \\\"x\\\"\"\n", to: "in/a.toml")
    return scratch
  }

  @Test func jsonLinesAndCSVHoldTheSameFigures() throws {
    let scratch = try session()
    let csv = try Program.run(["analyze", "in", "--format", "csv"], in: scratch)
    let json = try Program.run(["analyze", "in", "--format", "json"], in: scratch)
    let lines = try Program.run(["analyze", "in", "--format", "ndjson"], in: scratch)
    for run in [csv, json, lines] { #expect(run.status == 0, "\(run.errors)") }
    var table = Tables.normalised(try Tables.csv(csv.text))
    // The apostrophe that disarms a formula is CSV's alone.
    for index in table.indices where table[index]["subject"] == "'=S,01" { table[index]["subject"] = "=S,01" }
    let document = try Tables.json(json.output)["recordings"].list
    let objects = try lines.text.split(separator: "\n").map { try Tables.json(Data($0.utf8)) }
    #expect(table.count > 10)
    #expect(try Tables.rows(document) == table)
    #expect(try Tables.rows(objects) == table)
    #expect(table.contains { $0["subject"] == "=S,01" && $0["site"] == "deltoid \"x\"" })
  }

  @Test func tableShowsEveryFigureRounded() throws {
    let scratch = try session()
    let csv = try Tables.csv(try Program.run(["analyze", "in/b.csv", "--format", "csv"], in: scratch).text)
    let table = try Program.run(["analyze", "in/b.csv", "--format", "table"], in: scratch)
    #expect(table.status == 0)
    for row in csv {
      let name = try #require(row["outcome"])
      #expect(table.text.contains(name), "\(name)")
      guard let value = row["value"].flatMap(Double.init), value.magnitude >= 1 else { continue }
      let digits = max(0, 3 - Int(log10(value.magnitude).rounded(.down)))
      #expect(table.text.contains(String(format: "%.\(digits)f", value)), "\(name) \(value)")
    }
    for flag in Set(csv.flatMap { ($0["flags"] ?? "").split(separator: ";") }) { #expect(table.text.contains(flag)) }
  }

  @Test func pipesGetCSVAndColourOnlyOnRequest() throws {
    let scratch = try session()
    #expect(try Program.run(["analyze", "in"], in: scratch).text.hasPrefix("recording,analysis,"))
    let plain = try Program.run(["analyze", "in", "--format", "table"], in: scratch)
    let coloured = try Program.run(["analyze", "in", "--format", "table", "--color", "always"], in: scratch)
    #expect(!plain.text.contains("\u{1B}") && coloured.text.contains("\u{1B}[1m"))
  }

  @Test func noOutputHoldsANumberThatIsNone() throws {
    let scratch = try session()
    try scratch.write("Time (s),Pressure (kPa),Button\n0,nan,0\n0.1,inf,0\n0.2,1e400,1\n0.3,,0\n", to: "in/odd.csv")
    for format in ["csv", "json", "ndjson", "table"] {
      let run = try Program.run(["analyze", "in", "--format", format], in: scratch)
      let words = run.text.lowercased().split { !$0.isLetter }
      #expect(!words.contains("nan") && !words.contains("inf") && !words.contains("infinity"), "\(format)")
    }
  }

  @Test func recordingsCarryTheHashOfTheirFile() throws {
    let scratch = try Scratch()
    let text = "Time (s),Pressure (kPa),Button\n" + (0..<200).map { "\(Double($0) / 50),0,0\n" }.joined()
    try scratch.write(text, to: "x.csv")
    let document = try Tables.json(try Program.run(["analyze", "x.csv", "--format", "json"], in: scratch).output)
    let hash = try document["recordings"].list[0]["sha256"].string
    let oracle = Process()
    oracle.executableURL = URL(filePath: "/usr/bin/sha256sum")
    oracle.arguments = [scratch.path("x.csv")]
    let pipe = Pipe()
    oracle.standardOutput = pipe
    try oracle.run()
    let expected = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).prefix(64)
    #expect(hash == expected)
  }
}
