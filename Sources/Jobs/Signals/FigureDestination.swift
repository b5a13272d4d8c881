// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import Reporting

/// Where a figure goes: `--figure FILE.svg|png|pdf`.
struct FigureDestination: Sendable {
  let path: String
  let format: Figure.Format
  /// Channels that fit on a page.
  static let mostChannels = 4

  init(_ path: String, input: String) throws(Failure) {
    let suffix = FileSystem.lastComponent(path).split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    guard let format = Figure.Format(rawValue: suffix.lowercased()) else {
      throw Failure(.usage, "--figure \(path)", "expected a name ending in .svg, .png or .pdf")
    }
    try SignalDestination.check(path, input: input)
    self.path = path
    self.format = format
  }

  static func check(channels: Int) throws(Failure) {
    guard channels <= mostChannels else {
      throw Failure(
        .usage, "--figure", "\(channels) channels do not fit on one page; choose at most \(mostChannels) with --channel"
      )
    }
  }

  func write(_ figure: Figure) throws(Failure) {
    let bytes: [UInt8]
    do throws(FigureError) {
      bytes = try figure.render(format)
    } catch {
      throw Failure(.internalError, path, error.description)
    }
    try AtomicFile.write(bytes, to: path)
  }
}

extension TimeBase {
  /// Times of samples as a figure's horizontal axis.
  var places: Figure.Places {
    switch self {
    case .even(let start, let rate, _): .even(start: start, step: 1 / rate.value)
    case .stamped(let stamps): .stamps(stamps)
    }
  }
}
