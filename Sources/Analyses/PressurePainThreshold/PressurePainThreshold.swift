// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Pressure-pain thresholds from hand-held algometer sessions.
public enum PressurePainThreshold: Analysis {
  public static let name = "ppt"
  public static let summary = "Pressure-pain thresholds, ramps and trial series of hand-held algometry"
  public static let outcomes: [OutcomeEntry] = []
  public static let methods: [MethodEntry] = []

  public static func applies(to recording: Recording) -> Applicability { .doesNotApply("not built yet") }

  public static func analyze(
    _ recording: Recording, _ parameters: PPTParameters
  ) throws(AnalysisError) -> Findings { Findings(analysis: name) }
}
