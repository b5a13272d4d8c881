// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct RateTrackTests {
  typealias Orders = [(order: Double, amplitude: Double, phase: Double)]

  static let gun: Orders = [(1, 1, 0), (2, 0.4, 0.7), (3, 0.2, -1.1), (4, 0.1, 2)]
  static let sine: Orders = [(1, 1, 0)]
  /// The second harmonic outweighs the first.
  static let dominant: Orders = [(1, 0.3, 0), (2, 1, 0.7), (3, 0.2, -1.1)]
  /// A train of pulses without its first two harmonics.
  static let pulses: Orders = [(3, 1, 0), (4, 1, 0), (5, 1, 0), (6, 1, 0), (7, 0.5, 0)]

  static let truths: [RotationTruth] = [
    .steady(41.37), .ramp(18, 50), .ramp(50, 18), .modulated(40, depth: 0.05, modulation: 0.5),
    .modulated(40, depth: 0.02, modulation: 3), .steps([24, 33, 45, 30]),
  ]

  static func tracker() throws -> RateTracker { try RateTracker(lowest: Hertz(16), highest: Hertz(56)) }

  /// How a track differs from the truth.
  struct Errors {
    /// Relative errors of the frames with a value, sorted.
    var speeds: [Double]
    /// Frames within 3 %, as a share of all.
    var within: Double

    init(_ track: RateTrack, _ truth: RotationTruth) {
      speeds = track.frames.compactMap { frame in
        frame.frequency.map { abs($0.value / truth.rate(frame.time.value) - 1) }
      }
      within = Double(speeds.filter { $0 <= 0.03 }.count) / Double(track.frames.count)
      speeds.sort()
    }

    var median: Double { speeds.isEmpty ? .infinity : speeds[speeds.count / 2] }
  }

  /// Limits of others: median 1e-3, 90 % within 3 %. Ours at 20 dB; the fast modulation keeps what smoothing leaves.
  @Test(arguments: truths) func speedsAreRightAtTwentyDecibels(_ truth: RotationTruth) throws {
    for (name, orders) in [("gun", Self.gun), ("sine", Self.sine), ("dominant", Self.dominant)] {
      for missing in [0, 0.05] {
        let x = truth.signal(sampleRate: 1000, orders: orders, noise: 20, missing: missing, seed: 11)
        let track = try Self.tracker().track(x, sampleRate: Hertz(1000))
        let errors = Errors(track, truth)
        let isSlow = ["steady", "run-up", "run-down"].contains(truth.testDescription)
        #expect(errors.median <= (isSlow ? 5e-5 : missing > 0 ? 3e-3 : 1e-3), "\(name), \(missing) missing")
        #expect(errors.within >= 0.95, "\(name), \(missing) missing")
        // The first frame is within half a phase window of the start.
        #expect(track.frames.first?.frequency == nil)
        #expect(track.referenceHarmonic == 1)
      }
    }
  }

  @Test(arguments: truths, [10.0, 0]) func speedsHoldInNoise(_ truth: RotationTruth, _ noise: Double) throws {
    for (name, orders) in [("gun", Self.gun), ("sine", Self.sine)] {
      let x = truth.signal(sampleRate: 1000, orders: orders, noise: noise, seed: 12)
      let errors = Errors(try Self.tracker().track(x, sampleRate: Hertz(1000)), truth)
      let isSlow = ["steady", "run-up", "run-down"].contains(truth.testDescription)
      // At 0 dB the fast modulation, 0.04 cycles of phase, drowns, and what is left is the mean speed.
      #expect(errors.median <= (isSlow ? 3e-4 : noise == 0 ? 1.5e-2 : 5e-3), "\(name)")
      #expect(errors.within >= (truth.testDescription == "steps" ? 0.85 : 0.95), "\(name)")
    }
  }

  /// Without noise only ends and jumps of the speed are off.
  @Test(arguments: truths) func withoutNoiseSpeedsAreExact(_ truth: RotationTruth) throws {
    for orders in [Self.gun, Self.sine, Self.dominant] {
      let x = truth.signal(sampleRate: 1000, orders: orders)
      let errors = Errors(try Self.tracker().track(x, sampleRate: Hertz(1000)), truth)
      #expect(errors.median <= (truth.testDescription == "modulated at 3.0 Hz" ? 1e-4 : 2e-6))
    }
  }

  /// Cycle instants: the crests of the first harmonic, against the closed form inverted by bisection.
  @Test(arguments: truths.dropLast()) func cyclesAreFullWhenTheyShould(_ truth: RotationTruth) throws {
    let expected = RotationAngleTests.crossings(of: truth, every: 1)
    for (noise, limit) in [(nil, 2.5e-4), (20, 2.5e-3), (10, 7e-3)] as [(Double?, Double)] {
      let x = truth.signal(sampleRate: 1000, orders: Self.gun, noise: noise, seed: 13)
      let angle = try #require(Self.tracker().track(x, sampleRate: Hertz(1000)).angle)
      let cycles = angle.cycleTimes()
      #expect(cycles.instants.count == 1)
      var squares: [Double] = []
      for instant in cycles.instants[0] {
        let nearest = expected[nearestIndex(instant, expected)]
        // In cycles.
        squares.append(pow((instant - nearest) * truth.rate(instant), 2))
      }
      let rms = (squares.reduce(0, +) / Double(squares.count)).squareRoot()
      #expect(rms <= limit, "\(noise ?? .infinity) dB")
      // All of them but those within a window of the ends.
      #expect(cycles.instants[0].count >= expected.count - 4)
    }
  }

  private func nearestIndex(_ value: Double, _ sorted: [Double]) -> Int {
    let next = sorted.firstIndex { $0 >= value } ?? sorted.count - 1
    return next > 0 && value - sorted[next - 1] < sorted[next] - value ? next - 1 : next
  }

  /// Whatever is planted: missing fundamentals, a weak second half, a subharmonic out of range.
  @Test func theFundamentalIsFoundWhereItIsMissing() throws {
    for rate in [19.0, 23.4, 33, 41, 54] {
      let truth = RotationTruth.steady(rate, duration: 10)
      let x = truth.signal(sampleRate: 2000, orders: Self.pulses, noise: 10, seed: UInt64(rate))
      let tracker = try RateTracker(lowest: Hertz(16), highest: Hertz(60), harmonics: 8)
      let track = try tracker.track(x, sampleRate: Hertz(2000))
      #expect(Errors(track, truth).within >= 0.95, "\(rate)")
      // A crest of the third harmonic begins a turn.
      #expect(track.referenceHarmonic == 3)
    }
  }

  /// From tracking to order amplitudes without a tachometer: the tolerances of the whole chain.
  @Test func aTrackServesOrderAnalysis() throws {
    let truth = RotationTruth.ramp(20, 45)
    let x = truth.signal(sampleRate: 1000, orders: Self.gun, noise: 20, seed: 14)
    let angle = try #require(Self.tracker().track(x, sampleRate: Hertz(1000)).angle)
    let angular = try AngularResampling().resample(x, sampleRate: Hertz(1000), angle: angle)
    let spectrum = try OrderSpectrum(of: angular)
    let average = try SynchronousAverage(of: angular)
    for order in Self.gun {
      let found = try #require(spectrum.amplitude(nearOrder: order.order))
      #expect(abs(20 * log10(found / order.amplitude)) <= 0.2)
    }
    let length = average.samplesPerRevolution
    let expected = (0..<length).map { k in
      Self.gun.reduce(0) { $0 + $1.amplitude * cos(2 * .pi * $1.order * Double(k) / Double(length) + $1.phase) }
    }
    #expect(zip(average.mean, expected).allSatisfy { abs($0 - $1) <= 0.02 })
    let radians = try angle.sampled(count: x.count, sampleRate: Hertz(1000))
    let paths = Self.gun.map { OrderPath(order: $0.order, angle: radians) }
    let envelopes = try VoldKalman(bandwidth: Hertz(1)).separately(paths, of: x, sampleRate: Hertz(1000))
    let rest = OrderEnvelope.residual(of: x, without: envelopes).filter { !$0.isNaN }
    let energy = rest.reduce(0) { $0 + $1 * $1 } / Double(rest.count)
    #expect(10 * log10(energy / 0.605) <= -19.5)
  }

  /// Slow jitter of the cycles comes back; what is faster than the phase window is smoothed.
  @Test func slowJitterIsMeasured() throws {
    let truth = RotationTruth.modulated(40, depth: 0.01, modulation: 1, duration: 30)
    let x = truth.signal(sampleRate: 1000, orders: Self.gun, noise: 30, seed: 15)
    let angle = try #require(Self.tracker().track(x, sampleRate: Hertz(1000)).angle)
    let jitter = try #require(angle.cycleTimes().jitter())
    #expect(abs(jitter.coefficientOfVariation / (0.01 / 2.0.squareRoot()) - 1) <= 0.03)
    #expect(abs(jitter.mean.value * 40 - 1) <= 1e-3)
    #expect(abs(jitter.percentile99.value * 40 / 0.01 - 1) <= 0.1)
  }

  /// In noise alone fewer than 1 frame in 200 has a value.
  @Test func noiseHasNoRate() throws {
    var (known, total) = (0, 0)
    for seed in 0..<20 {
      var noise = GaussianNoise(seed: UInt64(seed))
      let track = try Self.tracker().track(noise.samples(20_000), sampleRate: Hertz(1000))
      known += track.frequencies.count
      total += track.frames.count
    }
    #expect(Double(known) <= 0.005 * Double(total))
  }

  /// A pause, a gap in the samples and rates out of range: no value there, and a flag at the boundary.
  @Test func framesWithoutEvidenceHaveNoValue() throws {
    let truth = RotationTruth.steady(40, duration: 12)
    var noise = GaussianNoise(seed: 4)
    let disturbance = noise.samples(12_000)
    var x = truth.signal(sampleRate: 1000, orders: Self.gun)
    for n in x.indices {
      if (3000..<5000).contains(n) { x[n] = 0 }
      x[n] += 0.1 * disturbance[n]
      if (8000..<9500).contains(n) { x[n] = .nan }
    }
    let track = try Self.tracker().track(x, sampleRate: Hertz(1000))
    for frame in track.frames {
      let time = frame.time.value
      if (3.3...4.7).contains(time) || (8.1...9.4).contains(time) {
        #expect(frame.frequency == nil && frame.confidence <= 0.6, "\(time)")
      } else if (0.3...2.7).contains(time) || (5.3...7.7).contains(time) || (9.8...11.7).contains(time) {
        #expect(abs(try #require(frame.frequency).value - 40) <= 0.2, "\(time)")
        #expect(frame.confidence > 0.99 && frame.score > 10 && !frame.isAtBoundary)
      }
    }
    let stretches = try #require(track.angle).stretches
    #expect(stretches.count == 3)
    // Each stretch begins a turn at a crest.
    for instant in try #require(track.angle).cycleTimes().instants.joined() {
      #expect(abs(remainder(instant * 40, 1)) <= 0.05)
    }

    let slow = try RateTracker(lowest: Hertz(42), highest: Hertz(60))
    let outside = try slow.track(
      truth.signal(sampleRate: 1000, orders: Self.sine, noise: 20), sampleRate: Hertz(1000))
    #expect(outside.frequencies.isEmpty && outside.angle == nil)
    #expect(outside.frames.allSatisfy { $0.isAtBoundary })
  }

  /// A larger or shifted signal has the same rate.
  @Test func scaleAndOffsetDoNotMatter() throws {
    let truth = RotationTruth.ramp(20, 30, duration: 5)
    let x = truth.signal(sampleRate: 1000, orders: Self.gun, noise: 20)
    let a = try Self.tracker().track(x, sampleRate: Hertz(1000))
    let b = try Self.tracker().track(x.map { 1e3 * $0 + 500 }, sampleRate: Hertz(1000))
    #expect(a.frames.count == b.frames.count)
    for (one, other) in zip(a.frames, b.frames) {
      guard let f = one.frequency, let g = other.frequency else {
        #expect(one.frequency == other.frequency)
        continue
      }
      #expect(abs(f.value / g.value - 1) <= 1e-9)
    }
    // Nothing but a constant, and nothing at all.
    for level in [0.0, 3] {
      let still = try Self.tracker().track([Double](repeating: level, count: 3000), sampleRate: Hertz(1000))
      #expect(still.frequencies.isEmpty && still.angle == nil)
      #expect(still.frames.allSatisfy { $0.score.isFinite && $0.confidence.isFinite })
    }
    // Sizes whose squares overflow or vanish come out finite.
    for scale in [1e-200, 1e-100, 1e100, 1e200, 1e300] {
      let extreme = try Self.tracker().track(x.map { $0 * scale }, sampleRate: Hertz(1000))
      #expect(extreme.frames.allSatisfy { $0.score.isFinite && $0.confidence.isFinite })
      #expect(extreme.frequencies.allSatisfy { $0.value.isFinite })
      if scale == 1e100 || scale == 1e-100 { #expect(extreme.frequencies.count == a.frequencies.count) }
    }
    let missing = try Self.tracker().track([Double](repeating: .nan, count: 3000), sampleRate: Hertz(1000))
    #expect(missing.frequencies.isEmpty && missing.angle == nil)
  }

  @Test func badSettingsAreRefused() throws {
    for (low, high) in [(0.0, 10.0), (-1, 10), (.nan, 10), (10, 10), (10, 5), (10, .nan), (10, .infinity)] {
      #expect(throws: OrderError.self) { try RateTracker(lowest: Hertz(low), highest: Hertz(high)) }
    }
    let (low, high) = (Hertz(10), Hertz(60))
    for bad in [0, 17] {
      #expect(throws: OrderError.self) { try RateTracker(lowest: low, highest: high, harmonics: bad) }
    }
    for bad in [0.39, -1, .nan, .infinity] {
      #expect(throws: OrderError.self) { try RateTracker(lowest: low, highest: high, window: Seconds(bad)) }
      #expect(throws: OrderError.self) { try RateTracker(lowest: low, highest: high, cycles: bad) }
    }
    for bad in [0, -1, .nan, .infinity] {
      #expect(throws: OrderError.self) { try RateTracker(lowest: low, highest: high, slope: bad) }
    }
    #expect(throws: OrderError.self) { try RateTracker(lowest: low, highest: high, jumpCost: -1) }
    let tracker = try RateTracker(lowest: low, highest: high)
    #expect(throws: OrderError.tooFew("samples", found: 100, needed: 800)) {
      try tracker.track([Double](repeating: 0, count: 100), sampleRate: Hertz(1000))
    }
    #expect(throws: OrderError.self) { try tracker.track([0, 1], sampleRate: Hertz(179)) }
    #expect(throws: OrderError.sampleRate(.infinity)) { try tracker.track([0, 1], sampleRate: Hertz(.infinity)) }
    #expect(throws: OrderError.infinite(index: 1)) { try tracker.track([0, .infinity], sampleRate: Hertz(1000)) }
  }
}
