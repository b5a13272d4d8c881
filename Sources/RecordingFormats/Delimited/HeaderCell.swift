// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// A header such as `Force (N)` taken apart into name and unit.
struct HeaderCell {
  /// The whole text, trimmed.
  let text: String
  /// Name of the channel, unique in the table once the other columns are known.
  private(set) var title: String
  /// The part before the unit.
  let name: String
  /// The unit as written; nil when there is none.
  let unitText: String?
  let meaning: HeaderMeaning

  /// - Parameter unitRow: The cell below, when the table has a row of units.
  init(_ text: String, unitRow: String? = nil) {
    self.text = text
    let (name, unit) = Self.split(text)
    if let row = unitRow, !row.isEmpty, row != "-" {
      self.name = text
      unitText = Self.inBrackets(row) ?? row
    } else {
      self.name = name
      unitText = unit
    }
    meaning = HeaderMeaning(name: self.name)
    title = self.name
  }

  /// The same column under another name.
  func titled(_ title: String) -> HeaderCell {
    var cell = self
    cell.title = title
    return cell
  }

  /// Whether a cell of a possible unit row is a unit, or says that there is none.
  static func isUnit(_ text: String) -> Bool {
    if text.isEmpty || text == "-" || text == "1" { return true }
    if inBrackets(text) != nil { return true }
    return UnitSpelling(text) != .unknown
  }

  static func inBrackets(_ text: String) -> String? {
    guard let first = text.first, let last = text.last, text.count >= 2 else { return nil }
    switch (first, last) {
    case ("[", "]"), ("(", ")"), ("{", "}"), ("<", ">"): return String(text.dropFirst().dropLast()).trimmed
    default: return nil
    }
  }

  private static func split(_ text: String) -> (name: String, unit: String?) {
    let closers: [Character: Character] = ["]": "[", ")": "(", "}": "{"]
    if let last = text.last, let opener = closers[last], let open = lastOpening(text, opener, last) {
      let unit = String(text[text.index(after: open)..<text.index(before: text.endIndex)]).trimmed
      let name = String(text[..<open]).trimmed
      // "VAS (left hand)" has a remark in brackets rather than a unit; what is no unit stays part of the name.
      if UnitSpelling(unit) != .unknown || !unit.contains(" ") { return (name, unit.isEmpty ? nil : unit) }
      return (text, nil)
    }
    for separator in [" / ", ", ", " in ", "/"] {
      guard let range = text.lastRange(of: separator) else { continue }
      let unit = String(text[range.upperBound...]).trimmed
      if UnitSpelling(unit) != .unknown { return (String(text[..<range.lowerBound]).trimmed, unit) }
    }
    for separator: Character in ["_", " "] {
      guard let cut = text.lastIndex(of: separator), cut != text.startIndex else { continue }
      let unit = String(text[text.index(after: cut)...])
      let name = String(text[..<cut]).trimmed
      if isSuffixUnit(unit, of: name) { return (name, unit) }
    }
    return (text, nil)
  }

  /// Bare suffixes are taken as units only where the name says the quantity, or where they can hardly be a word.
  private static func isSuffixUnit(_ suffix: String, of name: String) -> Bool {
    let spelling = UnitSpelling(suffix)
    let meaning = HeaderMeaning(name: name)
    switch spelling {
    case .unknown: return false
    case .gramOrGravity: return meaning == .channel(.force) || meaning == .channel(.acceleration)
    case .massAsForce: return meaning == .channel(.force) || meaning == .channel(.pressure)
    case .known(let unit):
      switch meaning {
      case .time: return unit.dimension == .time
      case .channel(.rating): return unit.dimension == .rating || unit.dimension == .length
      case .channel(.marker): return false
      case .channel(let kind): return kind.dimension == unit.dimension || [.pressure, .force].contains(unit.dimension)
      case .label, .personal, .event: return false
      case .unknown:
        return !["in", "min", "h", "m", "s", "v", "n", "raw", "cm", "vas", "nrs"].contains(suffix.lowercased())
      }
    }
  }

  /// Index of the bracket that the last character closes.
  private static func lastOpening(_ text: String, _ opener: Character, _ closer: Character) -> String.Index? {
    var depth = 0
    for index in text.indices.reversed() {
      if text[index] == closer { depth += 1 }
      if text[index] == opener {
        depth -= 1
        if depth == 0 { return index }
      }
    }
    return nil
  }
}

extension String {
  var trimmed: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
    var view = self[...]
    while let first = view.first, isSpace(first) { view.removeFirst() }
    while let last = view.last, isSpace(last) { view.removeLast() }
    return String(view)
  }

  func lastRange(of pattern: String) -> Range<String.Index>? { ranges(of: pattern).last }
}
