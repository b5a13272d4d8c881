// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import RecordingFormats

struct TimeStampsTests {
  private func table(_ stamps: [Double], unit: String = "s") -> String {
    "Time (\(unit)),Force (N)\n" + stamps.enumerated().map { "\($0.element),\($0.offset)\n" }.joined()
  }

  private func reading(_ stamps: [Double], unit: String = "s") throws -> Recording {
    try #require(try read(table(stamps, unit: unit)).first)
  }

  @Test func uniformStampsStayAsTheyAre() throws {
    let recording = try reading((0..<200).map { Double($0) * 0.05 })
    #expect(recording.issues.isEmpty)
    #expect(recording.stamps == (0..<200).map { Double($0) * 0.05 })
  }

  @Test func theFirstStampIsTheOrigin() throws {
    let recording = try reading([10, 10.5, 11])
    #expect(recording.stamps == [0, 0.5, 1] && recording.dialect.contains("first stamp 10 s"))
  }

  @Test func backwardStampsAreDroppedAndCounted() throws {
    let recording = try reading([0, 1, 2, 1.5, 1.75, 3, 4])
    #expect(recording.stamps == [0, 1, 2, 3, 4])
    #expect(recording.channels[0].samples == [0, 1, 2, 5, 6])
    #expect(recording.count(.timeBackward) == 2)
    #expect(recording.issues.contains { $0.code == .timeBackward && $0.detail.contains("line 5") })
  }

  @Test func aClockThatRestartsIsRefused() {
    let stamps = (0..<100).map { Double($0) } + (0..<50).map { Double($0) }
    #expect(failure(table(stamps)) == .clockRestarts(line: 102, from: 99, to: 0))
  }

  @Test func equalAndConflictingDuplicates() throws {
    let recording = try #require(try read("Time (s),Force (N)\n0,1\n1,2\n1,2\n2,3\n2,4\n3,5\n").first)
    #expect(recording.stamps == [0, 1, 2, 3] && recording.channels[0].samples == [1, 2, 3, 5])
    #expect(recording.count(.timeDuplicate) == 1 && recording.count(.timeConflict) == 1)
  }

