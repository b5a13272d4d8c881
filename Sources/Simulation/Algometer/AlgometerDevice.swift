// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The recording side of a session: when samples are taken and what the device makes of the pressure.
struct AlgometerDevice {
  let session: AlgometerSession
  let plans: [TrialPlan]
  private let lagged: [LaggedProfile]
  private let slot: Double
  /// End of the recording in s.
  let end: Double
  /// Output unit per kPa.
  let scale: Double
  /// Step of the recorded numbers in the output unit; 0 = none.
  let step: Double
  /// Highest number recorded, in the output unit.
  let ceiling: Double?

  init(_ session: AlgometerSession, _ plans: [TrialPlan]) {
    self.session = session
    self.plans = plans
    lagged = plans.map { LaggedProfile($0.load, lag: session.sensorLag.value) }
    slot = session.slot
    end = plans.compactMap(\.fileEnd).min() ?? Double(plans.count) * session.slot + session.idle.value
    let perUnit = session.unit.factor
    let scale = session.unit.dimension == .force ? session.area.value / 10 / perUnit : 1 / perUnit
    self.scale = scale
    var step = session.resolution
    var ceiling = session.rail.map { $0.value * scale }
    if let bits = session.bits, let range = session.fullScale {
      if step == 0 { step = range.value * scale / Double(1 << bits) }
      let top = range.value * scale - step
      ceiling = min(ceiling ?? top, top)
    }
    self.step = step
    self.ceiling = ceiling
  }

  private func plan(at t: Double) -> Int {
    min(max(Int((t / slot).rounded(.down)), 0), plans.count - 1)
  }

  /// Noise-free sensor output in kPa: lag, zero and drift, no rail, no quantum.
  func sensor(at t: Double) -> Double {
    guard !plans.isEmpty else { return 0 }
    let i = plan(at: t)
    let load = plans[i].tremor.lagged(lagged[i].value(at: t), lag: session.sensorLag.value, at: t)
    return load + zero(at: t)
  }

  func zero(at t: Double) -> Double { session.zeroOffset.value + session.drift * t / 60 }

  /// The recorded number for a sensor output in kPa.
  func record(_ pressure: Double) -> Double {
    var x = pressure * scale
    if let ceiling, x >= ceiling { x = ceiling }
    if step > 0 { x = Self.quantise(x, step) }
    return session.negative && x != 0 ? -x : x
  }

  /// Multiples of a step that is one over a whole number come out as the nearest decimals (0.3, not 3 x 0.1).
  static func quantise(_ x: Double, _ step: Double) -> Double {
    let inverse = 1 / step
    let count = (x / step).rounded()
    if abs(inverse - inverse.rounded()) < 1e-9 * inverse { return count / inverse.rounded() }
    return count * step
  }

  /// Instants of sampling, in s.
  func instants() -> [Double] {
    let rate = session.samplingRate.value
    var random = RandomStream(seed: session.seed, stream: 1)
    var times: [Double] = []
    var i = 0
    while Double(i) / rate <= end {
      var t = Double(i) / rate
      if session.jitter.value > 0 {
        t += max(-0.4 / rate, min(0.4 / rate, session.jitter.value * random.normal()))
        t = max(t, 0)
      }
      times.append(t)
      i += 1
    }
    return times
  }

  /// The recording, and the session's time of its first sample: a recording's time counts from there.
  func recording() -> (recording: Recording, origin: Double) {
    let times = instants()
    var noise = RandomStream(seed: session.seed, stream: 2)
    var stamps: [Double] = []
    var kept: [Double] = []
    var values: [Double] = []
    for t in times {
      let deviate = session.noise.value > 0 ? session.noise.value * noise.normal() : 0
      guard let value = sample(at: t, noise: deviate) else { continue }
      // Whole milliseconds stay whole numbers until the origin is taken off.
      let stamp = session.millisecondStamps ? (t * 1000).rounded(.down) : t
      if let last = stamps.last, stamp <= last { continue }
      stamps.append(stamp)
      kept.append(t)
      values.append(value)
    }
    let first = stamps.first ?? 0
    let unit = session.millisecondStamps ? 1000.0 : 1
    let origin = first / unit
    stamps = stamps.map { ($0 - first) / unit }
    let complete = kept.count == times.count
    return (assemble(times: kept, stamps: stamps, values: values, complete: complete, origin: origin), origin)
  }

  /// Nil where the device sends nothing.
  private func sample(at t: Double, noise: Double) -> Double? {
    guard !plans.isEmpty else { return record(zero(at: t) + noise) }
    let plan = plans[plan(at: t)]
    if let missing = plan.missing, missing.contains(t) { return nil }
    // A frozen reading is one number, without noise.
    if let frozen = plan.frozen, frozen.contains(t) { return record(sensor(at: frozen.lowerBound)) }
    let pressure = sensor(at: t) + noise
    if session.zeroSuppressed, let range = session.fullScale, abs(pressure) < 0.02 * range.value { return nil }
    return record(pressure)
  }
}
