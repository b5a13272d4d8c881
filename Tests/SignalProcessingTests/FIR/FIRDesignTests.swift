// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

struct FIRDesignOracle: Decodable, Sendable {
  struct Design: Decodable, Sendable {
    let bands: [Double]
    let desired: [Double]
    let weight: [Double]
    let taps: [Double]
    let kind: String

    var firBands: [FIRBand] {
      weight.indices.map { k in
        FIRBand(
          from: Hertz(bands[2 * k]), to: Hertz(bands[2 * k + 1]), gains: (desired[2 * k], desired[2 * k + 1]),
          weight: weight[k])
      }
    }
    var symmetry: FIR.Symmetry { kind == "hilbert" ? .odd : .even }
  }

  struct Hilbert: Decodable, Sendable {
    let count: Int
    let imaginary: [Double]
  }

  struct Pchip: Decodable, Sendable {
    let stamps: [Double]
    let values: [Double]
    let rate: Double
    let output: [Double]
    let linear: [Double]
  }

  let leastSquares: [Design]
  let equiripple: [Design]
  let kaiser: [[Double]]
  let hilbert: [Hilbert]
  let pchip: [Pchip]

  static func load() throws -> FIRDesignOracle { try Oracle.load("fir_design") }
}

@Suite struct FIRDesignTests {
  static let rate = Hertz(1000)

  @Test func leastSquaresEqualsSciPy() throws {
    let designs = try FIRDesignOracle.load().leastSquares
    #expect(designs.count == 7)
    for item in designs {
      let fir = try LeastSquaresFIR.design(item.firBands, count: item.taps.count, sampleRate: Self.rate)
      let peak = item.taps.map(abs).max() ?? 0
      let error = zip(fir.taps, item.taps).reduce(0) { max($0, abs($1.0 - $1.1)) } / peak
      #expect(error < 1e-10, "\(item.taps.count) taps: \(error)")
      #expect(fir.symmetry == .even)
    }
  }

  /// Every change of a least-squares design makes its integrated error larger: all four types, error by plain sums.
  @Test(arguments: [(30, FIR.Symmetry.even), (31, .even), (30, .odd), (31, .odd)])
  func leastSquaresIsTheLeast(_ count: Int, _ symmetry: FIR.Symmetry) throws {
    let bands = [
      FIRBand(from: Hertz(30), to: Hertz(150), gain: 1, weight: 3),
      FIRBand(from: Hertz(220), to: Hertz(480), gains: (0, 0.5)),
    ]
    let fir = try LeastSquaresFIR.design(bands, count: count, symmetry: symmetry, sampleRate: Self.rate)
    #expect(fir.symmetry == symmetry)
    func cost(_ fir: FIR) throws -> Double {
      var sum = 0.0
      for band in bands {
        for k in 0..<400 {
          let share = (Double(k) + 0.5) / 400
          let f = band.from.value + share * (band.to.value - band.from.value)
          let error = try Self.gain(fir, f) - (band.gains.from + share * (band.gains.to - band.gains.from))
          sum += band.weight * error * error * (band.to.value - band.from.value)
        }
      }
      return sum
    }
    let least = try cost(fir)
    for k in 0..<(count / 2) {
      for step in [-1e-3, 1e-3] {
        var taps = fir.taps
        taps[k] += step
        taps[count - 1 - k] += symmetry == .odd ? -step : step
        #expect(try cost(FIR(taps: taps)) > least)
      }
    }
  }

  /// The gain A(f) with the delay, and i of odd symmetry, taken out.
  static func gain(_ fir: FIR, _ f: Double) throws -> Double {
    let response = try fir.response(at: Hertz(f), sampleRate: rate)
    let angle = 2 * Double.pi * f / rate.value * Double(fir.count - 1) / 2
    let (c, s) = (cosine(angle), cosine(angle - .pi / 2))
    let real = response.real * c - response.imaginary * s
    let imaginary = response.real * s + response.imaginary * c
    return fir.symmetry == .odd ? imaginary : real
  }

