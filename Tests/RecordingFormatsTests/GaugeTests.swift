// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import RecordingFormats

struct GaugeTests {
  @Test func wagnerLines() throws {
    let text = "02 lbf\r\n- 23.02 lbf\r\n  0.50 lbf\r\n?\r\n+ 1.25 lbF\r\n 1 lbf\r\n 2 lbf\r\n 3 lbf\r\n 2.5"
    #expect(failure(text)?.description.contains("--sample-rate") == true)
    let recording = try #require(try read(text, .rate(10)).first)
    #expect(recording.format == "value-unit")
    let force = recording.channels[0]
    #expect(force.kind == .force && force.unit?.factor == 4.4482216152605)
    #expect(force.samples[1] == -23.02 && force.samples[2] == 0.5 && force.samples[3].isNaN && force.samples[4] == 1.25)
    #expect(recording.sampleCount == 8 && recording.has(.notANumber) && recording.has(.truncatedFile))
    #expect(recording.timeBase == .even(start: 0, rate: Hertz(10), measured: false))
  }

  @Test func markTenLines() throws {
    let recording = try #require(try read("-18.78 N\r\n4.285 N\r\n5 N\r\n", .rate(10)).first)
    #expect(recording.channels[0].samples == [-18.78, 4.285, 5] && recording.channels[0].unit == .newton)
  }

  @Test func unitsMustNotChange() {
    #expect(failure("1 N\n2 N\n3 kgf\n4 N\n", .rate(10)) == .mixedUnits(first: "N", second: "kgf", line: 3))
  }

  @Test func massesNeedADecision() throws {
    #expect(try read("1 kg\n2 kg\n", .rate(10)).first?.has(.unitAmbiguous) == true)
    var declaration = Declaration.rate(10)
    declaration.description.massIsForce = true
    let recording = try #require(try read("1 kg\n2 kg\n", declaration).first)
    #expect(recording.channels[0].unit?.factor == 9.80665 && recording.has(.kgAsKgf))
  }

  @Test(arguments: [(",", "."), ("\t", "."), (";", "."), ("\t", ","), (";", ",")])
  func phyphoxDialects(delimiter: String, decimal: String) throws {
    let header = ["Time (s)", "Acceleration x (m/s^2)", "Acceleration y (m/s^2)"].map { "\"\($0)\"" }
    let rows = [
      ["0.000000000E0", "1.5E-2", "9.81E0"], ["1.000000000E-2", "-6.3E-2", "NaN"], ["2.000000000E-2", "1E0", "1E1"],
    ]
    let text = ([header] + rows.map { $0.map { $0.replacing(".", with: decimal) } })
      .map { $0.joined(separator: delimiter) }.joined(separator: "\n")
    let recording = try #require(try read(text + "\n").first)
    #expect(recording.format == "phyphox" && recording.dialect.contains("acceleration with gravity"))
    #expect(recording.stamps == [0, 0.01, 0.02])
    #expect(recording.channels[0].samples == [0.015, -0.063, 1] && recording.channels[1].samples[2] == 10)
    #expect(recording.has(.missingSamples))
  }
}
