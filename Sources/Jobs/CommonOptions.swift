// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import Sidecar
import SignalProcessing

/// How results are written.
public enum OutputFormat: String, Sendable, Hashable, CaseIterable {
  case table, json, ndjson, csv
}

/// Whether emphasis is coloured.
public enum ColorChoice: String, Sendable, Hashable, CaseIterable {
  case auto, always, never

  /// `NO_COLOR` counts unless colour is asked for.
  var isOn: Bool {
    switch self {
    case .always: true
    case .never: false
    case .auto:
      StandardStreams.outputIsTerminal && (StandardStreams.environment("NO_COLOR") ?? "").isEmpty
        && StandardStreams.environment("TERM") != "dumb"
    }
  }
}

/// How progress is shown on standard error.
public enum ProgressChoice: String, Sendable, Hashable, CaseIterable {
  case auto, bar, plain, json, none
}

/// One setting given as an option.
public struct SettingOption: Sendable, Hashable {
  public let analysis: String
  public let key: String
  public let value: String
  /// The option as typed, such as `--rate-target`.
  public let option: String

  public init(analysis: String, key: String, value: String, option: String) {
    self.analysis = analysis
    self.key = key
    self.value = value
    self.option = option
  }
}

/// What the user says about the recordings with options, as typed.
public struct DescriptionOptions: Sendable, Hashable {
  public var protocolFile: String?
  public var declare: [String] = []
  public var channels: [String] = []
  public var area: String?
  public var sampleRate: String?
  public var massIsForce = false
  public var settings: [SettingOption] = []

  public init() {}

  /// The options as the contents of a sidecar that wins over all others.
  func contents() throws(Failure) -> SidecarContents {
    var contents = SidecarContents()
    contents.declaration.description.massIsForce = massIsForce
    contents.declaration.description.area = try area.map { (text) throws(Failure) in
      try Self.quantity(text, option: "--area", within: 1e-4...1e4)
    }
    contents.declaration.sampleRate = try sampleRate.map { (text) throws(Failure) in
      try Self.quantity(text, option: "--sample-rate", within: 1e-6...1e9)
    }
    for text in declare {
      contents.declaration.channels.append(try DeclareOption.parse(text, massIsForce: massIsForce))
    }
    for setting in settings {
      contents.settings[setting.analysis, default: []].append(
        Setting(key: setting.key, text: setting.value, file: setting.option))
    }
    return contents
  }

  static func quantity<Q: Quantity>(
    _ text: String, option: String, within range: ClosedRange<Double>
  ) throws(Failure) -> Q {
    let quantity: Q
    do throws(MeasureError) {
      quantity = try Measure(parsing: text).quantity(Q.self)
    } catch {
      throw Failure(.usage, option, error.description)
    }
    guard range.contains(quantity.value) else {
      let symbol = Q.dimension.reportingSymbol
      throw Failure(
        .usage, option,
        "expected \(limit(range.lowerBound)) \(symbol) to \(limit(range.upperBound)) \(symbol), found '\(text)'")
    }
    return quantity
  }

  /// A limit as one would write it: 10^-9 rather than 1e-09.
  private static func limit(_ value: Double) -> String {
    let text = DecimalText.shortest(value)
    if text.hasPrefix("1e"), let exponent = Int(text.dropFirst(2)) { return "10^\(exponent)" }
    let zeros = text.count - 1
    return zeros > 5 && text == "1" + String(repeating: "0", count: zeros) ? "10^\(zeros)" : text
  }
}
