// SPDX-License-Identifier: GPL-3.0-or-later
import LinearAlgebra

extension VoldKalman {
  /// Extracts orders together, so that each is free of what the others explain: for orders that are close, that cross, or
  /// that turn slower than the bandwidth.
  ///
  /// Minimises Σ(y − Σₖ Re xₖ·exp(iθₖ))² + ½r²·Σₖ Σ|Dᵠxₖ|². Time and memory grow with samples × orders² × q.
  ///
  /// - Throws: ``OrderError/tooNarrow(bandwidth:sampleRate:)`` also when two orders are the same.
  public func jointly(
    _ paths: [OrderPath], of samples: [Double], sampleRate: Hertz
  ) throws(OrderError) -> [OrderEnvelope] {
    guard !paths.isEmpty else { return [] }
    try check(paths, samples, sampleRate)
    let (count, width) = (samples.count, 2 * paths.count)
    guard count <= Int(Int32.max) / (width * (width * poles + 1)) else {
      throw .tooMany("samples", found: count, most: Int(Int32.max) / (width * (width * poles + 1)))
    }
    let weights = Self.weights(samples, paths)
    // The unknowns of a sample stand together: real and imaginary part of each envelope.
    var carriers = [Double](repeating: 0, count: count * width)
    for (k, path) in paths.enumerated() {
      for n in 0..<count where weights[n] != 0 {
        let carrier = Complex(unitVector: path.radians[n])
        carriers[n * width + 2 * k] = carrier.real
        carriers[n * width + 2 * k + 1] = -carrier.imaginary
      }
    }
    let smoothness = weight(sampleRate: sampleRate) / 2
    let system = JointSystem(carriers: carriers, width: width, smoothness: smoothness, poles: poles)
    var solution = [Double](repeating: 0, count: count * width)
    for n in 0..<count where weights[n] != 0 {
      for j in 0..<width { solution[n * width + j] = samples[n] * carriers[n * width + j] }
    }
    let isSettled: Bool
    do { isSettled = try system.solve(&solution) } catch {
      guard case .notPositiveDefinite = error else { throw .system(error) }
      isSettled = false
    }
    guard isSettled else { throw .tooNarrow(bandwidth: bandwidth.value, sampleRate: sampleRate.value) }
    let isBridged = weights.map { $0 == 0 }
    return paths.enumerated().map { k, path in
      let values = (0..<count).map { Complex(solution[$0 * width + 2 * k], solution[$0 * width + 2 * k + 1]) }
      return OrderEnvelope(path: path, values: values, isBridged: isBridged)
    }
  }
}

/// The equations of several envelopes, interleaved; refined as in ``SmoothingSystem``.
private struct JointSystem {
  /// What each unknown is multiplied by in its sample; all zero for a missing one.
  let carriers: [Double]
  let width: Int
  let smoothness: Double
  let poles: Int

  private func factor() throws(LinearAlgebraError) -> BandedCholesky {
    let (order, half) = (carriers.count, width * poles)
    let differences = SmoothingSystem.differences(poles)
    var matrix = try SymmetricBanded(order: order, halfBandwidth: half)
    let rows = half + 1
    for n in stride(from: 0, to: order, by: width) {
      for i in 0..<width {
        for j in i..<width { matrix.band[(n + i) * rows + j - i] += carriers[n + i] * carriers[n + j] }
      }
    }
    for first in 0..<(order - half) {
      for a in 0...poles {
        for b in a...poles {
          matrix.band[(first + a * width) * rows + (b - a) * width] += smoothness * differences[a] * differences[b]
        }
      }
    }
    return try BandedCholesky(matrix)
  }

  /// - Returns: Whether the last correction is below 1e-9 of the solution.
  func solve(_ solution: inout [Double]) throws(LinearAlgebraError) -> Bool {
    let side = solution
    let factor = try factor()
    try factor.solve(&solution)
    let peak = solution.reduce(0) { max($0, abs($1)) }
    for _ in 0..<10 {
      var rest = side
      subtract(solution, from: &rest)
      try factor.solve(&rest)
      var largest = 0.0
      for n in solution.indices {
        solution[n] += rest[n]
        largest = max(largest, abs(rest[n]))
      }
      if largest <= 1e-9 * peak { return true }
      guard largest < peak else { return false }
    }
    return false
  }

  private func subtract(_ x: [Double], from rest: inout [Double]) {
    for n in stride(from: 0, to: x.count, by: width) {
      var value = 0.0
      for j in 0..<width { value += carriers[n + j] * x[n + j] }
      for j in 0..<width { rest[n + j] -= value * carriers[n + j] }
    }
    let differences = SmoothingSystem.differences(poles)
    for n in 0..<(x.count - width * poles) {
      // Differences of differences, each exact for neighbours that are close.
      let a = x[n + width] - x[n]
      var bend = a
      if poles > 1 {
        let b = x[n + 2 * width] - x[n + width]
        bend = b - a
        if poles > 2 { bend = (x[n + 3 * width] - x[n + 2 * width] - b) - bend }
      }
      bend *= smoothness
      for k in 0...poles { rest[n + k * width] -= bend * differences[k] }
    }
  }
}
