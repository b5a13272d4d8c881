// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

@testable import Sidecar

@Suite struct GrammarTests {
  private func declaration(_ text: String) throws -> Declaration {
    try SidecarFile.parse(text, name: "x.toml").declaration
  }

  @Test func recordingKeys() throws {
    let declaration = try declaration(
      """
      [recording]
      subject = "S"
      condition = "c"
      rater = "r"
      device = "d"
      setting = "level=3; head=ball"
      trial_sites = ["a", "b"]
      trial_sides = ["left", "right"]
      sample_rate = "0.1 kHz"
      """)
    #expect(declaration.sampleRate == Hertz(100))
    #expect(declaration.description.setting == "head=ball;level=3")
    #expect(declaration.description.trialSites == ["a", "b"])
    #expect(declaration.description.trialSides == ["left", "right"])
    #expect(declaration.description.rater == "r")
  }

  @Test func channelKeys() throws {
    let declaration = try declaration(
      """
      [channels.t]
      column = 1
      quantity = "time"
      unit = "ms"
      [channels."cuff 2"]
      column = "P2"
      quantity = "pressure"
      unit = "mmHg"
      role = "conditioning"
      polynomial = [1, 2.5, 0.25]
      sign = "negative"
      lag = "20 ms"
      [channels.vas]
      quantity = "rating"
      unit = "mm"
      [channels.gyro]
      quantity = "angular_rate"
      unit = "rad/s"
      [channels.button]
      quantity = "marker"
      latency = "5 ms"
      active = "high"
      """)
    let channels = declaration.channels
    #expect(channels.map(\.name) == ["t", "cuff 2", "vas", "gyro", "button"])
    #expect(channels[0].isTime)
    #expect(channels[0].column == "1")
    #expect(channels[0].unit?.factor == 0.001)
    #expect(channels[1].role == .conditioning)
    #expect(channels[1].calibration?.apply(2) == 7.0)
    #expect(channels[1].calibration?.sign == .negative)
    #expect(channels[1].calibration?.lag == Seconds(0.02))
    #expect(channels[2].unit?.dimension == .rating)
    #expect(channels[2].unit?.factor == 0.1)
    #expect(channels[3].kind == .angularRate)
    #expect(channels[4].calibration?.active == .high)
    #expect(channels[4].calibration?.latency == Seconds(0.005))
  }

  @Test func diameterIsTurnedIntoAnArea() throws {
    let area = try #require(try declaration("[probe]\ndiameter = \"1 cm\"").description.area)
    #expect(abs(area.value - 0.785_398_163_397_448_3) < 1e-15)
  }

  @Test func massUnitsNeedTheFlag() throws {
    let channel = "[channels.f]\nquantity = \"force\"\nunit = \"kg\"\n"
    #expect(throws: SidecarError.self) { try declaration(channel) }
    let declared = try declaration("[recording]\nmass_is_force = true\n" + channel)
    #expect(declared.channels.first?.unit?.symbol == "kgf")
    #expect(declared.channels.first?.unitIssue == .kgAsKgf)
    // `g` beside an acceleration is gravity and needs no flag.
    let gravity = try declaration("[channels.a]\nquantity = \"acceleration\"\nunit = \"g\"\n")
    #expect(gravity.channels.first?.unit?.factor == 9.80665)
  }

  @Test func programmeKeys() throws {
    let programme = try #require(
      try declaration(
        """
        [programme]
        kind = "pulses"
        nominal_pressure = "60 kPa"
        time_on = "1 s"
        time_off = "1 s"
        pulses = 10
        rating_criterion = "1 cm"
        stop = "limit"
        """
      ).programme)
    #expect(programme.kind == .pulses)
    #expect(programme.nominalPressure == Pressure(60))
    #expect(programme.pulseCount == 10)
    #expect(programme.ratingCriterion == Rating(1))
    #expect(programme.stop == .limit)
  }

  @Test func formsOfTOMLThatMeanTheSameReadTheSame() throws {
    let plain = try SidecarFile.parse("[probe]\narea = \"1 cm2\"\n[ppt]\nlimit = \"900 kPa\"\n", name: "x")
    let dotted = try SidecarFile.parse("probe.area = '1 cm2'\r\nppt.limit = \"\"\"900 kPa\"\"\"\r\n", name: "x")
    let inline = try SidecarFile.parse("\u{FEFF}probe = { area = \"1 cm2\" }\nppt = { limit = '900 kPa' }", name: "x")
    for other in [dotted, inline] {
      #expect(other.declaration == plain.declaration)
      #expect(other.settings["ppt"]?.map(\.text) == ["900 kPa"])
    }
  }

  @Test func emptyFileSaysNothing() throws {
    #expect(try SidecarFile.parse("", name: "x") == SidecarContents())
    #expect(try SidecarFile.parse("# only a comment\n", name: "x") == SidecarContents())
  }
}
