// SPDX-License-Identifier: GPL-3.0-or-later

/// Sinusoidal tremor of the hand. It grows with the load up to four amplitudes of load, so that it never lifts the
/// probe.
struct Tremor: Sendable {
  let amplitude: Double
  let frequency: Double
  /// In turns.
  let phase: Double

  func delivered(_ load: Double, at t: Double) -> Double {
    guard amplitude > 0, load > 0 else { return load }
    return load + envelope(load) * Elementary.sineOfTurns(frequency * t + phase)
  }

  /// As a sensor with a first-order lag shows it in the steady state.
  func lagged(_ load: Double, lag: Double, at t: Double) -> Double {
    guard amplitude > 0, load > 0 else { return load }
    let w = 2 * Double.pi * frequency * lag
    let turns = frequency * t + phase
    let wave = (Elementary.sineOfTurns(turns) - w * Elementary.cosineOfTurns(turns)) / (1 + w * w)
    return load + envelope(load) * wave
  }

  private func envelope(_ load: Double) -> Double { amplitude * min(1, load / (4 * amplitude)) }

  /// First time the delivered pressure reaches `level`: exact without tremor, else to 1e-12 s by bisection.
  func rise(of load: Profile, to level: Double, from start: Double) -> Double? {
    guard amplitude > 0 else { return load.rise(to: level, from: start) }
    guard var low = load.rise(to: level - amplitude, from: start),
      let latest = load.rise(to: level + amplitude, from: start)
    else { return nil }
    let step = 0.0005
    var high = low
    while delivered(load.value(at: high), at: high) < level {
      low = high
      high += step
      if high > latest + step { return nil }
    }
    for _ in 0..<60 where high - low > 1e-13 {
      let middle = (low + high) / 2
      if delivered(load.value(at: middle), at: middle) < level { low = middle } else { high = middle }
    }
    return high
  }
}
