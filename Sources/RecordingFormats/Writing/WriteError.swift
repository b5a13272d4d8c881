// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Why a format cannot hold a recording unchanged.
public enum WriteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The format counts whole samples a second.
  case rate(Double)
  case channelCount(Int)
  case size(Int)
  /// Integers have no sign for a missing sample.
  case missing(column: String, row: Int)
  case clipped(column: String, row: Int, value: Double, limit: Double)
  case compression(Int32)

  public var description: String {
    switch self {
    case .rate(let rate):
      "WAV holds a whole number of samples a second, found \(rate.isFinite ? DecimalText.shortest(rate) : "none")"
    case .channelCount(let count): "WAV holds 1 to 65535 channels, found \(count)"
    case .size(let size): "WAV holds at most 4294967040 bytes of samples, found \(size)"
    case .missing(let column, let row):
      "integer samples cannot be missing, and sample \(row + 1) of '\(column)' is; write floating-point samples"
    case .clipped(let column, let row, let value, let limit):
      "sample \(row + 1) of '\(column)' is \(DecimalText.shortest(value)), beyond the full scale of "
        + DecimalText.shortest(limit)
    case .compression(let code): "zlib reports code \(code)"
    }
  }
}
