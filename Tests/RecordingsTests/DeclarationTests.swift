// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing
import Testing

struct DeclarationTests {
  private func recording() -> Recording {
    var force = Channel(name: "Force", kind: .force, unit: .newton, samples: [1, 2])
    force.column = 2
    force.header = "Force (N)"
    var raw = Channel(name: "ADC1", kind: .other, unit: nil, samples: [3, 4])
    raw.column = 3
    return Recording(format: "test", channels: [force, raw], timeBase: .stamped([0, 1]), sampleCount: 2)
  }

  private func applied(_ declared: ChannelDeclaration...) throws -> Recording {
    var declaration = Declaration()
    declaration.channels = declared
    return try #require(try declaration.applied(to: [recording()]).first)
  }

  @Test(arguments: ["ADC1", "adc1", "3"])
  func aChannelIsFoundByHeaderCaseAndNumber(_ column: String) throws {
    let read = try applied(ChannelDeclaration(name: "load", column: column, kind: .force, unit: .newton))
    #expect(read.channels[1].name == "load" && read.channels[1].kind == .force && read.channels[1].unit == .newton)
  }

  @Test(arguments: ["Force", "Force (N)", "Force [N]", "force (n)"])
  func theUnitOfAHeaderMayBeLeftOut(_ column: String) throws {
    #expect(try applied(ChannelDeclaration(name: "load", column: column)).channels[0].name == "load")
  }

  @Test func anUnknownChannelNamesThoseThatAreThere() {
    #expect(throws: DeclarationError.unknownChannel("F3", available: ["Force", "ADC1"])) {
      try applied(ChannelDeclaration(column: "F3"))
    }
  }

  @Test func aKindNeedsAUnitOfItsDimension() {
    #expect(throws: DeclarationError.wrongDimension(channel: "Force", kind: .pressure, unit: "N")) {
      try applied(ChannelDeclaration(column: "Force", kind: .pressure))
    }
  }

  @Test func aDeclaredKindWithoutUnitIsFlagged() throws {
    let read = try applied(ChannelDeclaration(column: "ADC1", kind: .force))
    #expect(read.issues.map(\.code) == [.unitUnknown])
  }

  @Test func aCentimetreOnAScaleIsARating() throws {
    let centimetre = Unit(symbol: "cm", dimension: .length, factor: 10)
    let read = try applied(ChannelDeclaration(column: "ADC1", kind: .rating, unit: centimetre))
    #expect(read.channels[1].unit?.dimension == .rating && read.channels[1].unit?.factor == 1)
  }

  /// The recording has a stamp every second.
  @Test(arguments: [1.0: "", 1.005: "", 100: "100 Hz declared, 1 Hz in the file"])
  func aDeclaredRateThatTheFileContradictsIsFlagged(rate: Double, expected: String) throws {
    var declaration = Declaration()
    declaration.sampleRate = Hertz(rate)
    let read = try #require(try declaration.applied(to: [recording()]).first)
    #expect(read.timeBase == .stamped([0, 1]))
    #expect(read.issues.filter { $0.code == .rateUnused }.map(\.detail).joined() == expected)
  }

  @Test func aChannelOfOneRecordingIsEnough() throws {
    var second = recording()
    second.channels.removeLast()
    var declaration = Declaration()
    declaration.channels = [ChannelDeclaration(name: "load", column: "ADC1")]
    let read = try declaration.applied(to: [second, recording()])
    #expect(read.map { $0.channels.last?.name } == ["Force", "load"])
  }

  @Test func descriptionProgrammeAndEditsGoOnEveryRecording() throws {
    var declaration = Declaration()
    declaration.description.subject = "S01"
    declaration.edits = [Edit(trial: 2, exclude: true, reason: "slipped", by: "operator 2")]
    var programme = Programme(kind: .ramp)
    programme.nominalRate = PressureRate(1)
    programme.limit = Pressure(60)
    declaration.programme = programme
    var own = recording()
    own.programme = Programme(kind: .pulses)
    own.programme?.limit = Pressure(100)
    own.description.subject = "file"
    own.description.device = "D"
    let read = try declaration.applied(to: [own, recording()])
    #expect(read.allSatisfy { $0.description.subject == "S01" && $0.edits.count == 1 })
    #expect(read[0].description.device == "D")
    // What the file says stays; what it leaves open is filled.
    #expect(read[0].programme?.kind == .pulses && read[0].programme?.limit == Pressure(100))
    #expect(read[0].programme?.nominalRate == PressureRate(1))
    #expect(read[1].programme == programme)
  }
}
