// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// `palpate stream`: what is written, when, and what happens to a stream that is not as it should be.
@Suite struct StreamCommandTests {
  static func lines(_ run: Program.Run) throws -> [[String: Any]] {
    try run.text.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  static func stream(_ text: String, _ arguments: [String] = []) throws -> Program.Run {
    try Program.run(["stream", "--analysis", "ppt"] + arguments, input: Data(text.utf8))
  }

  static func outcomes(_ lines: [[String: Any]]) -> [String: Double] {
    var out: [String: Double] = [:]
    for line in lines where line["type"] as? String == "outcome" {
      guard let value = line["value"] as? Double, let name = line["outcome"] as? String else { continue }
      out["\(line["trial"] as? Int ?? 0) \(name) \(line["component"] as? String ?? "")"] = value
    }
    return out
  }

  @Test func figuresAreThoseOfAnalyze() throws {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    let file = try Program.run(["analyze", "s.csv", "--format", "json"], in: scratch)
    let document = try #require(try JSONSerialization.jsonObject(with: file.output) as? [String: Any])
    let recording = try #require((document["recordings"] as? [[String: Any]])?.first)
    let rows = try #require(recording["outcomes"] as? [[String: Any]])
    let whole = Self.outcomes(rows.map { $0.merging(["type": "outcome"]) { a, _ in a } })
    let run = try Self.stream(Session.csv())
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
    let lines = try Self.lines(run)
    let live = Self.outcomes(lines)
    #expect(Set(live.keys) == Set(whole.keys) && whole.count > 20)
    for (key, value) in whole { #expect(abs((live[key] ?? .nan) - value) <= 1e-9 * max(1, abs(value)), "\(key)") }
    // Members are those of the outcome JSON, and the type.
    let names = Set(try #require(rows.first).keys).union(["type"])
    for line in lines where line["type"] as? String == "outcome" { #expect(Set(line.keys) == names) }
    #expect(Set(lines.compactMap { $0["type"] as? String }) == ["event", "outcome"])
  }

  @Test func dialectsGiveTheSameLines() throws {
    let text = Session.csv()
    let reference = try Self.stream(text)
    let rows = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    let semicolons = rows.map { $0.joined(separator: ";").replacing(".", with: ",") }.joined(separator: "\r\n") + "\r\n"
    #expect(try Self.stream(semicolons).output == reference.output)
    #expect(try Self.stream(text.replacing("\n", with: "\r")).output == reference.output)
    let objects = rows.dropFirst().map {
      "{\"Time (s)\": \($0[0]), \"Pressure (kPa)\": \($0[1]), \"Button\": \($0[2] == "1")}\n"
    }.joined()
    #expect(try Self.stream(objects).output == reference.output)
    let arrays = rows.dropFirst().map { "[\($0[0]), \($0[1]), \($0[2])]\n" }.joined()
    let declared = ["--declare", "1=time:s", "--declare", "2=pressure:kPa", "--declare", "3=marker"]
    let bare = rows.dropFirst().map { $0.joined(separator: ",") }.joined(separator: "\n")
    for input in [arrays, bare + "\n"] {
      let run = try Self.stream(input, declared)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try Self.outcomes(Self.lines(run)) == Self.outcomes(Self.lines(reference)))
    }
  }

  @Test func portionsDoNotMatter() throws {
    let text = Session.csv([120])
    let reference = try Self.stream(text)
    let live = try LiveProgram(["--analysis", "ppt"])
    var rest = text.replacing("\n", with: "\r\n")[...]
    var random = SeededGenerator(seed: 5)
    while !rest.isEmpty {
      let piece = rest.prefix(Int.random(in: 1...300, using: &random))
      try live.write(String(piece))
      rest = rest.dropFirst(piece.count)
    }
    #expect(live.finish() == 0)
    let expected = try Self.lines(reference).map { $0 as NSDictionary }
    #expect(try live.lines.map { $0 as NSDictionary } == expected)
  }

  /// A line is answered without waiting for more: the trial is there while the input is still open.
  @Test func trialComesWithItsStatedSampleThroughThePipe() throws {
    let live = try LiveProgram(["--analysis", "ppt", "--sample-rate", "50Hz", "--feedback", "off"])
    // 2 s idle, 4 s at 50 kPa/s, then idle: the contact ends with row 302.
    func row(_ k: Int) -> String {
      let load = k < 100 ? 0 : k < 300 ? Double(k - 100) : 200.0 * Double(max(0, 302 - k)) / 3
      return "\(load),\(k >= 290 && k < 305 ? 1 : 0)\n"
    }
    try live.write("Pressure (kPa),Button\n" + (0..<302 + 115).map(row).joined())
    Thread.sleep(forTimeInterval: 0.5)
    let early = try live.lines
    #expect(!early.contains { $0["type"] as? String == "outcome" })
    // floor(2.300001 · 50) + 1 = 116 samples after the end.
    try live.write(row(302 + 115) + row(302 + 116))
    #expect(try live.wait { lines in lines.contains { $0["outcome"] as? String == "pressure_pain_threshold" } })
    #expect(live.finish() == 0)
  }

  @Test(arguments: [(Int32(SIGINT), Int32(130)), (Int32(SIGTERM), Int32(143)), (Int32(SIGHUP), Int32(129))])
  func signalsFinishTheStream(
    number: Int32, status: Int32
  ) throws {
    // Tests that run under nohup would hand on to the program that it is to ignore SIGHUP.
    let before = signal(number, SIG_DFL)
    defer { signal(number, before) }
    let live = try LiveProgram(["--analysis", "ppt", "--feedback", "off"])
    // The second trial is under way when the signal comes.
    try live.write(String(Session.csv([200, 300]).prefix(9_000)))
    #expect(try live.wait { lines in lines.contains { $0["type"] as? String == "outcome" } })
    live.signal(number)
    #expect(live.ended() == status)
    let flags = try live.lines.compactMap { $0["flags"] as? String }
    #expect(flags.contains { $0.contains("truncated") }, "\(flags)")
    #expect(flags.contains("few_trials"), "\(flags)")
  }

  @Test func badLinesAreToldAndTooManyRefused() throws {
    var rows = Session.csv().split(separator: "\n").map(String.init)
    rows.insert("not a row", at: 40)
    rows.insert("0.81,x,0", at: 43)
    rows.insert("0.1,0,0", at: 60)
    let run = try Self.stream(rows.joined(separator: "\n") + "\n")
    #expect(run.status == 0, "\(run.errors)")
    let issues = try Self.lines(run).filter { $0["type"] as? String == "issue" }
    let told = issues.map { "\($0["code"] as? String ?? "") \($0["detail"] as? String ?? "")" }
    #expect(told.contains { $0.hasPrefix("ragged_row line 41") }, "\(told)")
    #expect(told.contains { $0.hasPrefix("not_a_number line 44: 'x'") }, "\(told)")
    #expect(told.contains { $0.hasPrefix("time_backward line 61") }, "\(told)")
    let refused = try Self.stream(Session.csv() + String(repeating: "rubbish\n", count: 100))
    #expect(refused.status == 65 && refused.errors.contains("100 lines in a row"), "\(refused.errors)")
    // What was found before stands.
    #expect(try Self.outcomes(Self.lines(refused)).keys.contains { $0.hasPrefix("2 pressure_pain_threshold") })
  }

  @Test func whatCannotBeReadIsRefused() throws {
    #expect(try Self.stream("").status == 65)
    #expect(try Self.stream("\u{FEFF}Time (s),Pressure (kPa)\n0,1\n1,1\n").status == 0)
    let wide = try Program.run(
      ["stream", "--analysis", "ppt"], input: try #require("Time (s)\n1\n".data(using: .utf16)))
    #expect(wide.status == 65 && wide.errors.contains("UTF-8"), "\(wide.errors)")
    #expect(try Self.stream("hello\nworld\n").status == 65)
    let noUnit = try Self.stream("Time (s),Force\n" + (0..<50).map { "\($0),1\n" }.joined())
    #expect(noUnit.status == 65 && noUnit.errors.contains("no unit"), "\(noUnit.errors)")
    let noTime = try Self.stream("Force (N)\n" + (0..<50).map { "\($0)\n" }.joined(), ["--area", "1cm2"])
    #expect(noTime.status == 65, "\(noTime.errors)")
    #expect(try Self.stream("", ["--feedback", "5"]).status == 64)
    #expect(try Program.run(["stream", "--analysis", "filter"]).status == 64)
    let zeroPhase = try Program.run(["stream", "--analysis", "filter", "--lowpass", "5Hz", "--zero-phase"])
    #expect(zeroPhase.status == 64 && zeroPhase.errors.contains("forwards only"), "\(zeroPhase.errors)")
    let endless = try Self.stream("Time (s),Force (N)\n" + String(repeating: "1", count: 1 << 21))
    #expect(endless.status == 65 && endless.errors.contains("bytes"), "\(endless.errors)")
  }

  @Test func contactsAndFilteredSamples() throws {
    let run = try Program.run(["stream", "--analysis", "contact"], input: Data(Session.csv().utf8))
    let events = try Self.lines(run)
    #expect(run.status == 0 && events.count == 3, "\(run.errors)")
    #expect(events.allSatisfy { $0["kind"] as? String == "contact" && $0["type"] as? String == "event" })
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "s.csv")
    for filter in [
      ["--lowpass", "5Hz"], ["--median", "5"], ["--lowpass", "5Hz", "--fir", "31"], ["--hampel", "7"],
      ["--savitzky-golay", "11"],
    ] {
      let whole = try Tables.csv(try Program.run(["filter", "s.csv"] + filter, in: scratch).text)
      let live = try Self.lines(
        try Program.run(["stream", "--analysis", "filter"] + filter, input: Data(Session.csv().utf8)))
      try #require(live.count == whole.count)
      for (a, b) in zip(live, whole) {
        let value = (a["values"] as? [String: Any])?["Pressure"] as? Double
        // Where half the taps reach beyond the end, nothing is given by either.
        guard let expected = Double(b["Pressure (kPa)"] ?? "") else {
          #expect(value == nil)
          continue
        }
        #expect(abs((value ?? .nan) - expected) <= 1e-9 && a["type"] as? String == "sample")
      }
    }
  }

  /// A sine of 12.3 Hz under noise is found at every segment, with the last sample of it.
  @Test func spectralPeaksComeWithTheirSegments() throws {
    var random = SeededGenerator(seed: 9)
    var text = "Acceleration (m/s2)\n"
    for k in 0..<2048 {
      text += "\(3 * sin(2 * .pi * 12.3 * Double(k) / 100) + Double.random(in: -0.1...0.1, using: &random))\n"
    }
    let run = try Program.run(
      ["stream", "--analysis", "spectrum", "--segment", "512", "--sample-rate", "100Hz"], input: Data(text.utf8))
    #expect(run.status == 0, "\(run.errors)")
    let peaks = try Self.lines(run).filter { line in
      ((line["attributes"] as? [String: Any])?["amplitude"] as? Double ?? 0) > 1
    }
    // Segments of 512 samples every 256: the first complete with sample 511.
    let ends = peaks.compactMap { ($0["end"] as? Double).map { Int(($0 * 100).rounded()) } }
    #expect(ends == Array(stride(from: 511, to: 2048, by: 256)))
    for peak in peaks {
      let attributes = try #require(peak["attributes"] as? [String: Any])
      #expect(abs((attributes["frequency"] as? Double ?? 0) - 12.3) < 0.01)
      #expect(abs((attributes["amplitude"] as? Double ?? 0) - 3) < 0.03)
    }
  }

  /// Ten times as long a stream takes no more memory.
  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["PALPATE_SANITIZED"] == nil,
      "an instrumented process keeps what it freed, so its memory says nothing"))
  func memoryDoesNotGrow() throws {
    let live = try LiveProgram(["--analysis", "ppt", "--sample-rate", "100Hz"])
    try live.write("Pressure (kPa),Button\n")
    var written = 0
    func trials(_ count: Int) throws {
      for _ in 0..<count {
        var text = ""
        for k in 0..<1000 {
          let load = k < 300 ? 0 : k < 800 ? Double(k - 300) * 0.5 : 0
          text += "\(load + Double(k % 7) * 0.01),\(k >= 780 && k < 810 ? 1 : 0)\n"
        }
        try live.write(text)
      }
      written += count
      // The last one waits for its idle.
      #expect(try live.wait(forText: "\"trial\":\(written - 1),"))
    }
    try trials(60)
    let few = try live.residentSize
    try trials(540)
    let many = try live.residentSize
    #expect(many - few <= 4096, "\(few) KiB after 60 trials, \(many) KiB after 600")
    #expect(live.finish() == 0)
  }

  @Test func textWithoutRowsIsRefusedEarly() throws {
    for line in ["x", "hello,world", ""] {
      let run = try Self.stream(String(repeating: line + "\n", count: 100_000))
      #expect(run.status == 65, "\(line)")
      #expect(run.output.isEmpty && run.errors.contains("standard input"), "\(run.errors)")
    }
  }
}
