// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A value that approaches another exponentially: y = y∞ + D·e^(−(t − t₀)/τ), t₀ the first time.
///
/// Variable projection (Golub & Pereyra 1973): for each τ the other two are linear least squares, so that the search has one
/// dimension, in which all of 1/10 of the first interval to 1000 times the duration is looked through.
public struct ExponentialApproach: Sendable, Hashable {
  /// A value with an interval.
  public struct Estimate: Sendable, Hashable {
    public let value: Double
    public let low: Double
    public let high: Double
  }

  /// y∞.
  public let asymptote: Estimate
  /// D, the distance from y∞ at the first time.
  public let amplitude: Estimate
  /// τ. Its interval is that in which the residual sum of squares stays below its least value times 1 + F(1, n − 3)/(n − 3); those
  /// of y∞ and D come from the curvature, with Student's t.
  public let timeConstant: Estimate
  /// Probability of each interval to cover.
  public let confidence: Double
  /// Root of the residual sum of squares over n − 3.
  public let residualSD: Double
  /// t₀.
  public let start: Double
  public let count: Int

  public func at(_ time: Double) -> Double {
    asymptote.value + amplitude.value * exp(-(time - start) / timeConstant.value)
  }

  /// Time after t₀ from which the value stays within a share of y∞: τ·ln(|D|/(share·|y∞|)); 0 when it always does, nil when
  /// y∞ is zero.
  public func settling(within share: Double) -> Double? {
    guard share > 0, asymptote.value != 0 else { return nil }
    return max(timeConstant.value * log(abs(amplitude.value) / (share * abs(asymptote.value))), 0)
  }

  /// - Parameters:
  ///   - times: In any order, at least four different.
  ///   - values: As many.
  ///   - confidence: Of each interval.
  /// - Throws: ``SampleError``; ``SampleError/notDetermined(_:)`` when a level explains the values as well (F test, 1 %), when a
  ///   straight line does so that τ may be as long as one likes, or when τ may be as short as one likes.
  public init(_ times: [Double], _ values: [Double], confidence: Double = 0.95) throws(SampleError) {
    try SampleError.check(times, values, atLeast: 5)
    try SampleError.check(level: confidence)
    let profile = try ApproachProfile(times, values)
    let freedom = Double(times.count - 3)
    let best = profile.minimum()
    let share = profile.total > 0 ? best.residual / profile.total : 1
    let f = (1 - share) / 2 / (max(share, 1e-300) / freedom)
    guard FisherF.exceedance(f, numerator: 2, denominator: freedom) < 0.01 else {
      throw .notDetermined("a level explains the values as well as an exponential approach")
    }
    let t = StudentT.quantile((1 + confidence) / 2, degrees: freedom)
    // Rounding leaves a residual where there is none.
    let most = best.residual * (1 + t * t / freedom) + 1e-28 * profile.total
    guard let low = profile.end(most, from: best.tau, towards: profile.taus.lowerBound) else {
      throw .notDetermined("the time constant is too short for the interval of the values")
    }
    guard let high = profile.end(most, from: best.tau, towards: profile.taus.upperBound) else {
      throw .notDetermined("the values do not bend enough to tell a time constant")
    }
    guard let errors = profile.errors(best) else {
      throw .notDetermined("the times do not tell the level, the distance and the time constant apart")
    }
    let sd = (best.residual / freedom).squareRoot()
    func estimate(_ value: Double, _ error: Double) -> Estimate {
      Estimate(value: value, low: value - t * sd * error, high: value + t * sd * error)
    }
    asymptote = estimate(best.asymptote, errors.asymptote)
    amplitude = estimate(best.amplitude, errors.amplitude)
    timeConstant = Estimate(value: best.tau, low: low, high: high)
    self.confidence = confidence
    residualSD = sd
    start = profile.start
    count = times.count
  }
}

/// The residual sum of squares as a function of τ.
private struct ApproachProfile {
  struct Fit {
    let tau, asymptote, amplitude, residual: Double
  }

  let start: Double
  /// Range of τ that is looked through.
  let taus: ClosedRange<Double>
  /// Σ(y − ȳ)².
  let total: Double
  private let times: [Double]
  private let values: [Double]
  private let mean: Double

  init(_ times: [Double], _ values: [Double]) throws(SampleError) {
    let different = Set(times).sorted()
    guard different.count >= 4 else {
      throw .notDetermined("\(different.count) different times; an exponential approach takes at least 4")
    }
    start = different[0]
    let duration = different[different.count - 1] - start
    let (shortest, longest) = ((different[1] - start) / 10, 1000 * duration)
    guard shortest >= 1e-200, longest <= 1e200 else { throw .notDetermined("the times are too close or too far") }
    taus = shortest...longest
    let first = start
    self.times = times.map { $0 - first }
    let centre = values.reduce(0) { $0 + $1 / Double(values.count) }
    mean = centre
    self.values = values.map { $0 - centre }
    total = self.values.reduce(0) { $0 + $1 * $1 }
  }

