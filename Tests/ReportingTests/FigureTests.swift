// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@testable import Reporting

@Suite struct FigureTests {
  private func figure(_ values: [Double], breaks: [Int] = []) -> Figure {
    let trace = Figure.Trace(
      name: "trace", ink: .blue, curve: .init(.even(start: 0, step: 0.001), values, breaks: breaks))
    return Figure(
      title: "A title", caption: "A caption.", horizontal: .init("Time (s)"),
      panels: [.init(vertical: .init("Force (N)"), layers: [.trace(trace)])])
  }

  @Test(arguments: Figure.Format.allCases)
  func equalFiguresAreEqualBytes(_ format: Figure.Format) throws {
    let values = (0..<500).map { sin(Double($0) / 10) }
    let first = try figure(values).render(format)
    _ = try figure([1, 2]).render(.svg)
    #expect(try figure(values).render(format) == first)
    #expect(try figure(values.map { $0 + 0.5 }).render(format) != first)
    let head: [Figure.Format: [UInt8]] = [
      .svg: Array("<?xml".utf8), .png: [0x89, 0x50, 0x4E, 0x47], .pdf: Array("%PDF".utf8),
    ]
    #expect(first.starts(with: try #require(head[format])))
    let text = String(decoding: first, as: UTF8.self)
    #expect(!text.contains("CreationDate") && !text.contains("tIME"))
  }

  @Test func picturesHaveTwoDotsAPoint() throws {
    let bytes = try figure([0, 1, 0]).render(.png)
    func number(_ at: Int) -> Int { (0..<4).reduce(0) { $0 << 8 | Int(bytes[at + $1]) } }
    let layout = try FigureLayout(figure([0, 1, 0]))
    #expect(number(16) == 1280 && number(20) == Int((layout.height * 2).rounded()))
  }

  /// One sample in a million stands out, and the file stays small.
  @Test(arguments: [Double](arrayLiteral: 400, -400))
  func aSpikeSurvivesThinning(_ spike: Double) throws {
    var values = (0..<1_000_000).map { sin(Double($0) / 1000) }
    values[654_321] = spike
    let horizontal = FigureScale(0...1000, .linear, start: 50, length: 500)
    let vertical = FigureScale(-500...500, .linear, start: 300, length: -200)
    let lines = FigureTrace.lines(
      .init(.even(start: 0, step: 0.001), values), horizontal: horizontal, vertical: vertical)
    #expect(lines.count == 1)
    #expect(lines[0].count <= 4 * 501)
    let expected = FigureTrace.Point(x: horizontal.point(654.321), y: vertical.point(spike))
    #expect(lines[0].contains { abs($0.x - expected.x) < 1e-9 && abs($0.y - expected.y) < 1e-9 })
    #expect(zip(lines[0], lines[0].dropFirst()).allSatisfy { $0.x <= $1.x })
    #expect(try figure(values).render(.svg).count < 200_000)
  }

  /// The thinned line covers what the whole one covers: lowest and highest value of every column.
  @Test func thinningKeepsTheEndsOfEveryColumn() {
    var state: UInt64 = 1
    let values = (0..<20_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 40) / 1e6
    }
    let horizontal = FigureScale(0...20, .linear, start: 0, length: 300)
    let vertical = FigureScale(0...20, .linear, start: 0, length: 100)
    let curve = Figure.Curve(.even(start: 0, step: 0.001), values)
    let line = FigureTrace.lines(curve, horizontal: horizontal, vertical: vertical).flatMap { $0 }
    var whole: [Int: (Double, Double)] = [:]
    var thin: [Int: (Double, Double)] = [:]
    func add(_ point: FigureTrace.Point, to table: inout [Int: (Double, Double)]) {
      let old = table[Int(point.x)] ?? (point.y, point.y)
      table[Int(point.x)] = (min(old.0, point.y), max(old.1, point.y))
    }
    for (index, value) in values.enumerated() {
      add(.init(x: horizontal.point(Double(index) * 0.001), y: vertical.point(value)), to: &whole)
    }
    for point in line { add(point, to: &thin) }
    #expect(whole.count == thin.count)
    for (column, range) in whole { #expect(thin[column].map { $0 == range } == true) }
  }

