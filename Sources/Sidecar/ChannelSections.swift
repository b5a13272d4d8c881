// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension SidecarContents {
  private static let channelKeys = [
    "column", "quantity", "unit", "role", "scale", "offset", "polynomial", "sign", "area", "lag", "range", "active",
    "latency",
  ]
  /// Most coefficients a calibration polynomial may have.
  private static let coefficientLimit = 16

  /// `[channels.NAME]`: what each column is.
  mutating func readChannels(_ section: Section) throws(SidecarError) {
    for name in section.keys {
      guard let channel = try section.section(name) else { continue }
      guard !name.isEmpty else { throw section.invalid(name, expected: "a channel name", found: "") }
      try readChannel(channel, name: name)
    }
    for (index, channel) in declaration.channels.enumerated() {
      let rivals = declaration.channels[..<index].filter { $0.column != nil && $0.column == channel.column }
      guard let rival = rivals.first, let name = channel.name, let other = rival.name else { continue }
      throw section.error(
        name, .conflict(key: "\(section.full(name)).column", other: "\(section.full(other)).column"))
    }
  }

  private mutating func readChannel(_ section: Section, name: String) throws(SidecarError) {
    try section.allow(Self.channelKeys)
    var channel = ChannelDeclaration(name: name)
    channel.column = try Self.column(section)
    if let word = try section.choice("quantity", Self.quantities) {
      channel.isTime = word == Self.time
      channel.kind = channel.isTime ? nil : ChannelKind(quantity: word)
    }
    channel.role = try section.choice("role", [("stimulus", .stimulus), ("conditioning", .conditioning)])
    try readUnit(section, &channel)
    channel.calibration = try readCalibration(section)
    if section.entries["polynomial"] != nil || section.entries["scale"] != nil || section.entries["offset"] != nil {
      given.insert(section.full("polynomial"))
      // Recorded numbers become another quantity, so the header's unit no longer says anything.
      if channel.unit == nil, channel.kind != .marker {
        throw section.error("unit", .missing(key: section.full("unit"), expected: "the unit of the calibrated values"))
      }
    }
    for key in ["sign", "area", "lag", "range", "active", "latency"] where section.entries[key] != nil {
      given.insert(section.full(key))
    }
    declaration.channels.append(channel)
  }

  /// Header text, or a 1-based number.
  private static func column(_ section: Section) throws(SidecarError) -> String? {
    if case .integer? = section.entries["column"]?.value {
      return try section.count("column", within: 1...1_000_000).map(String.init)
    }
    return try section.text("column")
  }

  private func readUnit(_ section: Section, _ channel: inout ChannelDeclaration) throws(SidecarError) {
    guard let text = try section.text("unit") else { return }
    let expected = channel.isTime ? Dimension.time : channel.kind?.dimension
    let advice = expected.map { "a unit like \($0.reportingSymbol)" } ?? "a unit"
    switch UnitSpelling(text) {
    case .known(let unit):
      channel.unit = unit
    case .massAsForce(let unit):
      try takeMass(unit, text, section, &channel)
    case .gramOrGravity where channel.kind == .acceleration:
      channel.unit = Unit(symbol: "g", dimension: .acceleration, factor: 9.80665)
    case .gramOrGravity:
      try takeMass(Unit(symbol: "gf", dimension: .force, factor: 0.009_806_65), text, section, &channel)
    case .unknown:
      throw section.invalid("unit", expected: advice, found: text)
    }
    // A centimetre is a length, but a rating scale is measured in it.
    if channel.kind == .rating, let unit = channel.unit, unit.dimension == .length {
      channel.unit = Unit(symbol: unit.symbol, dimension: .rating, factor: unit.factor / 10)
    }
    guard let expected, let unit = channel.unit, unit.dimension != expected else { return }
    throw section.invalid("unit", expected: advice, found: text)
  }

  private func takeMass(
    _ unit: Unit, _ text: String, _ section: Section, _ channel: inout ChannelDeclaration
  ) throws(SidecarError) {
    guard declaration.description.massIsForce else {
      throw section.invalid(
        "unit", expected: "a force unit ('\(unit.symbol)' if that is meant, or recording.mass_is_force = true)",
        found: text)
    }
    channel.unit = unit
    channel.unitIssue = .kgAsKgf
  }

  private func readCalibration(_ section: Section) throws(SidecarError) -> Calibration? {
    var calibration = Calibration()
    let scale = try section.number("scale")
    let offset = try section.number("offset")
    if let coefficients = try section.numbers("polynomial") {
      if scale != nil || offset != nil {
        throw section.error(
          "polynomial",
          .conflict(key: section.full("polynomial"), other: section.full(scale == nil ? "offset" : "scale")))
      }
      guard (2...Self.coefficientLimit).contains(coefficients.count),
        coefficients.dropFirst().contains(where: { $0 != 0 })
      else {
        throw section.invalid(
          "polynomial", expected: "2 to \(Self.coefficientLimit) coefficients c0, c1, …, not all but c0 zero",
          found: "\(coefficients.count) of them")
      }
      calibration.polynomial = coefficients
    } else if scale != nil || offset != nil {
      if scale == 0 { throw section.invalid("scale", expected: "a number other than 0", found: "0") }
      calibration.polynomial = Calibration.linear(scale: scale ?? 1, offset: offset ?? 0)
    }
    calibration.sign = try section.choice("sign", [("positive", .positive), ("negative", .negative)])
    calibration.area = try section.quantity("area", within: 1e-4...1e4)
    calibration.lag = try section.quantity("lag", within: 0...60) ?? calibration.lag
    calibration.latency = try section.quantity("latency", within: 0...60) ?? calibration.latency
    calibration.active = try section.choice("active", [("low", .low), ("high", .high)])
    if let ends = try section.numbers("range") {
      guard ends.count == 2, ends[0] < ends[1] else {
        throw section.invalid(
          "range", expected: "[low, high] with low below high",
          found: ends.map(DecimalText.shortest).joined(separator: ", "))
      }
      calibration.range = ends[0]...ends[1]
    }
    return calibration == Calibration() ? nil : calibration
  }

  private static let time = "time"
  /// Words of `quantity`: the kinds of channel in snake case, and time.
  private static let quantities: [(word: String, value: String)] =
    [(time, time)] + ChannelKind.allCases.map { ($0.quantity, $0.quantity) }
}

extension ChannelKind {
  /// The sidecar's word for the kind, in snake case as all its words.
  var quantity: String { self == .angularRate ? "angular_rate" : rawValue }

  init?(quantity: String) {
    guard let kind = Self.allCases.first(where: { $0.quantity == quantity }) else { return nil }
    self = kind
  }
}
