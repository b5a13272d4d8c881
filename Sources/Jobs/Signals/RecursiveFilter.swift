// SPDX-License-Identifier: GPL-3.0-or-later
import Glibc
import Reporting
import SignalProcessing

extension FilterPlan.Recursive {
  /// Designs the filter and finds the frequencies of given gains, those of both passes together.
  func prepare(_ running: FilterPlan.Running, _ rate: Hertz) throws(FilterDesignError) -> PreparedFilter {
    let designed = cutoffCorrected ? corrected(rate) : band
    let sections = try design(designed, rate)
    var filter = try FilterPlan.prepared(sections, running, rate)
    var words = ["\(family.title) \(band.title)"]
    if running == .zeroPhase {
      words.append("zero-phase (order \(order) forwards and backwards: effective order \(2 * order))")
    } else {
      words.append("order \(order)")
    }
    if let ripple, family.needsRipple { words.append("ripple \(FigureText.plain(ripple)) dB a pass") }
    if let attenuation, family.needsAttenuation {
      words.append("attenuation \(FigureText.plain(attenuation)) dB a pass")
    }
    let passes = running == .zeroPhase ? 2 : 1
    for (name, decibels) in [("−3.01 dB", 3.010_299_956_639_812), ("−6.02 dB", 6.020_599_913_279_624)] {
      // In one pass, the −6 dB point says nothing that the order does not.
      if passes == 1, name == "−6.02 dB" { continue }
      let found = try points(sections, loss: decibels / Double(passes), designed, rate)
      if !found.isEmpty { words.append("\(name) at \(found.map(FilterPlan.text).joined(separator: " and "))") }
    }
    filter.title = words.joined(separator: ", ")
    if cutoffCorrected {
      filter.remarks.insert(
        "each pass is designed for \(designed.edges), so that both together lose 3.01 dB at \(band.edges)", at: 0)
    }
    return filter
  }

  /// Edges at which each of two passes must lose 3.01 dB so that both together lose 3.01 dB at the edge asked for: the
  /// prewarped frequency divided by (√2 − 1)^(1/2n) (Robertson & Dowling 2003, J Electromyogr Kinesiol 13:569).
  private func corrected(_ rate: Hertz) -> FilterPlan.Band {
    let factor = pow(2.0.squareRoot() - 1, 1 / (2 * Double(order)))
    func moved(_ f: Hertz, _ factor: Double) -> Hertz {
      Hertz(atan(tan(.pi * f.value / rate.value) * factor) / .pi * rate.value)
    }
    switch band {
    // At or above half the rate the tangent has no meaning; the design refuses the edge itself.
    case .low(let f) where f.value < rate.value / 2: return .low(moved(f, 1 / factor))
    case .high(let f) where f.value < rate.value / 2: return .high(moved(f, factor))
    default: return band
    }
  }

