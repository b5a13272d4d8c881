// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// One test of a `.subx` file while its samples are collected.
struct SubxTest {
  /// Kind of programme by element; nil for tests that are neither ramp nor pulses.
  static let elements: [String: Programme.Kind?] = [
    "stimulus-response": .ramp, "temporal-summation": .pulses, "arbitrary-temporal-summation": .pulses,
    "static-temporal-summation": .pulses, "conditioned-pain-modulation": .conditionedRamp,
    "startle-response": Programme.Kind?.none, "null-result": Programme.Kind.none,
  ]
  /// Not in the file; the device samples at 20 Hz.
  private static let rate = Hertz(20)

  private let element: String
  private let session: String
  private let attributes: [String: String]
  private var stimulus: [Double] = []
  private var conditioning: [Double] = []
  private var rating: [Double] = []
  private var odd: [String] = []
  private var oddCount = 0

  init(element: String, attributes: [(name: String, value: String)], session: String) {
    self.element = element
    self.session = session
    var table: [String: String] = [:]
    for attribute in attributes { table[attribute.name.lowercased()] = attribute.value }
    self.attributes = table
  }

  mutating func add(_ sample: [(name: String, value: String)]) {
    func value(_ key: String) -> Double {
      guard let text = sample.first(where: { $0.name == key })?.value, !text.isEmpty else { return .nan }
      if let number = Self.number(text) { return number }
      oddCount += 1
      if odd.count < 3 { odd.append("sample \(stimulus.count + 1): '\(text.prefix(40))'") }
      return .nan
    }
    let (s, c, vas) = (value("s"), value("c"), value("vas"))
    stimulus.append(s)
    conditioning.append(c)
    rating.append(vas)
  }

  func recording() -> Recording {
    let name = attributes["id"].flatMap { $0.isEmpty ? nil : $0 } ?? attributes["name"] ?? element
    var recording = Recording(
      member: "\(session)/\(name)", session: session, format: Subx.format.text, channels: [],
      timeBase: .even(start: 0, rate: Self.rate, measured: false), sampleCount: stimulus.count)
    if let title = attributes["name"], title != name { recording.dialect.append("test '\(title)'") }
    recording.programme = programme()
    if element == "null-result" || stimulus.isEmpty {
      recording.programme = Programme(kind: .none)
      recording.issues.append(Issue(.testNotRecorded, element == "null-result" ? "" : "'\(element)' without samples"))
      return recording
    }
    recording.issues.append(Issue(.rateNominal, "20 Hz is implied by the format"))
    if recording.programme == nil { recording.dialect.append("test '\(element)' has no programme that is known") }
    add("stimulating pressure", .pressure, .stimulus, .kilopascal, stimulus, to: &recording)
    let isConditioned = recording.programme?.kind == .conditionedRamp
    if isConditioned || conditioning.contains(where: { $0 != 0 && !$0.isNaN }) {
      add("conditioning pressure", .pressure, .conditioning, .kilopascal, conditioning, to: &recording)
    }
    add("VAS", .rating, .stimulus, .centimetreOfRating, rating, to: &recording)
    if oddCount > 0 { recording.issues.append(Issue(.notANumber, odd.joined(separator: ", "), count: oddCount)) }
    return recording
  }

  private func add(
    _ name: String, _ kind: ChannelKind, _ role: ChannelRole, _ unit: Unit, _ samples: [Double],
    to recording: inout Recording
  ) {
    let missing = samples.count { $0.isNaN }
    if missing == samples.count { return }
    recording.channels.append(Channel(name: name, kind: kind, role: role, unit: unit, samples: samples))
    if missing > 0 { recording.issues.append(Issue(.missingSamples, name, count: missing)) }
  }

  private func programme() -> Programme? {
    guard case .some(.some(let kind)) = Self.elements[element] else { return nil }
    let isConditioned = ["true", "1", "yes"].contains(attributes["conditioned"]?.lowercased() ?? "")
    var programme = Programme(kind: kind == .ramp && isConditioned ? .conditionedRamp : kind)
    func number(_ key: String) -> Double? { attributes[key].flatMap(Self.number).flatMap { $0 > 0 ? $0 : nil } }
    programme.ratingCriterion = number("vas-pdt").map { Rating($0) }
    programme.nominalPressure = number("nominal-stimulating-pressure").map { Pressure($0) }
    programme.conditioningPressure = number("nominal-cond-pressure").map { Pressure($0) }
    programme.timeOn = number("t-on").map { Seconds($0) }
    programme.timeOff = number("t-off").map { Seconds($0) }
    programme.pulseCount = number("number-of-stimuli").flatMap { Int(exactly: $0) }
    return programme
  }

  private static func number(_ text: String) -> Double? {
    let bytes = Array(text.utf8)
    return DecimalNumber.parse(bytes.span, 0..<bytes.count, comma: true)?.value
  }
}
