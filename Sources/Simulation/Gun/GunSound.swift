// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A microphone beside the gun: tones at multiples of the stroke rate and the noise of the motor.
public struct GunSound: Sendable, Hashable {
  public struct Tone: Sendable, Hashable {
    /// Multiple of the stroke rate.
    public var order: Int
    /// Amplitude in Pa.
    public var amplitude: Double
    /// In turns.
    public var phase: Double

    public init(order: Int, amplitude: Double, phase: Double = 0) {
      self.order = order
      self.amplitude = amplitude
      self.phase = phase
    }
  }

  public var samplingRate = Hertz(48_000)
  public var tones: [Tone]
  /// Root mean square of white noise in Pa while the motor turns; in proportion to its rate over the first level's.
  public var motorNoise = 0.02
  /// Root mean square of the noise of the room in Pa.
  public var roomNoise = 0.0005
  /// Pressure that a sample of 1 means, in Pa; what is larger is clipped.
  public var fullScale = 2.0

  public init(tones: [Tone] = GunSound.usualTones) { self.tones = tones }

  /// A fundamental and five partials.
  public static let usualTones = [0.3, 0.15, 0.12, 0.06, 0.05, 0.03].enumerated().map { (index, amplitude) in
    Tone(order: index + 1, amplitude: amplitude, phase: Double(index) * 0.17)
  }

  func recording(_ angle: CrankAngle, seed: UInt64) -> Recording {
    let fs = samplingRate.value
    let count = Int((angle.duration * fs - 1e-9).rounded(.up))
    let reference = angle.pieces.map { $0.state(at: $0.start).rate }.max() ?? 0
    var random = RandomStream(seed: seed, stream: 40)
    let samples = (0..<count).map { i -> Double in
      let state = angle.state(at: Double(i) / fs)
      // A gun at rest makes no tone; one that is turning makes them in proportion to its rate.
      let share = reference > 0 ? state.rate / reference : 0
      var p = 0.0
      for tone in tones {
        p += tone.amplitude * Elementary.circle(turns: Double(tone.order) * state.turns + tone.phase).cosine
      }
      return share * p + (share * motorNoise + roomNoise) * random.normal()
    }
    let clipped = samples.map { max(-fullScale, min(fullScale, $0)) }
    let channel = Channel(
      name: "Sound", kind: .sound, unit: Unit(symbol: "Pa", dimension: .pressure, factor: 0.001), samples: clipped)
    return Recording(
      member: "sound", format: "simulated", channels: [channel],
      timeBase: .even(start: 0, rate: samplingRate, measured: false), sampleCount: count)
  }
}
