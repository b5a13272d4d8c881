// SPDX-License-Identifier: GPL-3.0-or-later

/// The labels of the last stretch of a stream.
struct LabelTrail: Sendable {
  private var changes: [String: [(index: Int, text: String)]] = [:]

  mutating func set(_ kind: String, _ text: String, at index: Int) {
    if changes[kind]?.last?.text != text { changes[kind, default: []].append((index, text)) }
  }

  func text(_ kind: String, at index: Int) -> String? {
    let text = changes[kind]?.last { $0.index <= index }?.text
    return text?.isEmpty == true ? nil : text
  }

  mutating func forget(before index: Int) {
    for kind in changes.keys {
      guard let first = changes[kind]?.lastIndex(where: { $0.index <= index }), first > 0 else { continue }
      changes[kind]?.removeFirst(first)
    }
  }
}

/// Notices loads that go down although no sign was declared: over 5 kPa below idle for half a second.
struct SignWatch: Sendable {
  private(set) var isTold = false
  private var since: Double?

  /// - Returns: Whether it is to be told now, once a stream.
  mutating func take(_ time: Double, _ pressure: Double) -> Bool {
    guard pressure < -5 else {
      since = nil
      return false
    }
    let start = since ?? time
    since = start
    guard !isTold, time - start >= 0.5 else { return false }
    isTold = true
    return true
  }
}
