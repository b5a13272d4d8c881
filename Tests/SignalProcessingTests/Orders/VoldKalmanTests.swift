// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

@Suite struct VoldKalmanTests {
  private static func path(_ order: Double, _ truth: RotationTruth, rate: Double) -> OrderPath {
    OrderPath(order: order, angle: truth.radians(count: Int(truth.duration * rate), sampleRate: rate))
  }

  private static func energy(_ x: some Sequence<Double>) -> Double { x.reduce(0) { $0 + $1 * $1 } }

  private static func decibels(_ found: Double, _ expected: Double) -> Double { abs(20 * log10(found / expected)) }

  /// The gain at a distance from the order, measured with sines: −3 dB at half the bandwidth within 0.1 % of it (limit of
  /// others: 5 %), and the stated response everywhere.
  @Test(arguments: [1, 2, 3], [3.0, 10, 40]) func theBandwidthIsTheOneAskedFor(_ poles: Int, _ bandwidth: Double) throws
  {
    let filter = try VoldKalman(bandwidth: Hertz(bandwidth), poles: poles)
    let truth = RotationTruth.steady(200, duration: 4)
    func gain(_ offset: Double) throws -> Double {
      let x = (0..<4000).map { cos(2 * .pi * (200 + offset) * Double($0) / 1000) }
      let envelope = try filter.separately([Self.path(1, truth, rate: 1000)], of: x, sampleRate: Hertz(1000))[0]
      return Self.energy(envelope.amplitudes[1900..<2100]) / 200
    }
    // Where the measured power is one half, by bisection.
    var (low, high) = (0.0, bandwidth)
    for _ in 0..<16 {
      let middle = (low + high) / 2
      if try gain(middle) > 0.5 { low = middle } else { high = middle }
    }
    #expect(abs((low + high) / bandwidth - 1) <= 1e-3)
    for offset in [0, 0.3, 0.9, 2] {
      let stated = filter.gain(at: Hertz(offset * bandwidth), sampleRate: Hertz(1000))
      #expect(abs(try gain(offset * bandwidth).squareRoot() - stated) <= 2e-3)
    }
    #expect(abs(filter.gain(at: Hertz(bandwidth / 2), sampleRate: Hertz(1000)) - 0.5.squareRoot()) <= 1e-12)
  }

  /// Amplitude of a steady order to 0.01 dB in noise of −30 dB (limit of others: 0.2), phase to 0.3°, waveform correlated
  /// to 0.9995 (0.99), what is left without the orders 27 dB down (20).
  @Test(arguments: [
    RotationTruth.steady(41.3), .ramp(12, 46), .ramp(46, 12), .modulated(40, depth: 0.1, modulation: 0.5),
    .steps([20, 31, 44]),
  ]) func ordersComeOutOfChangesOfSpeed(_ truth: RotationTruth) throws {
    let orders: [(order: Double, amplitude: Double, phase: Double)] = [(1, 1, 0.3), (2, 0.5, 1), (3.5, 0.3, -2)]
    let x = truth.signal(sampleRate: 1000, orders: orders, noise: 30)
    let paths = orders.map { Self.path($0.order, truth, rate: 1000) }
    let envelopes = try VoldKalman(bandwidth: Hertz(1)).separately(paths, of: x, sampleRate: Hertz(1000))
    for (order, envelope) in zip(orders, envelopes) {
      let middle = 2000..<(x.count - 2000)
      let amplitudes = envelope.amplitudes[middle].sorted()
      #expect(Self.decibels(amplitudes[amplitudes.count / 2], order.amplitude) <= 0.02)
      let phases = envelope.values[middle].map { abs(remainder($0.phase - order.phase, 2 * .pi)) }.sorted()
      #expect(phases[phases.count / 2] <= 0.3 * .pi / 180 * 0.5 / order.amplitude)
      #expect(!envelope.isBridged.contains(true))
      let pure = truth.signal(sampleRate: 1000, orders: [order])
      let wave = envelope.wave
      let dot = zip(wave, pure).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(dot / (Self.energy(wave) * Self.energy(pure)).squareRoot() >= 0.9995)
    }
    let rest = OrderEnvelope.residual(of: x, without: envelopes)
    #expect(10 * log10(Self.energy(rest) / Self.energy(x)) <= -27)
  }

