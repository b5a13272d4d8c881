// SPDX-License-Identifier: GPL-3.0-or-later
import Reporting
import SignalProcessing

/// Progress on standard error: a bar on a terminal, a plain line every 30 s in a log.
struct Progress {
  private let choice: ProgressChoice
  private let total: Int
  private let started = ContinuousClock.now
  private var told = ContinuousClock.now
  private var done = 0

  init(choice: ProgressChoice, total: Int) {
    self.total = total
    switch choice {
    // One file needs no bar.
    case .auto: self.choice = total < 2 ? .none : StandardStreams.errorIsTerminal ? .bar : .plain
    default: self.choice = choice
    }
  }

  mutating func advance(_ name: String) {
    done += 1
    let now = ContinuousClock.now
    let interval: Duration = choice == .bar ? .milliseconds(100) : .seconds(30)
    switch choice {
    case .json:
      let object: [String: JSONValue] = [
        "type": .text("progress"), "done": .integer(done), "total": .integer(total), "name": .text(name),
      ]
      StandardStreams.error(JSONValue.object(object).line + "\n")
    case .bar, .plain:
      guard now - told >= interval else { return }
      told = now
      StandardStreams.error(choice == .bar ? "\r\u{1B}[K" + bar(now) : "palpate: " + words(now) + "\n")
    case .auto, .none: return
    }
  }

  /// Clears the bar.
  func finish() {
    if choice == .bar { StandardStreams.error("\r\u{1B}[K") }
  }

  private func bar(_ now: ContinuousClock.Instant) -> String {
    let filled = done * 30 / max(1, total)
    return "[" + String(repeating: "#", count: filled) + String(repeating: " ", count: 30 - filled) + "] " + words(now)
  }

  private func words(_ now: ContinuousClock.Instant) -> String {
    let elapsed = (now - started) / .seconds(1)
    let rate = elapsed > 0 ? Double(done) / elapsed : 0
    let left = rate > 0 ? ", \(Int((Double(total - done) / rate).rounded(.up))) s left" : ""
    return
      "\(done) of \(total) files, \(rate < 10 ? FigureText.rounded(rate, decimals: 1) : FigureText.rounded(rate, decimals: 0)) a second\(left)"
  }
}
