// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// What every signal command reads: one recording of one file, in its units.
public struct SignalInput: Sendable {
  public var path = ""
  /// Member of a file that holds several recordings.
  public var member: String?
  public var description = DescriptionOptions()

  public init() {}

  struct Source: Sendable {
    let input: Input
    /// Calibrations are applied: samples are in the channel's unit.
    var recording: Recording
  }

  func read() throws(Failure) -> Source {
    guard !path.isEmpty else { throw Failure(.usage, "", "expected a file, or - for standard input") }
    if path != "-" {
      switch FileSystem.kind(path) {
      case .missing: throw Failure(.noInput, path, "no such file")
      case .folder: throw Failure(.noInput, path, "expected a file, found a folder; this command reads one file")
      case .denied(let reason): throw Failure(.noInput, path, "cannot be opened: \(reason)")
      case .file, .other: break
      }
    }
    let input = Input(path: path, name: path == "-" ? "standard input" : FileSystem.lastComponent(path))
    let descriptions = try Descriptions(options: description.contents(), protocolFile: description.protocolFile)
    let read = try ReadInput.read(input, descriptions, channels: [])
    var recording = try choose(read.recordings, input)
    guard recording.sampleCount > 0, !recording.channels.isEmpty else {
      throw Failure(.dataInvalid, input.display, "expected samples, found none")
    }
    for index in recording.channels.indices where !recording.channels[index].calibration.polynomial.isEmpty {
      let calibration = recording.channels[index].calibration
      recording.channels[index].samples = recording.channels[index].samples.map { calibration.apply($0) }
      recording.channels[index].calibration.polynomial = []
      // The header speaks of the recorded numbers.
      recording.channels[index].header = ""
    }
    return Source(input: input, recording: recording)
  }

  private func choose(_ recordings: [Recording], _ input: Input) throws(Failure) -> Recording {
    let names = recordings.map(\.member)
    if let member {
      guard let index = names.firstIndex(of: member) else {
        let listed = names.map { "'\($0)'" }.joined(separator: ", ")
        let nearest = Nearest.of(member, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw Failure(.dataInvalid, input.display, "expected a recording '\(member)', found \(listed)\(nearest)")
      }
      return recordings[index]
    }
    guard recordings.count == 1, let only = recordings.first else {
      let listed = names.prefix(12).map { "'\($0)'" }.joined(separator: ", ")
      throw Failure(
        .usage, input.display,
        "holds \(recordings.count) recordings; choose one with --recording: \(listed)"
          + (names.count > 12 ? ", …" : ""))
    }
    return only
  }
}

extension SignalInput.Source {
  /// Indexes of the named channels, in the order of the file.
  /// - Parameter names: Name, header or column number; empty = those that `usual` holds for.
  func channels(_ names: [String], usual: (Channel) -> Bool) throws(Failure) -> [Int] {
    let all = recording.channels
    guard !names.isEmpty else {
      let found = all.indices.filter { usual(all[$0]) }
      guard !found.isEmpty else {
        let listed = all.map { "'\($0.name)'" }.joined(separator: ", ")
        throw Failure(.dataInvalid, input.display, "no channel is taken by default; choose with --channel: \(listed)")
      }
      return found
    }
    var chosen: Set<Int> = []
    for name in names {
      let found: Int?
      do throws(DeclarationError) {
        found = try ChannelDeclaration(column: name).match(
          names: all.map { [$0.name, $0.header] }, columns: all.map(\.column))
      } catch {
        throw Failure(.dataInvalid, input.display, error.description)
      }
      guard let found else {
        let listed = all.map { "'\($0.name)'" }.joined(separator: ", ")
        let nearest = Nearest.of(name, among: all.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
        throw Failure(.dataInvalid, input.display, "expected a channel '\(name)', found \(listed)\(nearest)")
      }
      chosen.insert(found)
    }
    return chosen.sorted()
  }

  /// The even clock a command needs.
  /// - Parameter what: Such as `a filter`.
  func grid(for what: String) throws(Failure) -> SampleGrid {
    do throws(SampleGridError) {
      return try SampleGrid(recording.timeBase, count: recording.sampleCount, breaks: recording.breaks)
    } catch {
      var message = error.description
      if case .irregular(let rate, _, _, _) = error, rate.isFinite {
        let near = rate >= 10 ? rate.rounded() : (rate * 1000).rounded() / 1000
        let words = ["palpate", "resample", input.path, "--to", "\(DecimalText.shortest(near))Hz", "-o", "even.csv"]
        message += "; \(what) needs one: run " + words.map(InspectJob.quoted).joined(separator: " ") + " first"
      }
      throw Failure(.dataInvalid, input.display, message)
    }
  }
}
