// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@Suite struct InputTests {
  private func recordings(_ run: Program.Run) throws -> [String] {
    var names: [String] = []
    for row in try Tables.csv(run.text) where names.last != row["recording"] { names.append(row["recording"] ?? "") }
    return names
  }

  private func tree() throws -> Scratch {
    let scratch = try Scratch()
    for name in ["in/b.csv", "in/a.csv", "in/sub/a.csv", "in/.hidden.csv", "in/.cache/x.csv", "other/a.csv"] {
      try scratch.write(Session.csv([250]), to: name)
    }
    try scratch.write("{}", to: "in/a.truth.json")
    try scratch.write("notes", to: "in/README.md")
    return scratch
  }

  @Test func foldersAreWalkedInOrderWithoutHiddenFilesAndCompanions() throws {
    let run = try Program.run(["analyze", "in"], in: try tree())
    #expect(run.status == 0, "\(run.errors)")
    #expect(try recordings(run) == ["a.csv", "b.csv", "sub/a.csv"])
  }

  @Test func overlappingArgumentsAreReadOnce() throws {
    let scratch = try tree()
    let once = try Program.run(["analyze", "in"], in: scratch)
    for arguments in [
      ["in", "in/a.csv"], ["in/a.csv", "in"], ["in", "./in/", "in/sub/../a.csv"], ["in/sub/a.csv", "in", "in/b.csv"],
    ] {
      let run = try Program.run(["analyze"] + arguments, in: scratch)
      #expect(run.output == once.output && run.status == 0, "\(arguments)")
    }
  }

  @Test func filesOfOneNameGoByTheirPathAsTyped() throws {
    let run = try Program.run(["analyze", "other/a.csv", "in/a.csv", "in/b.csv"], in: try tree())
    #expect(try recordings(run) == ["b.csv", "in/a.csv", "other/a.csv"])
  }

  @Test func namesAreUniqueEvenWhereAPathIsAlsoARelativePath() throws {
    let scratch = try tree()
    try scratch.write(Session.csv([220]), to: "x/in/a.csv")
    for arguments in [["x", "in/a.csv", "other/a.csv"], ["other/a.csv", "in/a.csv", "x"]] {
      let run = try Program.run(["analyze"] + arguments, in: scratch)
      #expect(try recordings(run) == ["in/a.csv", "other/a.csv", "x/in/a.csv"])
    }
  }

  @Test func linksThatLeadBackEndTheWalk() throws {
    let scratch = try tree()
    let manager = FileManager.default
    try manager.createSymbolicLink(atPath: scratch.path("in/sub/up"), withDestinationPath: "..")
    try manager.createSymbolicLink(atPath: scratch.path("in/self"), withDestinationPath: ".")
    try manager.createSymbolicLink(atPath: scratch.path("in/again.csv"), withDestinationPath: "b.csv")
    let run = try Program.run(["analyze", "in"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    #expect(try recordings(run).count == 3)
  }

  @Test func badFilesDoNotStopTheOthers() throws {
    let scratch = try tree()
    let good = try Program.run(["analyze", "in"], in: scratch)
    try scratch.write("", to: "in/aa_empty.csv")
    try scratch.write(Data([0xFF, 0xFE, 0, 0, 1, 2, 3, 0x9D]), to: "in/zz.bin")
    try FileManager.default.createSymbolicLink(atPath: scratch.path("in/lost.csv"), withDestinationPath: "nowhere")
    let run = try Program.run(["analyze", "in"], in: scratch)
    #expect(run.status == 1)
    #expect(run.output == good.output)
    for name in ["in/aa_empty.csv", "in/zz.bin", "in/lost.csv"] { #expect(run.errors.contains("palpate: \(name): ")) }
    #expect(run.errors.contains("analysed 3 recordings in 3 files; refused 3"))
  }

  @Test func standardInputGivesWhatTheFileGives() throws {
    let scratch = try tree()
    let file = try Program.run(["analyze", "in/b.csv"], in: scratch)
    let input = try Program.run(["analyze", "-"], input: Data(Session.csv([250]).utf8), in: scratch)
    #expect(input.status == 0, "\(input.errors)")
    #expect(input.text.replacing("standard input,", with: "b.csv,") == file.text)
    let compressed = try Program.run(["analyze", "-"], input: Data(), in: scratch)
    #expect(compressed.status == 65)
  }

  @Test func pathsComeFromAListToo() throws {
    let scratch = try tree()
    try scratch.write("in/a.csv\0in/b.csv\0", to: "list")
    let listed = try Program.run(["analyze", "--files0-from", "list"], in: scratch)
    #expect(listed.output == (try Program.run(["analyze", "in/a.csv", "in/b.csv"], in: scratch)).output)
    let piped = try Program.run(["analyze", "--files0-from", "-"], input: Data("in/b.csv\0".utf8), in: scratch)
    #expect(try recordings(piped) == ["b.csv"])
  }

  @Test func nearerDescriptionsWin() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    func target(_ arguments: [String]) throws -> String {
      let run = try Program.run(["analyze", "s.csv", "--format", "json"] + arguments, in: scratch)
      let settings = try Tables.json(run.output)["recordings"].list[0]["settings"].list
      let found = try settings.first { try $0["key"].string == "rate_target" }
      return try found?["value"].string ?? ""
    }
    func toml(_ rate: Int) -> String { "[ppt]\nrate_target = \"\(rate) kPa/s\"\n" }
    #expect(try target([]) == "")
    try scratch.write(toml(10), to: "palpate.toml")
    #expect(try target([]) == "10 kPa/s")
    try scratch.write(toml(20), to: "s.toml")
    #expect(try target([]) == "20 kPa/s")
    try scratch.write(toml(30), to: "protocol.toml")
    #expect(try target(["--protocol", "protocol.toml"]) == "30 kPa/s")
    let options = ["--protocol", "protocol.toml", "--set", "ppt.rate_target=40kPa/s"]
    #expect(try target(options) == "40 kPa/s")
  }

  @Test func columnsAreDeclaredByNameOrNumber() throws {
    let scratch = try Scratch()
    let body = Session.csv().split(separator: "\n").dropFirst().joined(separator: "\n") + "\n"
    try scratch.write(body, to: "bare.csv")
    try scratch.write(Session.csv(), to: "full.csv")
    #expect(try Program.run(["analyze", "bare.csv"], in: scratch).status == 65)
    let run = try Program.run(
      ["analyze", "bare.csv", "--declare", "1=time:s", "--declare", "2=pressure:kPa", "--declare", "3=marker"],
      in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let full = try Tables.csv(try Program.run(["analyze", "full.csv"], in: scratch).text)
    #expect(try Tables.csv(run.text).map { $0["value"] } == full.map { $0["value"] })
  }
}
