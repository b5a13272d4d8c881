// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Sidecar
import TestSupport
import Testing

/// Every sidecar of the fixture sessions is valid, settings included.
@Suite struct FixtureSidecarTests {
  @Test func allAreRead() throws {
    let names = try Fixture.names(in: "sessions").filter { $0.hasSuffix(".toml") }
    #expect(names.count > 30)
    for name in names {
      let contents = try SidecarFile.parse(try Fixture.bytes("sessions/\(name)"), name: name)
      #expect(contents.declaration.description.subject == "S01", "\(name)")
      if name.hasPrefix("gun") {
        #expect(contents.declaration.description.device == "simulated massage gun", "\(name)")
        #expect(contents.declaration.description.setting.contains("claimed_"), "\(name)")
        continue
      }
      guard name.hasPrefix("ppt") else {
        #expect(contents.declaration.programme != nil, "\(name)")
        continue
      }
      let parameters: PPTParameters = try contents.parameters(for: "ppt")
      #expect(parameters.rateTarget != nil, "\(name)")
    }
  }
}
