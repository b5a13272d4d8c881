// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import SignalProcessing

@Suite struct FIRFilterTests {
  static let levels = KernelLevel.allCases.filter(\.isSupported)

  /// The operations of the kernel in plain Swift.
  private static func reference(_ fir: FIR, _ x: [Double], before: Double = 0) -> [Double] {
    let (h, last) = (fir.taps, fir.count - 1)
    let taken = fir.symmetry == .none ? fir.count : fir.count / 2
    return x.indices.map { n in
      func at(_ k: Int) -> Double { n >= k ? x[n - k] : before }
      var sum = fir.symmetry == .even && fir.count % 2 == 1 ? h[taken] * at(taken) : 0
      for pass in 0..<8 {
        for k in stride(from: pass, to: taken, by: 8) {
          switch fir.symmetry {
          case .none: sum.addProduct(h[k], at(k))
          case .even: sum.addProduct(h[k], at(k) + at(last - k))
          case .odd: sum.addProduct(h[k], at(k) - at(last - k))
          }
        }
      }
      return sum
    }
  }

  private static func fir(_ count: Int, _ symmetry: String) throws -> FIR {
    try FIR(taps: FIROracle.Case.taps(count, symmetry))
  }

  @Test(arguments: levels) func everyLevelEqualsTheReference(_ level: KernelLevel) throws {
    let x = Seeded.samples(517)
    for count in Array(1...40) + [63, 64, 65, 101, 127, 128, 201] {
      for symmetry in ["none", "even", "odd"] where count > 1 || symmetry != "odd" {
        let fir = try Self.fir(count, symmetry)
        let expected = Self.reference(fir, x, before: x[0])
        var filter = try FIRFilter(fir, start: .settled, method: .direct, level: level)
        let found = filter.filter(x)
        if level != .baseline {
          #expect(Seeded.bits(found) == Seeded.bits(expected), "\(count) \(symmetry)")
        } else {
          let error = zip(found, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
          #expect(error <= 4 * .ulpOfOne * fir.largestGain, "\(count) \(symmetry)")
        }
      }
    }
  }

  /// Against rational arithmetic: the bounds of the article.
  @Test(arguments: levels) func outputsAreExact(_ level: KernelLevel) throws {
    let oracle = try FIROracle.load()
    let x = Seeded.samples(oracle.count, seed: oracle.seed)
    #expect(oracle.cases.count > 30)
    var (direct, blocks) = (0.0, 0.0)
    for item in oracle.cases {
      let fir = try item.fir()
      var plain = try FIRFilter(fir, start: .atRest, method: .direct, level: level)
      var transformed = try FIRFilter(fir, start: .atRest, method: .overlapSave, level: level)
      let (a, b) = (plain.filter(x), transformed.filter(x))
      let length = transformed.latency + fir.count
      let norm = fir.taps.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (index, value) in zip(item.index, item.value) {
        let reach = min(fir.count, index + 1)
        let size = (0..<reach).reduce(0) { $0 + abs(fir.taps[$1] * x[index - $1]) }
        direct = max(direct, abs(a[index] - value) / size)
        let block = index / (transformed.latency + 1) * (transformed.latency + 1)
        let taken = x[max(0, block - fir.count + 1)..<min(x.count, block + transformed.latency + 1)]
        let energy = taken.reduce(0) { $0 + $1 * $1 }.squareRoot()
        blocks = max(blocks, abs(b[index] - value) / (norm * energy))
        #expect(length.nonzeroBitCount == 1)
      }
    }
    #expect(direct <= 2 * .ulpOfOne, "direct \(direct / .ulpOfOne)")
    #expect(blocks <= 0.5 * .ulpOfOne, "overlap-save \(blocks / .ulpOfOne)")
  }

  @Test(arguments: levels) func aThousandChunkingsGiveTheSameBits(_ level: KernelLevel) throws {
    var generator = SeededGenerator(seed: 12)
    var x = Seeded.samples(5000)
    for index in [0, 700, 701, 1500, 2999, 4999] { x[index] = [.nan, .infinity, -1e200].randomElement()! }
    let firs = try [1, 2, 7, 8, 33, 101, 300].flatMap { count in
      try ["none", "even", "odd"].filter { count > 1 || $0 != "odd" }.map { try Self.fir(count, $0) }
    }
    var differing = 0
    for round in 0..<1000 {
      let fir = firs[round % firs.count]
      let start = FIRFilter.Start.allCases[round % 3]
      let method = FIRFilter.Method.allCases[round / 3 % 3]
      var filter = try FIRFilter(fir, start: start, method: method, level: level)
      let part = Array(x.prefix(Int.random(in: 0...x.count, using: &generator)))
      let expected = filter.filter(part)
      var found: [Double] = []
      var taken = 0
      while taken < part.count {
        let most = [3, 40, 300, 4500][Int.random(in: 0..<4, using: &generator)]
        let length = min(part.count - taken, Int.random(in: 0...most, using: &generator))
        let chunk = Array(part[taken..<(taken + length)])
        if round % 2 == 0 {
          filter.process(chunk, into: &found)
        } else {
          var out = [Double](repeating: 0, count: length + filter.latency)
          var span = out.mutableSpan
          let written = filter.process(chunk.span, into: &span)
          found += out[0..<written]
        }
        taken += length
        // What is held back is within the latency.
        if taken - found.count > filter.latency { differing += 1 }
      }
      filter.finish(into: &found)
      if Seeded.bits(found) != Seeded.bits(expected) { differing += 1 }
    }
    #expect(differing == 0)
  }

  /// The latency is reached: one sample fewer and the first output is not given yet.
  @Test func latencyIsWhatIsStated() throws {
    for (count, method) in [(5, FIRFilter.Method.direct), (5, .overlapSave), (1001, .automatic), (129, .automatic)] {
      var filter = try FIRFilter(Self.fir(count, "even"), method: method)
      var output: [Double] = []
      filter.process([Double](repeating: 1, count: filter.latency), into: &output)
      #expect(output.isEmpty)
      filter.process([1], into: &output)
      #expect(output.count == filter.latency + 1)
    }
    #expect(try FIRFilter(Self.fir(FIRFilter.longestDirect, "even")).latency == 0)
  }

  @Test(arguments: [FIRFilter.Method.direct, .overlapSave]) func missingSamplesSplit(_ method: FIRFilter.Method) throws
  {
    let (before, after) = (Seeded.samples(777), Seeded.samples(1333))
    for start in FIRFilter.Start.allCases {
      for gap in [[Double.nan], [.infinity], [1e101, .nan, -.infinity]] {
        var filter = try FIRFilter(Self.fir(33, "even"), start: start, method: method)
        let expected = filter.filter(before) + gap.map { _ in .nan } + filter.filter(after)
        #expect(Seeded.bits(filter.filter(before + gap + after)) == Seeded.bits(expected))
      }
    }
  }

  @Test(arguments: [FIRFilter.Method.direct, .overlapSave]) func startsDiffer(_ method: FIRFilter.Method) throws {
    let constant = [Double](repeating: 37.5, count: 300)
    let fir = try WindowedFIR(.lowpass(Hertz(50)), count: 41, window: .hann, sampleRate: Hertz(1000)).fir
    var settled = try FIRFilter(fir, start: .settled, method: method)
    #expect(settled.filter(constant).allSatisfy { abs($0 - 37.5) < 1e-13 })
    var missing = try FIRFilter(fir, start: .missing, method: method)
    let output = missing.filter(constant)
    #expect(output.prefix(40).allSatisfy { $0.isNaN })
    #expect(output.dropFirst(40).allSatisfy { abs($0 - 37.5) < 1e-13 })
    var rest = try FIRFilter(fir, start: .atRest, method: method)
    let step = fir.stepResponse(count: 300)
    #expect(zip(rest.filter(constant), step).allSatisfy { abs($0 - 37.5 * $1) < 1e-13 })
  }

  @Test func extremeInputsComeBack() throws {
    for size in [1e100, -1e100, .leastNonzeroMagnitude, .leastNormalMagnitude] {
      for method in FIRFilter.Method.allCases {
        var filter = try FIRFilter(Self.fir(101, "even"), method: method)
        #expect(filter.filter([Double](repeating: size, count: 3000)).allSatisfy { $0.isFinite })
      }
    }
    var filter = try FIRFilter(Self.fir(5, "none"))
    #expect(filter.filter([]).isEmpty)
    var output: [Double] = []
    filter.finish(into: &output)
    #expect(output.isEmpty)
  }

  @Test func tapsThatCannotRunAreRefused() {
    for taps in [[], [.nan], [1, .infinity], [0, 0], [1e101], [1e-101], [Double](repeating: 1, count: 1_000_001)] {
      #expect(throws: FilterDesignError.self) { try FIR(taps: taps) }
    }
  }
}
