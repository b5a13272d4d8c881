// SPDX-License-Identifier: GPL-3.0-or-later

/// One value of a TOML document with its place: all the rest of this target sees of TOML.
struct Node: Sendable {
  indirect enum Value: Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case flag(Bool)
    /// Recognised only: no sidecar key takes one.
    case dateOrTime
    case list([Node])
    case table([String: Node])
  }

  let value: Value
  /// Key path from the root, such as `channels.force.unit` or `edit[0].reason`.
  let path: String
  /// 1-based.
  let line: Int

  /// What was found, for messages.
  var found: String {
    switch value {
    case .text(let text): "the text '\(text)'"
    case .integer(let number): "the number \(number)"
    case .number(let number): "the number \(number)"
    case .flag(let flag): "\(flag)"
    case .dateOrTime: "a date or time"
    case .list: "an array"
    case .table: "a table"
    }
  }
}
