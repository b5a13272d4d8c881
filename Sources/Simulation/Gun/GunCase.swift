// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Six kinds of signal in which estimators of the stroke rate go wrong by a factor, drawn anew by every seed.
///
/// Rates are uniform within 18–54 Hz, strokes within 6–16 mm, λ within 0.1–0.3, the angle at the first sample is any.
/// White noise lies 20 dB (``phone``: 10 dB) below the signal; cases and sampling are those of the domain document on
/// percussion, 4.4, the noise and whatever it leaves open are our own choice. Stamps are the true sampling instants.
public enum GunCase: String, Sendable, Hashable, CaseIterable {
  /// A: slider-crank in free air; 1 kHz, 2 s.
  case freeCrank = "A"
  /// B: blows of 2–4 ms alone, without their lines below 60 Hz; 4 kHz, 2 s.
  case missingFundamental = "B"
  /// C: crank with blows of 3–5 ms, one to three times as high as its peak, alternately at 100 and 60 %; 1 kHz, 2 s.
  /// The rate to be found is that of the blows, though the signal repeats only every other one.
  case alternateStrikes = "C"
  /// D: crank with a second harmonic of one and a half to three times the fundamental; 1 kHz, 2 s.
  case secondHarmonic = "D"
  /// E: slider-crank as a phone takes it: 200 Hz, instants scattered by 0.64 ms, 5 % of the samples lost, 2 s.
  case phone = "E"
  /// F: slider-crank, 1 kHz, 0.25 s.
  case shortFrame = "F"

  public static let rates = Hertz(18)...Hertz(54)

  public var samplingRate: Hertz {
    switch self {
    case .missingFundamental: Hertz(4000)
    case .phone: Hertz(200)
    default: Hertz(1000)
    }
  }

  public var duration: Seconds { Seconds(self == .shortFrame ? 0.25 : 2) }

  /// Mean power of the signal over that of the noise, in dB.
  public var signalToNoise: Double { self == .phone ? 10 : 20 }

  /// The signal of a seed; the same one for ever.
  public func trial(seed: UInt64) -> GunTrial { GunTrial(self, seed: seed) }
}

/// One signal of a ``GunCase``, and what is true of it.
public struct GunTrial: Sendable {
  public let kind: GunCase
  public let seed: UInt64
  /// Instants of the samples in s, rising.
  public private(set) var times: [Double] = []
  /// m/s², along the axis, without gravity.
  public private(set) var samples: [Double] = []
  /// Strokes a second.
  public let rate: Hertz
  /// Angle of the crank at time 0, in turns.
  public let angle: Double
  /// Of the head; the blows of ``GunCase/missingFundamental`` come without it.
  public let motion: HeadMotion
  public let impacts: Impacts?
  /// Standard deviation of the noise in m/s².
  public private(set) var noise = 0.0
  /// What is taken out of a train of blows: its mean, and the amplitudes of its lines below 60 Hz by order.
  private var muted: [Double] = []

  init(_ kind: GunCase, seed: UInt64) {
    self.kind = kind
    self.seed = seed
    var random = RandomStream(seed: seed, stream: 100)
    func draw(_ low: Double, _ high: Double) -> Double { low + (high - low) * random.uniform() }
    rate = Hertz(draw(GunCase.rates.lowerBound.value, GunCase.rates.upperBound.value))
    angle = draw(0, 1)
    var motion = HeadMotion(stroke: Length(draw(6, 16)), lambda: draw(0.1, 0.3))
    let amplitude = motion.radius * 4 * Double.pi * Double.pi * rate.value * rate.value
    switch kind {
    case .missingFundamental:
      impacts = Impacts(peak: amplitude * draw(1, 3), width: Seconds(draw(0.002, 0.004)))
    case .alternateStrikes:
      var blows = Impacts(peak: amplitude * draw(1, 3), width: Seconds(draw(0.003, 0.005)))
      blows.pattern = [1, 0.6]
      impacts = blows
    case .secondHarmonic:
      motion.overtones = [.init(order: 2, share: draw(1.5, 3), phase: draw(0, 1))]
      impacts = nil
    default: impacts = nil
    }
    self.motion = motion
    muted = Self.mutedLines(kind, rate.value, impacts)
    times = Self.instants(kind, seed: seed)
    samples = times.map(value(at:))
    addNoise()
  }

  private static func instants(_ kind: GunCase, seed: UInt64) -> [Double] {
    let fs = kind.samplingRate.value
    let count = Int((kind.duration.value * fs).rounded())
    guard kind == .phone else { return (0..<count).map { Double($0) / fs } }
    var random = RandomStream(seed: seed, stream: 101)
    var instants: [Double] = []
    for i in 0..<count {
      let scatter = max(-0.4 / fs, min(0.4 / fs, 0.00064 * random.normal()))
      if random.uniform() >= 0.05 { instants.append(Double(i) / fs + scatter) }
    }
    return instants
  }

  /// The signal without noise.
  public func value(at t: Double) -> Double {
    let turns = angle + rate.value * t
    var a = kind == .missingFundamental ? 0 : motion.acceleration(turns: turns, rate: rate.value, slope: 0).along
    guard let impacts else { return a }
    // Blows are shorter than a stroke, so that at most the nearest one is felt.
    let nearest = turns.rounded()
    a += impacts.height(Int(nearest)) * impacts.shape((turns - nearest) / rate.value)
    for (order, amplitude) in muted.enumerated() {
      a -= amplitude * Elementary.circle(turns: Double(order) * turns).cosine
    }
    return a
  }

  private static func mutedLines(_ kind: GunCase, _ rate: Double, _ impacts: Impacts?) -> [Double] {
    guard kind == .missingFundamental, let impacts else { return [] }
    let last = Int((60 / rate).rounded(.up)) - 1
    return (0...last).map { (order: Int) -> Double in
      (order == 0 ? 1 : 2) * rate * impacts.peak * impacts.pulseTransform(Double(order) * rate)
    }
  }

  private mutating func addNoise() {
    let mean = samples.reduce(0, +) / Double(samples.count)
    let power = samples.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(samples.count)
    // 10^(-1) = -20 dB of amplitude; square roots give the half steps.
    let ratio = kind.signalToNoise == 20 ? 0.1 : 0.1.squareRoot()
    noise = power.squareRoot() * ratio
    var random = RandomStream(seed: seed, stream: 102)
    for i in samples.indices { samples[i] += noise * random.normal() }
  }
}

extension GunTrial {
  /// Lines of the signal without noise at multiples of the rate; phases are for the angle of the crank.
  public func harmonics(count: Int) -> [Harmonic] {
    let table = motion.coefficients(rate: rate, count: count)
    return (1...count).map { order in
      var (cosine, sine) = kind == .missingFundamental ? (0, 0) : table[order]
      if let impacts, order >= muted.count {
        let mean = impacts.pattern.reduce(0, +) / Double(impacts.pattern.count)
        cosine += 2 * rate.value * mean * impacts.peak * impacts.pulseTransform(Double(order) * rate.value)
      }
      return Harmonic(order: order, cosine, sine)
    }
  }

  /// Line at half the rate over that at the rate; 0 without alternate strikes.
  public var subharmonicRatio: Double {
    guard let impacts, impacts.pattern.count == 2, let first = harmonics(count: 1).first else { return 0 }
    let difference = (impacts.pattern[0] - impacts.pattern[1]).magnitude
    let half = difference * rate.value * impacts.peak * impacts.pulseTransform(rate.value / 2).magnitude
    return half / first.amplitude
  }
}