  private static func cosine(_ angle: Double) -> Double { DoubleDouble.circular(DoubleDouble(angle / .pi)).cosine.high }

  @Test func equirippleEqualsSciPy() throws {
    let designs = try FIRDesignOracle.load().equiripple
    #expect(designs.count == 7)
    for item in designs {
      let design = try EquirippleFIR(
        item.firBands, count: item.taps.count, symmetry: item.symmetry, sampleRate: Self.rate)
      let error = zip(design.fir.taps, item.taps).reduce(0) { max($0, abs($1.0 - $1.1)) }
      // SciPy's extrema are those of a grid of 4000 points a coefficient.
      #expect(error < 1e-9, "\(item.kind) \(item.taps.count): \(error)")
    }
  }

  /// The theorem of alternation on the taps themselves, which proves the optimum.
  @Test func errorsAlternate() throws {
    let low: [FIRBand] = [
      FIRBand(from: Hertz(0), to: Hertz(100), gain: 1), FIRBand(from: Hertz(120), to: Hertz(500), gain: 0, weight: 10),
    ]
    let narrow: [FIRBand] = [
      FIRBand(from: Hertz(0), to: Hertz(44), gain: 0, weight: 5), FIRBand(from: Hertz(47), to: Hertz(53), gain: 1),
      FIRBand(from: Hertz(56), to: Hertz(500), gain: 0, weight: 5),
    ]
    let slope = [FIRBand(from: Hertz(0), to: Hertz(400), gains: (0, 2.5))]
    let comb: [FIRBand] = (0..<5).map { k in
      FIRBand(from: Hertz(100 * Double(k) + 3), to: Hertz(100 * Double(k) + 88), gain: k % 2 == 0 ? 1 : 0)
    }
    let cases: [([FIRBand], Int, FIR.Symmetry)] = [
      (low, 41, .even), (low, 101, .even), (low, 100, .even), (low, 251, .even), (low, 351, .even),
      (narrow, 401, .even),
      (narrow, 801, .even), (slope, 31, .odd), (slope, 30, .odd), (comb, 301, .even), (comb, 302, .even),
      ([FIRBand(from: Hertz(5), to: Hertz(495), gain: -1)], 501, .odd),
    ]
    for (bands, count, symmetry) in cases {
      let design = try EquirippleFIR(bands, count: count, symmetry: symmetry, sampleRate: Self.rate)
      let type = LinearPhaseType(count: count, isOdd: symmetry == .odd)
      #expect(design.extrema.count == type.order + 1)
      var last = 0.0
      for f in design.extrema {
        let error = try Self.error(design.fir, bands, f.value)
        #expect(abs(abs(error) / design.ripple - 1) < 2e-6, "\(count) taps at \(f.value) Hz")
        #expect(last * error <= 0)
        last = error
      }
      // Nowhere in the bands is it larger.
      for band in bands {
        for k in 0...300 {
          let f = band.from.value + (band.to.value - band.from.value) * Double(k) / 300
          #expect(abs(try Self.error(design.fir, bands, f)) <= design.ripple * (1 + 2e-6))
        }
      }
    }
  }

  private static func error(_ fir: FIR, _ bands: [FIRBand], _ f: Double) throws -> Double {
    // Extrema at forced zeros lie a hair inside.
    let band = bands.min { max($0.from.value - f, f - $0.to.value) < max($1.from.value - f, f - $1.to.value) }
    guard let band else { return .nan }
    let share = (f - band.from.value) / (band.to.value - band.from.value)
    return band.weight * (band.gains.from + share * (band.gains.to - band.gains.from) - (try gain(fir, f)))
  }

