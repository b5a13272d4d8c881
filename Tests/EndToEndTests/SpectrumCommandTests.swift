// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// `palpate spectrum` beside SciPy: Fixtures/oracles/spectrum_commands.py made the recording and the answers.
@Suite struct SpectrumCommandTests {
  struct Oracle: Decodable, Sendable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
      let name: String
      let arguments: [String]
      let rows: [Int]
      let count: Int
      let frequencies: [Double]
      let values: [Double]
      let low: [Double]?
      let high: [Double]?
      var testDescription: String { name }
    }
    let rate: Double
    let samples: [String]
    let lines: [[Double]]
    let cases: [Case]

    var csv: String {
      var out = "Time (s),Acceleration z (m/s2)\n"
      for (index, sample) in samples.enumerated() { out += "\(Double(index) / rate),\(sample)\n" }
      return out
    }
  }

  static let oracle: Oracle? = try? TestSupport.Oracle.load("signal_spectrum")

  @Test(arguments: oracle?.cases ?? [])
  func wholeSpectraAreThoseOfSciPy(_ answer: Oracle.Case) throws {
    let scratch = try Scratch()
    try scratch.write(try #require(Self.oracle).csv, to: "s.csv")
    let run = try Program.run(["spectrum", "s.csv", "-o", "out.csv", "-q"] + answer.arguments, in: scratch)
    #expect(run.status == 0 && run.text.isEmpty, "\(run.errors)")
    let lines = try scratch.text("out.csv").split(separator: "\n").map { $0.split(separator: ",") }
    #expect(lines.count == answer.count + 1)
    let header = lines[0].map(String.init)
    let unit =
      answer.arguments.contains("power") ? "m2/s4" : answer.arguments.contains("amplitude") ? "m/s2" : "m2/s4/Hz"
    #expect(header[0] == "Frequency (Hz)" && header[1...].allSatisfy { $0.hasSuffix("(\(unit))") }, "\(header)")
    let peak = answer.values.max() ?? 0
    for (place, row) in answer.rows.enumerated() {
      let cells = lines[row + 1].map { Double($0) ?? .nan }
      #expect(abs(cells[0] - answer.frequencies[place]) <= 1e-12 * answer.frequencies[place])
      #expect(abs(cells[1] - answer.values[place]) <= 1e-12 * peak)
      #expect(cells[2] <= cells[1] && cells[1] <= cells[3])
      if let low = answer.low, let high = answer.high {
        #expect(abs(cells[2] - low[place]) <= 1e-8 * low[place] + 1e-12 * peak)
        #expect(abs(cells[3] - high[place]) <= 1e-8 * high[place] + 1e-12 * peak)
      }
    }
  }

  @Test func oracleIsThere() throws { #expect(try #require(Self.oracle).cases.count == 7) }

  /// The lines that were planted are found between the bins, inside their intervals, and nothing else is.
  @Test(arguments: [
    ["--segment", "1024"], ["--segment", "2000", "--window", "blackman"], ["--method", "periodogram"],
  ])
  func plantedLinesAreFound(_ arguments: [String]) throws {
    let oracle = try #require(Self.oracle)
    let run = try Program.run(["spectrum", "-", "--format", "csv"] + arguments, input: Data(oracle.csv.utf8))
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(run.text)
    #expect(rows.count == oracle.lines.count)
    for (row, line) in zip(rows, oracle.lines) {
      func number(_ name: String) throws -> Double { try #require(Double(row[name] ?? "")) }
      // Half again the interval of 95 %: six figures are checked, and chance spares none of them for ever.
      let frequency = try number("frequency")
      let reach = 1.5 * (try number("frequency_high") - frequency)
      #expect(abs(frequency - line[0]) <= reach && reach < 0.05)
      let amplitude = try number("amplitude")
      let amplitudeReach = 1.5 * (try number("amplitude_high") - amplitude)
      #expect(abs(amplitude - line[1]) <= amplitudeReach && amplitudeReach < 0.3)
      #expect(row["unit"] == "m/s2" && row["value_unit"] == "m2/s4/Hz" && row["level"] == "0.95")
      #expect(try number("value_low") < number("value") && number("value") < number("value_high"))
      #expect(try number("false_alarm") < 0.01 && number("signal_to_noise") > 10 && number("width") < 1.5)
    }
  }

  @Test func irregularStampsHaveTheirMethod() throws {
    var generator = SeededGenerator(seed: 7)
    var (time, text) = (0.0, "Time (s),Force (N)\n")
    for _ in 0..<800 {
      time += Double.random(in: 0.005...0.035, using: &generator)
      let noise = Double.random(in: -0.5...0.5, using: &generator)
      text += "\(time),\(20 + 3 * sin(2 * Double.pi * 7.3 * time) + noise)\n"
    }
    let refused = try Program.run(["spectrum", "-"], input: Data(text.utf8))
    #expect(refused.status == 65 && refused.errors.contains("--method lomb-scargle"), "\(refused.errors)")
    let run = try Program.run(["spectrum", "-", "--method", "lomb-scargle"], input: Data(text.utf8))
    let rows = try Tables.csv(run.text)
    let first = try #require(rows.max { (Double($0["amplitude"] ?? "") ?? 0) < (Double($1["amplitude"] ?? "") ?? 0) })
    #expect(abs(try #require(Double(first["frequency"] ?? "")) - 7.3) < 0.03)
    #expect(abs(try #require(Double(first["amplitude"] ?? "")) - 3) < 0.1)
    #expect(first["scaling"] == "amplitude" && first["method"] == "lomb-scargle")
  }

  @Test func framesOfAShortTimeSpectrumCarryTheirTimes() throws {
    let scratch = try Scratch()
    try scratch.write(try #require(Self.oracle).csv, to: "s.csv")
    let run = try Program.run(
      ["spectrum", "s.csv", "--method", "stft", "--segment", "500", "--scaling", "amplitude", "-o", "out.csv", "-q"],
      in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(try scratch.text("out.csv"))
    let times = Set(rows.compactMap { Double($0["Time (s)"] ?? "") }).sorted()
    #expect(times.count == 23 && times.first == 0.5 && times[1] == 1)
    for time in times {
      let frame = rows.filter { Double($0["Time (s)"] ?? "") == time }
      let best = frame.dropFirst(5).max { a, b in
        let name = "Acceleration z peak-amplitude spectrum (m/s2)"
        return (Double(a[name] ?? "") ?? 0) < (Double(b[name] ?? "") ?? 0)
      }
      #expect(best?["Frequency (Hz)"] == "31")
    }
  }

  @Test func documentsNameTheirScaling() throws {
    let scratch = try Scratch()
    try scratch.write(try #require(Self.oracle).csv, to: "s.csv")
    let run = try Program.run(["spectrum", "s.csv", "-o", "out.json", "--format", "json"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    for (text, isWhole) in [(run.text, false), (try scratch.text("out.json"), true)] {
      let document = try Tables.json(Data(text.utf8))
      #expect(try document["schema"].string == "palpate.spectrum/1" && document["scaling"].string == "density")
      let channel = try document["channels"].list[0]
      #expect(try channel["value_unit"].string == "m2/s4/Hz" && channel["peaks"].list.count == 3)
      #expect(try document.members.keys.contains("frequencies") == isWhole)
      #expect(try channel.members.keys.contains("values") == isWhole)
    }
    let table = try Program.run(["spectrum", "s.csv", "--format", "table"], in: scratch).text
    for word in ["power spectral density", "Welch, hann", "effective averages", "false alarm", "m2/s4/Hz", "31.37"] {
      #expect(table.contains(word), "\(word)")
    }
  }

  /// Arguments after the file, exit code, and words of the message.
  static let mistakes: [([String], Int32, String)] = [
    (["--segment", "5000"], 65, "at most 1000"), (["--segment", "0"], 64, "--segment"),
    (["--segment", "-4"], 64, "--segment"), (["--segment", "1.5"], 64, "whole number"),
    (["--overlap", "1"], 64, "less than 1"), (["--overlap", "-0.1"], 64, "--overlap"),
    (["--window", "han"], 64, "did you mean hann?"), (["--window", "kaiser:-1"], 64, "beta"),
    (["--method", "fft"], 64, "welch"), (["--method", "multitaper", "--overlap", "0.5"], 64, "--overlap"),
    (["--method", "multitaper", "--time-bandwidth", "0"], 64, "--time-bandwidth"),
    (["--method", "lomb-scargle", "--scaling", "density"], 64, "no density"),
    (["--method", "lomb-scargle", "--segment", "64"], 64, "--segment"),
    (["--tapers", "3"], 64, "--tapers"), (["--range", "5Hz"], 64, "15Hz..60Hz"),
    (["--channel", "Button"], 65, "no unit"), (["--channel", "Presure"], 65, "did you mean 'Pressure'?"),
    (["-o", "out.txt"], 64, ".json"), (["-o", "nowhere/out.csv"], 73, "nowhere"), (["-o", "s.csv"], 64, "overwrite"),
    (["--figure", "f.jpg"], 64, ".svg"), (["--figure", "nowhere/f.svg"], 73, "nowhere"),
    (["--method", "stft", "--figure", "f.svg"], 64, "--figure"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreNamed(_ arguments: [String], _ status: Int32, _ word: String) throws {
    let scratch = try Scratch()
    var text = "Time (s),Pressure (kPa),Button\n"
    for k in 0..<1000 { text += "\(Double(k) / 100),\(k % 17),\(k / 500)\n" }
    try scratch.write(text, to: "s.csv")
    let run = try Program.run(["spectrum", "s.csv"] + arguments, in: scratch)
    #expect(run.status == status && run.errors.contains(word), "\(run.status) \(run.errors)")
    #expect(run.text.isEmpty)
    #expect(try scratch.names == ["s.csv"])
  }

  @Test func inputsThatAreNoRecordingsAreNamed() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "empty.csv")
    try scratch.write("Time (s),Force (N)\n0,1\n", to: "one.csv")
    try scratch.write("Time (s),Force (N)\n" + (0..<50).map { "\($0),1\n" }.joined(), to: "flat.csv")
    for (file, status) in [("none.csv", 66), (".", 66), ("empty.csv", 65), ("one.csv", 65), ("-", 65)] {
      #expect(try Program.run(["spectrum", file], input: Data(), in: scratch).status == Int32(status), "\(file)")
    }
    // A constant has no lines, and nothing is printed as nan.
    let flat = try Program.run(["spectrum", "flat.csv", "--format", "json"], in: scratch)
    #expect(flat.status == 0 && !flat.text.contains("nan"), "\(flat.errors)")
  }

  @Test func aSegmentGivenAsATimeIsTheNearestNumberOfSamples() throws {
    let file = Fixture.path("sessions/ppt_clean_100hz.csv")
    let time = try Program.run(["spectrum", file, "--segment", "1s", "--format", "table"])
    let samples = try Program.run(["spectrum", file, "--segment", "100", "--format", "table"])
    let other = try Program.run(["spectrum", file, "--segment", "101", "--format", "table"])
    #expect(time.status == 0 && time.text == samples.text && !time.text.isEmpty)
    #expect(time.text != other.text)
  }
}
