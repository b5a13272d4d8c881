// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// Sessions of the LabBench CPAR+ cuff algometer exported as JSON.
///
/// One object `{valid, id, completed, data}`; each entry of `data` is a session of named tests. Pressures are in kPa,
/// ratings in cm of the scale. Every test becomes a recording of its own; thresholds the device stored are noted and
/// never used, since it stores one even when the programme and not the subject ended the ramp.
public enum LabBench: RecordingReader {
  public static let format: FormatName = "labbench"
  public static let summary = "LabBench CPAR+ cuff algometry, JSON: every test of every session"

  public static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool {
    JSONText.begins(prefix, withKeys: ["valid", "completed", "data"])
  }

  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let text = try DecodedText(try source.all(limits: limits))
    let root = try JSONParser.parse(text.bytes.span, limits: limits)
    guard let object = root.object, let sessions = object["data"]?.elements else {
      throw malformed("an object with an array 'data'", "another value")
    }
    let ids = object["id"]?.elements
    let completed = object["completed"]?.elements
    let types = testTypes(sessions)
    var recordings: [Recording] = []
    for (index, session) in sessions.enumerated() {
      guard let tests = session.object else { throw malformed("an object for session \(index + 1)", "another value") }
      var name = "session \(index + 1)"
      if let ids, index < ids.count, let id = ids[index].string, !id.isEmpty { name = id }
      var isComplete: Bool?
      if let completed, index < completed.count { isComplete = completed[index].bool }
      recordings += LabBenchSession(name: name, isComplete: isComplete, types: types).recordings(tests)
      guard recordings.count <= limits.maximumRecordings else {
        throw .tooLarge(what: "recordings", found: recordings.count, limit: limits.maximumRecordings)
      }
    }
    guard !recordings.isEmpty else { throw .noData(found: "a LabBench file without tests") }
    return recordings
  }

  /// Type of each test by its ID, from the sessions in which it was recorded.
  private static func testTypes(_ sessions: [JSONValue]) -> [String: String] {
    var types: [String: String] = [:]
    for session in sessions {
      for (key, value) in session.object?.members ?? [] {
        if let type = value.object?["Type"]?.string, type != "NullResult", types[key] == nil { types[key] = type }
      }
    }
    return types
  }

  private static func malformed(_ expected: String, _ found: String) -> ReadError {
    .malformed(format: "LabBench JSON", expected: expected, found: found, at: TextPosition(line: 1))
  }
}

/// Looks into the beginning of a JSON text without parsing it.
enum JSONText {
  /// Whether a text begins like an object and holds all the keys in its first bytes.
  static func begins(_ prefix: Span<UInt8>, withKeys keys: [String]) -> Bool {
    guard isObject(prefix) else { return false }
    return keys.allSatisfy { contains(prefix, Array("\"\($0)\"".utf8)) }
  }

  /// Whether it begins an array of objects or arrays.
  static func isArray(_ prefix: Span<UInt8>) -> Bool { opens(prefix, 0x5B, then: [0x7B, 0x5B]) }

  static func isObject(_ prefix: Span<UInt8>) -> Bool { opens(prefix, 0x7B, then: [0x22, 0x7D]) }

  /// Whether the first two characters that are no blanks are a bracket and one of those that may follow it.
  private static func opens(_ prefix: Span<UInt8>, _ bracket: UInt8, then next: [UInt8]) -> Bool {
    var index = 0
    while index < prefix.count, prefix[index] <= 0x20 { index += 1 }
    guard index < prefix.count, prefix[index] == bracket else { return false }
    index += 1
    while index < prefix.count, prefix[index] <= 0x20 { index += 1 }
    return index < prefix.count && next.contains(prefix[index])
  }

  static func contains(_ bytes: Span<UInt8>, _ pattern: [UInt8]) -> Bool {
    guard bytes.count >= pattern.count else { return false }
    for start in 0...(bytes.count - pattern.count) where bytes[start] == pattern[0] {
      var equal = true
      for offset in pattern.indices where bytes[start + offset] != pattern[offset] {
        equal = false
        break
      }
      if equal { return true }
    }
    return false
  }
}