  func fit(_ tau: Double) -> Fit {
    let n = Double(times.count)
    // 1 − e: for long τ nearly t/τ, without cancellation.
    let rises = times.map { -expm1(-$0 / tau) }
    let centre = rises.reduce(0) { $0 + $1 / n }
    var (gg, gy) = (0.0, 0.0)
    for (g, y) in zip(rises, values) {
      gg += (g - centre) * (g - centre)
      gy += (g - centre) * y
    }
    guard gg > 0 else { return Fit(tau: tau, asymptote: mean, amplitude: 0, residual: total) }
    let rise = gy / gg
    var residual = 0.0
    for (g, y) in zip(rises, values) {
      let rest = y - rise * (g - centre)
      residual += rest * rest
    }
    // y = y₀ + rise·g with y∞ = y₀ + rise and D = −rise.
    return Fit(tau: tau, asymptote: mean + rise * (1 - centre), amplitude: -rise, residual: residual)
  }

  /// The least of a grid of 25 a decade, made narrow by golden sections.
  func minimum() -> Fit {
    let (bottom, top) = (log(taus.lowerBound), log(taus.upperBound))
    let steps = Int(((top - bottom) / log(10) * 25).rounded(.up))
    let grid = (0...steps).map { fit(exp(bottom + (top - bottom) * Double($0) / Double(steps))) }
    guard let place = grid.indices.min(by: { grid[$0].residual < grid[$1].residual }) else {
      return fit(taus.lowerBound)
    }
    var (low, high) = (log(grid[max(place - 1, 0)].tau), log(grid[min(place + 1, steps)].tau))
    let golden = (5.0.squareRoot() - 1) / 2
    var (a, b) = (high - golden * (high - low), low + golden * (high - low))
    var (fa, fb) = (fit(exp(a)), fit(exp(b)))
    for _ in 0..<90 where high - low > 1e-15 * max(abs(low), abs(high)) {
      if fa.residual <= fb.residual {
        (high, b, fb) = (b, a, fa)
        a = high - golden * (high - low)
        fa = fit(exp(a))
      } else {
        (low, a, fa) = (a, b, fb)
        b = low + golden * (high - low)
        fb = fit(exp(b))
      }
    }
    let best = fa.residual <= fb.residual ? fa : fb
    return best.residual <= grid[place].residual ? best : grid[place]
  }

  /// The furthest τ towards an end of the range at which the residual is still at most `most`; nil when the end itself is.
  func end(_ most: Double, from tau: Double, towards limit: Double) -> Double? {
    if fit(limit).residual <= most { return nil }
    // Steps from the far end, so that no part of the interval beyond a hump is lost.
    let steps = 200
    let (far, near) = (log(limit), log(tau))
    var outside = far
    for step in 1...steps {
      var inside = step == steps ? near : far + (near - far) * Double(step) / Double(steps)
      guard step == steps || fit(exp(inside)).residual <= most else {
        outside = inside
        continue
      }
      for _ in 0..<60 {
        let middle = inside + (outside - inside) / 2
        if fit(exp(middle)).residual <= most { inside = middle } else { outside = middle }
      }
      return exp(inside)
    }
    return tau
  }

  /// Standard errors of y∞ and D for a residual SD of one: roots of the diagonal of (JᵀJ)⁻¹ with columns 1, e and ∂/∂ln τ.
  func errors(_ best: Fit) -> (asymptote: Double, amplitude: Double)? {
    var a = [[Double]](repeating: [0, 0, 0], count: 3)
    for t in times {
      let e = exp(-t / best.tau)
      let row = [1, e, t / best.tau * e]
      for i in 0..<3 { for j in 0..<3 { a[i][j] += row[i] * row[j] } }
    }
    func minor(_ i: Int, _ j: Int, _ k: Int, _ l: Int) -> Double { a[i][k] * a[j][l] - a[i][l] * a[j][k] }
    let determinant = a[0][0] * minor(1, 2, 1, 2) - a[0][1] * minor(1, 2, 0, 2) + a[0][2] * minor(1, 2, 0, 1)
    guard determinant > 0 else { return nil }
    return (
      (max(minor(1, 2, 1, 2), 0) / determinant).squareRoot(), (max(minor(0, 2, 0, 2), 0) / determinant).squareRoot()
    )
  }
}
