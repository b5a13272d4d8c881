// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension SidecarContents {
  private static let recordingKeys = [
    "subject", "visit", "condition", "rater", "device", "setting", "site", "side", "trial_sites", "trial_sides",
    "sample_rate", "mass_is_force",
  ]

  /// `[recording]`: who, where and with what.
  mutating func readRecording(_ section: Section) throws(SidecarError) {
    try section.allow(Self.recordingKeys)
    var description = declaration.description
    description.subject = try section.text("subject") ?? ""
    description.visit = try section.text("visit") ?? ""
    description.condition = try section.text("condition") ?? ""
    description.rater = try section.text("rater") ?? ""
    description.device = try section.text("device") ?? ""
    description.site = try section.text("site") ?? ""
    description.side = try section.text("side") ?? ""
    description.trialSites = try section.texts("trial_sites") ?? []
    description.trialSides = try section.texts("trial_sides") ?? []
    if let text = try section.text("setting") {
      guard let pairs = DeviceSetting.pairs(text) else {
        throw section.invalid("setting", expected: "key=value, several of them with ';' between", found: text)
      }
      description.setting = DeviceSetting.text(pairs)
    }
    if let massIsForce = try section.flag("mass_is_force") {
      description.massIsForce = massIsForce
      given.insert(section.full("mass_is_force"))
    }
    declaration.description = description
    declaration.sampleRate = try section.quantity("sample_rate", within: 1e-6...1e9)
  }

  /// `[probe]`: the contact area, or the diameter of a round tip.
  mutating func readProbe(_ section: Section) throws(SidecarError) {
    try section.allow(["area", "diameter"])
    let area: Area? = try section.quantity("area", within: 1e-4...1e4)
    let diameter: Length? = try section.quantity("diameter", within: 0.1...1000)
    if area != nil, diameter != nil {
      throw section.error("diameter", .conflict(key: section.full("diameter"), other: section.full("area")))
    }
    declaration.description.area = area ?? diameter.map { Area(diameterMillimetres: $0.value) }
  }
}
