// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Subject files of the Nocitech CPAR cuff algometer (`.subx`).
///
/// XML: `sessions/session/results/<kind of test>/data/p` with the attributes `s` (stimulating pressure, kPa),
/// `c` (conditioning pressure, kPa) and `vas` (cm); samples come at an implied 20 Hz.
public enum Subx: RecordingReader {
  public static let format: FormatName = "subx"
  public static let summary = "Nocitech CPAR cuff algometry, .subx: every test of every session, 20 Hz implied"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    guard XMLText.begins(prefix) else { return false }
    if name.lowercased().hasSuffix(".subx") { return true }
    return JSONText.contains(prefix, Array("<sessions".utf8)) && JSONText.contains(prefix, Array("<session".utf8))
      && SubxTest.elements.contains { JSONText.contains(prefix, Array("<\($0.key)".utf8)) }
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let text = try DecodedText(try source.all(limits: limits))
    let bytes = text.bytes.span
    var tokens = XMLTokenizer(limits: limits)
    var path: [String] = []
    var session = ""
    var sessions = 0
    var subject = ""
    var test: SubxTest?
    var recordings: [Recording] = []
    var cells = 0
    while let token = try tokens.next(in: bytes) {
      switch token {
      case .start(let name, let attributes, let isEmpty):
        if path.isEmpty, name != "sessions" {
          subject = attributes.first { $0.name.lowercased() == "id" }?.value ?? ""
        }
        if name == "session", path.last == "sessions" {
          sessions += 1
          session = attributes.first { $0.name.lowercased() == "id" }?.value ?? ""
          if session.isEmpty { session = "session \(sessions)" }
        } else if path.last == "results" {
          test = SubxTest(element: name, attributes: attributes, session: session)
        } else if name == "p", path.last == "data" {
          cells += 3
          guard cells <= limits.maximumCells else {
            throw .tooLarge(what: "values", found: cells, limit: limits.maximumCells)
          }
          test?.add(attributes)
        }
        if isEmpty {
          if path.last == "results" { try finish(&test, &recordings, limits) }
        } else {
          path.append(name)
        }
      case .end:
        path.removeLast()
        if path.last == "results" { try finish(&test, &recordings, limits) }
      }
    }
    for index in recordings.indices { recordings[index].description.subject = subject }
    guard !recordings.isEmpty else { throw .noData(found: "a .subx file without tests") }
    return recordings
  }

  private static func finish(
    _ test: inout SubxTest?, _ recordings: inout [Recording], _ limits: ReadLimits
  ) throws(ReadError) {
    guard let finished = test else { return }
    test = nil
    guard recordings.count < limits.maximumRecordings else {
      throw .tooLarge(what: "recordings", found: recordings.count + 1, limit: limits.maximumRecordings)
    }
    recordings.append(finished.recording())
  }
}

enum XMLText {
  static func begins(_ prefix: Span<UInt8>) -> Bool {
    var index = 0
    while index < prefix.count, prefix[index] <= 0x20 { index += 1 }
    guard index + 1 < prefix.count, prefix[index] == 0x3C else { return false }
    let next = prefix[index + 1]
    return next == 0x3F || next == 0x21 || next | 0x20 >= 0x61 && next | 0x20 <= 0x7A
  }
}
