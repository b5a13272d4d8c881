// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Simulation
import TestSupport
import Testing

/// The committed sessions are what the simulator makes today; `PALPATE_WRITE_FIXTURES=1` writes them anew.
@Suite struct FixtureSetTests {
  @Test func committedFilesEqualTheSimulator() throws {
    let files = FixtureSet.all
    #expect(Set(files.map(\.name)).count == files.count)
    if ProcessInfo.processInfo.environment["PALPATE_WRITE_FIXTURES"] == "1" {
      try FileManager.default.createDirectory(at: Fixture.url("sessions"), withIntermediateDirectories: true)
      for name in try Fixture.names(in: "sessions") where !files.contains(where: { $0.name == name }) {
        try FileManager.default.removeItem(at: Fixture.url("sessions/\(name)"))
      }
      for file in files { try Data(file.bytes).write(to: Fixture.url("sessions/\(file.name)"), options: .atomic) }
    }
    #expect(try Fixture.names(in: "sessions") == files.map(\.name).sorted())
    for file in files {
      // Compared as one value: a difference of a long file is not worth printing byte by byte.
      let same = try Fixture.bytes("sessions/\(file.name)") == file.bytes
      #expect(same, "\(file.name) differs from what the simulator makes; see PALPATE_WRITE_FIXTURES")
    }
  }

  @Test func filesStaySmall() {
    let files = FixtureSet.all
    for file in files { #expect(file.bytes.count < 300_000, "\(file.name)") }
    #expect(files.map(\.bytes.count).reduce(0, +) < 4_000_000)
  }
}
