// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What each column of a table is read as: by declaration first, then by its header.
struct ColumnPlan {
  struct Column {
    let header: HeaderCell
    var meaning: HeaderMeaning
    var isDeclared = false
  }

  var columns: [Column]
  /// Index of the time column; nil when the table has none.
  var time: Int?
  /// Seconds of one unit of the time column; 1 for date-time stamps.
  var timeFactor = 1.0
  var modes: [ColumnBuilder.Mode]
  let hasHeader: Bool

  init(_ layout: TableLayout, _ declaration: Declaration) throws(ReadError) {
    let headers =
      layout.header ?? (0..<layout.columnCount).map { _ in HeaderCell("") }
    hasHeader = layout.header != nil
    columns = Self.uniqueNames(headers).map { Column(header: $0, meaning: $0.meaning) }
    modes = []
    var declaredTime: (column: Int, unit: Unit?)?
    for declared in declaration.channels {
      let match: Int?
      do throws(DeclarationError) {
        match = try declared.match(
          names: columns.map { [$0.header.title, $0.header.text] }, columns: Array(1...columns.count))
      } catch {
        throw .declaration(error)
      }
      guard let match else {
        throw .declaration(.unknownChannel(declared.reference, available: columns.map(\.header.title)))
      }
      columns[match].isDeclared = true
      if declared.isTime {
        declaredTime = (match, declared.unit)
      } else {
        let known = declared.kind ?? .other
        if case .channel = columns[match].meaning { continue }
        columns[match].meaning = .channel(known)
      }
    }
    try chooseTime(layout, declaredTime)
    modes = columns.indices.map { column in
      if column == time {
        return layout.dateColumns.contains(column)
          ? .dateTime : layout.longColumns.contains(column) ? .wholeNumber : .number
      }
      switch columns[column].meaning {
      case .personal: return .skip
      case .label: return .label
      default: return layout.dateColumns.contains(column) ? .skip : .number
      }
    }
  }

  private mutating func chooseTime(_ layout: TableLayout, _ declared: (column: Int, unit: Unit?)?) throws(ReadError) {
    if let declared {
      time = declared.column
      if layout.dateColumns.contains(declared.column) { return }
      guard let factor = declared.unit.map(\.factor) ?? Self.factor(columns[declared.column].header) else {
        throw .timeUnitMissing(column: columns[declared.column].header.title)
      }
      timeFactor = factor
      return
    }
    let candidates = columns.indices.filter { columns[$0].meaning == .time && !columns[$0].isDeclared }
    if let dated = candidates.first(where: layout.dateColumns.contains) {
      time = dated
    } else if let known = candidates.first(where: { Self.factor(columns[$0].header) != nil }) {
      time = known
      timeFactor = Self.factor(columns[known].header) ?? 1
    } else if let open = candidates.first {
      throw .timeUnitMissing(column: columns[open].header.title)
    } else if let dated = layout.dateColumns.min() {
      time = dated
    } else if hasHeader {
      // A table with a row of units only: the first column in seconds or the like.
      time = columns.indices.first { columns[$0].meaning == .unknown && Self.factor(columns[$0].header) != nil }
      if let time { timeFactor = Self.factor(columns[time].header) ?? 1 }
    }
  }

  /// Seconds a unit of a time column, by its unit or by a header word that is one.
  private static func factor(_ header: HeaderCell) -> Double? {
    if let text = header.unitText {
      if case .known(let unit) = UnitSpelling(text), unit.dimension == .time { return unit.factor }
      return nil
    }
    for word in HeaderMeaning.words(header.name) {
      switch word {
      case "millis", "milliseconds", "msec": return 0.001
      case "micros", "microseconds": return 1e-6
      case "seconds", "secs", "sec", "sekunden": return 1
      default: continue
      }
    }
    return nil
  }

  /// Names without units where these differ, else whole headers; empty ones become `column 3`, repeated ones `Force #2`.
  private static func uniqueNames(_ headers: [HeaderCell]) -> [HeaderCell] {
    var counts: [String: Int] = [:]
    for header in headers { counts[header.name, default: 0] += 1 }
    let wanted = headers.enumerated().map { column, header in
      let name = header.name.isEmpty || counts[header.name, default: 0] > 1 ? header.text : header.name
      return name.isEmpty ? "column \(column + 1)" : name
    }
    return zip(headers, DistinctNames.of(wanted, mark: " #")).map { $0.titled($1) }
  }
}

extension HeaderCell {
  /// Kind and unit of the channel this header describes.
  /// - Parameter massIsForce: Whether the user allows `kg` for kgf.
  func channel(_ meaning: HeaderMeaning, massIsForce: Bool) -> (kind: ChannelKind, unit: Unit?, issue: IssueCode?) {
    var kind: ChannelKind = .other
    if case .channel(let named) = meaning { kind = named }
    if meaning == .event { kind = .marker }
    guard let unitText, !unitText.isEmpty, unitText != "-" else {
      return (kind, nil, kind.dimension == nil ? nil : .unitUnknown)
    }
    switch UnitSpelling(unitText) {
    case .known(let unit):
      if kind == .rating, unit.dimension == .length || unit.dimension == .rating {
        let factor = unit.dimension == .length ? unit.factor / 10 : unit.factor
        return (kind, Unit(symbol: unit.symbol, dimension: .rating, factor: factor), nil)
      }
      if kind == .marker || kind == .sound { return (kind, unit, nil) }
      if kind.dimension == unit.dimension { return (kind, unit, nil) }
      // The unit says more than the word: "Load (kPa)" is a pressure.
      let byUnit = ChannelKind.allCases.first { $0.dimension == unit.dimension }
      // Recorded as volts or counts: what the name says, in a unit that is not yet one of it.
      if kind.dimension != nil, byUnit == nil || byUnit == .voltage || byUnit == .rating {
        return (kind, nil, .unitUnknown)
      }
      return (byUnit ?? kind, unit, nil)
    case .massAsForce(let unit):
      guard kind == .force || kind == .pressure || kind == .other else { return (kind, nil, .unitUnknown) }
      guard massIsForce else { return (kind, nil, .unitAmbiguous) }
      return (unit.dimension == .pressure ? .pressure : .force, unit, .kgAsKgf)
    case .gramOrGravity:
      if kind == .acceleration { return (kind, UnitTableFace.gravity, nil) }
      if kind == .force, massIsForce { return (kind, UnitTableFace.gramForce, .kgAsKgf) }
      return (kind, nil, .unitAmbiguous)
    case .unknown: return (kind, nil, .unitUnknown)
    }
  }
}

/// The two meanings of `g`.
enum UnitTableFace {
  static let gravity = Unit(symbol: "g", dimension: .acceleration, factor: 9.80665)
  static let gramForce = Unit(symbol: "gf", dimension: .force, factor: 0.009_806_65)
}
