// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Turns lines of JSON objects or arrays into lines of a comma-delimited table, so that both are read by one reader.
///
/// The keys of the first object are the header. Later objects may leave members out, which are then missing; members
/// of other keys are not looked at.
public struct ObjectLines: Sendable {
  private var keys: [String]?
  private var limits: ReadLimits

  public init(limits: ReadLimits = ReadLimits()) {
    self.limits = limits
    self.limits.maximumDepth = min(limits.maximumDepth, 8)
  }

  /// Whether a first line begins such a stream rather than a text table.
  public static func begins(_ line: [UInt8]) -> Bool {
    let first = line.first { $0 != 0x20 && $0 != 0x09 }
    return first == 0x7B || first == 0x5B  // { [
  }

  /// - Returns: The line, after the header line where this is the first object.
  public mutating func lines(_ line: [UInt8]) throws(ReadError) -> [[UInt8]] {
    if line.allSatisfy({ $0 <= 0x20 }) { return [] }
    switch try JSONParser.parse(line.span, limits: limits) {
    case .object(let object):
      var out: [[UInt8]] = []
      let known = keys ?? object.members.map(\.key)
      if keys == nil {
        keys = known
        out.append(Self.joined(known.map(Self.quoted)))
      }
      out.append(Self.joined(known.map { Self.cell(object[$0]) }))
      return out
    case .numbers(let numbers): return [Self.joined(numbers.map { $0.isNaN ? "" : DecimalText.shortest($0) })]
    case .array(let values): return [Self.joined(values.map { Self.cell($0) })]
    default:
      throw .malformed(
        format: "NDJSON", expected: "an object or an array a line", found: "another value",
        at: TextPosition(line: 1))
    }
  }

  private static func joined(_ cells: [String]) -> [UInt8] { Array(cells.joined(separator: ",").utf8) }

  private static func cell(_ value: JSONValue?) -> String {
    switch value {
    case .number(let number)?: DecimalText.shortest(number)
    case .bool(let flag)?: flag ? "1" : "0"
    case .string(let text)?: quoted(text)
    // A number inside a number is no sample; as text it is told as such.
    case .array?, .numbers?, .object?: "\"[…]\""
    case .null?, nil: ""
    }
  }

  private static func quoted(_ text: String) -> String {
    let line = String(text.map { $0.isNewline ? " " : $0 })
    return "\"" + line.replacing("\"", with: "\"\"") + "\""
  }
}
