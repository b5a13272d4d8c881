// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

/// The built `palpate`, run as a user runs it.
enum Program {
  struct Run {
    let status: Int32
    let output: Data
    let errors: String
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The program lies beside the test bundle.
  static var url: URL {
    get throws {
      var folder = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      while folder.count > 1 {
        folder = (folder as NSString).deletingLastPathComponent
        let candidate = folder + "/palpate"
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
          return URL(filePath: candidate)
        }
      }
      throw CocoaError(.fileNoSuchFile)
    }
  }

  /// - Parameters:
  ///   - environment: Added to that of the test, which has no locale, time zone or colour of its own.
  ///   - folder: Working folder.
  static func run(
    _ arguments: [String], input: Data? = nil, environment: [String: String] = [:], in folder: Scratch? = nil
  ) throws -> Run {
    let process = Process()
    process.executableURL = try url
    process.arguments = arguments
    var variables = ProcessInfo.processInfo.environment
    for name in ["LC_ALL", "LANG", "TZ", "NO_COLOR", "COLUMNS"] { variables[name] = nil }
    process.environment = variables.merging(environment) { $1 }
    if let folder { process.currentDirectoryURL = folder.url }
    // Files instead of pipes: no output can fill them up and stop the program.
    let scratch = try Scratch()
    let (output, errors, stdin) = (scratch.path("out"), scratch.path("err"), scratch.path("in"))
    for (path, contents) in [(output, Data()), (errors, Data()), (stdin, input ?? Data())] {
      try contents.write(to: URL(filePath: path))
    }
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: stdin))
    try process.run()
    process.waitUntilExit()
    let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
    return Run(
      status: status, output: try Data(contentsOf: URL(filePath: output)),
      errors: String(decoding: try Data(contentsOf: URL(filePath: errors)), as: UTF8.self))
  }
}

/// A folder of its own for a test, gone with it.
final class Scratch {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "palpate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path(percentEncoded: false) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try write(Data(text.utf8), to: name)
  }

  @discardableResult
  func write(_ data: Data, to name: String) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file.path(percentEncoded: false)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: url.path(percentEncoded: false)).sorted() }
  }
}

/// A session of three straight ramps to 300, 320 and 310 kPa with a button pressed at the top.
enum Session {
  static func csv(_ tops: [Double] = [300, 320, 310], rate: Double = 50) -> String {
    var out = "Time (s),Pressure (kPa),Button\n"
    var time = 0.0
    func row(_ pressure: Double, _ button: Int) {
      out += "\((time * 100).rounded() / 100),\((pressure * 1000).rounded() / 1000),\(button)\n"
      time += 0.02
    }
    for top in tops {
      for _ in 0..<150 { row(0, 0) }
      let count = Int(top / rate / 0.02)
      for k in 1...count { row(Double(k) * 0.02 * rate, 0) }
      for k in 1...10 { row(top + Double(k) * 0.02 * rate, 1) }
      for k in 0..<10 { row(top * (1 - Double(k) / 10), k < 5 ? 1 : 0) }
    }
    for _ in 0..<150 { row(0, 0) }
    return out
  }
}
