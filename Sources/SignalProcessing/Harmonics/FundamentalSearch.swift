// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Finds the fundamental of a periodic signal and how many harmonics it has.
///
/// The strongest lines of a spectrum are taken as the first, second … eighth harmonic in turn; for each candidate the
/// harmonics of all orders are fitted on the true stamps, and Schwarz's criterion picks candidate and order. A spectrum's
/// highest peak is not the fundamental where strikes are short; a sum over harmonics likes half of it.
public struct FundamentalSearch: Sendable {
  /// Where the fundamental may lie.
  public let band: ClosedRange<Hertz>
  public let highestOrder: Int

  /// Lines that are tried, and harmonics each is taken for.
  private static let mostLines = 3
  private static let mostDivisors = 8
  /// Candidates that are fitted on the true stamps.
  private static let mostCandidates = 6
  /// Share of the rate below which harmonics are fitted.
  private static let bandShare = 0.49
  /// Samples that decide; the frequency is then refined on all.
  private static let decisiveCount = 16384

  /// - Parameter band: Above 0 Hz.
  public init(band: ClosedRange<Hertz>, highestOrder: Int = HarmonicSamples.highestOrder) throws(HarmonicError) {
    guard band.lowerBound.value > 0, band.upperBound.value.isFinite else {
      throw .setting("the lower end of the band", band.lowerBound.value)
    }
    guard (1...HarmonicSamples.highestOrder).contains(highestOrder) else {
      throw .setting("the highest order", Double(highestOrder))
    }
    self.band = band
    self.highestOrder = highestOrder
  }

  public struct Result: Sendable {
    /// The best fit; its frequency may lie outside the band, which is for the caller to refuse.
    public let fit: HarmonicFit
    /// Best fit of another candidate, and by how much its criterion is worse.
    public let runnerUp: (frequency: Hertz, excess: Double)?
    /// By how much the criterion of a mere level is worse; below 10 there is no evidence of a period.
    public let evidence: Double
  }

  /// - Returns: Nil when there are no lines to start from, as in samples that are all alike.
  /// - Throws: ``HarmonicError/tooFew(found:needed:)`` for fewer than 16 samples.
  public func find(in samples: HarmonicSamples) throws(HarmonicError) -> Result? {
    guard samples.count >= 16 else { throw .tooFew(found: samples.count, needed: 16) }
    guard samples.duration > 0 else { return nil }
    let part = decisivePart(samples)
    guard let lines = LineSpectrum(part) else { return nil }
    var tried: [(frequency: Double, order: Int, criterion: Double)] = []
    for candidate in candidates(lines, part) {
      guard let found = fit(part, near: candidate.frequency, divisor: candidate.divisor) else { continue }
      // Candidates that end at the same place are one.
      if tried.contains(where: { abs($0.frequency - found.frequency) < 0.5 / part.duration }) { continue }
      tried.append(found)
    }
    tried.sort { ($0.criterion, $0.frequency) < ($1.criterion, $1.frequency) }
    guard let best = tried.first else { return nil }
    guard let fit = try grow(best.frequency, order: best.order, from: part, to: samples) else { return nil }
    let level = HarmonicSystem(part, HarmonicMoments(part, frequency: best.frequency, order: 1))
    let nothing = level.deviance(order: 0) + Double(part.channels) * log(Double(part.count))
    return Result(
      fit: fit,
      runnerUp: tried.count > 1 ? (Hertz(tried[1].frequency), tried[1].criterion - best.criterion) : nil,
      evidence: nothing - best.criterion)
  }

  private func decisivePart(_ samples: HarmonicSamples) -> HarmonicSamples {
    guard samples.count > Self.decisiveCount else { return samples }
    let start = (samples.count - Self.decisiveCount) / 2
    return samples[start..<(start + Self.decisiveCount)]
  }

