// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@testable import SignalProcessing

/// Outputs against 60-digit arithmetic, in units of 2^-52 of their peak: at every level of the kernels, whole and in
/// chunks, one channel and several.
@Suite struct FilterAccuracyTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  private static func error(_ found: [Double], _ index: [Int], _ value: [Double], _ peak: Double) -> Double {
    var largest = 0.0
    for (i, expected) in zip(index, value) {
      let difference = abs(found[i] - expected) / peak / .ulpOfOne
      // A NaN must not pass.
      largest = difference <= largest ? largest : difference
    }
    return largest
  }

  /// The whole through the kernel of one channel; fails unless chunks, and channels side by side, give the same bits.
  private static func output(_ design: [Section], _ x: [Double], _ level: KernelLevel, _ name: String) throws
    -> [Double]
  {
    let table = try CascadeTable(design)
    var whole = IIRFilter(table, start: .atRest, level: level)
    let found = whole.process(x)
    var generator = SeededGenerator(seed: UInt64(x.count))
    var chunked = IIRFilter(table, start: .atRest, level: level)
    var parts: [Double] = []
    var channels = MultichannelFilter(table, channels: 2, start: .atRest, level: level)
    var frames: [Double] = []
    while parts.count < x.count {
      let length = Int.random(in: 0...min(7000, x.count - parts.count), using: &generator)
      let chunk = Array(x[parts.count..<(parts.count + length)])
      chunked.process(chunk, into: &parts)
      channels.process(chunk.flatMap { [$0, -$0] }, into: &frames)
    }
    #expect(parts == found, "\(name) in chunks")
    let isAlike = found.indices.allSatisfy { frames[2 * $0] == found[$0] && frames[2 * $0 + 1] == -found[$0] }
    #expect(isAlike, "\(name) in two channels")
    return found
  }

  private static func impulse(_ index: [Int]) -> [Double] {
    var impulse = [Double](repeating: 0, count: (index.last ?? 0) + 1)
    impulse[0] = 1
    return impulse
  }

  @Test(arguments: levels) func impulseResponsesKeepTheirBound(_ level: KernelLevel) throws {
    let cases = try FilterOracles.file.get().impulses + FilterLimits.file.get().impulses
    #expect(cases.count > 450)
    var table: [String: Double] = [:]
    for c in cases {
      let (index, value, peak) = (try #require(c.index), try #require(c.value), try #require(c.peak))
      let found = try Self.output(try c.design(), Self.impulse(index), level, c.testDescription)
      let error = Self.error(found, index, value, peak)
      #expect(error <= FilterBound.impulse(c), "\(c.testDescription): \(error)")
      table["impulse\t\(c.row)"] = error
    }
    try write(table, "impulse", level)
  }

  @Test(arguments: levels) func noiseKeepsItsBound(_ level: KernelLevel) throws {
    let cases = try FilterLimits.file.get().noise
    #expect(cases.count > 120)
    var table: [String: Double] = [:]
    for c in cases {
      let (index, value, peak) = (try #require(c.index), try #require(c.value), try #require(c.peak))
      let found = try Self.output(try c.design(), FilterLimits.noiseInput, level, c.testDescription)
      let error = Self.error(found, index, value, peak)
      #expect(error <= FilterBound.noise(c), "\(c.testDescription): \(error)")
      table["noise\t\(c.row)"] = error
    }
    try write(table, "noise", level)
  }

  @Test(arguments: levels) func sectionsWithADelayKeepTheirBound(_ level: KernelLevel) throws {
    let cases = try FilterLimits.file.get().delayed
    #expect(cases.count > 20)
    var table: [String: Double] = [:]
    for (number, c) in cases.enumerated() {
      let found = try Self.output(try c.design(), Self.impulse(c.index), level, "\(c.sections)")
      let error = Self.error(found, c.index, c.value, c.peak)
      #expect(error <= FilterBound.delayed, "\(c.sections): \(error)")
      table["delayed\t\(number)"] = error
    }
    try write(table, "delayed", level)
  }

  /// For the article's column of what was found.
  private func write(_ table: [String: Double], _ kind: String, _ level: KernelLevel) throws {
    guard let path = ProcessInfo.processInfo.environment["PALPATE_ERROR_TABLE"] else { return }
    let text = table.sorted { $0.key < $1.key }.map { "\($0.value)\t\($0.key)" }.joined(separator: "\n")
    try (text + "\n").write(toFile: "\(path).\(kind).\(level)", atomically: true, encoding: .utf8)
  }
}

extension FilterOracle {
  fileprivate var row: String {
    let quality = edges.count > 1 || quality != nil ? "\(bandQuality.rounded())" : "-"
    return "\(family)\t\(band)\t\(order)\t\(edges[0] / rate)\t\(quality)"
  }
}