  @Test func missingSamplesAndGapsBreakTheLine() {
    let scale = FigureScale(0...10, .linear, start: 0, length: 100)
    let curve = Figure.Curve(.even(start: 0, step: 1), [1, 2, .nan, 3, 4, 5, 6, .infinity, 7], breaks: [5])
    let lines = FigureTrace.lines(curve, horizontal: scale, vertical: scale)
    #expect(lines.map(\.count) == [2, 2, 2, 1])
  }

  @Test func ticksAreRoundNumbers() {
    func texts(_ range: ClosedRange<Double>, _ scale: Figure.Axis.Scale = .linear, count: Int = 6) -> [String] {
      FigureTicks(range, scale: scale, count: count).ticks.map(\.text).filter { !$0.isEmpty }
    }
    #expect(texts(0...10) == ["0", "2", "4", "6", "8", "10"])
    #expect(texts(-0.3...0.31, count: 7) == ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"])
    #expect(texts(0...4.4e7, count: 5) == ["0", "1·10⁷", "2·10⁷", "3·10⁷", "4·10⁷"])
    #expect(texts(0...3e-5, count: 4) == ["0", "1·10⁻⁵", "2·10⁻⁵", "3·10⁻⁵"])
    #expect(texts(0.008...2000, .logarithmic, count: 8) == ["0.01", "0.1", "1", "10", "100", "1000"])
    #expect(
      texts(1e-9...1e3, .logarithmic, count: 5)
        == ["10⁻⁹", "10⁻⁶", "0.001", "1", "1000"].map { $0 == "0.001" ? "10⁻³" : $0 })
    // Steps are 1, 2 or 5 times a power of ten, and there are never more than asked for (and one).
    for exponent in stride(from: -12.0, through: 12, by: 0.37) {
      let high = pow(10, exponent)
      let ticks = FigureTicks(0...high, scale: .linear, count: 8).ticks
      #expect((2...9).contains(ticks.count), "\(high)")
      let step = ticks[1].value - ticks[0].value
      let mantissa = step / pow(10, floor(log10(step) + 1e-9))
      #expect([1, 2, 5].contains { abs($0 - mantissa) < 1e-6 }, "\(step)")
    }
  }

  @Test(
    arguments: [
      [], [1], [.nan, .nan], [5, 5, 5], [.infinity, 1], [1e300, -1e300], [.leastNonzeroMagnitude, 0], [1e308, 1e308],
    ] as [[Double]])
  func oddValuesAreDrawnAllTheSame(_ values: [Double]) throws {
    for scale in [Figure.Axis.Scale.linear, .logarithmic] {
      var odd = figure(values)
      odd.panels[0].vertical.scale = scale
      odd.horizontal.scale = scale
      odd.title = "\u{0}\u{1F600}\n" + String(repeating: "long ", count: 200)
      #expect(try !odd.render(.svg).isEmpty)
      #expect(try !String(decoding: odd.render(.svg), as: UTF8.self).contains("nan"))
    }
  }

  @Test(arguments: [
    ("m/s2", "m2/s4"), ("kPa", "kPa2"), ("kgf/cm2", "kgf2/cm4"), ("1", "1"), ("cm VAS", "(cm VAS)2"), ("%", "%2"),
    ("1/min", "(1/min)2"),
  ])
  func unitsAreSquared(_ unit: String, _ square: String) {
    #expect(SpectrumReport.squared(unit) == square)
    #expect(SpectrumReport.unit(unit, .density) == square + "/Hz" && SpectrumReport.unit(unit, .amplitude) == unit)
  }
}
