// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@Suite struct ConvertCommandTests {
  /// Sessions whose form the text writer must keep: units, labels, events, decimal commas, odd encodings, gaps.
  static let sessions = [
    "ppt_clean_100hz.csv", "ppt_sites.csv", "ppt_faults_gap.csv", "ppt_jitter.csv", "ppt_utf16_tab.txt",
    "ppt_force_semicolon_decimal_comma.csv", "ppt_millisecond_stamps.csv", "cuff_two_cuffs.csv", "ppt_quoted_cr.csv",
  ]

  /// What we write, our own reader takes for the same: writing it again gives the same bytes.
  @Test(arguments: sessions, ["csv", "csv.gz"])
  func textReadsBackToTheSameNumbers(_ session: String, _ suffix: String) throws {
    let scratch = try Scratch()
    let first = try Program.run(["convert", Fixture.path("sessions/\(session)"), "a.\(suffix)"], in: scratch)
    #expect(first.status == 0, "\(first.errors)")
    let second = try Program.run(["convert", "a.\(suffix)", "b.csv"], in: scratch)
    #expect(second.status == 0, "\(second.errors)")
    let third = try Program.run(["convert", Fixture.path("sessions/\(session)"), "-", "--format", "csv"], in: scratch)
    #expect(try scratch.text("b.csv") == third.text)
    // Channels, units and kinds are those of the original.
    func channels(_ file: String) throws -> [String] {
      let report = try Tables.json(try Program.run(["inspect", file, "--format", "json"], in: scratch).output)
      return try report["recordings"].list[0]["channels"].list.map { channel in
        "\(try channel["name"]) \(try channel["kind"]) \(try channel["unit"])"
      }
    }
    #expect(try channels("b.csv") == channels(Fixture.path("sessions/\(session)")))
  }

  @Test func numbersAreThoseOfTheFile() throws {
    let text = try String(decoding: Fixture.bytes("sessions/ppt_clean_100hz.csv"), as: UTF8.self)
    let out = try Program.run(["convert", Fixture.path("sessions/ppt_clean_100hz.csv"), "-"]).text
    let (before, after) = (try Tables.csv(text), try Tables.csv(out))
    #expect(before.count == after.count)
    for (a, b) in zip(before, after) {
      for (name, cell) in a { #expect(Double(cell) == Double(b[name] ?? "none")) }
    }
  }

  @Test func linesOfObjectsHoldTheSame() throws {
    let file = Fixture.path("sessions/ppt_sites.csv")
    let table = try Tables.csv(try Program.run(["convert", file, "-"]).text)
    let lines = try Program.run(["convert", file, "-", "--format", "ndjson"]).text.split(separator: "\n")
    #expect(lines.count == table.count)
    for (line, row) in zip(lines, table) {
      let object = try Tables.json(Data(line.utf8))
      for (name, cell) in row {
        switch try object[name] {
        case .number(let number): #expect(number == Double(cell))
        case .text(let text): #expect(text == cell)
        default: Issue.record("\(name) is \(cell)")
        }
      }
    }
  }

  /// Byte for byte after the format's specification, with the values that SciPy's reader gives for them.
  @Test(arguments: [("float64", 8, 3), ("float32", 4, 3), ("pcm16", 2, 1), ("pcm24", 3, 1)])
  func waveFilesAreWhatTheSpecificationSays(_ format: String, _ width: Int, _ tag: Int) throws {
    let scratch = try Scratch()
    let values = [0, 1, -1, 99.5, -100, 0.001, 33.333]
    var text = "Time (s),Force (N)\n"
    for (k, value) in values.enumerated() { text += "\(Double(k) / 100),\(value)\n" }
    try scratch.write(text, to: "s.csv")
    let scale = tag == 1 ? ["--full-scale", "100N"] : []
    let run = try Program.run(["convert", "s.csv", "o.wav", "--wav-format", format] + scale, in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let bytes = [UInt8](try Data(contentsOf: scratch.url.appending(path: "o.wav")))
    func number(_ at: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) } }
    func word(_ at: Int) -> String { String(decoding: bytes[at..<(at + 4)], as: UTF8.self) }
    #expect(word(0) == "RIFF" && number(4, 4) == bytes.count - 8 && word(8) == "WAVE" && word(12) == "fmt ")
    #expect(number(20, 2) == tag && number(22, 2) == 1 && number(24, 4) == 100)
    #expect(number(28, 4) == 100 * width && number(32, 2) == width && number(34, 2) == 8 * width)
    let data = tag == 1 ? 36 : 50
    #expect(word(data) == "data" && number(data + 4, 4) == values.count * width)
    #expect(bytes.count == data + 8 + values.count * width + values.count * width % 2)
    if tag == 3 { #expect(word(38) == "fact" && number(46, 4) == values.count) }
    for (k, value) in values.enumerated() {
      let raw = number(data + 8 + k * width, width)
      switch format {
      case "float64": #expect(Double(bitPattern: UInt64(truncatingIfNeeded: raw)) == value)
      case "float32": #expect(Float(bitPattern: UInt32(truncatingIfNeeded: raw)) == Float(value))
      default:
        let steps = width == 2 ? 32768.0 : 8_388_608
        let code = raw >= Int(steps) ? raw - 2 * Int(steps) : raw
        #expect(Double(code) == (value / 100 * steps).rounded())
      }
    }
    let sidecar = try scratch.text("o.wav.toml")
    #expect(sidecar.contains("quantity = \"force\"") && sidecar.contains("unit = \"N\""))
    #expect(sidecar.contains("scale = 100.0") == (tag == 1))
    // The sidecar's own reader takes it.
    let check = try Program.run(["inspect", "s.csv", "--protocol", "o.wav.toml"], in: scratch)
    #expect(check.status == 0 || check.errors.contains("Force"), "\(check.errors)")
    #expect(check.status != 78, "\(check.errors)")
  }

  /// Arguments after the input, exit code, and words of the message.
  @Test(
    arguments: [
      (["o.wav", "--wav-format", "pcm16"], 64, "--full-scale"),
      (["o.wav", "--wav-format", "pcm16", "--full-scale", "100"], 64, "unit"),
      (["o.wav", "--wav-format", "pcm16", "--full-scale", "100N"], 64, "Pressure"),
      (["o.wav", "--wav-format", "pcm16", "--full-scale", "1000kPa"], 64, "Button"),
      (
        ["o.wav", "--wav-format", "pcm16", "--full-scale", "100kPa", "--channel", "Pressure"], 65, "nothing is clipped"
      ),
      (["o.wav", "--wav-format", "pcm32"], 64, "pcm16"), (["o.wav", "--full-scale", "1N"], 64, "pcm16"),
      (["o.csv", "--wav-format", "pcm16"], 64, "WAV"), (["o.wav.gz"], 64, ".wav"), (["o.xls"], 64, ".csv"),
      (["nowhere/o.csv"], 73, "nowhere"), (["s.csv"], 64, "never overwrite"), ([], 64, "output"),
    ] as [([String], Int32, String)])
  func mistakesAreNamed(_ arguments: [String], _ status: Int32, _ word: String) throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    let run = try Program.run(["convert", "s.csv"] + arguments, in: scratch)
    #expect(run.status == status && run.errors.contains(word), "\(run.status) \(run.errors)")
    #expect(try scratch.names == ["s.csv"])
  }

  @Test func sidecarsOfOthersAreKept() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    try scratch.write("[recording]\nsubject = \"S01\"\n", to: "o.wav.toml")
    let refused = try Program.run(["convert", "s.csv", "o.wav"], in: scratch)
    #expect(refused.status == 73 && refused.errors.contains("o.wav.toml"), "\(refused.errors)")
    #expect(try scratch.names == ["o.wav.toml", "s.csv"])
    #expect(try scratch.text("o.wav.toml").hasPrefix("[recording]"))
    for _ in 0..<2 { #expect(try Program.run(["convert", "s.csv", "p.wav"], in: scratch).status == 0) }
  }

  @Test func waveRefusesWhatItCannotHold() throws {
    let scratch = try Scratch()
    let gap = try Program.run(["convert", Fixture.path("sessions/ppt_faults_gap.csv"), "o.wav"], in: scratch)
    #expect(gap.status == 65 && gap.errors.contains("palpate resample"), "\(gap.errors)")
    var text = "Time (s),Force (N)\n"
    for k in 0..<100 { text += "\(Double(k) * 0.016),\(k)\n" }
    try scratch.write(text, to: "odd.csv")
    let odd = try Program.run(["convert", "odd.csv", "o.wav"], in: scratch)
    #expect(odd.status == 65 && odd.errors.contains("62.5") && odd.errors.contains("palpate resample"), "\(odd.errors)")
    try scratch.write("Time (s),Force (N)\n0,1\n0.01,\n0.02,2\n0.03,1\n", to: "hole.csv")
    let hole = try Program.run(
      ["convert", "hole.csv", "o.wav", "--wav-format", "pcm16", "--full-scale", "10N"], in: scratch)
    #expect(hole.status == 65 && hole.errors.contains("sample 2"), "\(hole.errors)")
    #expect(try scratch.names == ["hole.csv", "odd.csv"])
    // Floats have a sign for a missing sample.
    #expect(try Program.run(["convert", "hole.csv", "o.wav"], in: scratch).status == 0)
  }
}

