// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// One table of a sidecar, read key by key with its types and units checked.
struct Section {
  let file: String
  let path: String
  let line: Int
  let entries: [String: Node]

  /// The table at a node.
  init(_ node: Node, file: String) throws(SidecarError) {
    guard case .table(let entries) = node.value else {
      throw SidecarError(
        file: file, line: node.line,
        problem: .wrongType(key: node.path, expected: "a table like [\(node.path)]", found: node.found))
    }
    self.file = file
    path = node.path
    line = node.line
    self.entries = entries
  }

  private init(file: String, path: String, line: Int, entries: [String: Node]) {
    self.file = file
    self.path = path
    self.line = line
    self.entries = entries
  }

  /// The section without some of its keys.
  func without(_ keys: [String]) -> Section {
    Section(file: file, path: path, line: line, entries: entries.filter { !keys.contains($0.key) })
  }

  /// Keys in the order of the file.
  var keys: [String] {
    entries.keys.sorted { a, b in
      let (first, second) = (entries[a]?.line ?? 0, entries[b]?.line ?? 0)
      return first == second ? a < b : first < second
    }
  }

  func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

  /// Refuses keys that are not in the list.
  func allow(_ valid: [String]) throws(SidecarError) {
    for key in keys where !valid.contains(key) {
      throw error(
        key, .unknownKey(full(key), nearest: NearestKey.of(key, among: valid), valid: valid))
    }
  }

  func error(_ key: String, _ problem: SidecarError.Problem) -> SidecarError {
    SidecarError(file: file, line: entries[key]?.line ?? line, problem: problem)
  }

  func invalid(_ key: String, expected: String, found: String) -> SidecarError {
    error(key, .invalid(key: full(key), expected: expected, found: found))
  }

  private func wrongType(_ key: String, _ expected: String, _ node: Node) -> SidecarError {
    error(key, .wrongType(key: full(key), expected: expected, found: node.found))
  }

  func text(_ key: String) throws(SidecarError) -> String? {
    guard let node = entries[key] else { return nil }
    guard case .text(let text) = node.value else { throw wrongType(key, "text in quotes", node) }
    guard !text.isEmpty else { throw invalid(key, expected: "text that is not empty", found: "") }
    // Texts end up in tables; a control character would break them.
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw error(key, .wrongType(key: full(key), expected: "text without control characters", found: "some"))
    }
    return text
  }

  func texts(_ key: String) throws(SidecarError) -> [String]? {
    try list(key, "an array of texts") {
      guard case .text(let text) = $0.value, !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
        return nil
      }
      return text
    }
  }

  func numbers(_ key: String) throws(SidecarError) -> [Double]? {
    try list(key, "an array of finite numbers", Self.number(of:))
  }

  func number(_ key: String) throws(SidecarError) -> Double? {
    guard let node = entries[key] else { return nil }
    guard let number = Self.number(of: node) else { throw wrongType(key, "a finite number", node) }
    return number
  }

  func count(_ key: String, within range: ClosedRange<Int>) throws(SidecarError) -> Int? {
    guard let node = entries[key] else { return nil }
    guard case .integer(let number) = node.value, range.contains(number) else {
      throw wrongType(key, "a whole number from \(range.lowerBound) to \(range.upperBound)", node)
    }
    return number
  }

  func flag(_ key: String) throws(SidecarError) -> Bool? {
    guard let node = entries[key] else { return nil }
    guard case .flag(let flag) = node.value else { throw wrongType(key, "true or false", node) }
    return flag
  }

  /// One of a closed set of words.
  func choice<C>(_ key: String, _ choices: [(word: String, value: C)]) throws(SidecarError) -> C? {
    guard let word = try text(key) else { return nil }
    guard let choice = choices.first(where: { $0.word == word }) else {
      let words = choices.map(\.word)
      throw invalid(
        key, expected: "one of \(words.joined(separator: ", ")) (nearest: \(NearestKey.of(word, among: words)))",
        found: word)
    }
    return choice.value
  }

  /// A number with its unit, such as `"50 kPa/s"`; bounds are in the reporting unit.
  func quantity<Q: Quantity>(_ key: String, within range: ClosedRange<Double>) throws(SidecarError) -> Q? {
    guard let text = try measureText(key) else { return nil }
    let quantity: Q
    do {
      quantity = try Measure(parsing: text).quantity(Q.self)
    } catch {
      throw invalid(key, expected: "a number with a unit like \(Q.dimension.reportingSymbol) (\(error))", found: text)
    }
    guard range.contains(quantity.value) else {
      let symbol = Q.dimension.reportingSymbol
      let (low, high) = (DecimalText.shortest(range.lowerBound), DecimalText.shortest(range.upperBound))
      throw invalid(key, expected: "\(low) to \(high) \(symbol)", found: text)
    }
    return quantity
  }

  /// Text of a measure; a bare number is the most likely mistake and is told so.
  func measureText(_ key: String) throws(SidecarError) -> String? {
    guard let node = entries[key] else { return nil }
    guard case .text(let text) = node.value else {
      throw wrongType(key, "a number with its unit in quotes, such as \"50 kPa/s\"", node)
    }
    return text
  }

  /// A single value as text, for settings that have their own reading of it.
  func scalarText(_ key: String) throws(SidecarError) -> String? {
    guard let node = entries[key] else { return nil }
    switch node.value {
    case .text(let text): return text
    case .integer(let number): return String(number)
    case .number(let number) where number.isFinite: return DecimalText.shortest(number)
    case .flag(let flag): return flag ? "true" : "false"
    default: throw wrongType(key, "one value", node)
    }
  }

  /// Every entry as a setting; each must be a number with its unit.
  func measures() throws(SidecarError) -> [Setting] {
    var settings: [Setting] = []
    for key in keys {
      guard let text = try measureText(key) else { continue }
      do {
        _ = try Measure(parsing: text)
      } catch {
        throw invalid(key, expected: "a number with its unit (\(error))", found: text)
      }
      settings.append(Setting(key: key, text: text, file: file, line: entries[key]?.line))
    }
    return settings
  }

  private func list<T>(
    _ key: String, _ expected: String, _ element: (Node) -> T?
  ) throws(SidecarError) -> [T]? {
    guard let node = entries[key] else { return nil }
    guard case .list(let nodes) = node.value else { throw wrongType(key, expected, node) }
    var elements: [T] = []
    for node in nodes {
      guard let value = element(node) else { throw wrongType(key, expected, node) }
      elements.append(value)
    }
    return elements
  }

  private static func number(of node: Node) -> Double? {
    switch node.value {
    case .integer(let number): Double(number)
    case .number(let number) where number.isFinite: number
    default: nil
    }
  }
}
