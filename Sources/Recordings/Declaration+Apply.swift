// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// What the user declares does not fit the file.
public enum DeclarationError: Error, Sendable, Hashable, CustomStringConvertible {
  case unknownChannel(String, available: [String])
  case ambiguousChannel(String, matches: [String])
  case wrongDimension(channel: String, kind: ChannelKind, unit: String)

  public var description: String {
    switch self {
    case .unknownChannel(let name, let available):
      "there is no channel '\(name)'; the file has \(available.map { "'\($0)'" }.joined(separator: ", "))"
    case .ambiguousChannel(let name, let matches):
      "'\(name)' may be \(matches.map { "'\($0)'" }.joined(separator: " or ")); write the whole header or the column number"
    case .wrongDimension(let channel, let kind, let unit):
      "channel '\(channel)' is declared as \(kind.rawValue), but its unit \(unit) measures something else"
    }
  }
}

extension ChannelDeclaration {
  /// What the declaration calls its channel, for messages.
  public var reference: String { column ?? name ?? "" }

  /// The one of several channels that is meant.
  ///
  /// Tried in this order, the first that fits wins: the whole name or header; the same but for case; both without a
  /// unit in brackets; the 1-based column number.
  /// - Parameters:
  ///   - names: Name and header of each channel.
  ///   - columns: Column number of each.
  /// - Returns: Index into `names`, nil when none fits.
  public func match(names: [[String]], columns: [Int]) throws(DeclarationError) -> Int? {
    let wanted = reference
    let rules: [(String) -> Bool] = [
      { $0 == wanted }, { $0.lowercased() == wanted.lowercased() },
      { Self.bare($0).lowercased() == Self.bare(wanted).lowercased() },
    ]
    for rule in rules {
      let hits = names.indices.filter { names[$0].contains(where: rule) }
      if hits.count == 1 { return hits[0] }
      if hits.count > 1 { throw .ambiguousChannel(wanted, matches: hits.map { names[$0].last ?? "" }) }
    }
    guard let number = Int(wanted), number > 0 else { return nil }
    return columns.firstIndex(of: number)
  }

  /// A header without the unit at its end: `Force (N)` and `Force [N]` give `Force`.
  static func bare(_ header: String) -> String {
    guard let last = header.last, last == ")" || last == "]", let open = header.lastIndex(of: last == ")" ? "(" : "[")
    else { return header }
    var name = header[..<open]
    while name.last == " " { name.removeLast() }
    return name.isEmpty ? header : String(name)
  }
}

extension Declaration {
  /// Puts what is declared on the recordings of a file, whatever its format.
  ///
  /// A declared channel must be in one of them at least; columns declared as time have been used up by the reader.
  public func applied(to recordings: [Recording]) throws(DeclarationError) -> [Recording] {
    var recordings = recordings
    for declared in channels where !declared.isTime {
      var found = false
      for index in recordings.indices {
        if try declared.apply(to: &recordings[index]) { found = true }
      }
      if !found { throw .unknownChannel(declared.reference, available: Self.names(recordings)) }
    }
    for index in recordings.indices {
      recordings[index].description.merge(description)
      recordings[index].edits += edits
      if let programme {
        recordings[index].programme = recordings[index].programme?.filled(from: programme) ?? programme
      }
      recordings[index].addUnitIssues()
      if let sampleRate { recordings[index].addRateIssue(declared: sampleRate) }
    }
    return recordings
  }

  private static func names(_ recordings: [Recording]) -> [String] {
    var names: [String] = []
    for recording in recordings {
      for channel in recording.channels where !names.contains(channel.name) { names.append(channel.name) }
    }
    return names
  }
}

extension ChannelDeclaration {
  fileprivate func apply(to recording: inout Recording) throws(DeclarationError) -> Bool {
    guard
      let index = try match(
        names: recording.channels.map { [$0.name, $0.header] }, columns: recording.channels.map(\.column))
    else { return false }
    var channel = recording.channels[index]
    if let kind { channel.kind = kind }
    if let unit {
      channel.unit = unit
      channel.unitIssue = nil
    }
    if let unit = channel.unit, let dimension = channel.kind.dimension, unit.dimension != dimension {
      guard dimension == .rating, unit.dimension == .length else {
        throw .wrongDimension(channel: channel.name, kind: channel.kind, unit: unit.symbol)
      }
      // On a scale a centimetre is a centimetre of rating.
      channel.unit = Unit(symbol: unit.symbol, dimension: .rating, factor: unit.factor / 10)
    }
    if channel.unit == nil, channel.unitIssue == nil, channel.kind.dimension != nil { channel.unitIssue = .unitUnknown }
    if let calibration { channel.calibration = calibration }
    if let role { channel.role = role }
    if let name { channel.name = name }
    recording.channels[index] = channel
    return true
  }
}

extension Recording {
  /// A declared rate that the file's own time contradicts by more than a hundredth has no effect, and the user is told.
  fileprivate mutating func addRateIssue(declared: Hertz) {
    guard sampleCount > 1 else { return }
    let rate = Quality(of: self).time.rate
    guard rate > 0, rate.isFinite, (rate / declared.value - 1).magnitude > 0.01 else { return }
    let rounded = (rate * 1000).rounded() / 1000
    let (said, found) = (DecimalText.shortest(declared.value), DecimalText.shortest(rounded.isFinite ? rounded : rate))
    issues.append(Issue(.rateUnused, "\(said) Hz declared, \(found) Hz in the file"))
  }

  /// One issue a channel whose unit is open, or was taken from a mass.
  fileprivate mutating func addUnitIssues() {
    for channel in channels {
      guard let code = channel.unitIssue, code == .kgAsKgf || channel.kind.dimension != nil else { continue }
      issues.append(Issue(code, "channel '\(channel.header.isEmpty ? channel.name : channel.header)'"))
    }
  }
}

extension Description {
  /// Takes over every field the other one fills.
  public mutating func merge(_ other: Description) {
    let fields: [WritableKeyPath<Description, String>] = [
      \.subject, \.visit, \.condition, \.rater, \.device, \.setting, \.site, \.side,
    ]
    for field in fields where !other[keyPath: field].isEmpty { self[keyPath: field] = other[keyPath: field] }
    if let area = other.area { self.area = area }
    if !other.trialSites.isEmpty { trialSites = other.trialSites }
    if !other.trialSides.isEmpty { trialSides = other.trialSides }
    if other.massIsForce { massIsForce = true }
  }
}

extension Programme {
  /// The programme a file tells, with what it leaves open taken from a declared one.
  func filled(from other: Programme) -> Programme {
    var filled = self
    filled.nominalRate = nominalRate ?? other.nominalRate
    filled.limit = limit ?? other.limit
    filled.nominalPressure = nominalPressure ?? other.nominalPressure
    filled.conditioningPressure = conditioningPressure ?? other.conditioningPressure
    filled.timeOn = timeOn ?? other.timeOn
    filled.timeOff = timeOff ?? other.timeOff
    filled.pulseCount = pulseCount ?? other.pulseCount
    filled.ratingCriterion = ratingCriterion ?? other.ratingCriterion
    if stop == .unknown { filled.stop = other.stop }
    return filled
  }
}
