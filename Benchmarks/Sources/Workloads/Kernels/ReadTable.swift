// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats

extension WorkloadEntry {
  /// The reader of the main job on the table of the inputs; the result is the number of rows.
  static let readTable = WorkloadEntry("read_table") { inputs in
    let path = inputs.table
    return Figures([]) { _ in
      var file = try FileSource(path: path)
      let recordings = try FormatCatalogue.read(&file, name: path)
      return [Double(recordings.first?.sampleCount ?? 0)]
    }
  }
}
