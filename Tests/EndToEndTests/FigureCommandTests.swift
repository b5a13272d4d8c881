// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@Suite struct FigureCommandTests {
  static let commands: [[String]] = [
    ["filter", "FILE", "--lowpass", "5Hz"], ["filter", "FILE", "--savitzky-golay", "51", "--derivative", "1"],
    ["spectrum", "FILE"], ["resample", "FILE", "--to", "40Hz"], ["ppt", "FILE"],
  ]

  /// Whole files of the form asked for, the same bytes from run to run.
  @Test(arguments: commands, ["svg", "png", "pdf"])
  func figuresAreWholeAndRepeat(_ command: [String], _ suffix: String) throws {
    let scratch = try Scratch()
    let arguments = command.map { $0 == "FILE" ? Fixture.path("sessions/ppt_noisy.csv") : $0 }
    var made: [Data] = []
    for name in ["a", "b"] {
      let run = try Program.run(arguments + ["--figure", "\(name).\(suffix)"], in: scratch)
      #expect(run.status == 0, "\(run.errors)")
      made.append(try Data(contentsOf: scratch.url.appending(path: "\(name).\(suffix)")))
    }
    #expect(made[0] == made[1] && made[0].count > 5000 && made[0].count < 1_000_000)
    let heads = ["svg": "<?xml", "png": "\u{89}PNG", "pdf": "%PDF-"]
    #expect(made[0].starts(with: try #require(heads[suffix]).unicodeScalars.map { UInt8($0.value) }))
    let ends = ["svg": "</svg>\n", "pdf": "%%EOF\n"]
    if let end = ends[suffix] { #expect(made[0].suffix(end.utf8.count) == Data(end.utf8)) }
    #expect(try scratch.names == ["a.\(suffix)", "b.\(suffix)"])
  }

  @Test func samplesAreWrittenBesideTheFigureWhenAskedFor() throws {
    let scratch = try Scratch()
    let run = try Program.run(
      ["filter", Fixture.path("sessions/ppt_noisy.csv"), "--lowpass", "5Hz", "-o", "o.csv", "--figure", "f.svg"],
      in: scratch)
    #expect(run.status == 0 && run.text.isEmpty, "\(run.errors)")
    #expect(try scratch.names == ["f.svg", "o.csv"])
  }

  @Test func figuresOfAnalysesShowOneRecording() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "in/a.csv")
    try scratch.write(Session.csv([200]), to: "in/b.csv")
    let two = try Program.run(["ppt", "in", "--figure", "f.svg"], in: scratch)
    #expect(two.status == 64 && two.errors.contains("one file"), "\(two.errors)")
    let wrong = try Program.run(["ppt", "in/a.csv", "--figure", "f.gif"], in: scratch)
    #expect(wrong.status == 64 && wrong.errors.contains(".svg"))
    #expect(try scratch.names == ["in"])
    let table = try Program.run(["ppt", "in/a.csv", "--format", "csv"], in: scratch)
    let drawn = try Program.run(["ppt", "in/a.csv", "--format", "csv", "--figure", "f.svg"], in: scratch)
    #expect(drawn.output == table.output && drawn.status == 0)
    #expect(try scratch.names == ["f.svg", "in"])
  }

  @Test func moreChannelsThanAPageHoldsAreRefused() throws {
    let scratch = try Scratch()
    var text = "Time (s)," + (1...5).map { "Force \($0) (N)" }.joined(separator: ",") + "\n"
    for k in 0..<200 { text += "\(Double(k) / 100),1,2,3,4,\(k)\n" }
    try scratch.write(text, to: "s.csv")
    for command in [["filter", "--lowpass", "5Hz"], ["spectrum"], ["resample", "--to", "50Hz"]] {
      let run = try Program.run([command[0], "s.csv"] + command.dropFirst() + ["--figure", "f.png"], in: scratch)
      #expect(run.status == 64 && run.errors.contains("at most 4"), "\(run.errors)")
    }
    #expect(try scratch.names == ["s.csv"])
  }
}