  /// The order of a run-up through a resonance of Q = 20: its amplitude to 0.3 dB where it passes (limit of others: 1 dB).
  @Test func amplitudesFollowAResonance() throws {
    let truth = RotationTruth.ramp(20, 40, duration: 60)
    func response(_ time: Double) -> Double {
      let u = truth.rate(time) / 30
      return 1 / ((1 - u * u) * (1 - u * u) + u * u / 400).squareRoot()
    }
    var noise = GaussianNoise(seed: 5)
    let disturbance = noise.samples(60000)
    let x = (0..<60000).map { n -> Double in
      let time = Double(n) / 1000
      let turn = truth.turns(time)
      return response(time) * cos(2 * .pi * turn) + 0.5 * cos(2 * .pi * 3 * turn) + 0.1 * disturbance[n]
    }
    let path = Self.path(1, truth, rate: 1000)
    let envelope = try VoldKalman(bandwidth: Hertz(1)).separately([path], of: x, sampleRate: Hertz(1000))[0]
    var worst = 0.0
    for n in Swift.stride(from: 1000, to: 59000, by: 50) {
      worst = max(worst, Self.decibels(envelope.values[n].magnitude, response(Double(n) / 1000)))
    }
    #expect(worst <= 0.3)
    // The peak, at Q times the level far below.
    let peak = envelope.amplitudes.max() ?? 0
    #expect(Self.decibels(peak, 20.006) <= 0.05)
  }

  /// Orders 1 and 1.05 beat in each other's band; together they come apart.
  @Test func closeOrdersComeApartTogether() throws {
    let truth = RotationTruth.ramp(20, 40)
    let orders: [(order: Double, amplitude: Double, phase: Double)] = [(1, 1, 0.3), (1.05, 0.7, -1)]
    let x = truth.signal(sampleRate: 500, orders: orders, noise: 30)
    let paths = orders.map { Self.path($0.order, truth, rate: 500) }
    let filter = try VoldKalman(bandwidth: Hertz(2))
    func worst(_ envelopes: [OrderEnvelope]) -> Double {
      var worst = 0.0
      for (order, envelope) in zip(orders, envelopes) {
        for n in 1000..<9000 { worst = max(worst, Self.decibels(envelope.values[n].magnitude, order.amplitude)) }
      }
      return worst
    }
    #expect(worst(try filter.jointly(paths, of: x, sampleRate: Hertz(500))) <= 0.6)
    #expect(worst(try filter.separately(paths, of: x, sampleRate: Hertz(500))) >= 3)
  }

  /// The orders of two shafts, one speeding up through the other's rate: both amplitudes through the crossing.
  @Test func crossingOrdersComeApartTogether() throws {
    let (first, second) = (RotationTruth.ramp(20, 40), RotationTruth.steady(30))
    let x = zip(
      first.signal(sampleRate: 500, orders: [(1, 1, 0)], noise: 40),
      second.signal(sampleRate: 500, orders: [(1, 0.5, 1)])
    ).map { $0 + $1 }
    let paths = [Self.path(1, first, rate: 500), Self.path(1, second, rate: 500)]
    let filter = try VoldKalman(bandwidth: Hertz(0.3))
    let together = try filter.jointly(paths, of: x, sampleRate: Hertz(500))
    let alone = try filter.separately(paths, of: x, sampleRate: Hertz(500))
    var (joint, single) = (0.0, 0.0)
    for n in 1000..<9000 {
      for (k, amplitude) in [1, 0.5].enumerated() {
        joint = max(joint, Self.decibels(together[k].values[n].magnitude, amplitude))
        single = max(single, Self.decibels(alone[k].values[n].magnitude, amplitude))
      }
    }
    #expect(joint <= 0.5 && single >= 2)
    let rest = OrderEnvelope.residual(of: x, without: together)
    #expect(10 * log10(Self.energy(rest) / Self.energy(x)) <= -38)
  }

  /// Far apart, together and one by one are the same.
  @Test func farOrdersNeedNoCompany() throws {
    let truth = RotationTruth.steady(30, duration: 12)
    let x = truth.signal(sampleRate: 500, orders: [(1, 1, 0), (3, 0.4, 1)], noise: 20)
    let paths = [Self.path(1, truth, rate: 500), Self.path(3, truth, rate: 500)]
    let filter = try VoldKalman(bandwidth: Hertz(1))
    let (a, b) = (
      try filter.separately(paths, of: x, sampleRate: Hertz(500)),
      try filter.jointly(paths, of: x, sampleRate: Hertz(500))
    )
    // The ends, which know one side only, differ.
    let worst = (0..<2).map { k in (2500..<3500).map { (a[k].values[$0] - b[k].values[$0]).magnitude }.max() ?? 1 }
    #expect(worst.allSatisfy { $0 <= 1e-5 })
  }

