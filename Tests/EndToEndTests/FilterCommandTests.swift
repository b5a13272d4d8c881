// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// `palpate filter` beside SciPy: Fixtures/oracles/signal_commands.py runs it on the same files.
@Suite struct FilterCommandTests {
  struct Oracle: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let file: String
    let arguments: [String]
    let column: String
    /// Every sample of the column as SciPy gives it; null where missing.
    let values: [Double?]
    let tolerance: Double
    var testDescription: String { name }
  }

  static let oracles: [Oracle] = (try? TestSupport.Oracle.load("signal_filter")) ?? []

  @Test func oraclesAreThere() { #expect(Self.oracles.count >= 12) }

  @Test(arguments: oracles)
  func valuesAreThoseOfSciPy(_ oracle: Oracle) throws {
    let run = try Program.run(["filter", Fixture.path("sessions/\(oracle.file)")] + oracle.arguments)
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(run.text)
    try #require(rows.count >= oracle.values.count)
    let peak = oracle.values.reduce(0) { max($0, abs($1 ?? 0)) }
    var worst = 0.0
    for (row, value) in zip(rows, oracle.values) {
      let cell = try #require(row[oracle.column])
      guard let value else {
        #expect(cell.isEmpty)
        continue
      }
      worst = max(worst, abs(try #require(Double(cell)) - value) / peak)
    }
    #expect(worst <= oracle.tolerance, "\(worst)")
  }

  @Test func zeroPhaseTellsOrderAndLevels() throws {
    let file = Fixture.path("sessions/ppt_noisy.csv")
    let run = try Program.run(["filter", file, "--lowpass", "10Hz", "--zero-phase"])
    // Two passes of a Butterworth filter lose 6.02 dB where one loses 3.01.
    #expect(run.errors.contains("effective order 8") && run.errors.contains("−6.02 dB at 10 Hz"), "\(run.errors)")
    let corrected = try Program.run(["filter", file, "--lowpass", "10Hz", "--zero-phase", "--cutoff-corrected"])
    #expect(corrected.errors.contains("−3.01 dB at 10 Hz"), "\(corrected.errors)")
    let high = try Program.run(
      ["filter", file, "--highpass", "10Hz", "--order", "2", "--zero-phase", "--cutoff-corrected"])
    #expect(high.errors.contains("effective order 4") && high.errors.contains("−3.01 dB at 10 Hz"), "\(high.errors)")
  }

  @Test func othersPassUnchangedAndMissingSamplesStayMissing() throws {
    let scratch = try Scratch()
    var text = "Time (s),Force (N),\"Load, left (N)\",Button,site\n"
    for k in 0..<300 {
      let force = k == 100 ? "" : "\(Double(k % 7))"
      text += "\(Double(k) / 100),\(force),\(k % 3),\(k / 100),\(k < 150 ? "neck" : "arm")\n"
    }
    try scratch.write(text, to: "s.csv")
    let run = try Program.run(
      ["filter", "s.csv", "--channel", "Force", "--lowpass", "5Hz", "-o", "out.csv"], in: scratch)
    #expect(run.status == 0 && run.text.isEmpty, "\(run.errors)")
    let (before, after) = (try Tables.csv(text), try Tables.csv(try scratch.text("out.csv")))
    #expect(before.count == after.count)
    for (row, (a, b)) in zip(before, after).enumerated() {
      for name in ["Load, left (N)", "Button", "site"] { #expect(a[name] == b[name]) }
      #expect(Double(a["Time (s)"] ?? "") == Double(b["Time (s)"] ?? ""))
      #expect((b["Force (N)"] == "") == (row == 100))
    }
    // The first sample after the missing one is that of a filter that settled on it.
    let (raw, first) = (Double(before[101]["Force (N)"] ?? ""), Double(after[101]["Force (N)"] ?? ""))
    #expect(abs(try #require(first) - (try #require(raw))) < 1e-12)
  }

  @Test func gapsSplitAndIrregularStampsAreRefused() throws {
    let gap = try Program.run(["filter", Fixture.path("sessions/ppt_faults_gap.csv"), "--lowpass", "5Hz"])
    #expect(gap.status == 0 && gap.errors.contains("1 gap in time"), "\(gap.errors)")
    let jitter = try Program.run(["filter", Fixture.path("sessions/ppt_jitter.csv"), "--lowpass", "5Hz"])
    #expect(jitter.status == 65 && jitter.text.isEmpty)
    #expect(jitter.errors.contains("palpate resample ") && jitter.errors.contains("--to 100Hz"), "\(jitter.errors)")
  }

  @Test func runsChainThroughPipes() throws {
    let first = try Program.run(["filter", Fixture.path("sessions/ppt_noisy.csv"), "--hampel", "7", "-q"])
    let second = try Program.run(["filter", "-", "--lowpass", "10Hz", "-q"], input: first.output)
    #expect(second.status == 0 && second.errors.isEmpty, "\(second.errors)")
    #expect(try Tables.csv(second.text).count == Tables.csv(first.text).count)
  }

  @Test func derivativesCarryTheirUnit() throws {
    let file = Fixture.path("sessions/ppt_clean_100hz.csv")
    let run = try Program.run(["filter", file, "--savitzky-golay", "110ms", "--derivative", "1", "-q"])
    #expect(run.text.hasPrefix("Time (s),Pressure derivative 1 (kPa/s),"), "\(run.errors)")
  }

  /// Arguments after the file, exit code, and words of the message.
  static let mistakes: [([String], Int32, String)] = [
    ([], 64, "expected a filter"),
    (["--lowpass", "10"], 64, "no unit"),
    (["--lowpass", "10N"], 64, "Hz"),
    (["--lowpass", "0Hz"], 64, "--lowpass 0Hz"),
    (["--lowpass", "50Hz"], 64, "half of the sample rate"),
    (["--lowpass", "nanHz"], 64, "--lowpass"),
    (["--lowpass", "5Hz", "--highpass", "1Hz"], 64, "one filter a run"),
    (["--lowpass", "5Hz", "--order", "0"], 64, "1 to 32"),
    (["--lowpass", "5Hz", "--order", "33"], 64, "1 to 32"),
    (["--bandpass", "5Hz..10Hz", "--order", "17"], 64, "1 to 16"),
    (["--bandpass", "5Hz"], 64, "15Hz..60Hz"),
    (["--bandpass", "10Hz..5Hz"], 64, "ascend"),
    (["--lowpass", "5Hz", "--family", "chebyshev1"], 64, "--ripple"),
    (["--lowpass", "5Hz", "--family", "elliptic", "--ripple", "1dB"], 64, "--attenuation"),
    (["--lowpass", "5Hz", "--family", "butterwort"], 64, "butterworth"),
    (["--lowpass", "5Hz", "--ripple", "1dB"], 64, "chebyshev1"),
    (["--lowpass", "5Hz", "--cutoff-corrected"], 64, "--zero-phase"),
    (["--bandpass", "5Hz..9Hz", "--zero-phase", "--cutoff-corrected"], 64, "--lowpass and --highpass"),
    (["--lowpass", "5Hz", "--zero-phase", "--start", "settled"], 64, "forwards only"),
    (["--notch", "10Hz"], 64, "--q"),
    (["--notch", "10Hz", "--q", "0"], 64, "quality"),
    (["--notch", "10Hz", "--q", "30", "--order", "2"], 64, "--order"),
    (["--lowpass", "5Hz", "--fir", "100"], 64, "odd"),
    (["--lowpass", "5Hz", "--fir", "101", "--fir-window", "han"], 64, "did you mean hann?"),
    (["--savitzky-golay", "50"], 64, "odd"),
    (["--savitzky-golay", "51", "--derivative", "4"], 64, "derivative"),
    (["--savitzky-golay", "5.5"], 64, "whole number"),
    (["--median", "4"], 64, "odd"),
    (["--hampel", "-3"], 64, "--hampel"),
    (["--moving-rms", "4"], 64, "odd"),
    (["--detrend", "square"], 64, "linear"),
    (["--envelope", "5Hz..500Hz"], 64, "500"),
    (["--lowpass", "5Hz", "--channel", "Presure"], 65, "did you mean 'Pressure'?"),
    (["--lowpass", "5Hz", "-o", "out.xls"], 64, ".csv"),
    (["--lowpass", "5Hz", "-o", "nowhere/out.csv"], 73, "nowhere/out.csv"),
    (["--lowpass", "5Hz", "-o", "."], 64, ".csv"),
    (["--lowpass", "5Hz", "-o", "s.csv"], 64, "never overwrite"),
    (["--lowpass", "5Hz", "-o", "/proc/out.csv"], 73, "/proc/out.csv"),
  ]

  @Test(arguments: mistakes)
  func mistakesAreNamed(_ arguments: [String], _ status: Int32, _ word: String) throws {
    let scratch = try Scratch()
    try scratch.write(Data(Fixture.bytes("sessions/ppt_noisy.csv")), to: "s.csv")
    let run = try Program.run(["filter", "s.csv"] + arguments, in: scratch)
    #expect(run.status == status && run.errors.contains(word), "\(run.status) \(run.errors)")
    #expect(run.text.isEmpty)
    #expect(try scratch.names == ["s.csv"])
  }

  @Test func inputsThatAreNoRecordingsAreNamed() throws {
    let scratch = try Scratch()
    try scratch.write("", to: "empty.csv")
    try scratch.write("hello\n", to: "words.csv")
    for command in [["filter"], ["convert"]] {
      func run(_ file: String, _ input: Data? = nil) throws -> Program.Run {
        let rest = command == ["filter"] ? ["--lowpass", "5Hz"] : ["out.csv"]
        return try Program.run(command + [file] + rest, input: input, in: scratch)
      }
      #expect(try run("none.csv").status == 66)
      #expect(try run(".").status == 66)
      #expect(try run("empty.csv").status == 65)
      #expect(try run("words.csv").status == 65)
      #expect(try run("-", Data()).status == 65)
      #expect(try run(Fixture.path("sessions/cuff_run.json")).status == 64)
    }
    #expect(try scratch.names == ["empty.csv", "words.csv"])
  }

  @Test func oneRecordingOfManyIsChosen() throws {
    let file = Fixture.path("sessions/cuff_run.json")
    let run = try Program.run(["filter", file, "--recording", "RUN 01/SR01", "--median", "5"])
    #expect(run.status == 0 && !run.text.isEmpty, "\(run.errors)")
    let wrong = try Program.run(["filter", file, "--recording", "RUN 01/SR1", "--median", "5"])
    #expect(wrong.status == 65 && wrong.errors.contains("did you mean 'RUN 01/SR01'?"), "\(wrong.errors)")
  }

  /// 20 log10 |H(10 Hz)| of `scipy.signal.firwin(21, 10, fs=100)` and of 5 taps: −6.074 and −1.207 dB.
  @Test(arguments: [(21, "-6.074 dB"), (5, "-1.207 dB")])
  func theGainAtTheEdgeOfAFiniteFilterIsWorkedOut(_ taps: Int, _ gain: String) throws {
    let run = try Program.run(
      ["filter", Fixture.path("sessions/ppt_clean_100hz.csv"), "--lowpass", "10Hz", "--fir", "\(taps)"])
    #expect(run.status == 0)
    #expect(run.errors.contains("FIR with \(taps) taps, \(gain) at 10 Hz"), "\(run.errors)")
  }
}
