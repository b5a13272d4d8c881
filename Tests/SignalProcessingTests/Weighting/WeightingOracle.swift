// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import SignalProcessing
import TestSupport

/// `weightings.json`: closed forms at 50 digits, and the tables of IEC 61672-1.
struct WeightingOracle: Decodable, Sendable {
  struct Row: Decodable, Sendable {
    let n: Int
    let real, imaginary: Double
    let limit: Double?
    var frequency: Hertz { Hertz(pow(10, Double(n) / 10)) }
    var magnitude: Double { hypot(real, imaginary) }
  }
  struct Limits: Decodable, Sendable {
    let n: Int
    let a, c: Double
    let class1, class2: [Double]
    var frequency: Hertz { Hertz(pow(10, Double(n) / 10)) }
  }
  struct Pulse: Decodable, Sendable {
    let name: String
    let frequency, width: Double
    let times, values: [Double]
  }
  let vibration: [String: [Row]]
  let sound: [String: [Row]]
  let corners: [Double]
  let normalisation: [String: Double]
  let points: [String: Double]
  let table: [Limits]
  let bursts: [String: [[Double]]]
  let pulses: [Pulse]

  static let loaded = Result { try Oracle.load("weightings", as: WeightingOracle.self) }

  static func weighting(_ name: String) -> (any FrequencyWeighting)? {
    SoundWeighting(rawValue: name) ?? VibrationWeighting.all.first { $0.name == name }
  }
}

/// Rows of a table of the reference data as names and numbers; an empty cell has none.
struct ReferenceTable {
  let rows: [[String: Double]]

  init(_ name: String) throws {
    let text = String(decoding: try ReferenceData.bytes("reference_tables/\(name)"), as: UTF8.self)
    let lines = text.split(whereSeparator: \.isNewline)
    let names = (lines.first ?? "").split(separator: ",").map(String.init)
    rows = lines.dropFirst().map { line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      var row: [String: Double] = [:]
      for (name, cell) in zip(names, cells) { row[name] = Double(cell) }
      return row
    }
  }
}

/// How many digits a printed number shows: half a unit of its last one.
func halfUnit(of value: Double, digits: Int) -> Double {
  value == 0 ? 0 : 0.5 * pow(10, floor(log10(abs(value))) - Double(digits - 1)) * 1.000_001
}
