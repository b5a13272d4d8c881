// SPDX-License-Identifier: GPL-3.0-or-later
import Estimation

/// Fits of short blocks, each started from its neighbour's, so that a rate that sags by half is followed.
///
/// From the block that fits best outwards. A block is fitted at once with all harmonics near what its neighbour had; where
/// that explains less than there, first by its lowest strong harmonic and then with more and more of them; and where that
/// does not help, it is searched for a fundamental within a tenth of the neighbour's. A block that still explains far less
/// has none.
struct BlockWalk {
  struct Found {
    let fit: HarmonicFit
    /// Noise over power of the channel that is explained best.
    let unexplained: Double
  }

  let parts: [HarmonicSamples]
  private(set) var found: [Found?]
  private let whole: HarmonicFit
  /// Most harmonics.
  private var order: Int
  /// Whether one frequency does for all blocks.
  private let isSteady: Bool

  /// Blocks that are searched for the one to start from, and how far from the whole's its frequency may be.
  private static let places = [0.5, 0.25, 0.75, 0.125, 0.875]
  private static let seedBand = 0.75...1.33
  private static let band = 0.9...1.11
  /// Blocks before that tell what is usual.
  private static let recent = 5
  /// Share of blocks that may fail.
  private static let mayFail = 0.05

  /// Nil when more than a few blocks cannot be followed.
  init?(_ parts: [HarmonicSamples], like fit: HarmonicFit, of samples: HarmonicSamples) {
    self.parts = parts
    whole = fit
    found = [Found?](repeating: nil, count: parts.count)
    let all = Self.unexplained(fit, samples)
    let places = Set(Self.places.map { Int($0 * Double(parts.count)) }).sorted()
    var seeds: [(place: Int, found: Found, searched: Int)] = []
    for place in places {
      let direct = Self.fit(parts[place], near: fit.frequency.value, order: fit.order)
      if let direct, all < 0.5, direct.unexplained < 1.5 * all + 0.02 {
        seeds.append((place, direct, 0))
        continue
      }
      guard let own = Self.search(parts[place], fit.frequency.value, Self.seedBand) else {
        if let direct { seeds.append((place, direct, 0)) }
        continue
      }
      let better = direct.map { $0.unexplained < own.unexplained } ?? false
      seeds.append((place, better ? direct ?? own : own, own.fit.order))
    }
    guard let best = seeds.min(by: { $0.found.unexplained < $1.found.unexplained }) else { return nil }
    let usual = Median.of(seeds.map(\.found.unexplained))
    isSteady = all < 1.5 * usual + 0.02
    // Harmonics that a wandering rate smears over the whole are seen in the blocks.
    let searched = seeds.reduce(0) { max($0, $1.searched) }
    order = isSteady || searched == 0 ? fit.order : max(searched, all < 0.5 ? fit.order : 1)
    guard let start = Self.fit(parts[best.place], near: best.found.fit.frequency.value, order: order) else {
      return nil
    }
    found[best.place] = start
    guard walk(from: best.place, by: 1), walk(from: best.place, by: -1) else { return nil }
    refuseStrays()
    guard failures(found.count { $0 == nil }) else { return nil }
  }

  private func failures(_ count: Int) -> Bool { Double(count) <= Self.mayFail * Double(parts.count) }

  /// False when too many blocks failed.
  private mutating func walk(from start: Int, by step: Int) -> Bool {
    guard var last = found[start] else { return false }
    var usual = [last.unexplained]
    var failed = 0
    var place = start + step
    while parts.indices.contains(place) {
      if let own = next(parts[place], after: last, usual: Median.of(usual)) {
        found[place] = own
        last = own
        usual.append(own.unexplained)
        if usual.count > Self.recent { usual.removeFirst() }
      } else {
        failed += 1
        guard failures(failed) else { return false }
      }
      place += step
    }
    return true
  }

