// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Recordings
import SignalProcessing
import TestSupport
import Testing

@testable import RecordingFormats

/// Reads a text as a file of that name.
func read(
  _ text: String, name: String = "a.csv", _ declaration: Declaration = Declaration(), limits: ReadLimits = ReadLimits()
) throws -> [Recording] {
  try readAnything(Array(text.utf8), name: name, declaration: declaration, limits: limits).get()
}

/// The error that reading a text gives.
func failure(_ text: String, name: String = "a.csv", _ declaration: Declaration = Declaration()) -> ReadError? {
  if case .failure(let error) = readAnything(Array(text.utf8), name: name, declaration: declaration) {
    error
  } else {
    nil
  }
}

extension Recording {
  func has(_ code: IssueCode) -> Bool { issues.contains { $0.code == code } }
  func count(_ code: IssueCode) -> Int { issues.filter { $0.code == code }.reduce(0) { $0 + $1.count } }
  func channel(_ name: String) -> Channel? { channels.first { $0.name == name } }
  var stamps: [Double] { timeBase.stamps(count: sampleCount) }
}

extension Declaration {
  static func rate(_ hertz: Double) -> Declaration {
    var declaration = Declaration()
    declaration.sampleRate = Hertz(hertz)
    return declaration
  }

  /// `--declare` options: column, quantity (or time) and unit.
  static func columns(_ entries: [(String, ChannelKind?, SignalProcessing.Unit?)]) -> Declaration {
    var declaration = Declaration()
    declaration.channels = entries.map {
      ChannelDeclaration(column: $0.0, kind: $0.1, isTime: $0.1 == nil, unit: $0.2)
    }
    return declaration
  }
}

extension ReferenceData {
  static func read(_ path: String, _ declaration: Declaration = Declaration()) throws -> [Recording] {
    let url = try #require(Self.url(path), "\(path) is not in the reference data")
    var source = try FileSource(path: url.path(percentEncoded: false))
    return try FormatCatalogue.read(&source, name: url.lastPathComponent, declaration: declaration)
  }
}

extension String {
  /// UTF-16, the low byte first, without mark.
  var utf16Bytes: [UInt8] { utf16.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit & 0xFF), UInt8(unit >> 8)] } }
}
