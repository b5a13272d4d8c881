// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing
import Testing

@testable import Sidecar

/// The example of the contract, word for word but for the trailing edit.
let contractExample = """
  [recording]
  subject = "S01"
  visit = "baseline"
  site = "upper_trapezius"
  side = "left"
  [channels.force]
  column = "ADC1"
  quantity = "force"
  unit = "N"
  scale = 0.0123
  offset = -4.1
  range = [0.0, 200.0]
  [channels.marker]
  column = "BTN"
  quantity = "marker"
  active = "low"
  [probe]
  area = "1 cm2"
  [ppt]
  rate_target = "50 kPa/s"
  trial_rule = "mean3"
  limit = "1000 kPa"
  [percussion]
  claimed_rate = "2400/min"
  claimed_stroke = "12 mm"
  speed_level = 2
  head = "ball"
  [limits]                       # entered by the operator; nothing is ever called safe by default
  hold_pressure = "200 kPa"
  [[edit]]                       # a manual decision, kept beside the original figure in the output
  trial = 2
  exclude = true
  reason = "operator slipped"
  by = "operator 2"
  """

@Suite struct ContractExampleTests {
  let contents: SidecarContents

  init() throws { contents = try SidecarFile.parse(contractExample, name: "S01.toml") }

  @Test func descriptionIsRead() {
    let description = contents.declaration.description
    #expect(description.subject == "S01")
    #expect(description.visit == "baseline")
    #expect(description.site == "upper_trapezius")
    #expect(description.side == "left")
    #expect(description.area == Area(1))
    #expect(description.massIsForce == false)
    #expect(description.setting == "claimed_rate=2400/min;claimed_stroke=12 mm;head=ball;speed_level=2")
  }

  @Test func channelsAreReadInFileOrder() throws {
    let channels = contents.declaration.channels
    #expect(channels.map(\.name) == ["force", "marker"])
    #expect(channels.map(\.column) == ["ADC1", "BTN"])
    #expect(channels.map(\.kind) == [.force, .marker])
    #expect(channels[0].unit == .newton)
    let calibration = try #require(channels[0].calibration)
    #expect(calibration.apply(1000) == 1000 * 0.0123 - 4.1)
    #expect(calibration.range == 0...200)
    #expect(channels[1].calibration?.active == .low)
  }

  @Test func settingsReachTheParametersOfTheirAnalysis() throws {
    let parameters = try contents.parameters(for: "ppt", as: PPTParameters.self)
    #expect(parameters.rateTarget == PressureRate(50))
    #expect(parameters.trialRule == .mean3)
    #expect(parameters.limit == Pressure(1000))
    #expect(try contents.parameters(for: "cuff", as: CuffParameters.self) == CuffParameters())
    #expect(contents.settings["ppt"]?.map(\.line) == [20, 21, 22])
  }

  @Test func limitsAndEditsAreKept() {
    #expect(contents.settings["limits"]?.map(\.text) == ["200 kPa"])
    #expect(
      contents.declaration.edits == [
        Edit(trial: 2, exclude: true, reason: "operator slipped", by: "operator 2")
      ])
  }
}
