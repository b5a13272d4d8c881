// SPDX-License-Identifier: GPL-3.0-or-later

/// Why a signal cannot be brought to another sample rate as asked.
public enum ResamplingError: Error, Sendable, Hashable, CustomStringConvertible {
  case sampleRate(Hertz)
  /// A factor outside 1…``ResamplingRatio/largestFactor``.
  case factors(up: Int, down: Int)
  /// The ratio of the rates is no ratio of factors within the limit; those nearest below and above it, if any.
  case ratio(from: Hertz, to: Hertz, nearest: [ResamplingRatio])
  /// A parameter of the filter is out of range.
  case filter(String, Double, expected: String)

  public var description: String {
    switch self {
    case .sampleRate(let rate): "sample rate \(rate.value) Hz is not a positive finite number"
    case .factors(let up, let down):
      "resampling by \(up)/\(down): factors are 1 to \(ResamplingRatio.largestFactor)"
    case .ratio(let from, let to, let nearest):
      "\(to.value) Hz over \(from.value) Hz is no ratio of whole numbers up to \(ResamplingRatio.largestFactor)"
        + (nearest.isEmpty ? "" : "; nearest: ")
        + nearest.map { "\($0.rate(from: from).value) Hz (\($0.up)/\($0.down))" }.joined(separator: ", ")
    case .filter(let name, let found, let expected): "\(name) \(found): expected \(expected)"
    }
  }
}
