// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A stretch of a speed programme with a closed form: with s the time since its start and q a quadratic in s,
/// `f = q (1 + d₀ + d₁ s + E e^(−s/τ) + W sin(ωs + ψ))`.
struct SpeedPiece: Sendable {
  let start: Double
  /// Coefficients of q in 1, s, s².
  let q: (Double, Double, Double)
  /// d₀ and d₁: sag.
  let drift: (Double, Double)
  /// E at the start of the piece, and τ in s.
  let decay: (Double, Double)
  /// W, ω/2π in Hz and ψ/2π at the start of the piece.
  let wow: (Double, Double, Double)
  /// Turns at the start.
  var turns = 0.0

  /// Turns since the programme began, turns a second, and their slope in 1/s².
  func state(at t: Double) -> (turns: Double, rate: Double, slope: Double) {
    let s = t - start
    let value = q.0 + s * (q.1 + s * q.2)
    let first = q.1 + 2 * s * q.2
    let second = 2 * q.2
    let (d0, d1) = (1 + drift.0, drift.1)
    var turns =
      turns + s * (d0 * q.0 + s * ((d0 * q.1 + d1 * q.0) / 2 + s * ((d0 * q.2 + d1 * q.1) / 3 + s * d1 * q.2 / 4)))
    var rate = value * (d0 + d1 * s)
    var slope = first * (d0 + d1 * s) + value * d1
    if decay.0 != 0 {
      let (e, tau) = decay
      let fall = Elementary.decay(-s / tau)
      let now = tau * (value + tau * (first + tau * second))
      let begin = tau * (q.0 + tau * (q.1 + tau * second))
      turns += e * (begin - fall * now)
      rate += e * fall * value
      slope += e * fall * (first - value / tau)
    }
    if wow.0 != 0 {
      let omega = 2 * Double.pi * wow.1
      let (sine, cosine) = Elementary.circle(turns: wow.2 + wow.1 * s)
      let (sine0, cosine0) = Elementary.circle(turns: wow.2)
      let square = second / (omega * omega)
      let now = (square - value) * cosine / omega + first * sine / (omega * omega)
      let begin = (square - q.0) * cosine0 / omega + q.1 * sine0 / (omega * omega)
      turns += wow.0 * (now - begin)
      rate += wow.0 * value * sine
      slope += wow.0 * (first * sine + value * omega * cosine)
    }
    return (turns, rate, slope)
  }
}

/// The angle of the crank as a function of time, exact: with its rate and the slope of its rate.
struct CrankAngle: Sendable {
  private(set) var pieces: [SpeedPiece] = []
  let warp: CycleWarp
  let angle: Double
  let duration: Double

  init(_ speed: GunSpeed, seed: UInt64) {
    angle = speed.angle
    duration = speed.duration.value
    var turns = 0.0
    let bends = Self.bends(speed)
    for (index, start) in bends.enumerated() {
      var piece = Self.piece(speed, start, until: index + 1 < bends.count ? bends[index + 1] : speed.duration.value)
      piece.turns = turns
      pieces.append(piece)
      if index + 1 < bends.count { turns = piece.state(at: bends[index + 1]).turns }
    }
    let last = pieces.last?.state(at: duration).turns ?? 0
    warp = CycleWarp(cycles: speed.jitter > 0 ? Int(last) + 100 : 0, deviation: speed.jitter, seed: seed)
  }

  /// Where the closed form changes, from 0 on.
  private static func bends(_ speed: GunSpeed) -> [Double] {
    var instants = [0.0]
    var time = 0.0
    for level in speed.levels {
      instants += [time, time + min(speed.change.value, level.duration.value)]
      time += level.duration.value
    }
    instants += speed.load?.bends ?? []
    let sorted = Set(instants.filter { $0 >= 0 && $0 < time }).sorted()
    return sorted
  }

  private static func level(_ speed: GunSpeed, _ t: Double) -> Double {
    var time = 0.0
    for (index, level) in speed.levels.enumerated() {
      let last = index + 1 == speed.levels.count
      guard t < time + level.duration.value || last else {
        time += level.duration.value
        continue
      }
      let before = index > 0 ? speed.levels[index - 1].rate.value : level.rate.value
      let change = min(speed.change.value, level.duration.value)
      guard t < time + change else { return level.rate.value }
      return before + (level.rate.value - before) * (t - time) / change
    }
    return 0
  }

  /// Level and share are straight within a piece: two points inside tell them, whatever happens at its ends.
  private static func piece(_ speed: GunSpeed, _ start: Double, until end: Double) -> SpeedPiece {
    let (a, b) = (start + (end - start) / 4, start + (end - start) * 3 / 4)
    func line(_ value: (Double) -> Double) -> (Double, Double) {
      let (va, vb) = (value(a), value(b))
      guard b > a, va != vb else { return (va, 0) }
      let slope = (vb - va) / (b - a)
      return (va - slope * (a - start), slope)
    }
    let l = line { level(speed, $0) }
    let w = speed.load.map { load in line { load.share(Force(load.force(at: $0))) } } ?? (1, 0)
    let total = speed.duration.value
    let sag = total > 0 ? speed.sag / total : 0
    let warm = speed.warmUp
    let tau = warm?.time.value ?? 1
    return SpeedPiece(
      start: start, q: (l.0 * w.0, l.0 * w.1 + l.1 * w.0, l.1 * w.1), drift: (-sag * start, -sag),
      decay: ((warm?.share ?? 0) * Elementary.decay(-start / tau), tau),
      wow: (speed.wow?.share ?? 0, speed.wow?.frequency.value ?? 0, (speed.wow?.frequency.value ?? 0) * start))
  }

  /// Turns, turns a second and their slope; before 0 the first piece goes on backwards.
  func state(at t: Double) -> (turns: Double, rate: Double, slope: Double) {
    var (low, high) = (0, pieces.count)
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= t { low = middle + 1 } else { high = middle }
    }
    guard !pieces.isEmpty else { return (angle, 0, 0) }
    var state = pieces[max(low - 1, 0)].state(at: t)
    warp.apply(to: &state)
    state.turns += angle
    return state
  }

  /// First instant in `range` at which the crank has turned so far; nil when it never does.
  func time(ofTurns target: Double, in range: ClosedRange<Double>) -> Double? {
    var (low, high) = (range.lowerBound, range.upperBound)
    guard state(at: low).turns <= target, state(at: high).turns >= target else { return nil }
    var t = low
    for _ in 0..<200 where high - low > 1e-15 * max(1, high) {
      let now = state(at: t)
      if now.turns < target { low = t } else { high = t }
      let step = (target - now.turns) / now.rate
      let next = t + step
      if step.magnitude < 1e-14 { return t }
      t = next > low && next < high ? next : (low + high) / 2
    }
    return t
  }
}
