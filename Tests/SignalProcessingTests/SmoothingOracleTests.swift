// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport
import Testing

/// What `Fixtures/oracles/smoothing.py` had SciPy say, where the definitions agree: to 1e-12 of the result's peak.
struct SmoothingOracle: Decodable, Sendable {
  struct ZeroPhaseCase: Decodable, Sendable {
    let order: Int
    let band: String
    let edges: [Double]
    let padding: Int?
    let output: [Double]
  }
  struct SavitzkyGolayCase: Decodable, Sendable {
    let window: Int
    let order: Int
    let derivative: Int
    let output: [Double]
    /// By least squares in 60-digit arithmetic.
    let exact: [Double]
  }
  struct Taps: Decodable, Sendable {
    let window: String
    let band: String
    let edges: [Double]
    let taps: [Double]
  }
  struct Orders: Decodable, Sendable {
    let edges: [Double]
    let ripple: Double
    let attenuation: Double
    let butterworth: Int
    let cutoff: [Double]
    let chebyshev: Int
    let elliptic: Int
  }
  struct Trends: Decodable, Sendable { let mean, line: [Double] }
  struct Moving: Decodable, Sendable {
    let window: Int
    let mean, median, minimum, maximum, rootMeanSquare: [Double]
  }

  let input: [Double]
  let zeroPhase: [ZeroPhaseCase]
  let savitzkyGolay: [SavitzkyGolayCase]
  let taps: [Taps]
  let orders: [Orders]
  let detrend: Trends
  let moving: Moving

  static let file: Result<SmoothingOracle, any Error> = Result {
    try JSONDecoder().decode(SmoothingOracle.self, from: Data(try Fixture.bytes("oracles/smoothing.json")))
  }
}

@Suite struct SmoothingOracleTests {
  private static let rate = Hertz(1000)

  /// Largest difference relative to the largest expected value; infinite when lengths differ or a NaN is found.
  private static func difference(_ found: some Collection<Double>, _ expected: some Collection<Double>) -> Double {
    guard found.count == expected.count else { return .infinity }
    let peak = expected.reduce(0) { max($0, abs($1)) }
    return zip(found, expected).reduce(0) { abs($1.0 - $1.1) / peak <= $0 ? $0 : abs($1.0 - $1.1) / peak }
  }

  private static func butterworth(_ order: Int, _ band: String, _ edges: [Double]) throws -> [Section] {
    let (low, high) = (Hertz(edges[0]), Hertz(edges[edges.count - 1]))
    switch band {
    case "lowpass": return try Butterworth.lowpass(order: order, cutoff: low, sampleRate: rate)
    case "highpass": return try Butterworth.highpass(order: order, cutoff: low, sampleRate: rate)
    case "bandpass": return try Butterworth.bandpass(order: order, from: low, to: high, sampleRate: rate)
    default: return try Butterworth.bandstop(order: order, from: low, to: high, sampleRate: rate)
    }
  }

  @Test func zeroPhaseEqualsSciPy() throws {
    let oracle = try SmoothingOracle.file.get()
    #expect(oracle.zeroPhase.count > 20)
    for c in oracle.zeroPhase {
      let filter = try ZeroPhase(Self.butterworth(c.order, c.band, c.edges), padding: c.padding)
      let difference = Self.difference(filter.apply(oracle.input), c.output)
      #expect(difference <= 1e-12, "\(c.band) \(c.order) \(filter.padding): \(difference)")
    }
  }

  /// SciPy's own fit at the edges loses digits from order 5 on: there it may differ by as much as it errs.
  @Test func savitzkyGolayIsExactAndEqualsSciPy() throws {
    let oracle = try SmoothingOracle.file.get()
    for c in oracle.savitzkyGolay {
      let filter = try SavitzkyGolay(window: c.window, order: c.order, derivative: c.derivative, sampleRate: Self.rate)
      let found = filter.apply(oracle.input)
      let difference = Self.difference(found, c.exact)
      #expect(difference <= 1e-13, "\(c.window) \(c.order) \(c.derivative): \(difference)")
      let fromSciPy = Self.difference(found, c.output)
      let bound = max(1e-12, 1.01 * Self.difference(c.output, c.exact))
      #expect(fromSciPy <= bound, "\(c.window) \(c.order) \(c.derivative): \(fromSciPy)")
      #expect(bound <= 1e-12 || c.order >= 5)
    }
  }

  @Test func windowedTapsEqualSciPy() throws {
    for c in try SmoothingOracle.file.get().taps {
      let (low, high) = (Hertz(c.edges[0]), Hertz(c.edges[c.edges.count - 1]))
      let windows: [String: FIRWindow] = [
        "rectangular": .rectangular, "hann": .hann, "hamming": .hamming, "blackman": .blackman,
        "kaiser": .kaiser(beta: 8.6),
      ]
      let bands: [String: WindowedFIR.Band] = [
        "lowpass": .lowpass(low), "highpass": .highpass(low), "bandpass": .bandpass(low, high),
        "bandstop": .bandstop(low, high),
      ]
      let filter = try WindowedFIR(
        try #require(bands[c.band]), count: 61, window: try #require(windows[c.window]), sampleRate: Self.rate)
      #expect(Self.difference(filter.taps, c.taps) <= 1e-14, "\(c.window) \(c.band)")
    }
  }

  @Test func ordersEqualSciPy() throws {
    for c in try SmoothingOracle.file.get().orders {
      let f = c.edges.map { Hertz($0) }
      let edges: FilterSpecification.Edges =
        f.count == 4
        ? .bandpass(stopLow: f[0], passLow: f[1], passHigh: f[2], stopHigh: f[3])
        : c.edges[0] < c.edges[1] ? .lowpass(pass: f[0], stop: f[1]) : .highpass(pass: f[0], stop: f[1])
      let specification = try FilterSpecification(
        edges, passbandRipple: c.ripple, stopbandAttenuation: c.attenuation, sampleRate: Self.rate)
      #expect(specification.butterworthOrder == c.butterworth)
      #expect(specification.chebyshevOrder == c.chebyshev)
      #expect(specification.ellipticOrder == c.elliptic)
      if f.count == 2 {
        let cutoff = try #require(specification.butterworthCutoff).value
        #expect(abs(cutoff - c.cutoff[0]) < 1e-9)
      } else {
        #expect(specification.butterworthCutoff == nil)
      }
    }
  }

  @Test func trendsEqualSciPy() throws {
    let oracle = try SmoothingOracle.file.get()
    #expect(Self.difference(Detrend.mean.apply(oracle.input), oracle.detrend.mean) <= 1e-13)
    #expect(Self.difference(Detrend.line.apply(oracle.input), oracle.detrend.line) <= 1e-13)
  }

  /// SciPy reflects at the ends, Palpate shrinks the window: equal where the window fits.
  @Test func movingStatisticsEqualSciPyInside() throws {
    let oracle = try SmoothingOracle.file.get()
    let moving = oracle.moving
    let window = try MovingWindow(length: moving.window)
    let inside = (moving.window / 2)..<(oracle.input.count - moving.window / 2)
    for (found, expected, bound) in [
      (window.mean(oracle.input), moving.mean, 1e-13),
      (window.rootMeanSquare(oracle.input), moving.rootMeanSquare, 1e-13),
      (window.median(oracle.input), moving.median, 0), (window.minimum(oracle.input), moving.minimum, 0),
      (window.maximum(oracle.input), moving.maximum, 0),
    ] {
      #expect(found.count == oracle.input.count)
      #expect(Self.difference(found[inside], expected[inside]) <= bound)
    }
  }
}
