// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The sampling interval of a stream: declared, or the median of its first intervals.
struct EvenRows {
  /// Intervals looked at.
  static let learning = 32

  /// One row, kept until the interval is known.
  struct Row {
    let time: Double
    let values: [Double]
  }

  /// s; nil while it is not known.
  private(set) var interval: Double?
  private var held: [Row] = []
  private let needsEvenStamps: Bool

  /// - Parameter needsEvenStamps: Whether stamps that keep no even rate are refused.
  init(_ timeBase: TimeBase, needsEvenStamps: Bool) {
    if case .even(_, let rate, _) = timeBase { interval = 1 / rate.value }
    self.needsEvenStamps = needsEvenStamps
  }

  /// - Returns: The rows that can be worked on now, this one the last of them.
  mutating func take(_ time: Double, _ values: [Double]) throws(Failure) -> [Row] {
    let row = Row(time: time, values: values)
    guard interval == nil else { return [row] }
    held.append(row)
    return held.count > Self.learning ? try rest() : []
  }

  /// What was held back, at the end of the stream or once it is enough.
  mutating func rest() throws(Failure) -> [Row] {
    guard interval == nil, held.count > 1 else { return [] }
    let stamps = held.map(\.time)
    if needsEvenStamps {
      do throws(SampleGridError) {
        interval = 1 / (try SampleGrid(.stamped(stamps), count: stamps.count)).rate.value
      } catch {
        throw Failure(
          .dataInvalid, "standard input",
          "\(error.description); a filter needs one: declare --sample-rate, without time")
      }
    } else {
      interval = stamps.middleInterval
    }
    defer { held = [] }
    return held
  }
}