  private func next(_ part: HarmonicSamples, after last: Found, usual: Double) -> Found? {
    let near = last.fit.frequency.value
    var best: Found?
    func offer(_ other: Found?) {
      if let other, other.unexplained < best?.unexplained ?? .infinity { best = other }
    }
    let good = 2 * usual + 0.02
    offer(Self.fit(part, near: isSteady ? whole.frequency.value : near, order: order))
    if best?.unexplained ?? 2 > good { offer(byStrongest(part, after: last)) }
    if best?.unexplained ?? 2 > 2 * good, let own = Self.search(part, near, Self.band) {
      offer(Self.fit(part, near: own.fit.frequency.value, order: order))
    }
    guard let best, Self.band.contains(best.fit.frequency.value / near) else { return nil }
    // Explained far less than next to it, beyond what noise makes of a share.
    let explained = 1 - usual
    let scatter = (usual * max(explained, 0) / Double(part.count)).squareRoot()
    guard best.unexplained <= 6 * usual + 0.1, 1 - best.unexplained >= 0.5 * explained - 6 * scatter else {
      return nil
    }
    return best
  }

  /// First one harmonic alone, the lowest strong one, which may be off by half a line; then twice as many each time.
  private func byStrongest(_ part: HarmonicSamples, after last: Found) -> Found? {
    let powers = (1...last.fit.order).map { harmonic in
      last.fit.coefficients.indices.reduce(0.0) { sum, channel in
        let noise = last.fit.noiseVariances[channel]
        return noise > 0 ? sum + last.fit.amplitude(harmonic, channel: channel).squaredMagnitude / noise : sum
      }
    }
    guard let most = powers.max(), most > 0, let place = powers.firstIndex(where: { $0 >= 0.3 * most }) else {
      return nil
    }
    let near = last.fit.frequency.value
    let lead = Double(place + 1)
    guard let alone = HarmonicFit.refine(part, lead * near, order: 1, most: 6),
      Self.band.contains(alone.frequency / lead / near)
    else { return nil }
    var frequency = alone.frequency / lead
    var harmonics = place + 1
    while harmonics < order {
      guard let more = HarmonicFit.refine(part, frequency, order: harmonics, most: 4) else { break }
      frequency = more.frequency
      harmonics *= 2
    }
    return Self.fit(part, near: frequency, order: order)
  }

  /// Blocks whose rate is a tenth off that of those about them.
  private mutating func refuseStrays() {
    let seen = found.indices.filter { found[$0] != nil }
    let rates = seen.map { found[$0]?.fit.frequency.value ?? 0 }
    for (index, place) in seen.enumerated() {
      let about = Median.of(Array(rates[max(0, index - 2)...min(rates.count - 1, index + 2)]))
      if !Self.band.contains(rates[index] / about) { found[place] = nil }
    }
  }

  private static func fit(_ part: HarmonicSamples, near guess: Double, order: Int) -> Found? {
    guard part.duration > 0 else { return nil }
    // Harmonics that are seen at this rate, and no more than the samples bear.
    let seen = Int(0.49 * Double(part.count - 1) / part.duration / guess)
    let own = min(order, max(1, seen), (part.count - 6) / 3)
    guard own >= 1, let fit = (try? HarmonicFit(part, near: Hertz(guess), order: own)) ?? nil else { return nil }
    return Found(fit: fit, unexplained: unexplained(fit, part))
  }

  private static func search(_ part: HarmonicSamples, _ near: Double, _ share: ClosedRange<Double>) -> Found? {
    let band = Hertz(near * share.lowerBound)...Hertz(near * share.upperBound)
    guard let search = try? FundamentalSearch(band: band), let result = (try? search.find(in: part)) ?? nil,
      band.contains(result.fit.frequency), result.evidence > 10
    else { return nil }
    return Found(fit: result.fit, unexplained: unexplained(result.fit, part))
  }

  private static func unexplained(_ fit: HarmonicFit, _ samples: HarmonicSamples) -> Double {
    var least = 1.0
    for channel in 0..<samples.channels {
      let level = fit.coefficients[channel][0] - samples.means[channel]
      let power = samples.squares[channel] / Double(samples.count) - level * level
      if power > 0 { least = min(least, fit.noiseVariances[channel] / power) }
    }
    return least
  }
}