  /// Angles a rounding error away from whole numbers are in no quadrant of their own.
  @Test func anglesNearWholeNumbersAreTaken() {
    for turn in -9...9 {
      for low in [-1e-17, -.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 1e-17] {
        let (s, c) = DoubleDouble.circular(DoubleDouble(high: Double(turn), low: low))
        let sign: Double = turn % 2 == 0 ? 1 : -1
        #expect(abs(s.high - sign * .pi * low) <= 1e-30 && abs(c.high - sign) <= .ulpOfOne)
      }
    }
  }

  @Test func kaiserCountEqualsSciPy() throws {
    for row in try FIRDesignOracle.load().kaiser {
      let found = try FIRWindow.kaiserCount(attenuation: row[0], width: Hertz(row[1]), sampleRate: Self.rate)
      #expect(found == Int(row[2]) / 2 * 2 + 1)
    }
    for (attenuation, width) in [(5.0, 10.0), (60, 0), (60, 501), (.nan, 10), (60, .nan), (300, 1e-6)] {
      #expect(throws: FilterDesignError.self) {
        try FIRWindow.kaiserCount(attenuation: attenuation, width: Hertz(width), sampleRate: Self.rate)
      }
    }
  }

  @Test func whatCannotBeDesignedIsRefused() {
    let good = FIRBand(from: Hertz(0), to: Hertz(100), gain: 1)
    let bad: [[FIRBand]] = [
      [], [FIRBand(from: Hertz(100), to: Hertz(100), gain: 1)],
      [good, FIRBand(from: Hertz(90), to: Hertz(200), gain: 0)],
      [FIRBand(from: Hertz(-1), to: Hertz(100), gain: 1)], [FIRBand(from: Hertz(0), to: Hertz(501), gain: 1)],
      [FIRBand(from: Hertz(0), to: Hertz(.nan), gain: 1)], [FIRBand(from: Hertz(0), to: Hertz(10), gain: .nan)],
      [FIRBand(from: Hertz(0), to: Hertz(10), gain: 1, weight: 0)],
      [FIRBand(from: Hertz(0), to: Hertz(10), gain: 1, weight: .infinity)],
    ]
    for bands in bad {
      #expect(throws: FilterDesignError.self) {
        try LeastSquaresFIR.design(bands, count: 21, sampleRate: Self.rate)
      }
      #expect(throws: FilterDesignError.self) { try EquirippleFIR(bands, count: 21, sampleRate: Self.rate) }
    }
    for count in [-1, 0, 2, 1003, .max] {
      #expect(throws: FilterDesignError.self) { try EquirippleFIR([good], count: count, sampleRate: Self.rate) }
    }
    // A high-pass of an even number of taps; a gain at 0 Hz of odd symmetry.
    let high = FIRBand(from: Hertz(300), to: Hertz(500), gain: 1)
    #expect(throws: FilterDesignError.self) { try EquirippleFIR([high], count: 20, sampleRate: Self.rate) }
    #expect(throws: FilterDesignError.self) {
      try LeastSquaresFIR.design([good], count: 21, symmetry: .odd, sampleRate: Self.rate)
    }
    // A wide free region next to narrow ones, where the gain grows without bounds.
    let open = [
      FIRBand(from: Hertz(0), to: Hertz(44), gain: 0), FIRBand(from: Hertz(47), to: Hertz(53), gain: 1),
      FIRBand(from: Hertz(56), to: Hertz(450), gain: 0),
    ]
    #expect(throws: FilterDesignError.self) { try EquirippleFIR(open, count: 401, sampleRate: Self.rate) }
    // A ripple below what doubles resolve, and bands that determine nothing.
    let easy = [good, FIRBand(from: Hertz(400), to: Hertz(500), gain: 0)]
    #expect(throws: FilterDesignError.self) { try EquirippleFIR(easy, count: 401, sampleRate: Self.rate) }
    #expect(throws: FilterDesignError.self) {
      try LeastSquaresFIR.design([good], count: 301, sampleRate: Self.rate)
    }
  }
}
