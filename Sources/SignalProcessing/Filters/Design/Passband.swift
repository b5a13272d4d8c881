// SPDX-License-Identifier: GPL-3.0-or-later

/// Turns a low-pass prototype with its edge at 1 into sections for one sample rate.
enum Passband {
  case low(Hertz)
  case high(Hertz)
  case band(Hertz, Hertz)
  case stop(Hertz, Hertz)

  /// Largest order: 32 poles at most.
  var orders: ClosedRange<Int> {
    switch self {
    case .low, .high: 1...32
    case .band, .stop: 1...16
    }
  }

  func check(order: Int) throws(FilterDesignError) {
    guard orders.contains(order) else { throw .order(order, expected: orders) }
  }

  /// Prewarped frequency tan(π f / rate).
  static func prewarped(_ name: String, _ frequency: Hertz, _ sampleRate: Hertz) throws(FilterDesignError)
    -> DoubleDouble
  {
    guard sampleRate.value.isFinite, sampleRate.value > 0 else { throw .sampleRate(sampleRate) }
    let f = frequency.value
    guard f > 0, f < sampleRate.value / 2, f / sampleRate.value > 1e-12 else {
      throw .frequency(name, frequency, sampleRate: sampleRate)
    }
    return .tangent(ofPiTimes: DoubleDouble(f) / DoubleDouble(sampleRate.value))
  }

  /// - Parameters:
  ///   - prototype: Sections with the edge at 1 rad/s; those with the poles nearest the axis first.
  ///   - gain: At 0 of the prototype.
  func sections(
    prototype: [AnalogSection], gain: DoubleDouble = 1, sampleRate: Hertz
  ) throws(FilterDesignError) -> [Section] {
    var analog: [AnalogSection] = []
    switch self {
    case .low(let cutoff):
      let k = try Self.prewarped("cutoff", cutoff, sampleRate)
      analog = prototype.map { $0.scaled(to: k) }
    case .high(let cutoff):
      let k = try Self.prewarped("cutoff", cutoff, sampleRate)
      analog = prototype.map { $0.inverted.scaled(to: k) }
    case .band(let low, let high), .stop(let low, let high):
      let k1 = try Self.prewarped("lower edge", low, sampleRate)
      let k2 = try Self.prewarped("upper edge", high, sampleRate)
      guard k1 < k2 else { throw .bandEdges(low, high) }
      var isStop = false
      if case .stop = self { isStop = true }
      analog = prototype.flatMap { (isStop ? $0.inverted : $0).banded(around: k1 * k2, width: k2 - k1) }
    }
    analog[0] = analog[0].multiplied(by: gain)
    var sections: [Section] = []
    for section in analog { sections.append(try Section(section)) }
    return sections
  }
}
