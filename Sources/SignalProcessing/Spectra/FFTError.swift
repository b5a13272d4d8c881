// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a Fourier transform was refused.
public enum FFTError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The length of the transform is outside 1…``RealFFT/longest``.
  case count(Int)
  /// A buffer of another length than the transform needs.
  case length(expected: Int, found: Int)
  /// FFTW made no plan; it does so only when it is out of memory.
  case noPlan(count: Int)

  public var description: String {
    switch self {
    case .count(let count): "a transform takes 1 to \(RealFFT.longest) samples, not \(count)"
    case .length(let expected, let found): "the transform needs a buffer of \(expected), found \(found)"
    case .noPlan(let count): "FFTW could not plan a transform of \(count) samples"
    }
  }
}