  /// Missing samples have no weight: gaps are bridged and marked, scattered losses cost nothing but noise.
  @Test func missingSamplesAreBridged() throws {
    let truth = RotationTruth.ramp(20, 40)
    var x = truth.signal(sampleRate: 1000, orders: [(1, 1, 0.3)], missing: 0.2)
    for n in 10_000..<10_300 { x[n] = .nan }
    var radians = truth.radians(count: x.count, sampleRate: 1000)
    for n in 5000..<5100 { radians[n] = .nan }
    let path = OrderPath(order: 1, angle: radians)
    let envelope = try VoldKalman(bandwidth: Hertz(1)).separately([path], of: x, sampleRate: Hertz(1000))[0]
    let wave = envelope.wave
    #expect(x.indices.allSatisfy { envelope.isBridged[$0] == (x[$0].isNaN || radians[$0].isNaN) })
    #expect(x.indices.allSatisfy { wave[$0].isNaN == radians[$0].isNaN })
    #expect(envelope.values.allSatisfy { $0.real.isFinite && $0.imaginary.isFinite })
    // 20 % lost at random let some of the mirror image pass; in the joint equations there is none.
    #expect(envelope.amplitudes[1000..<19_000].allSatisfy { abs($0 - 1) <= 0.07 })
    let joint = try VoldKalman(bandwidth: Hertz(1)).jointly([path], of: x, sampleRate: Hertz(1000))[0]
    #expect(joint.amplitudes[1000..<19_000].allSatisfy { abs($0 - 1) <= 1e-3 })
    #expect(joint.isBridged == envelope.isBridged)
    let rest = OrderEnvelope.residual(of: x, without: [envelope])
    #expect(rest.indices.allSatisfy { rest[$0].isNaN == (x[$0].isNaN || radians[$0].isNaN) })
  }

  /// The equations themselves: the gradient of what is minimised vanishes, for narrow bands as well.
  @Test(arguments: [(1, 0.05), (2, 0.2), (2, 2), (3, 4), (3, 30)])
  func theSolutionMinimises(_ poles: Int, _ bandwidth: Double) throws {
    let truth = RotationTruth.ramp(30, 60, duration: 3)
    let x = truth.signal(sampleRate: 1000, orders: [(1, 1, 0.3), (1.4, 1, 0)], noise: 0)
    let filter = try VoldKalman(bandwidth: Hertz(bandwidth), poles: poles)
    let path = Self.path(1, truth, rate: 1000)
    let values = try filter.separately([path], of: x, sampleRate: Hertz(1000))[0].values
    let weight = filter.weight(sampleRate: Hertz(1000))
    let expected = (2.0.squareRoot() - 1) / pow(2 - 2 * cos(.pi * bandwidth / 1000), Double(poles))
    #expect(abs(weight / expected - 1) <= 1e-4)
    // Summed up, the differences cancel but for q of them at either end: Σ x = Σ 2·y·exp(−iθ), and so for Σ n·x.
    for power in 0..<min(poles, 2) {
      var (left, right) = (Complex.zero, Complex.zero)
      for n in x.indices {
        let place = power == 0 ? 1 : Double(n) / 3000 - 0.5
        left = left + values[n] * place
        right = right + Complex(cos(path.radians[n]), -sin(path.radians[n])) * (2 * x[n] * place)
      }
      #expect((left - right).magnitude <= 1e-6 * Double(x.count))
    }
  }

  @Test func whatCannotBeSolvedIsRefused() throws {
    for bad in [0, -1, .nan, .infinity] { #expect(throws: OrderError.self) { try VoldKalman(bandwidth: Hertz(bad)) } }
    for bad in [0, 4] { #expect(throws: OrderError.self) { try VoldKalman(bandwidth: Hertz(1), poles: bad) } }
    let truth = RotationTruth.steady(30, duration: 3)
    var x = truth.signal(sampleRate: 1000, orders: [(1, 1, 0)])
    let path = Self.path(1, truth, rate: 1000)
    let rate = Hertz(1000)
    for (bandwidth, poles) in [(0.01, 2), (0.3, 3)] {
      #expect(throws: OrderError.tooNarrow(bandwidth: bandwidth, sampleRate: 1000)) {
        try VoldKalman(bandwidth: Hertz(bandwidth), poles: poles).separately([path], of: x, sampleRate: rate)
      }
    }
    let filter = try VoldKalman(bandwidth: Hertz(1))
    #expect(throws: OrderError.tooNarrow(bandwidth: 1, sampleRate: 1000)) {
      try filter.jointly([path, path], of: x, sampleRate: rate)
    }
    #expect(throws: OrderError.lengths(samples: 3000, angles: 2)) {
      try filter.separately([OrderPath(order: 1, angle: [0, 1])], of: x, sampleRate: rate)
    }
    #expect(throws: OrderError.self) {
      try VoldKalman(bandwidth: Hertz(500)).separately([path], of: x, sampleRate: rate)
    }
    #expect(throws: OrderError.tooFew("samples with known angles", found: 0, needed: 8)) {
      try filter.separately([path], of: [Double](repeating: .nan, count: 3000), sampleRate: rate)
    }
    #expect(try filter.separately([], of: x, sampleRate: rate).isEmpty)
    #expect(try filter.jointly([], of: x, sampleRate: rate).isEmpty)
    x[7] = .infinity
    #expect(throws: OrderError.infinite(index: 7)) { try filter.separately([path], of: x, sampleRate: rate) }
  }
}
