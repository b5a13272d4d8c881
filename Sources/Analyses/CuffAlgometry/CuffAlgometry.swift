// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Detection and tolerance thresholds, temporal summation and conditioned modulation of cuff algometry.
public enum CuffAlgometry: Analysis {
  public static let name = "cuff"
  public static let summary = "Cuff algometry: detection, tolerance, temporal summation, conditioned modulation"
  public static let outcomes: [OutcomeEntry] = []
  public static let methods: [MethodEntry] = []

  public static func applies(to recording: Recording) -> Applicability { .doesNotApply("not built yet") }

  public static func analyze(
    _ recording: Recording, _ parameters: CuffParameters
  ) throws(AnalysisError) -> Findings { Findings(analysis: name) }
}

extension CuffAlgometry {
  static func looksLikeCuff(_ recording: Recording) -> Bool {
    let loads = recording.channels(.pressure)
    if loads.contains(where: { $0.role == .conditioning || $0.name.lowercased().contains("cuff") }) { return true }
    return !loads.isEmpty && !recording.channels(.rating).isEmpty && recording.channels(.marker).isEmpty
  }
}
