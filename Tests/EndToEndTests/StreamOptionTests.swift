// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// Options of `palpate stream`: each belongs to an analysis, and is refused beside another one.
@Suite struct StreamOptionTests {
  @Test(arguments: [
    ("ppt", ["--segment", "512"]), ("ppt", ["--averages", "2"]), ("ppt", ["--lowpass", "5Hz"]),
    ("contact", ["--feedback", "0.1s"]), ("contact", ["--rate-target", "50kPa/s"]), ("contact", ["--hampel", "5"]),
    ("filter", ["--limit", "900kPa", "--lowpass", "5Hz"]), ("filter", ["--area", "1cm2", "--lowpass", "5Hz"]),
    ("filter", ["--averages", "2", "--lowpass", "5Hz"]), ("filter", ["--contact-threshold", "5kPa", "--median", "3"]),
    ("spectrum", ["--median", "5"]), ("spectrum", ["--zero-phase"]), ("spectrum", ["--feedback", "off"]),
    ("spectrum", ["--device-holds"]),
  ])
  func optionOfAnotherAnalysisIsRefused(analysis: String, options: [String]) throws {
    let run = try Program.run(["stream", "--analysis", analysis] + options, input: Data(Session.csv().utf8))
    #expect(run.status == 64 && run.output.isEmpty, "\(run.text.prefix(200))")
    #expect(run.errors.contains("\(options[0]): goes with --analysis"), "\(run.errors)")
  }

  @Test(arguments: [
    ("ppt", ["--feedback", "off", "--rate-target", "50kPa/s"]), ("contact", ["--contact-threshold", "5kPa"]),
    ("filter", ["--lowpass", "5Hz", "--fir", "31"]), ("filter", ["--hampel", "5", "--threshold", "4"]),
    ("spectrum", ["--segment", "256", "--averages", "2"]),
  ])
  func optionOfTheAnalysisIsTaken(analysis: String, options: [String]) throws {
    let run = try Program.run(["stream", "--analysis", analysis] + options, input: Data(Session.csv().utf8))
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
  }

  @Test(arguments: ["--detrend", "--envelope"]) func filterOfTheWholeSignalIsRefusedByItsName(option: String) throws {
    let value = option == "--detrend" ? "linear" : "whole"
    let run = try Program.run(["stream", "--analysis", "filter", option, value])
    #expect(run.status == 64 && run.errors.contains("\(option): needs the whole signal"), "\(run.errors)")
  }

  /// A filter of n taps gives a row (n − 1)/2 rows later, as documented.
  @Test func finiteFilterIsHalfItsTapsLate() throws {
    let live = try LiveProgram([
      "--analysis", "filter", "--lowpass", "5Hz", "--fir", "21", "--sample-rate", "100Hz",
    ])
    try live.write("Force (N)\n" + (0..<60).map { "\($0)\n" }.joined())
    #expect(try live.wait { $0.count { $0["type"] as? String == "sample" } == 50 })
    #expect(live.finish() == 0)
    let samples = try live.lines.filter { $0["type"] as? String == "sample" }
    #expect(samples.count == 60)
    let values = samples.map { ($0["values"] as? [String: Any])?["Force"] as? Double }
    // A line comes out as it is, but for the ends.
    for k in 10..<50 { #expect(abs((values[k] ?? .nan) - Double(k)) < 1e-9) }
    #expect(values[..<10].allSatisfy { $0 == nil } && values[50...].allSatisfy { $0 == nil })
  }
}
