// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

@Suite struct DeterminismTests {
  private func output(
    _ format: String, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Data {
    let run = try Program.run(["analyze", "--format", format] + arguments, environment: environment)
    #expect(!run.output.isEmpty, "\(run.errors)")
    return run.output
  }

  private static let folder = Fixture.path("sessions")

  /// Some recordings of the fixtures; a folder would take long for every variant.
  private func some() throws -> [String] {
    let names = try Fixture.names(in: "sessions").filter { $0.hasSuffix(".csv") }
    return stride(from: 0, to: names.count, by: 5).map { Fixture.path("sessions/" + names[$0]) }
  }

  @Test(arguments: ["csv", "json", "ndjson", "table"])
  func localeAndTimeZoneDoNotMatter(_ format: String) throws {
    let installed = try FileManager.default.subprocess("/usr/bin/locale", ["-a"]).lowercased()
    #expect(installed.contains("de_de.utf8"), "the locale de_DE.UTF-8 is missing: .ci/run generates it")
    let files = try some()
    let plain = try output(format, files)
    #expect(try output(format, files, environment: ["LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"]) == plain)
    #expect(try output(format, files, environment: ["TZ": "Asia/Tokyo"]) == plain)
    #expect(try output(format, files, environment: ["SWIFT_DETERMINISTIC_HASHING": "1"]) == plain)
  }

  @Test func orderOfInputsAndNumberOfWorkersDoNotMatter() throws {
    let files = try some()
    let plain = try output("json", files)
    var generator = SeededGenerator(seed: 3)
    for workers in [1, 2, 5] {
      let shuffled = files.shuffled(using: &generator)
      #expect(try output("json", ["--workers", "\(workers)"] + shuffled) == plain, "\(workers) workers")
    }
  }
}

extension FileManager {
  /// What a program prints.
  func subprocess(_ path: String, _ arguments: [String]) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self)
  }
}
