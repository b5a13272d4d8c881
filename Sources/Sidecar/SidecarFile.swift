// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses

/// Sidecar (`NAME.toml`), folder (`palpate.toml`) and protocol files: one grammar for all three.
public enum SidecarFile {
  /// Largest file accepted, in bytes.
  public static let sizeLimit = TOMLParser.sizeLimit

  /// Reads the bytes of a file.
  /// - Parameter name: Name of the file for messages.
  public static func parse(_ bytes: some Collection<UInt8>, name: String) throws(SidecarError) -> SidecarContents {
    guard bytes.count <= sizeLimit else {
      throw SidecarError(file: name, problem: .tooLarge(bytes: bytes.count, limit: sizeLimit))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SidecarError(file: name, problem: .notText("other bytes"))
    }
    return try parse(text, name: name)
  }

  /// Reads the text of a file. Every key, type, unit and setting is checked here.
  /// - Parameter name: Name of the file for messages.
  public static func parse(_ text: String, name: String) throws(SidecarError) -> SidecarContents {
    let root = try Section(try TOMLParser.parse(text, name: name), file: name)
    let analyses = AnalysisCatalogue.all
    var valid = ["recording", "channels", "probe", "limits", "programme", "edit"] + analyses.map { $0.name }
    if !valid.contains(DeviceSetting.section) { valid.append(DeviceSetting.section) }
    try root.allow(valid)

    var contents = SidecarContents()
    if let section = try root.section("recording") { try contents.readRecording(section) }
    if let section = try root.section("probe") { try contents.readProbe(section) }
    if let section = try root.section("channels") { try contents.readChannels(section) }
    if let section = try root.section("programme") { try contents.readProgramme(section) }
    if let section = try root.section("limits") { try contents.readLimits(section) }
    for analysis in analyses where analysis.name != DeviceSetting.section {
      if let section = try root.section(analysis.name) { try contents.readSettings(section, analysis) }
    }
    if let section = try root.section(DeviceSetting.section) {
      let rest = try contents.readDevice(section)
      if let analysis = analyses.first(where: { $0.name == DeviceSetting.section }) {
        try contents.readSettings(rest, analysis)
      } else {
        try section.allow(DeviceSetting.keys)
      }
    }
    try contents.readEdits(root)
    return contents
  }
}

extension Section {
  /// The table under a key.
  func section(_ key: String) throws(SidecarError) -> Section? {
    guard let node = entries[key] else { return nil }
    return try Section(node, file: file)
  }
}
