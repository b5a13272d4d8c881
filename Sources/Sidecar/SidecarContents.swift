// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings

/// One setting as the user wrote it, with its place for messages.
public struct Setting: Sendable, Hashable {
  public var key: String
  /// Value as text, with its unit.
  public var text: String
  /// File or option it comes from.
  public var file: String
  public var line: Int?

  public init(key: String, text: String, file: String, line: Int? = nil) {
    self.key = key
    self.text = text
    self.file = file
    self.line = line
  }
}

/// What a sidecar says: a declaration for the readers, settings for the analyses.
public struct SidecarContents: Sendable, Hashable {
  public var declaration: Declaration
  /// Settings by name of the analysis; the limits the operator entered are under ``limits``.
  public var settings: [String: [Setting]]
  /// Keys that were written even though their value is the default, such as `channels.force.lag`.
  var given: Set<String>

  /// Name under which ``settings`` holds the operator's limits.
  public static let limits = "limits"

  public init(declaration: Declaration = Declaration(), settings: [String: [Setting]] = [:]) {
    self.declaration = declaration
    self.settings = settings
    given = []
  }

  /// Parameters of an analysis: its defaults with the settings applied.
  /// - Parameter analysis: Name of the analysis, such as `ppt`.
  /// - Throws: ``SidecarError`` naming the file and line of a setting that does not fit.
  public func parameters<P: AnalysisParameters>(
    for analysis: String, as: P.Type = P.self
  ) throws(SidecarError) -> P {
    var parameters = P()
    for setting in settings[analysis] ?? [] {
      try Self.apply(setting, of: analysis, to: &parameters)
    }
    return parameters
  }

  private static func apply<P: AnalysisParameters>(
    _ setting: Setting, of analysis: String, to parameters: inout P
  ) throws(SidecarError) {
    let key = "\(analysis).\(setting.key)"
    guard let parameter = P.table.first(where: { $0.key == setting.key }) else {
      let valid = P.table.map(\.key)
      throw SidecarError(
        file: setting.file, line: setting.line,
        problem: .unknownKey(key, nearest: NearestKey.of(setting.key, among: valid), valid: valid))
    }
    do {
      try parameter.set(&parameters, setting.text)
    } catch {
      throw SidecarError(
        file: setting.file, line: setting.line,
        problem: .invalid(key: key, expected: error.expected, found: error.found))
    }
  }
}

extension SidecarContents {
  /// Settings of one analysis, each tried on its table at once.
  mutating func readSettings<A: Analysis>(_ section: Section, _ analysis: A.Type) throws(SidecarError) {
    // Keys of the device have been taken out of its section already, but are valid words for it.
    let ofDevice = A.name == DeviceSetting.section ? DeviceSetting.keys : []
    try section.allow(A.Parameters.table.map(\.key) + ofDevice)
    var list: [Setting] = []
    for key in section.keys {
      guard let text = try section.scalarText(key) else { continue }
      list.append(Setting(key: key, text: text, file: section.file, line: section.entries[key]?.line))
    }
    settings[A.name] = list
    _ = try parameters(for: A.name, as: A.Parameters.self)
  }

  /// Limits the operator entered; which of them mean something is up to the analyses.
  mutating func readLimits(_ section: Section) throws(SidecarError) {
    settings[Self.limits] = try section.measures()
  }
}
