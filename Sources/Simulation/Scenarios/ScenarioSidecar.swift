// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension Scenario {
  /// What a user would write beside the file; nil when the file says it all.
  func sidecar(_ form: FileForm, _ session: ScenarioSession) -> String? {
    switch session {
    case .ppt(let session): algometerSidecar(session, form)
    case .cuff(let session): cuffSidecar(session, form)
    // Its files bring theirs.
    case .gun: nil
    }
  }

  private func algometerSidecar(_ session: AlgometerSession, _ form: FileForm) -> String {
    var lines = ["[recording]", "subject = \"S01\"", "device = \"simulated algometer\""]
    if session.sites.isEmpty { lines += ["site = \"upper_trapezius\"", "side = \"left\""] }
    if !hasTime(form) {
      lines.append("sample_rate = \"\(DecimalText.shortest(session.samplingRate.value)) Hz\"")
    }
    if session.unit.dimension == .force {
      lines += ["", "[probe]", "area = \"\(DecimalText.shortest(session.area.value)) cm2\""]
    }
    lines += channels(session, form)
    lines += [
      "", "[ppt]", "rate_target = \"\(DecimalText.shortest(session.rate.value)) kPa/s\"", "trial_rule = \"mean3\"",
    ]
    if case .limit(let level)? = plantedFault { lines.append("limit = \"\(DecimalText.shortest(level)) kPa\"") }
    return lines.joined(separator: "\n") + "\n"
  }

  private func channels(_ session: AlgometerSession, _ form: FileForm) -> [String] {
    if self == .headerless {
      return [
        "", "[channels.Pressure]", "column = 1", "quantity = \"pressure\"", "unit = \"kPa\"", "",
        "[channels.Button]", "column = 2", "quantity = \"marker\"",
      ]
    }
    var lines: [String] = []
    if session.negative {
      lines += ["", "[channels.Force]", "column = \"Force (N)\"", "sign = \"negative\""]
    }
    if session.sensorLag.value > 0 {
      let lag = DecimalText.shortest(session.sensorLag.value)
      lines += ["", "[channels.Pressure]", "column = \"Pressure (kPa)\"", "lag = \"\(lag) s\""]
    }
    return lines
  }

  private func hasTime(_ form: FileForm) -> Bool {
    switch form {
    case .delimited(let dialect): dialect.time != .none
    case .gaugeLines: false
    case .labBench, .subjectXML, .gun: true
    }
  }

  /// Tables say nothing of the programme; LabBench and `.subx` files do.
  private func cuffSidecar(_ session: CuffSession, _ form: FileForm) -> String? {
    guard case .delimited = form, let test = session.tests.first else { return nil }
    var lines = ["[recording]", "subject = \"S01\"", "device = \"simulated cuff algometer\"", "", "[programme]"]
    switch test {
    case .ramp(let ramp, _):
      let limit = DecimalText.shortest(ramp.limit.value)
      lines += [
        "kind = \"ramp\"", "nominal_rate = \"1 kPa/s\"", "limit = \"\(limit) kPa\"", "rating_criterion = \"1 cm\"",
      ]
    case .pulses(let train, _):
      let nominal = DecimalText.shortest(train.nominalPressure.value)
      lines += [
        "kind = \"pulses\"", "nominal_pressure = \"\(nominal) kPa\"", "time_on = \"1 s\"", "time_off = \"1 s\"",
        "pulses = \(train.count)",
      ]
    case .conditionedRamp, .none: return nil
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