/// Times in written files are those of the recording.
@Suite struct WrittenTimeTests {
  private func times(_ text: String, _ command: [String]) throws -> [String] {
    let run = try Program.run(command, input: Data(text.utf8))
    #expect(run.status == 0, "\(run.errors)")
    return try Tables.csv(run.text).map { $0["Time (s)"] ?? "" }
  }

  /// Stamps from `first` (hundredths of a second) at 100 Hz, as decimals.
  private func stamps(_ first: Int, _ count: Int) -> [String] {
    (0..<count).map { index in
      let cents = first + index
      let (whole, rest) = (cents / 100, cents % 100)
      return rest == 0
        ? "\(whole)" : rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
  }

  @Test(arguments: [0, 1, 1234, 99_999, 123_456_789, 170_000_000_000 + 1])
  func stampsAreKeptWithoutNoise(first: Int) throws {
    let expected = stamps(first, 3000)
    let text = "Time (s),Force (N)\n" + expected.map { "\($0),1\n" }.joined()
    #expect(try times(text, ["convert", "-", "-"]) == expected)
    #expect(try times(text, ["filter", "-", "--median", "3", "-q"]) == expected)
    #expect(try times(text, ["resample", "-", "--to", "100Hz", "-q"]) == expected)
    let twice = try times(text, ["resample", "-", "--to", "200Hz", "-q"])
    #expect(stride(from: 0, to: twice.count, by: 2).map { twice[$0] } == expected)
    #expect(twice.allSatisfy { $0.count <= expected[0].count + 5 }, "\(twice.prefix(10))")
  }

  @Test func millisecondsBecomeTheirSeconds() throws {
    let text = "Time (ms),Force (N)\n" + (0..<200).map { "\(12_340 + 10 * $0),1\n" }.joined()
    #expect(try times(text, ["convert", "-", "-"]) == stamps(1234, 200))
  }

  @Test func irregularStampsStayThemselves() throws {
    var generator = SeededGenerator(seed: 11)
    var time = 98_765_432
    let stamps = (0..<500).map { _ in
      time += Int.random(in: 1...20_000, using: &generator)
      let text = "\(Double(time) / 1e6)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
    let text = "Time (s),Force (N)\n" + stamps.map { "\($0),1\n" }.joined()
    #expect(try times(text, ["convert", "-", "-"]) == stamps)
  }

  /// Microseconds since 1970: a double has no room for steps of a microsecond beside 1.7e9 s.
  @Test func stampsBeyondTheirPrecisionAreCountedFromTheFirst() throws {
    let text = "Time (us),Force (N)\n" + (0..<200).map { "\(1_700_000_000_000_000 + 2 * $0),1\n" }.joined()
    let written = try times(text, ["convert", "-", "-"])
    #expect(written.first == "0" && written.last == "0.000398", "\(written.suffix(2))")
  }

  @Test func fixedRateIsAQuotient() throws {
    let text = "Force (N)\n" + (0..<3000).map { _ in "1\n" }.joined()
    #expect(try times(text, ["convert", "-", "-", "--sample-rate", "100Hz"]) == stamps(0, 3000))
  }
}
