// SPDX-License-Identifier: GPL-3.0-or-later

/// What is wrong with a sidecar or protocol file, and where.
public struct SidecarError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Problem: Sendable, Hashable {
    case tooLarge(bytes: Int, limit: Int)
    /// The bytes are not UTF-8.
    case notText(String)
    /// Tables, arrays or dotted keys are nested deeper than any sidecar needs.
    case tooDeep(limit: Int)
    case syntax(String)
    case unknownKey(String, nearest: String, valid: [String])
    case wrongType(key: String, expected: String, found: String)
    case invalid(key: String, expected: String, found: String)
    case missing(key: String, expected: String)
    /// Two keys that exclude each other.
    case conflict(key: String, other: String)
  }

  /// Name of the file as the user knows it.
  public var file: String
  /// 1-based line, where it could be found.
  public var line: Int?
  /// 1-based column; syntax errors only.
  public var column: Int?
  public var problem: Problem

  public init(file: String, line: Int? = nil, column: Int? = nil, problem: Problem) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  public var description: String {
    var place = file
    if let line { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): \(problem.sentence)"
  }
}

extension SidecarError.Problem {
  var sentence: String {
    switch self {
    case .tooLarge(let bytes, let limit): "expected at most \(limit) bytes, found \(bytes)"
    case .notText(let what): "expected UTF-8 text, found \(what)"
    case .tooDeep(let limit): "expected at most \(limit) levels of nesting, found more"
    case .syntax(let message): "not valid TOML: \(message)"
    case .unknownKey(let key, let nearest, let valid):
      "unknown key '\(key)'; nearest valid key: '\(nearest)' (valid here: \(valid.joined(separator: ", ")))"
    case .wrongType(let key, let expected, let found): "\(key): expected \(expected), found \(found)"
    case .invalid(let key, let expected, let found): "\(key): expected \(expected), found '\(found)'"
    case .missing(let key, let expected): "\(key) is missing: expected \(expected)"
    case .conflict(let key, let other): "\(key) and \(other) exclude each other; keep one"
    }
  }
}
