// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

/// Sines of stamped samples with gaps, whose window has high side lobes.
@Suite struct StampedLinesTests {
  /// Stamps at about 20 Hz that are there for 3 s of every 5 s, as when an operator moves from site to site.
  private static func stamps(_ seconds: Int, seed: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: seed)
    return (0..<(20 * seconds)).map { Double($0) / 20 + Double.random(in: 0..<0.03, using: &generator) }
      .filter { $0.truncatingRemainder(dividingBy: 5) < 3 }
  }

  private static func lines(
    _ stamps: [Double], _ sines: [(frequency: Double, amplitude: Double)], noise deviation: Double, seed: UInt64
  ) throws -> StampedLines {
    var noise = GaussianNoise(seed: seed)
    let samples = zip(stamps, noise.samples(stamps.count)).map { time, error in
      sines.enumerated().reduce(3 + deviation * error) { sum, sine in
        sum + sine.element.amplitude * cos(2 * .pi * sine.element.frequency * time + Double(sine.offset))
      }
    }
    let duration = (stamps.last ?? 0) - stamps[0]
    let frequencies = (1...Int(8 * duration * 4)).map { Hertz(Double($0) / duration / 4) }
    let spectrum = try LombScargle(stamps: stamps, samples: samples, frequencies: frequencies)
    return try StampedLines(spectrum, stamps: stamps, samples: samples, falseAlarm: 0.01, limit: 20)
  }

  @Test(arguments: 0..<8) func oneSineIsOneLine(seed: UInt64) throws {
    let stamps = Self.stamps(60, seed: seed)
    for deviation in [0.01, 0.5] {
      let found = try Self.lines(stamps, [(2.137, 5)], noise: deviation, seed: seed)
      #expect(found.lines.count == 1 && !found.isCutShort, "\(found.lines)")
      let line = try #require(found.lines.first)
      // Standard errors, Kay 1993 §3.11: of the frequency √6 σ/(π T A √N), of the amplitude σ √(2/N).
      let count = Double(stamps.count)
      #expect(
        abs(line.frequency.value - 2.137) <= 5 * 6.0.squareRoot() * deviation / (.pi * 60 * 5 * count.squareRoot()))
      #expect(abs(line.amplitude - 5) <= 5 * deviation * (2 / count).squareRoot())
    }
  }

  @Test(arguments: 0..<8) func twoSinesAreTwoLines(seed: UInt64) throws {
    let stamps = Self.stamps(60, seed: seed)
    // 0.2 Hz is the rate of the gaps: the second stands on a side lobe of the first.
    for second in [2.337, 2.5, 5.91] {
      let found = try Self.lines(stamps, [(2.137, 5), (second, 0.5)], noise: 0.2, seed: seed)
      try #require(found.lines.count == 2, "\(found.lines)")
      #expect(abs(found.lines[0].frequency.value - 2.137) < 0.001 && abs(found.lines[0].amplitude - 5) < 0.1)
      #expect(abs(found.lines[1].frequency.value - second) < 0.004 && abs(found.lines[1].amplitude - 0.5) < 0.1)
    }
  }

  @Test func noiseHasNoLines() throws {
    let stamps = Self.stamps(60, seed: 1)
    var found = 0
    for seed in UInt64(100)..<160 { found += try Self.lines(stamps, [], noise: 1, seed: seed).lines.count }
    #expect(found <= 4, "\(found) lines in 60 records of noise at a level of 1 %")
  }

  /// A strong line whose amplitude swells hides no weaker one, and stays one line.
  @Test func whatIsLeftBesideALineIsNone() throws {
    let stamps = Self.stamps(60, seed: 5)
    var noise = GaussianNoise(seed: 6)
    let samples = zip(stamps, noise.samples(stamps.count)).map { time, error in
      5 * (1 + 0.3 * sin(.pi * time / 60)) * cos(2 * .pi * 2.137 * time) + 0.4 * cos(2 * .pi * 5.91 * time) + 0.1
        * error
    }
    let spectrum = try LombScargle(
      stamps: stamps, samples: samples, frequencies: (1...1920).map { Hertz(Double($0) / 240) })
    let found = try StampedLines(spectrum, stamps: stamps, samples: samples, falseAlarm: 0.01, limit: 20)
    #expect(found.lines.contains { abs($0.frequency.value - 5.91) < 0.005 }, "\(found.lines)")
    #expect(found.lines.count { abs($0.frequency.value - 2.137) < 1.0 / 60 } == 1, "\(found.lines)")
  }

  @Test func theLimitIsTold() throws {
    let stamps = Self.stamps(40, seed: 3)
    let sines = [(1.1, 2.0), (2.3, 2), (3.7, 2), (4.9, 2)].map { (frequency: $0.0, amplitude: $0.1) }
    let samples = stamps.map { time in sines.reduce(0) { $0 + $1.amplitude * cos(2 * .pi * $1.frequency * time) } }
    let spectrum = try LombScargle(
      stamps: stamps, samples: samples, frequencies: (1...1200).map { Hertz(Double($0) / 160) })
    let cut = try StampedLines(spectrum, stamps: stamps, samples: samples, falseAlarm: 0.01, limit: 3)
    #expect(cut.lines.count == 3 && cut.isCutShort)
  }
}