  private func design(_ band: FilterPlan.Band, _ rate: Hertz) throws(FilterDesignError) -> [Section] {
    let (ripple, loss) = (self.ripple ?? 0, attenuation ?? 0)
    switch (family, band) {
    case (.butterworth, .low(let f)): return try Butterworth.lowpass(order: order, cutoff: f, sampleRate: rate)
    case (.butterworth, .high(let f)): return try Butterworth.highpass(order: order, cutoff: f, sampleRate: rate)
    case (.butterworth, .pass(let a, let b)):
      return try Butterworth.bandpass(order: order, from: a, to: b, sampleRate: rate)
    case (.butterworth, .stop(let a, let b)):
      return try Butterworth.bandstop(order: order, from: a, to: b, sampleRate: rate)
    case (.bessel, .low(let f)): return try Bessel.lowpass(order: order, cutoff: f, sampleRate: rate)
    case (.bessel, .high(let f)): return try Bessel.highpass(order: order, cutoff: f, sampleRate: rate)
    case (.bessel, .pass(let a, let b)): return try Bessel.bandpass(order: order, from: a, to: b, sampleRate: rate)
    case (.bessel, .stop(let a, let b)): return try Bessel.bandstop(order: order, from: a, to: b, sampleRate: rate)
    case (.chebyshev1, .low(let f)):
      return try ChebyshevI.lowpass(order: order, passbandRipple: ripple, cutoff: f, sampleRate: rate)
    case (.chebyshev1, .high(let f)):
      return try ChebyshevI.highpass(order: order, passbandRipple: ripple, cutoff: f, sampleRate: rate)
    case (.chebyshev1, .pass(let a, let b)):
      return try ChebyshevI.bandpass(order: order, passbandRipple: ripple, from: a, to: b, sampleRate: rate)
    case (.chebyshev1, .stop(let a, let b)):
      return try ChebyshevI.bandstop(order: order, passbandRipple: ripple, from: a, to: b, sampleRate: rate)
    case (.chebyshev2, .low(let f)):
      return try ChebyshevII.lowpass(order: order, stopbandAttenuation: loss, cutoff: f, sampleRate: rate)
    case (.chebyshev2, .high(let f)):
      return try ChebyshevII.highpass(order: order, stopbandAttenuation: loss, cutoff: f, sampleRate: rate)
    case (.chebyshev2, .pass(let a, let b)):
      return try ChebyshevII.bandpass(order: order, stopbandAttenuation: loss, from: a, to: b, sampleRate: rate)
    case (.chebyshev2, .stop(let a, let b)):
      return try ChebyshevII.bandstop(order: order, stopbandAttenuation: loss, from: a, to: b, sampleRate: rate)
    case (.elliptic, .low(let f)):
      return try Elliptic.lowpass(
        order: order, passbandRipple: ripple, stopbandAttenuation: loss, cutoff: f, sampleRate: rate)
    case (.elliptic, .high(let f)):
      return try Elliptic.highpass(
        order: order, passbandRipple: ripple, stopbandAttenuation: loss, cutoff: f, sampleRate: rate)
    case (.elliptic, .pass(let a, let b)):
      return try Elliptic.bandpass(
        order: order, passbandRipple: ripple, stopbandAttenuation: loss, from: a, to: b, sampleRate: rate)
    case (.elliptic, .stop(let a, let b)):
      return try Elliptic.bandstop(
        order: order, passbandRipple: ripple, stopbandAttenuation: loss, from: a, to: b, sampleRate: rate)
    }
  }

  /// Frequencies at which one pass loses so many dB, the outermost of each edge.
  private func points(
    _ sections: [Section], loss: Double, _ band: FilterPlan.Band, _ rate: Hertz
  ) throws(FilterDesignError) -> [Hertz] {
    let half = rate.value / 2
    let gain = pow(10, -loss / 20)
    // From a frequency that passes towards one that does not.
    let ways: [(from: Double, to: Double)]
    switch band {
    case .low(let f): ways = [(f.value / 1000, half)]
    case .high(let f): ways = [(half, f.value / 1000)]
    case .pass(let a, let b):
      let centre = (a.value * b.value).squareRoot()
      ways = [(centre, a.value / 1000), (centre, half)]
    case .stop(let a, let b):
      let centre = (a.value * b.value).squareRoot()
      ways = [(a.value / 1000, centre), (half, centre)]
    }
    var found: [Hertz] = []
    for way in ways {
      if let point = try crossing(sections, gain, from: way.from, to: way.to, rate) { found.append(point) }
    }
    return found
  }

  private func crossing(
    _ sections: [Section], _ gain: Double, from: Double, to: Double, _ rate: Hertz
  ) throws(FilterDesignError) -> Hertz? {
    func passes(_ f: Double) throws(FilterDesignError) -> Bool {
      try sections.response(at: Hertz(min(f, rate.value / 2)), sampleRate: rate).magnitude >= gain
    }
    let steps = 600
    func place(_ step: Int) -> Double { from * pow(to / from, Double(step) / Double(steps)) }
    var last: Int?
    for step in 0..<steps where try passes(place(step)) { last = step }
    guard let last else { return nil }
    var (inside, outside) = (place(last), last + 1 == steps ? to : place(last + 1))
    if try passes(outside) { return nil }
    for _ in 0..<60 {
      let middle = (inside + outside) / 2
      if try passes(middle) { inside = middle } else { outside = middle }
    }
    return Hertz((inside + outside) / 2)
  }
}
