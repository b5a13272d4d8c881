// SPDX-License-Identifier: GPL-3.0-or-later

/// Exit codes of the contract, numbered as in BSD's `sysexits`.
public enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
  case whole = 0
  /// Several inputs, some refused or failed.
  case someFailed = 1
  case usage = 64
  case dataInvalid = 65
  case noInput = 66
  case notBuiltIn = 69
  case internalError = 70
  case cannotCreate = 73
  case inputOutput = 74
  case busy = 75
  case configuration = 78
  /// SIGHUP; SIGINT; SIGTERM: 128 and the number of the signal.
  case hungUp = 129
  case interrupted = 130
  case terminated = 143
}

/// What went wrong, with what, and the exit code that agrees with it.
public struct Failure: Error, Sendable, Hashable, CustomStringConvertible {
  public let status: ExitStatus
  /// File or option concerned; empty when the message names it.
  public let subject: String
  public let message: String

  public init(_ status: ExitStatus, _ subject: String, _ message: String) {
    self.status = status
    self.subject = subject
    self.message = message
  }

  public var description: String { subject.isEmpty ? message : "\(subject): \(message)" }
}
