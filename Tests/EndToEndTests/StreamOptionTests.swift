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
    ("spectrum", ["--segment", "256", "--averages", "2"]),
  ])
  func optionOfTheAnalysisIsTaken(analysis: String, options: [String]) throws {
    let run = try Program.run(["stream", "--analysis", analysis] + options, input: Data(Session.csv().utf8))
    #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
  }
}
