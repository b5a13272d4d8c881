// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import SignalProcessing
import Simulation
import Testing

/// What the simulator writes, the readers give back sample by sample.
@Suite struct SimulatedFilesTests {
  /// One of each dialect and device; planted faults are written like the rest.
  private static let tables: [Scenario] = Scenario.allCases.filter {
    guard $0.plantedFault == nil || $0 == .gap else { return false }
    if case .delimited(let dialect) = $0.fileForm { return dialect.time != .none }
    return false
  }

  private func recordings(_ scenario: Scenario, _ form: Scenario.FileForm? = nil) throws -> [Recording] {
    let file = try #require(scenario.files(name: "x", seed: 6, form: form).first)
    return try readAnything(file.bytes, name: file.name).get()
  }

  @Test(arguments: tables) func tablesComeBack(scenario: Scenario) throws {
    let simulated = scenario.session(seed: 6).run().recordings[0]
    let read = try #require(try? recordings(scenario).first)
    #expect(read.sampleCount == simulated.sampleCount)
    #expect(read.channels.map(\.kind) == simulated.channels.map(\.kind))
    for (a, b) in zip(read.channels, simulated.channels) {
      #expect(a.name.hasPrefix(b.name))
      #expect(a.unit == b.unit || b.kind == .marker)
      #expect(a.samples == b.samples, "\(a.name)")
    }
    let stamps = zip(
      read.timeBase.stamps(count: read.sampleCount), simulated.timeBase.stamps(count: simulated.sampleCount))

    #expect(stamps.allSatisfy { abs($0 - $1) < 1e-9 })
    #expect(read.labels == simulated.labels)
  }

  @Test(arguments: [Scenario.cuffRun, .cuffIncomplete]) func labBenchComesBack(scenario: Scenario) throws {
    let simulated = scenario.session(seed: 6).run().recordings
    let read = try recordings(scenario)
    #expect(read.map(\.member) == simulated.map(\.member))
    for (a, b) in zip(read, simulated) {
      #expect(a.programme?.kind == b.programme?.kind)
      #expect(a.programme?.nominalPressure == b.programme?.nominalPressure)
      #expect(a.programme?.timeOn == b.programme?.timeOn)
      #expect(a.programme?.pulseCount == b.programme?.pulseCount)
      #expect(a.programme?.limit == b.programme?.limit)
      #expect(a.programme?.ratingCriterion == b.programme?.ratingCriterion)
      #expect(a.channels.map(\.name) == b.channels.map(\.name))
      #expect(a.channels.map(\.role) == b.channels.map(\.role))
      #expect(a.channels.map(\.samples) == b.channels.map(\.samples))
    }
  }
}
