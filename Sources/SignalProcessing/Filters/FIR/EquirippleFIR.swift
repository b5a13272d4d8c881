// SPDX-License-Identifier: GPL-3.0-or-later

/// Linear-phase filters whose largest weighted error over the bands is least: Parks and McClellan's method.
///
/// The error touches ±``ripple`` in turn at one frequency more than there are free coefficients, which proves that no
/// taps do better; the search ends when the largest error is within 1e-9 of that, relatively, plus 16 ε of the largest
/// weight times the largest gain. Extrema are sought between grid points too: the result is that of an infinitely fine
/// grid.
///
/// - SeeAlso: McClellan, Parks & Rabiner, *A computer program for designing optimum FIR linear phase digital filters*,
///   IEEE Trans. Audio Electroacoust. 21 (1973), 506; Filip, *A robust and scalable implementation of the Parks–McClellan
///   algorithm*, ACM TOMS 43 (2016), 7.
public struct EquirippleFIR: Sendable, Hashable {
  public let fir: FIR
  /// Largest error times weight.
  public let ripple: Double
  /// Where the error is largest, ascending.
  public let extrema: [Hertz]
  public let iterations: Int

  /// - Parameters:
  ///   - count: Number of taps, 3…1001.
  ///   - symmetry: `.even`, or `.odd` for Hilbert transformers and differentiators (see ``FIRBand``).
  /// - Throws: ``FilterDesignError`` when an argument is out of range, or the search does not converge, mostly
  ///   because the ripple would be below 1000 ε of the largest weight times gain; or the gain grows so large between the
  ///   bands that rounded taps cannot hold the ripple.
  public init(
    _ bands: [FIRBand], count: Int, symmetry: FIR.Symmetry = .even, sampleRate: Hertz
  ) throws(FilterDesignError) {
    guard symmetry != .none else { throw .specification("only symmetric taps have linear phase") }
    let type = LinearPhaseType(count: count, isOdd: symmetry == .odd)
    let checked = try type.check(bands, sampleRate: sampleRate, counts: 3...1001)
    let target = WeightedTarget(checked, type)
    let exchange = try Self.exchange(target, order: type.order)
    let gains = exchange.gains(type)
    guard exchange.canHold(gains) else {
      throw .specification(
        "between the bands the gain reaches \(gains.reduce(0) { max($0, abs($1)) }), too much for a ripple of "
          + "\(abs(exchange.ripple)): give a band where it grows, or take fewer taps")
    }
    fir = try FIR(taps: exchange.taps(type, gains))
    ripple = abs(exchange.ripple)
    extrema = exchange.frequencies.map { Hertz($0 * sampleRate.value) }
    iterations = exchange.iterations
  }

  /// From extrema spread as Leja's points first; if that fails, evenly.
  private static func exchange(_ target: WeightedTarget, order: Int) throws(FilterDesignError) -> RemezExchange {
    var first = RemezExchange(target, order: order, start: target.leja(order + 1, order: order))
    if first.converge() { return first }
    var second = RemezExchange(target, order: order, start: target.spread(order + 1))
    if second.converge() { return second }
    throw .specification(
      "the exchange of extrema does not converge for \(order) coefficients and a ripple near \(abs(first.ripple)): "
        + "a ripple below 1e-13 of the largest weight times gain cannot be resolved")
  }
}
