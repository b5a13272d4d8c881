// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Seconds from the first row of a stream: by its stamps as they are, or by counting rows.
///
/// Both keep their precision for as long as the stream runs: rows are counted in whole numbers, and stamps lose
/// nothing but what `Double` loses of a difference of two stamps.
struct LiveClock: Sendable {
  enum Stamp { case number(Double), whole(Int64), nanoseconds(Int64) }

  struct Problem: Error {
    let code: IssueCode
    let detail: String
  }

  private let rate: Double?
  private let factor: Double
  private var rows = 0
  private var first: Stamp?
  private var last = -Double.infinity

  /// Rows at an even rate, 1/s.
  init(rate: Double) {
    self.rate = rate
    factor = 1
  }

  /// - Parameter factor: Seconds of one unit of the stamps.
  init(factor: Double) {
    rate = nil
    self.factor = factor
  }

  /// Time of the next row of a stream without stamps.
  mutating func next() -> Double {
    defer { rows += 1 }
    return Double(rows) / (rate ?? 1)
  }

  /// Time of a row by its stamp; a stamp that does not advance is none.
  mutating func take(_ stamp: Stamp) -> Result<Double, Problem> {
    let now: Double
    switch (first, stamp) {
    case (nil, .number(let value)):
      guard value.magnitude < 1e15 else { return .failure(Problem(code: .notANumber, detail: "no time stamp")) }
      now = 0
    case (nil, .whole), (nil, .nanoseconds): now = 0
    case (.number(let start), .number(let value)): now = inSeconds(value - start)
    case (.whole(let start), .whole(let value)):
      let (difference, isOver) = value.subtractingReportingOverflow(start)
      now = isOver ? .infinity : inSeconds(Double(difference))
    case (.nanoseconds(let start), .nanoseconds(let value)):
      let (difference, isOver) = value.subtractingReportingOverflow(start)
      now = isOver ? .infinity : Double(difference) / 1e9
    default: now = .infinity
    }
    guard now.magnitude < 1e15 else { return .failure(Problem(code: .notANumber, detail: "no time stamp")) }
    guard now > last else {
      let code: IssueCode = now == last ? .timeDuplicate : .timeBackward
      return .failure(
        Problem(code: code, detail: "\(DecimalText.shortest(now)) s after \(DecimalText.shortest(last)) s"))
    }
    if first == nil { first = stamp }
    last = now
    return .success(now)
  }

  private func inSeconds(_ value: Double) -> Double {
    let inverse = (1 / factor).rounded()
    // Dividing by 1000 rounds once; multiplying by 0.001 would round twice.
    return factor < 1 && (1 / factor - inverse).magnitude < 1e-6 ? value / inverse : value * factor
  }
}
