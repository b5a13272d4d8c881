// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Applies manual decisions to trial rows; the originals stay in the output.
enum ManualEdits {
  /// - Parameter rows: Rows of all trials; rows of excluded trials are flagged, replaced rows keep their original as a
  ///   row of component `original`.
  /// - Returns: What was applied, with the original figures.
  static func apply(_ edits: [Edit], to rows: inout [Outcome]) -> [AppliedEdit] {
    var applied: [AppliedEdit] = []
    for edit in edits {
      let touched = rows.indices.filter { i in
        rows[i].trial == edit.trial && rows[i].component.isEmpty
          && (edit.exclude || rows[i].name == (edit.outcome ?? "pressure_pain_threshold"))
      }
      guard !touched.isEmpty else { continue }
      applied.append(
        AppliedEdit(edit: edit, originals: touched.map { .init(outcome: rows[$0].name, value: rows[$0].value) }))
      for i in touched {
        if edit.exclude {
          rows[i].flags.formUnion([.excluded, .manualEdit])
        } else if let value = edit.value {
          var original = rows[i]
          original.component = "original"
          rows[i].value = value
          rows[i].low = nil
          rows[i].high = nil
          rows[i].level = nil
          rows[i].method = "manual"
          rows[i].flags = [.manualEdit]
          rows.append(original)
        }
      }
    }
    return applied
  }
}
