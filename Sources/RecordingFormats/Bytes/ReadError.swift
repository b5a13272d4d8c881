// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// A place in a text file; both numbers count from 1, columns count bytes.
public struct TextPosition: Sendable, Hashable, CustomStringConvertible {
  public let line: Int
  public let column: Int

  public init(line: Int, column: Int = 0) {
    self.line = line
    self.column = column
  }

  public var description: String { column > 0 ? "line \(line), column \(column)" : "line \(line)" }
}

/// Why a file was not read: what was expected, what was found, and where.
public enum ReadError: Error, Sendable, Hashable {
  case cannotOpen(name: String, reason: String)
  case notAFile(name: String, kind: String)
  case readFailed(name: String, offset: Int, reason: String)
  case empty
  case tooLarge(what: String, found: Int, limit: Int)
  /// The bytes end where more were announced.
  case truncated(at: Int, needed: Int, available: Int)
  case damagedCompression(at: Int, reason: String)
  /// A known format that Palpate does not read, with the way to convert it.
  case recognisedButNotRead(format: String, convert: String)
  case notText(offset: Int, byte: UInt8)
  case malformed(format: String, expected: String, found: String, at: TextPosition)
  /// The same for bytes that are no text; `at` counts from 0.
  case malformedBytes(format: String, expected: String, found: String, at: Int)
  /// No row of numbers.
  case noData(found: String)
  /// Neither a time column nor a declared rate.
  case noTime(columns: [String], hasHeader: Bool)
  case timeUnitMissing(column: String)
  /// The clock jumps back and does not catch up.
  case clockRestarts(line: Int, from: Double, to: Double)
  /// Too many rows with different values carry the same stamp, and no even clock explains them.
  case stampsRepeat(line: Int, conflicts: Int, rows: Int)
  case mixedUnits(first: String, second: String, line: Int)
  case foreignDigits(text: String, at: TextPosition)
  case declaration(DeclarationError)
}

extension ReadError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .cannotOpen(let name, let reason): "cannot open '\(name)': \(reason)"
    case .notAFile(let name, let kind): "'\(name)' is \(kind); expected a file with a recording"
    case .readFailed(let name, let offset, let reason): "reading '\(name)' failed at byte \(offset): \(reason)"
    case .empty: "the file is empty; expected a recording"
    case .tooLarge(let what, let found, let limit): "the file holds \(found) \(what); the limit is \(limit)"
    case .truncated(let at, let needed, let available):
      "the file is cut off at byte \(at): \(needed) more bytes expected, \(available) found"
    case .damagedCompression(let at, let reason): "the compressed data are damaged at byte \(at): \(reason)"
    case .recognisedButNotRead(let format, let convert): "this is \(format), which is not read; \(convert)"
    case .notText(let offset, let byte):
      "this is neither a known format nor text: byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16)) at offset \(offset)"
    case .malformed(let format, let expected, let found, let at):
      "\(format), \(at): expected \(expected), found \(found)"
    case .malformedBytes(let format, let expected, let found, let at):
      "\(format), byte \(at): expected \(expected), found \(found)"
    case .noData(let found): "expected rows of numbers, found \(found)"
    case .noTime(let columns, let hasHeader):
      hasHeader
        ? "no time column among \(Self.list(columns)); name it, such as --declare 'COLUMN=time:s', or give "
          + "the rate, such as --sample-rate 100Hz"
        : "the file has no header, so its \(columns.count) column\(columns.count == 1 ? "" : "s") "
          + "cannot be told apart; say what they are, such as --declare 1=time:s --declare 2=force:N, or give the "
          + "rate of a file without time, such as --sample-rate 100Hz"
    case .timeUnitMissing(let column):
      "the time column '\(column)' has no unit; write it, such as --declare '\(column)=time:s' or '\(column)=time:ms'"
    case .clockRestarts(let line, let from, let to):
      "line \(line): the time jumps back from \(from) s to \(to) s and does not catch up; split the file there"
    case .stampsRepeat(let line, let conflicts, let rows):
      "\(conflicts) of \(rows) rows have the time stamp of the row before but other values, the first at line \(line), and "
        + "no even clock explains it; if the rows are evenly spaced say how many a second, such as --sample-rate 100Hz: "
        + "the stamps are then not used"
    case .mixedUnits(let first, let second, let line):
      "line \(line): expected \(first) as in the lines before, found \(second)"
    case .foreignDigits(let text, let at): "\(at): '\(text)' is not written with the digits 0 to 9"
    case .declaration(let error): error.description
    }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
    return names.count > 8 ? shown + ", …" : shown
  }
}
