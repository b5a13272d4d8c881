// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import Reporting

extension AnalyzeJob {
  /// Draws a recording of a device; `plot` chooses which picture.
  func drawPercussion(
    _ recording: Recording, _ contents: Percussion.Parameters, name: String, to destination: FigureDestination
  ) throws(Failure) {
    let kind = plot ?? .waveform
    guard let picture = PercussionPicture(recording, contents),
      let figure = PercussionFigure.figure(kind, picture, title: name)
    else {
      throw Failure(.dataInvalid, name, "there is no \(kind.rawValue) to draw: the recording shows none")
    }
    try destination.write(figure)
  }
}

/// Pictures of a device, for the command line.
public typealias PercussionPlot = PercussionFigure.Kind
