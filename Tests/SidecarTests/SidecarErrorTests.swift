// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Sidecar

@Suite struct SidecarErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let text: String
    let message: String
    var testDescription: String { message }
  }

  static let cases = [
    Case(
      text: "[recording]\nsubject = \"S\"\nvisti = \"2\"",
      message: "f.toml:3: unknown key 'recording.visti'; nearest valid key: 'visit' (valid here: subject, visit, "),
    Case(
      text: "[recordings]\nsubject = \"S\"",
      message: "f.toml:1: unknown key 'recordings'; nearest valid key: 'recording'"),
    Case(
      text: "[ppt]\n\nrate-targt = \"50 kPa/s\"",
      message: "f.toml:3: unknown key 'ppt.rate-targt'; nearest valid key: 'rate_target'"),
    Case(
      text: "[[edit]]\ntrial = 1\nexclude = true\nreason = \"r\"\nby = \"b\"\n[[edit]]\ntrail = 2",
      message: "f.toml:7: unknown key 'edit[1].trail'; nearest valid key: 'trial'"),
    Case(
      text: "[percussion]\nhaed = \"ball\"",
      message: "f.toml:2: unknown key 'percussion.haed'; nearest valid key: 'head'"),
    Case(
      text: "[recording]\nsubject = 3",
      message: "f.toml:2: recording.subject: expected text in quotes, found the number 3"),
    Case(
      text: "[recording]\nmass_is_force = \"yes\"",
      message: "f.toml:2: recording.mass_is_force: expected true or false, found the text 'yes'"),
    Case(
      text: "[recording]\nsubject = 1979-05-27",
      message: "f.toml:2: recording.subject: expected text in quotes, found a date or time"),
    Case(text: "recording = 1", message: "f.toml:1: recording: expected a table like [recording], found the number 1"),
    Case(text: "[edit]\ntrial = 1", message: "f.toml:1: edit: expected tables headed [[edit]], found a table"),
    Case(text: "[probe]\narea = 1", message: "f.toml:2: probe.area: expected a number with its unit in quotes"),
    Case(text: "[probe]\narea = \"1\"", message: "f.toml:2: probe.area: expected a number with a unit like cm2"),
    Case(text: "[probe]\narea = \"1 kPa\"", message: "f.toml:2: probe.area: expected a number with a unit like cm2"),
    Case(
      text: "[probe]\narea = \"0 cm2\"", message: "f.toml:2: probe.area: expected 0.0001 to 10000 cm2, found '0 cm2'"),
    Case(
      text: "[probe]\narea = \"1 cm2\"\ndiameter = \"1 cm\"",
      message: "f.toml:3: probe.diameter and probe.area exclude each other"),
    Case(
      text: "[ppt]\nlimit = 1000", message: "f.toml:2: ppt.limit: expected a number with a unit like kPa, found '1000'"),
    Case(text: "[ppt]\nlimit = \"1000 s\"", message: "f.toml:2: ppt.limit: expected a number with a unit like kPa"),
    Case(text: "[ppt]\ntrial_rule = \"mean4\"", message: "f.toml:2: ppt.trial_rule: expected one of mean3, "),
    Case(text: "[ppt]\nlimit = [1]", message: "f.toml:2: ppt.limit: expected one value, found an array"),
    Case(
      text: "[limits]\nhold_pressure = \"200\"",
      message: "f.toml:2: limits.hold_pressure: expected a number with its unit"),
    Case(
      text: "[channels.f]\nscale = 2",
      message: "f.toml:1: channels.f.unit is missing: expected the unit of the calibrated"),
    Case(
      text: "[channels.f]\nunit = \"N\"\nscale = 2\npolynomial = [0, 1]",
      message: "f.toml:4: channels.f.polynomial and channels.f.scale exclude each other"),
    Case(
      text: "[channels.f]\nunit = \"N\"\nscale = nan", message: "f.toml:3: channels.f.scale: expected a finite number"),
    Case(
      text: "[channels.f]\nunit = \"N\"\nscale = 0",
      message: "f.toml:3: channels.f.scale: expected a number other than 0"),
    Case(
      text: "[channels.f]\nquantity = \"force\"\nunit = \"kPa\"",
      message: "f.toml:3: channels.f.unit: expected a unit like N, found 'kPa'"),
    Case(
      text: "[channels.f]\nquantity = \"force\"\nunit = \"kg\"",
      message: "f.toml:3: channels.f.unit: expected a force unit ('kgf' if that is meant"),
    Case(text: "[channels.f]\nrange = [2, 1]", message: "f.toml:2: channels.f.range: expected [low, high]"),
    Case(
      text: "[channels.f]\nquantity = \"froce\"",
      message: "f.toml:2: channels.f.quantity: expected one of time, force, "),
    Case(
      text: "[channels.a]\ncolumn = \"x\"\n[channels.b]\ncolumn = \"x\"",
      message: "f.toml:3: channels.b.column and channels.a.column exclude each other"),
    Case(text: "[channels.f]\ncolumn = 0", message: "f.toml:2: channels.f.column: expected a whole number from 1"),
    Case(text: "[programme]\nstop = \"limit\"", message: "f.toml:1: programme.kind is missing: expected one of ramp"),
    Case(text: "[programme]\nkind = \"none\"", message: "f.toml:2: programme.kind: expected one of ramp, pulses"),
    Case(
      text: "[[edit]]\ntrial = 1\nexclude = true\nby = \"b\"",
      message: "f.toml:1: edit[0].reason is missing: expected why"),
    Case(
      text: "[[edit]]\ntrial = 1\nexclude = true\nreason = \"b\"",
      message: "f.toml:1: edit[0].by is missing: expected who"),
    Case(
      text: "[[edit]]\ntrial = 1\nreason = \"r\"\nby = \"b\"", message: "f.toml:1: edit[0].outcome is missing"),
    Case(
      text: "[[edit]]\ntrial = 0\nexclude = true\nreason = \"r\"\nby = \"b\"",
      message: "f.toml:2: edit[0].trial: expected a whole number from 1"),
    Case(text: "\n[*x]", message: "f.toml:2:2: not valid TOML: expected a table name, found '*'"),
    Case(text: "\n[[ ]]", message: "f.toml:2:4: not valid TOML: expected a table name, found ']'"),
    Case(
      text: "[recording]\nsubject = \"S",
      message: "f.toml:2:13: not valid TOML: expected the closing quote, found the end of the file"),
    Case(
      text: "[probe]\narea = \"1 cm2\"\narea = \"2 cm2\"", message: "f.toml:3: not valid TOML: 'area' is defined twice"),
    Case(text: "[probe]\narea = ]", message: "f.toml:2:8: not valid TOML: expected a value, found ']'"),
    Case(
      text: "[recording]\nsubject = S01",
      message: "f.toml:2:11: not valid TOML: expected a value, found 'S01' (text is written in quotes)"),
    Case(text: "äö x = 1", message: "f.toml:1:1: not valid TOML: expected a key, found 'ä'"),
    Case(
      text: "[recording]\nsubject = \"a\\u0000b\"",
      message: "f.toml:2: recording.subject: expected text without control"),
    Case(
      text: "[percussion]\nclaimed_rate = 40", message: "f.toml:2: percussion.claimed_rate: expected a number with its"),
    Case(
      text: "[percussion]\nhead = \"  \"",
      message: "f.toml:2: percussion.head: expected text without ';', '=' and control characters, found '  '"),
    Case(
      text: "[recording]\nsetting = \"head=a\"\n[percussion]\nhead = \"b\"",
      message: "f.toml:4: percussion.head and recording.setting exclude each other"),
  ]

  @Test(arguments: cases) func messageNamesFileLineExpectedAndFound(_ example: Case) throws {
    let error = try #require(throws: SidecarError.self) { try SidecarFile.parse(example.text, name: "f.toml") }
    #expect(error.description.hasPrefix(example.message), "\(error.description)")
  }

  @Test func linesAreFoundPastStringsThatLookLikeStructure() throws {
    let text = "[ppt]\nlimit = '''\n[probe]\nx = 1\n'''\nrate_target = \"\\\" # [\"\n[probe] # ]\narae = \"1 cm2\""
    let error = try #require(throws: SidecarError.self) { try SidecarFile.parse(text, name: "f.toml") }
    #expect(error.line == 8)
  }

  @Test(arguments: [
    ("rate_targt", "rate_target"), ("RateTarget", "rate_target"), ("tirals", "trials"), ("zzz", "trials"),
  ])
  func nearestKey(_ typed: String, _ expected: String) {
    #expect(NearestKey.of(typed, among: ["trials", "rate_target", "rate_tolerance"]) == expected)
  }

  @Test func editDistanceOfPublishedPairs() {
    func distance(_ a: String, _ b: String) -> Int { NearestKey.editDistance(Array(a.utf8), Array(b.utf8)) }
    #expect(distance("kitten", "sitting") == 3)
    #expect(distance("saturday", "sunday") == 3)
    #expect(distance("ca", "abc") == 3)
    #expect(distance("abcd", "abdc") == 1)
    #expect(distance("", "abc") == 3)
  }
}