  @Test func roundedStampsOfAUniformClockAreStraightened() throws {
    // 1201.3 Hz written in whole milliseconds: a fifth of the stamps repeat.
    let stamps = (0..<3000).map { (Double($0) / 1201.3 * 1000).rounded(.down) }
    let recording = try reading(stamps, unit: "ms")
    #expect(recording.sampleCount == 3000)
    guard case .even(_, let rate, true) = recording.timeBase else {
      Testing.Issue.record("stamps were kept")
      return
    }
    // The step of 1 ms over 2.5 s bounds the error of the slope.
    #expect(abs(rate.value - 1201.3) < 0.1)
    #expect(recording.has(.timeQuantised) && !recording.has(.timeConflict))
    for (stamp, line) in zip(stamps, recording.stamps) { #expect(abs(stamp / 1000 - line) <= 0.002) }
  }

  /// A loop of 1180 to 1240 Hz in whole milliseconds: no line fits, and every sixth stamp repeats.
  @Test func repeatedStampsOfACoarseClockKeepTheirSamples() throws {
    var truth: [Double] = []
    var time = 0.4
    for row in 0..<6000 {
      truth.append(time / 1000)
      let rate = (row % 4000 < 2000 ? 1240 : 1180) + row * 7919 % 13
      time += 1000 / Double(rate)
    }
    let stamps = truth.map { ($0 * 1000).rounded(.down) }
    let recording = try reading(stamps, unit: "ms")
    #expect(recording.sampleCount == 6000 && recording.count(.timeQuantised) > 900)
    #expect(!recording.has(.timeConflict) && !recording.has(.timeDuplicate) && !recording.has(.timeGap))
    let found = recording.stamps
    for (stamp, time) in zip(stamps, found) { #expect(abs(stamp / 1000 - time) <= 0.000_5 + 1e-12) }
    // Within the rounding of the first and the other stamp; typically far nearer.
    let errors = zip(truth, found).map { abs($0 - truth[0] - $1) }
    #expect(errors.allSatisfy { $0 <= 0.001 })
    #expect(errors.reduce(0, +) / 6000 < 0.000_4)
    #expect(zip(found, found.dropFirst()).allSatisfy { $0 < $1 })
    let rate = Quality(of: recording).time.rate
    #expect(abs(rate / (5999 / (truth[5999] - truth[0])) - 1) < 3e-4, "\(rate)")
  }

  /// Rows that a slow logger repeats with other values, or sends in bursts, are not made by rounding: half of them would be
  /// thrown away.
  @Test func repeatedStampsOfASlowClockAreRefused() {
    let slow = (0..<300).map { (row: Int) -> Double in Double(row / 2 * 20 + row / 40 % 3) }
    #expect(failure(table(slow, unit: "ms")) == .stampsRepeat(line: 3, conflicts: 150, rows: 300))
    let bursts = (0..<300).map { (row: Int) -> Double in Double(row / 10 * 10 + row / 10 * 7 % 3) }
    #expect(failure(table(bursts, unit: "ms")) == .stampsRepeat(line: 3, conflicts: 270, rows: 300))
  }

  @Test func anUnevenClockKeepsItsStamps() throws {
    // Steps of 2 to 7 ms as a busy microcontroller makes them.
    var time = 0.0
    let stamps = (0..<500).map { index -> Double in
      time += [2, 3, 3, 2, 7, 3, 2, 3, 4, 2][index * 7 % 10] + (index > 250 ? 1 : 0)
      return time
    }
    let recording = try reading(stamps, unit: "ms")
    #expect(recording.stamps == stamps.map { ($0 - stamps[0]) / 1000 })
    #expect(recording.has(.timeJitter) && !recording.has(.timeQuantised))
  }

  @Test func aLostSecondIsAGapAndNotStraightened() throws {
    let stamps = (0..<400).map { (Double($0) * 3.3).rounded() + ($0 >= 200 ? 1000 : 0) }
    let recording = try reading(stamps, unit: "ms")
    #expect(recording.count(.timeGap) == 1)
    #expect(recording.stamps == stamps.map { ($0 - stamps[0]) / 1000 })
  }

  @Test(arguments: [
    ["2024-10-31T04:06:18.123456", "2024-10-31T04:06:18.623456", "2024-10-31T04:06:19.123456"],
    ["2024-12-31 23:59:59.5", "2025-01-01 00:00:00.0", "2025-01-01 00:00:00.5"],
    ["2024-02-28T23:59:59.75Z", "2024-02-29T00:00:00.25Z", "2024-02-29T00:00:00.75Z"],
    ["2024-10-27T02:59:59.5+02:00", "2024-10-27T02:00:00+01:00", "2024-10-27T02:00:00.5+01:00"],
    ["31.10.2024 04:06:18.1", "31.10.2024 04:06:18.6", "31.10.2024 04:06:19.1"],
    ["04:06:18.1", "04:06:18.6", "04:06:19.1"],
  ])
  func datesAndTimes(stamps: [String]) throws {
    let text = "timestamp;Force (N)\n" + stamps.map { "\($0);1\n" }.joined()
    #expect(try #require(try read(text).first).stamps == [0, 0.5, 1])
  }

  @Test func rowsWithoutStampAreLeftOut() throws {
    let recording = try #require(try read("Time (s),Force (N)\n0,1\n,2\n2,3\n").first)
    #expect(recording.stamps == [0, 2] && recording.channels[0].samples == [1, 3] && recording.has(.missingSamples))
  }

  @Test(arguments: ["0.4,1", "0.4,", "0.", "0.4", "0"])
  func aCutLastLineIsLeftOut(end: String) throws {
    let whole = "Time (s),Force (N)\n0.1,10.25\n0.2,10.50\n0.3,10.75\n"
    let recording = try #require(try read(whole + end).first)
    #expect(recording.sampleCount == 3 && recording.has(.truncatedFile))
    #expect(try read(whole + "0.4,11.00").first?.sampleCount == 4)
    #expect(try read(whole).first?.has(.truncatedFile) == false)
  }

  @Test func nullBytesAtTheEndAreATruncation() throws {
    let bytes = Array("Time (s),Force (N)\n0,1\n1,2\n2,3\n3,4\n".utf8) + [UInt8](repeating: 0, count: 512)
    let recording = try #require(try readAnything(bytes, name: "a.csv").get().first)
    #expect(recording.sampleCount == 4 && recording.has(.truncatedFile))
  }
}
