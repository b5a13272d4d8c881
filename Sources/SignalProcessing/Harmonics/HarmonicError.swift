// SPDX-License-Identifier: GPL-3.0-or-later

/// Why harmonics cannot be fitted.
public enum HarmonicError: Error, Sendable, Hashable {
  case channels(Int)
  case lengths(Int, Int)
  /// A stamp that is not finite or not above the one before.
  case stamps(at: Int)
  case infinite(at: Int)
  case overflow
  /// Fewer samples, or less of them, than any fit needs.
  case tooFew(found: Int, needed: Int)
  case setting(String, Double)
}

extension HarmonicError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .channels(let found): "expected 1 to \(HarmonicSamples.mostChannels) channels, found \(found)"
    case .lengths(let stamps, let samples): "expected \(stamps) samples, one a stamp, found \(samples)"
    case .stamps(let index): "expected stamps that are finite and increase, found otherwise at sample \(index + 1)"
    case .infinite(let index): "expected finite samples, found an infinite one at sample \(index + 1)"
    case .overflow: "the samples are too large to be squared"
    case .tooFew(let found, let needed): "expected at least \(needed) samples, found \(found)"
    case .setting(let name, let value): "\(name) cannot be \(DecimalText.shortest(value))"
    }
  }
}