  /// Candidates in the order of what the harmonics of each explain in the spectrum.
  private func candidates(
    _ lines: LineSpectrum, _ part: HarmonicSamples
  ) -> [(frequency: Double, divisor: Int)] {
    let (low, high) = (band.lowerBound.value, band.upperBound.value)
    let top = min(5 * high, lines.nyquist)
    var found: [(frequency: Double, divisor: Int, criterion: Double)] = []
    for line in lines.strongest(Self.mostLines, between: low, and: top) {
      let refined = HarmonicFit.refine(part, line, order: 1, most: 4)?.frequency ?? line
      for divisor in 1...Self.mostDivisors {
        let frequency = refined / Double(divisor)
        guard frequency >= low, frequency * part.duration >= 1.5 else { break }
        if divisor > 1, frequency > high { continue }
        if found.contains(where: { abs($0.frequency - frequency) < 0.25 / part.duration }) { continue }
        found.append((frequency, divisor, lines.criterion(frequency, highestOrder: highestOrder)))
      }
    }
    found.sort { ($0.criterion, $0.frequency) < ($1.criterion, $1.frequency) }
    return found.prefix(Self.mostCandidates).map { ($0.frequency, $0.divisor) }
  }

  /// The best order of a candidate: first with few harmonics, since many need a better guess.
  private func fit(
    _ part: HarmonicSamples, near guess: Double, divisor: Int
  ) -> (frequency: Double, order: Int, criterion: Double)? {
    // A harmonic next to half the rate has a cosine or a sine only; the first is always tried below it.
    let limit = Double(part.count - 1) / part.duration / guess
    let seen = max(Int(Self.bandShare * limit), min(1, Int(0.5 * limit)))
    let most = min(highestOrder, seen, (part.count - 6) / 3)
    guard most >= 1 else { return nil }
    var frequency = guess
    var order = min(divisor, most)
    var ceiling = min(2 * divisor, most)
    var best: (frequency: Double, order: Int, criterion: Double)?
    for _ in 0..<8 {
      guard frequency > 0 else { return best }
      let system = HarmonicSystem(part, HarmonicMoments(part, frequency: frequency, order: ceiling))
      guard system.order >= 1 else { return best }
      var choice: (criterion: Double, order: Int, step: HarmonicSystem.Step)?
      for candidate in min(order, system.order)...system.order {
        let step = system.step(order: candidate)
        let reach = 0.3 / (Double(candidate) * part.duration)
        let within = min(max(step.frequency, -reach), reach)
        // What the step will gain, had the likelihood the shape of a parabola.
        let gain = within * (2 * step.frequency - within) * step.information
        let criterion = system.criterion(order: candidate) - gain
        if criterion < choice?.criterion ?? .infinity { choice = (criterion, candidate, step) }
      }
      guard let choice else { return best }
      let now = system.criterion(order: choice.order)
      if now < best?.criterion ?? .infinity { best = (frequency, choice.order, now) }
      let reach = 0.3 / (Double(choice.order) * part.duration)
      let settled = abs(choice.step.frequency) * choice.step.information.squareRoot() < 0.05
      if settled, ceiling == most { return best }
      frequency += min(max(choice.step.frequency, -reach), reach)
      // A frequency good to a tenth of a line of the highest order allows that order.
      let error = choice.step.information > 0 ? 3 / choice.step.information.squareRoot() : .infinity
      let allowed = max(2 * ceiling, Int(min(0.1 / (part.duration * error), 1000)))
      ceiling = min(most, allowed)
      order = 1
    }
    return best
  }

  /// Refines a frequency on longer and longer parts, so that the guess is always good enough for the next.
  private func grow(
    _ guess: Double, order: Int, from part: HarmonicSamples, to whole: HarmonicSamples
  ) throws(HarmonicError) -> HarmonicFit? {
    var frequency = guess
    var count = part.count
    while count < whole.count {
      count = min(2 * count, whole.count)
      let start = (whole.count - count) / 2
      let longer = whole[start..<(start + count)]
      guard let found = HarmonicFit.refine(longer, frequency, order: order, most: 4) else { break }
      frequency = found.frequency
    }
    return try HarmonicFit(whole, near: Hertz(frequency), order: order)
  }
}
