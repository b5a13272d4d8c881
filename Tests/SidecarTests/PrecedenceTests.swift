// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Testing

@testable import Sidecar

@Suite struct PrecedenceTests {
  let folder = try? SidecarFile.parse(
    """
    [recording]
    subject = "folder"
    visit = "folder"
    setting = "head=ball;level=1"
    mass_is_force = true
    [channels.force]
    column = "ADC1"
    unit = "N"
    scale = 2
    lag = "20 ms"
    [ppt]
    limit = "1000 kPa"
    rate_target = "50 kPa/s"
    [[edit]]
    trial = 1
    exclude = true
    reason = "folder"
    by = "f"
    """, name: "palpate.toml")
  let file = try? SidecarFile.parse(
    """
    [recording]
    subject = "file"
    setting = "level=2"
    mass_is_force = false
    [channels.force]
    lag = "0 s"
    [ppt]
    limit = "800 kPa"
    [[edit]]
    trial = 1
    exclude = true
    reason = "file"
    by = "f"
    [[edit]]
    trial = 3
    exclude = true
    reason = "file"
    by = "f"
    """, name: "S01.toml")

  @Test func theNearerFileWinsKeyByKey() throws {
    let merged = try #require(file).merging(over: try #require(folder))
    let description = merged.declaration.description
    #expect(description.subject == "file")
    #expect(description.visit == "folder")
    #expect(description.setting == "head=ball;level=2")
    #expect(description.massIsForce == false)
    let channel = try #require(merged.declaration.channels.first)
    #expect(merged.declaration.channels.count == 1)
    #expect(channel.column == "ADC1")
    #expect(channel.unit == .newton)
    #expect(channel.calibration?.apply(3) == 6)
    // Written out, although it is the default.
    #expect(channel.calibration?.lag == Seconds(0))
    #expect(merged.declaration.edits.map(\.reason) == ["file", "file"])
    let parameters = try merged.parameters(for: "ppt", as: PPTParameters.self)
    #expect(parameters.limit == Pressure(800))
    #expect(parameters.rateTarget == PressureRate(50))
  }

  @Test func optionsWinOverProtocolOverFileOverFolder() throws {
    var options = SidecarContents()
    options.declaration.description.area = Area(2)
    options.settings["ppt"] = [Setting(key: "limit", text: "700 kPa", file: "--limit")]
    let steps = try SidecarFile.parse("[ppt]\nlimit = \"750 kPa\"\ntrial_rule = \"first\"", name: "p.toml")
    let merged = options.merging(over: steps.merging(over: try #require(file).merging(over: try #require(folder))))
    let parameters = try merged.parameters(for: "ppt", as: PPTParameters.self)
    #expect(parameters.limit == Pressure(700))
    #expect(parameters.trialRule == .first)
    #expect(parameters.rateTarget == PressureRate(50))
    #expect(merged.declaration.description.area == Area(2))
    #expect(merged.declaration.description.subject == "file")
  }

  @Test func mergingWithNothingChangesNothing() throws {
    let file = try #require(file)
    #expect(file.merging(over: SidecarContents()) == file)
    #expect(SidecarContents().merging(over: file) == file)
  }

  /// Blanks about a value, and marks that combine with the signs around it.
  @Test(arguments: [" ball ", "5 cm ", "a  b", "\u{301}x"]) func settingsSurviveMerging(_ head: String) throws {
    let file = try SidecarFile.parse("[percussion]\nhead = \"\(head)\"\nload = \"50 N\"", name: "gun.toml")
    let setting = file.declaration.description.setting
    #expect(setting.hasSuffix(";load=50 N"))
    #expect(!setting.contains("= ") && !setting.contains(" ;"))
    #expect(file.merging(over: file) == file)
    #expect(file.merging(over: SidecarContents()) == file)
  }

  @Test func columnsMatchWhateverTheirNames() throws {
    var options = SidecarContents()
    options.declaration.channels = [ChannelDeclaration(column: "ADC1", kind: .force)]
    let merged = options.merging(over: try #require(folder))
    #expect(merged.declaration.channels.map(\.name) == ["force"])
    #expect(merged.declaration.channels.first?.kind == .force)
  }

  @Test func settingsThatDoNotFitNameTheirOption() {
    var options = SidecarContents()
    options.settings["ppt"] = [Setting(key: "limit", text: "700", file: "--limit")]
    let error = #expect(throws: SidecarError.self) { try options.parameters(for: "ppt", as: PPTParameters.self) }
    #expect(error?.description == "--limit: ppt.limit: expected a number with a unit like kPa, found '700'")
  }
}
