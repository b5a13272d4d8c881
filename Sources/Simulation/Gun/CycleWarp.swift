// SPDX-License-Identifier: GPL-3.0-or-later

/// Random periods of single cycles: cycle n takes 1 + ε_n nominal turns.
///
/// Within a cycle nominal turns are `u = u_n + s + ε_n B(s)`, with s from 0 to 1 and `B = s³(10 − 15s + 6s²)`, so that
/// rate and acceleration have no jump from one cycle to the next.
struct CycleWarp: Sendable {
  /// ε of each cycle.
  let errors: [Double]
  /// Nominal turns at which each cycle begins.
  private let starts: [Double]

  /// - Parameter deviation: Standard deviation of ε; draws beyond ±0.3 are cut there.
  init(cycles: Int, deviation: Double, seed: UInt64) {
    var random = RandomStream(seed: seed, stream: 10)
    errors = (0..<cycles).map { _ in max(-0.3, min(0.3, deviation * random.normal())) }
    var (sum, starts) = (0.0, [Double]())
    for error in errors {
      starts.append(sum)
      sum += 1 + error
    }
    self.starts = starts
  }

  func apply(to state: inout (turns: Double, rate: Double, slope: Double)) {
    let u = state.turns
    guard u > 0, !errors.isEmpty else { return }
    var n = min(Int(u), errors.count - 1)
    while n > 0, starts[n] > u { n -= 1 }
    while n + 1 < errors.count, starts[n + 1] <= u { n += 1 }
    let (error, v) = (errors[n], u - starts[n])
    var s = min(v / (1 + error), 1)
    for _ in 0..<30 {
      let slope = 1 + error * 30 * s * s * (1 - s) * (1 - s)
      let step = (v - s - error * s * s * s * (10 - 15 * s + 6 * s * s)) / slope
      s += step
      if step.magnitude < 1e-15 { break }
    }
    // Past the last drawn cycle nothing is asked for: more are drawn than the programme has.
    let first = 1 / (1 + error * 30 * s * s * (1 - s) * (1 - s))
    let second = -error * 60 * s * (1 - s) * (1 - 2 * s) * first * first * first
    state.turns = Double(n) + s
    state.slope = first * state.slope + second * state.rate * state.rate
    state.rate *= first
  }
}
