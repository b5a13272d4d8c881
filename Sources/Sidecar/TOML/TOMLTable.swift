// SPDX-License-Identifier: GPL-3.0-or-later

/// A table while it is being filled; what may still be added depends on how it came about.
final class TOMLTable {
  enum Origin {
    /// Named by the beginning of a longer header; may get a header of its own once.
    case implied
    case header
    /// Made by a dotted key; more dotted keys may add to it.
    case dotted
    case inline
  }

  enum Item {
    case value(Node.Value, line: Int)
    case table(TOMLTable)
    case tables([TOMLTable])
    /// Elements of an array may be inline tables, so they keep their items.
    case array([Item], line: Int)
  }

  var origin: Origin
  let line: Int
  var items: [String: Item] = [:]

  init(_ origin: Origin, line: Int) {
    self.origin = origin
    self.line = line
  }

  func node(path: String) -> Node {
    var entries: [String: Node] = [:]
    for (key, item) in items { entries[key] = Self.node(item, path: path.isEmpty ? key : "\(path).\(key)") }
    return Node(value: .table(entries), path: path, line: line)
  }

  private static func node(_ item: Item, path: String) -> Node {
    switch item {
    case .value(let value, let line): Node(value: value, path: path, line: line)
    case .table(let table): table.node(path: path)
    case .tables(let tables):
      Node(
        value: .list(tables.enumerated().map { $1.node(path: "\(path)[\($0)]") }), path: path,
        line: tables.first?.line ?? 1)
    case .array(let items, let line):
      Node(value: .list(items.enumerated().map { node($1, path: "\(path)[\($0)]") }), path: path, line: line)
    }
  }
}
