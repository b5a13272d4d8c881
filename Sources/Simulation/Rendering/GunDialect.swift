// SPDX-License-Identifier: GPL-3.0-or-later

/// In whose manner recordings of a massage gun are written.
public enum GunDialect: String, Sendable, Hashable, CaseIterable {
  /// `Time (s),Acceleration z (m/s2)`, with the force where there is one.
  case csv
  /// Quoted names, ten digits with an exponent, three axes: a phone's export.
  case phyphox
  /// Nanoseconds since 1970, seconds, then z, y, x, no units: another phone's.
  case sensorLogger = "sensor-logger"
  /// `millis,ax,ay,az` in whole milliseconds, no units: a micro-controller's.
  case millis
  /// `#time,accel_x,accel_y,accel_z` in s and mm/s², no units: a printer's.
  case klipper

  /// Whether a file has all three axes.
  public var needsThreeAxes: Bool { self == .phyphox || self == .sensorLogger || self == .klipper }

  /// Whether names come with units; else a sidecar must tell them.
  public var hasUnits: Bool { self == .csv || self == .phyphox }
}

extension GunTable {
  /// The table as a file.
  /// - Parameter dialect: Those that need three axes take missing ones as zero.
  public func bytes(_ dialect: GunDialect) -> [UInt8] {
    var text = GunTableText(self, dialect)
    return text.bytes()
  }
}

/// A table while it is being written.
private struct GunTableText {
  let table: GunTable
  let dialect: GunDialect
  private var text = ""

  init(_ table: GunTable, _ dialect: GunDialect) {
    self.table = table
    self.dialect = dialect
  }

  mutating func bytes() -> [UInt8] {
    header()
    let axes = dialect.needsThreeAxes ? ["x", "y", "z"] : table.columns.map(\.name)
    let columns = axes.map { name in table.columns.first { $0.name == name } }
    for row in table.stamps.indices {
      var values = columns.map { $0?.samples[row] ?? 0 }
      switch dialect {
      case .csv: cells([DecimalStep.text(table.stamps[row], 9)] + values.map { DecimalStep.text($0, 6) })
      case .phyphox:
        values.append(values.reduce(0) { $0 + $1 * $1 }.squareRoot())
        cells(([table.stamps[row]] + values).map(DecimalStep.scientific))
      case .sensorLogger:
        // Some day in November 2023; a second has 10⁹ of these.
        let nanoseconds = 1_700_000_000_000_000_000 + Int((table.stamps[row] * 1e9).rounded())
        cells(
          [String(nanoseconds), DecimalStep.text(table.stamps[row], 9)]
            + values.reversed().map { DecimalStep.text($0, 9) })
      case .millis:
        let milliseconds = Int((table.stamps[row] * 1000 + 1e-6).rounded(.down))
        cells([String(milliseconds)] + values.map { DecimalStep.text($0, 6) })
      case .klipper:
        // Print time, which began long before; mm/s².
        cells(
          [DecimalStep.fixed(table.stamps[row] + 412, 6)]
            + zip(columns, values).map { DecimalStep.fixed($1 * 1000 * ($0?.unit.factor ?? 1), 6) })
      }
    }
    return Array(text.utf8)
  }

  private mutating func header() {
    let first = table.columns.first?.unit.symbol ?? ""
    switch dialect {
    case .csv:
      let names = table.columns.map { column -> String in
        let name = column.name == "force" ? "Force" : "Acceleration \(column.name)"
        // A lone g might be a gram; the sidecar says which it is.
        return column.unit.symbol == "g" ? name : "\(name) (\(column.unit.symbol))"
      }
      cells(["Time (s)"] + names)
    case .phyphox:
      let unit = first == "g" ? "g" : "m/s^2"
      let kind = table.hasGravity ? "Acceleration" : "Linear Acceleration"
      let names = ["x", "y", "z"].map { "\"\(kind) \($0) (\(unit))\"" }
      cells(["\"Time (s)\""] + names + ["\"Absolute acceleration (\(unit))\""])
    case .sensorLogger: cells(["time", "seconds_elapsed", "z", "y", "x"])
    case .millis: cells(["millis"] + table.columns.map { $0.name == "force" ? "force" : "a\($0.name)" })
    case .klipper: cells(["#time", "accel_x", "accel_y", "accel_z"])
    }
  }

  private mutating func cells(_ cells: [String]) {
    text += cells.joined(separator: ",")
    text += "\n"
  }
}
