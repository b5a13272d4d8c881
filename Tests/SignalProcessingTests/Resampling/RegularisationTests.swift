// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct RegularisationTests {
  @Test func equalsSciPy() throws {
    for item in try FIRDesignOracle.load().pchip {
      var regularisation = Regularisation(rate: Hertz(item.rate), longestBridge: 1000)
      let cubic = try regularisation.apply(stamps: item.stamps, values: item.values)
      regularisation.interpolation = .linear
      let linear = try regularisation.apply(stamps: item.stamps, values: item.values)
      #expect(cubic.samples.count == item.output.count)
      let peak = item.values.map(abs).max() ?? 0
      let errors = (
        zip(cubic.samples, item.output).reduce(0) { max($0, abs($1.0 - $1.1)) },
        zip(linear.samples, item.linear).reduce(0) { max($0, abs($1.0 - $1.1)) }
      )
      // Samples within 1e-6 of an interval from a stamp take its value.
      #expect(errors.0 <= 1e-12 * peak && errors.1 <= 1e-12 * peak, "\(errors)")
      #expect(cubic.start == item.stamps[0])
    }
  }

  @Test func anEvenRecordingStaysWhatItIs() throws {
    let stamps = (0..<1000).map { 5 + Double($0) / 100 }
    var values = Seeded.samples(1000)
    values[500] = .nan
    for interpolation in Regularisation.Interpolation.allCases {
      let found = try Regularisation(interpolation: interpolation).apply(stamps: stamps, values: values)
      #expect(Seeded.bits(found.samples) == Seeded.bits(values))
      #expect(abs(found.sampleRate.value / 100 - 1) < 1e-12)
      #expect(found.account.interpolated == 0 && found.account.missing == 1 && found.account.gaps.isEmpty)
      #expect(found.account.intervalDeviation.value < 1e-14 && found.account.isRateMeasured)
    }
  }

  /// Simulated phone: 200 Hz, jitter of 0.1 and 0.64 ms, dropouts of one sample and one long gap.
  @Test(arguments: [1e-4, 6.4e-4]) func jitterAndGapsAreAccounted(_ jitter: Double) throws {
    var generator = SeededGenerator(seed: 21)
    var stamps: [Double] = []
    for k in 0..<4000 where !(2000..<2100).contains(k) && k % 97 != 5 {
      // Uniform with the standard deviation asked for.
      stamps.append(Double(k) / 200 + jitter * 3.0.squareRoot() * Double.random(in: -1...1, using: &generator))
    }
    let values = stamps.map { sin(2 * .pi * 3 * $0) }
    let found = try Regularisation(rate: Hertz(200)).apply(stamps: stamps, values: values)
    #expect(found.account.gaps.count == 1)
    let gap = try #require(found.account.gaps.first)
    #expect(abs(gap.start - 1999 / 200.0) < 0.01 && abs(gap.end - 10.5) < 0.01)
    #expect(!found.account.isRateMeasured)
    #expect(abs(found.account.intervalDeviation.value / (jitter * 2.0.squareRoot()) - 1) < 0.05)
    #expect(abs(1 / found.account.meanInterval.value - 200) < 0.05)
    // Missing exactly inside the gap, right elsewhere.
    for (k, value) in found.samples.enumerated() {
      let t = found.start + Double(k) / 200
      #expect(value.isNaN == (t > gap.start + 1e-8 && t < gap.end - 1e-8), "\(t)")
      if !value.isNaN { #expect(abs(value - sin(2 * .pi * 3 * t)) < 0.02) }
    }
    #expect(found.account.missing == found.samples.count { $0.isNaN })
    #expect(found.interpolatedShare > 0.9)
  }

  @Test func missingValuesAreNotBridged() throws {
    var values = [Double](repeating: 1, count: 10)
    values[4] = .nan
    let stamps = (0..<10).map { Double($0) * 0.01 }
    let found = try Regularisation(rate: Hertz(1000)).apply(stamps: stamps, values: values)
    for (k, value) in found.samples.enumerated() { #expect(value.isNaN == (k > 30 && k < 50), "\(k)") }
  }

  @Test func stampsThatAreNoOrderAreRefusedOrCounted() throws {
    let regularisation = Regularisation()
    #expect(throws: RegularisationError.conflict(index: 2, 1, 5, 6)) {
      try regularisation.apply(stamps: [0, 1, 1, 2], values: [4, 5, 6, 7])
    }
    #expect(throws: RegularisationError.backward(index: 2, 0.5, before: 1)) {
      try regularisation.apply(stamps: [0, 1, 0.5, 2], values: [4, 5, 6, 7])
    }
    let same = try regularisation.apply(stamps: [0, 1, 1, 2], values: [4, 5, 5, 7])
    #expect(same.account.duplicates == 1 && same.samples == [4, 5, 7])
    let dropped = try Regularisation(backward: .drop).apply(stamps: [0, 1, 0.5, 2], values: [4, 5, 6, 7])
    #expect(dropped.account.backward == 1 && dropped.samples == [4, 5, 7])
    for (stamps, values) in [
      ([0], [1.0]), ([], []), ([0, 0], [1, 1]), ([0, .nan], [1, 1]), ([0, 1], [1]), ([0, 1e16], [1, 1]),
    ] {
      #expect(throws: RegularisationError.self) { try regularisation.apply(stamps: stamps, values: values) }
    }
    #expect(throws: RegularisationError.self) {
      try regularisation.apply(stamps: [0, 0.001, 0.002, 1e9], values: [1, 2, 3, 4])
    }
    for rate in [0, -1, .nan, .infinity] {
      #expect(throws: RegularisationError.self) {
        try Regularisation(rate: Hertz(rate)).apply(stamps: [0, 1], values: [1, 2])
      }
    }
    for bridge in [0.5, .nan, .infinity] {
      #expect(throws: RegularisationError.self) {
        try Regularisation(longestBridge: bridge).apply(stamps: [0, 1], values: [1, 2])
      }
    }
  }

  /// Recordings of phones: name, rows, rate, and separator.
  @Test(
    .enabled(if: ReferenceData.has("phyphox_exports"), ReferenceData.absent),
    arguments: [
      ("android_401Hz_sample4.csv", ",", 401.0), ("android_tab_100Hz_2_3sarok2.csv", "\t", 100),
      ("ios_comma_quoted_Accelerometer.csv", ",", 100), ("bom_unquoted_plain_cart-downhill.csv", ",", 100),
    ])
  func phonesAreBroughtToAnEvenGrid(_ name: String, _ separator: String, _ rate: Double) throws {
    let text = String(decoding: try ReferenceData.bytes("phyphox_exports/\(name)"), as: UTF8.self)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst().compactMap { line -> (Double, Double)? in
      let cells = line.split(separator: separator, omittingEmptySubsequences: false)
      guard cells.count >= 2, let t = Double(cells[0]), let x = Double(cells[1]) else { return nil }
      return (t, x)
    }
    #expect(rows.count > 100)
    let (stamps, values) = (rows.map(\.0), rows.map(\.1))
    let found = try Regularisation().apply(stamps: stamps, values: values)
    #expect(abs(found.sampleRate.value / rate - 1) < 0.02, "\(found.sampleRate)")
    #expect(found.account.duplicates == 0 && found.account.backward == 0)
    #expect(found.account.intervalDeviation.value < 0.2 * found.account.meanInterval.value)
    // The grid covers the recording; nothing overshoots what was measured.
    let end = found.start + Double(found.samples.count - 1) / found.sampleRate.value
    let last = try #require(stamps.last)
    #expect(end <= last + 1e-8 && end > last - 1.001 / found.sampleRate.value)
    let (low, high) = (try #require(values.min()), try #require(values.max()))
    #expect(found.samples.allSatisfy { $0.isNaN || $0 >= low && $0 <= high })
    let bridged = found.account.gaps.reduce(0.0) { $0 + $1.end - $1.start }
    #expect(
      abs(Double(found.account.missing) - bridged * found.sampleRate.value) <= Double(found.account.gaps.count) + 1)
  }
}
