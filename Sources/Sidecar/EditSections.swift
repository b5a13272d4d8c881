// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses
import Recordings
import SignalProcessing

extension SidecarContents {
  private static let editKeys = ["trial", "exclude", "outcome", "value", "reason", "by"]

  /// `[[edit]]`: manual decisions about trials.
  mutating func readEdits(_ root: Section) throws(SidecarError) {
    guard let node = root.entries["edit"] else { return }
    guard case .list(let nodes) = node.value else {
      throw root.error("edit", .wrongType(key: "edit", expected: "tables headed [[edit]]", found: node.found))
    }
    for node in nodes {
      let edit = try Self.edit(try Section(node, file: root.file))
      if declaration.edits.contains(where: { $0.concernsSame(as: edit) }) {
        throw SidecarError(
          file: root.file, line: node.line,
          problem: .conflict(key: node.path, other: "an earlier edit of trial \(edit.trial)"))
      }
      declaration.edits.append(edit)
    }
  }

  private static func edit(_ section: Section) throws(SidecarError) -> Edit {
    try section.allow(editKeys)
    let trial = try section.require("trial", "the 1-based number of the trial") { (s) throws(SidecarError) in
      try s.count("trial", within: 1...1_000_000)
    }
    let reason = try section.require("reason", "why, in words") { (s) throws(SidecarError) in try s.text("reason") }
    let by = try section.require("by", "who decided") { (s) throws(SidecarError) in try s.text("by") }
    let exclude = try section.flag("exclude") ?? false
    let outcome = try section.text("outcome")
    if exclude {
      for key in ["outcome", "value"] where section.entries[key] != nil {
        throw section.error(key, .conflict(key: section.full(key), other: section.full("exclude")))
      }
      return Edit(trial: trial, exclude: true, reason: reason, by: by)
    }
    guard let outcome else {
      throw section.error(
        "exclude", .missing(key: section.full("outcome"), expected: "an outcome with its value, or exclude = true"))
    }
    let value = try value(section, of: outcome)
    return Edit(trial: trial, exclude: false, outcome: outcome, value: value, reason: reason, by: by)
  }

  /// The value that replaces an outcome, in the outcome's unit.
  private static func value(_ section: Section, of outcome: String) throws(SidecarError) -> Double {
    let entries = AnalysisCatalogue.all.flatMap { $0.outcomes }
    guard let entry = entries.first(where: { $0.name == outcome }) else {
      let names = entries.map(\.name)
      throw section.invalid(
        "outcome", expected: "an outcome name (nearest: \(NearestKey.of(outcome, among: names)))", found: outcome)
    }
    if entry.unit == "1" {
      return try section.require("value", "a number") { (s) throws(SidecarError) in try s.number("value") }
    }
    let text = try section.require("value", "the value with its unit") { (s) throws(SidecarError) in
      try s.measureText("value")
    }
    let expected = "a number with a unit like \(entry.unit)"
    let measure: Measure
    do {
      measure = try Measure(parsing: text)
    } catch {
      throw section.invalid("value", expected: "\(expected) (\(error))", found: text)
    }
    guard case .known(let unit) = UnitSpelling(entry.unit), let value = measure.value(in: unit) else {
      throw section.invalid("value", expected: expected, found: text)
    }
    return value
  }
}

extension Edit {
  /// Whether two edits decide about the same figure.
  func concernsSame(as other: Edit) -> Bool {
    trial == other.trial && exclude == other.exclude && outcome == other.outcome
  }
}

extension Measure {
  /// The number in another unit of the same dimension; centimetres of a scale count as lengths.
  func value(in target: Unit) -> Double? {
    if unit == target { return number }
    if unit.dimension == target.dimension { return value / target.factor }
    if unit.dimension == .rating, target.dimension == .length { return value * 10 / target.factor }
    return nil
  }
}

extension Section {
  /// A value that must be there.
  func require<T>(
    _ key: String, _ expected: String, _ read: (Section) throws(SidecarError) -> T?
  ) throws(SidecarError) -> T {
    guard let value = try read(self) else {
      throw error(key, .missing(key: full(key), expected: expected))
    }
    return value
  }
}
