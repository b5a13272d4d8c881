// SPDX-License-Identifier: GPL-3.0-or-later

/// A cascade of sections made ready to run.
struct CascadeTable: Sendable {
  /// Samples of larger magnitude count as missing: no intermediate result of a smaller one overflows.
  static let limit = 1e100
  /// Gain left out of the sections may be as small as this.
  private static let smallestGain = 1e-190

  let sections: [SectionTable]
  /// Samples a lane. It belongs to the filter, never to a chunk, so that chunking cannot change a bit.
  let rows: Int
  /// A power of two near the root of the gain, so that intermediate results neither grow nor vanish.
  let inputScale: Double
  let outputScale: Double
  /// Samples by which all sections together delay, left out of their tables.
  let delay: Int
  /// Output after a constant input of 1 for ever.
  let steadyOutput: Double
  /// State (w, d) of every section after a constant input of 1 for ever.
  let steadyStates: [(w: Double, d: Double)]

  init(_ design: [Section]) throws(FilterDesignError) {
    guard !design.isEmpty, design.count <= 16 else {
      throw .outOfRange("a cascade has 1 to 16 sections, found \(design.count)")
    }
    let rows = design.count <= 2 ? 16 : 8
    let sections = design.map { SectionTable($0, rows: rows) }
    var gain: DoubleDouble = 1
    for section in sections { gain = gain * section.gain }
    guard abs(gain.high) > Self.smallestGain, gain.high.isFinite else {
      throw .outOfRange("the gain of the first sample, \(gain.high), is too small; lower the order or raise the cutoff")
    }
    let exponent = gain.high.exponent > -100 ? 0 : Int(gain.high.exponent) / 2
    inputScale = Double(sign: .plus, exponent: exponent, significand: 1)
    outputScale = gain.scaled(exponent: -exponent).high
    var level = DoubleDouble(inputScale)
    var states: [(w: Double, d: Double)] = []
    for section in sections {
      states.append((level.high * section.steadyState.w, level.high * section.steadyState.d))
      level = level * section.steadyGain
    }
    delay = design.reduce(0) { $0 + $1.delay }
    steadyOutput = (level * gain.scaled(exponent: -exponent)).high
    self.rows = rows
    self.sections = sections
    steadyStates = states
  }
}
