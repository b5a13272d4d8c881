// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// The built `palpate stream`, fed while it runs.
final class LiveProgram {
  private let process = Process()
  private let input = Pipe()
  private let scratch: Scratch
  private let output: String
  private let errors: String

  init(_ arguments: [String]) throws {
    scratch = try Scratch()
    (output, errors) = (scratch.path("out"), scratch.path("err"))
    for path in [output, errors] { try Data().write(to: URL(filePath: path)) }
    process.executableURL = try Program.url
    process.arguments = ["stream"] + arguments
    process.standardInput = input
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    try process.run()
  }

  func write(_ text: String) throws { try input.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

  var lines: [[String: Any]] {
    get throws {
      try String(decoding: Data(contentsOf: URL(filePath: output)), as: UTF8.self).split(separator: "\n").map {
        try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
      }
    }
  }

  var errorText: String {
    get throws { String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self) }
  }

  /// Waits until the program has put out what it can, but not for ever.
  func wait(until isDone: ([[String: Any]]) -> Bool) throws -> Bool {
    for _ in 0..<1000 {
      // A line may be half written when it is read.
      if let lines = try? lines, isDone(lines) { return true }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }

  /// Waits until a text stands in the last lines of the output, but not for ever.
  func wait(forText text: String) throws -> Bool {
    for _ in 0..<2000 {
      let file = try FileHandle(forReadingFrom: URL(filePath: output))
      let size = try file.seekToEnd()
      try file.seek(toOffset: size > 65_536 ? size - 65_536 : 0)
      if String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self).contains(text) { return true }
      Thread.sleep(forTimeInterval: 0.01)
    }
    return false
  }

  /// Resident memory in KiB.
  var residentSize: Int {
    get throws {
      let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
      let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
      return try #require(line.split(separator: " ").compactMap { Int($0) }.first)
    }
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Ends the input and waits for the program.
  func finish() -> Int32 {
    try? input.fileHandleForWriting.close()
    return ended()
  }

  /// Waits for the program, whose input stays open.
  func ended() -> Int32 {
    process.waitUntilExit()
    return process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
  }
}
