// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// `--declare NAME=QUANTITY:UNIT`: what a column is.
enum DeclareOption {
  /// - Parameters:
  ///   - text: Header or 1-based number of the column, `=`, a quantity, and its unit after a colon.
  ///   - massIsForce: Whether `kg` and its like may mean a force.
  static func parse(_ text: String, massIsForce: Bool) throws(Failure) -> ChannelDeclaration {
    func failure(_ message: String) -> Failure { Failure(.usage, "--declare \(text)", message) }
    guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
      throw failure("expected NAME=QUANTITY:UNIT, such as 2=force:N or BTN=marker")
    }
    let name = String(text[..<equals])
    let parts = text[text.index(after: equals)...].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let word = String(parts.first ?? "")
    let unitText = parts.count > 1 ? String(parts[1]) : ""
    var channel = ChannelDeclaration(column: name)
    if word == "time" {
      channel.isTime = true
    } else {
      guard let kind = ChannelKind.allCases.first(where: { self.word($0) == word }) else {
        let words = ["time"] + ChannelKind.allCases.map { self.word($0) }
        let nearest = Nearest.of(word, among: words).map { "; did you mean \($0)?" } ?? ""
        throw failure("expected a quantity (\(words.joined(separator: ", "))), found '\(word)'\(nearest)")
      }
      channel.kind = kind
    }
    let dimension = channel.isTime ? Dimension.time : channel.kind?.dimension
    if unitText.isEmpty {
      guard let dimension else { return channel }
      let example = "\(name)=\(word):\(dimension.reportingSymbol)"
      throw failure("the unit is missing; write it, such as \(example)")
    }
    switch UnitSpelling(unitText) {
    case .known(let unit): channel.unit = unit
    case .gramOrGravity where channel.kind == .acceleration:
      channel.unit = Unit(symbol: "g", dimension: .acceleration, factor: 9.80665)
    case .massAsForce(let unit) where massIsForce:
      channel.unit = unit
      channel.unitIssue = .kgAsKgf
    case .massAsForce(let unit):
      throw failure("'\(unitText)' is a mass; write '\(unit.symbol)' if a force is meant, or add --mass-is-force")
    case .gramOrGravity where massIsForce:
      channel.unit = Unit(symbol: "gf", dimension: .force, factor: 0.009_806_65)
      channel.unitIssue = .kgAsKgf
    case .gramOrGravity: throw failure("'g' is a mass; write 'gf' if a force is meant, or add --mass-is-force")
    case .unknown: throw failure("unknown unit '\(unitText)'")
    }
    // A rating scale is measured in centimetres of itself.
    if channel.kind == .rating, let unit = channel.unit, unit.dimension == .length {
      channel.unit = Unit(symbol: unit.symbol, dimension: .rating, factor: unit.factor / 10)
    }
    if let dimension, let unit = channel.unit, unit.dimension != dimension {
      throw failure("expected a unit of \(word) like \(dimension.reportingSymbol), found '\(unitText)'")
    }
    return channel
  }

  /// What the option calls a kind of channel.
  static func word(_ kind: ChannelKind) -> String {
    kind == .angularRate ? "angular_rate" : kind.rawValue
  }
}

/// The valid word a mistyped one most likely stands for.
public enum Nearest {
  /// - Returns: The candidate of least edit distance, if it is at most a third of the length away (at least 2).
  public static func of(_ word: String, among candidates: [String]) -> String? {
    let typed = Array(word.utf8.prefix(64))
    let limit = max(2, typed.count / 3)
    return candidates.map { (distance(typed, Array($0.utf8)), $0) }.filter { $0.0 <= limit }.min { $0.0 < $1.0 }?.1
  }

  private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices { row.append(min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))) }
      last = row
    }
    return last[b.count]
  }
}
