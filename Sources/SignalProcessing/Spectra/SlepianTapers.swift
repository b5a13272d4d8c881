// SPDX-License-Identifier: GPL-3.0-or-later
import LinearAlgebra

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Discrete prolate spheroidal sequences: the orthogonal tapers that keep the most power within a bandwidth
/// (Slepian 1978, Bell Syst Tech J 57:1371), from the tridiagonal matrix that commutes with the problem.
public struct SlepianTapers: Sendable, Hashable {
  /// One taper after the other, each of unit Σ w². Even ones have a positive sum, odd ones start with a positive lobe
  /// (Percival & Walden 1993, p. 379).
  public let tapers: [[Double]]
  /// Share of each taper's power within the bandwidth, 0…1.
  public let concentrations: [Double]
  /// Half the bandwidth in bins, N·W.
  public let timeBandwidth: Double

  /// - Parameters:
  ///   - count: Number of samples N, 2…2^24.
  ///   - timeBandwidth: Above 0 and below N/2; 2.5 to 4 as a rule.
  ///   - number: 1…N; up to 2·timeBandwidth − 1 keep their power inside.
  public init(count: Int, timeBandwidth: Double, number: Int) throws(SpectrumError) {
    guard count >= 2, count <= 1 << 24 else { throw .fft(.count(count)) }
    guard timeBandwidth > 0, timeBandwidth < Double(count) / 2 else {
      throw .bandwidth(timeBandwidth, in: 0...(Double(count) / 2))
    }
    guard number >= 1, number <= count else { throw .tapers(number, in: 1...count) }
    let width = timeBandwidth / Double(count)
    let size = Double(count)
    let diagonal = (0..<count).map { n in
      let half = (size - 1 - 2 * Double(n)) / 2
      return half * half * cos(2 * .pi * width)
    }
    let beside = (1..<count).map { Double($0) * (size - Double($0)) / 2 }
    let pairs: [SymmetricTridiagonal.Eigenpair]
    do {
      pairs = try SymmetricTridiagonal(diagonal: diagonal, offDiagonal: beside).largestEigenpairs(number)
    } catch { throw .eigenvectors(error.description) }
    tapers = pairs.enumerated().map { order, pair in Self.signed(pair.vector, isOdd: order % 2 == 1) }
    var concentrations: [Double] = []
    for taper in tapers { concentrations.append(try Self.concentration(taper, width: width)) }
    self.concentrations = concentrations
    self.timeBandwidth = timeBandwidth
  }

  private static func signed(_ vector: [Double], isOdd: Bool) -> [Double] {
    let centre = Double(vector.count - 1) / 2
    var figure = 0.0
    for (n, value) in vector.enumerated() { figure += isOdd ? (centre - Double(n)) * value : value }
    return figure < 0 ? vector.map { -$0 } : vector
  }

  /// Σ r[m]·sin(2πWm)/(πm) over the taper's own correlation r, which a padded transform gives.
  private static func concentration(_ taper: [Double], width: Double) throws(SpectrumError) -> Double {
    let count = taper.count
    var fft = try RealFFT.make(count: 2 * count)
    do {
      let bins = try fft.forward(taper + [Double](repeating: 0, count: count))
      let correlation = try fft.inverse(bins.map { Complex($0.squaredMagnitude) })
      var total = 2 * width * correlation[0]
      for m in 1..<count { total += 2 * correlation[m] * sin(2 * .pi * width * Double(m)) / (.pi * Double(m)) }
      return min(max(total, 0), 1)
    } catch { throw .fft(error) }
  }
}
