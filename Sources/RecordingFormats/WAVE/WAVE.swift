// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// RIFF/WAVE sound files and their long forms RF64, BW64 and Wave64: uncompressed integers and floating point.
///
/// Samples are fractions of full scale (integers of `n` bits divided by 2^(n − 1), 8 bits being offset by 128) or the
/// floating-point values themselves. What full scale means is not in the file: unit and scale must be declared.
/// - SeeAlso: Microsoft & IBM, *Multimedia Programming Interface and Data Specifications 1.0* (1991), pp. 56–65;
///   EBU Tech 3306 (RF64); Sonic Foundry, *Wave64*.
public enum WAVE: RecordingReader {
  public static let format: FormatName = "wave"
  public static let summary = "sound files: WAV, RF64, BW64, Wave64 with integers of 8 to 32 bits or floating point"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool { WAVEContainer.kind(prefix) != nil }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let layout = try WAVELayout.find(&source)
    let samples = layout.format
    let frames = layout.data.count / samples.frameBytes
    guard frames > 0 else { throw .noData(found: "a sound file without samples") }
    guard frames <= limits.maximumCells / samples.channels else {
      throw .tooLarge(what: "samples", found: frames * samples.channels, limit: limits.maximumCells)
    }
    let columns = try samples.decode(&source, from: layout.data.lowerBound, frames: frames)
    let rate = declaration.sampleRate ?? Hertz(Double(samples.rate))
    var recording = Recording(
      format: format.text, dialect: [layout.container.text, samples.text], channels: [],
      timeBase: .even(start: 0, rate: rate, measured: false), sampleCount: frames)
    for (index, column) in columns.enumerated() {
      var channel = Channel(
        name: "channel \(index + 1)", kind: .sound, unit: nil, samples: column.samples, unitIssue: .unitUnknown)
      channel.column = index + 1
      recording.channels.append(channel)
      if column.missing > 0 { recording.issues.append(Issue(.missingSamples, channel.name, count: column.missing)) }
    }
    recording.issues.append(
      Issue(.rateNominal, declaration.sampleRate == nil ? "as the file's header says" : "as declared"))
    if let shortfall = layout.shortfall { recording.issues.append(Issue(.truncatedFile, shortfall)) }
    return [recording]
  }
}
