// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

extension GunSession {
  /// A table for each accelerometer, a sound file, a sidecar for each, and the truth.
  /// - Parameters:
  ///   - name: Without suffix; the second accelerometer's gets `_tissue`, a sound beside tables `_sound`.
  public func files(name: String, dialect: GunDialect = .csv) -> [SimulatedFile] {
    let output = output()
    var files: [SimulatedFile] = []
    for (index, table) in output.tables.enumerated() {
      let isTissue = recordsAcceleration ? index == 1 : true
      let base = isTissue ? "\(name)_tissue" : name
      files.append(SimulatedFile(name: "\(base).csv", bytes: table.bytes(dialect)))
      files.append(SimulatedFile(name: "\(base).toml", bytes: sidecar(table, dialect)))
    }
    if let sound, let recorded = output.sound, let channel = recorded.channels.first {
      let base = output.tables.isEmpty ? name : "\(name)_sound"
      let rate = Int(sound.samplingRate.value.rounded())
      let bytes = WAVEBytes.mono(channel.samples, rate: rate, fullScale: sound.fullScale)
      files.append(SimulatedFile(name: "\(base).wav", bytes: bytes))
      files.append(SimulatedFile(name: "\(base).toml", bytes: sidecar(sound)))
    }
    files.append(SimulatedFile(name: "\(name).truth.json", bytes: Array(output.truth.json.utf8)))
    return files
  }

  /// What a user would write beside a table: claims, and units where the file has none.
  private func sidecar(_ table: GunTable, _ dialect: GunDialect) -> [UInt8] {
    var lines = ["[recording]", "subject = \"S01\"", "device = \"simulated massage gun\""]
    if dialect == .klipper {
      lines += ["", "[channels.\"time\"]", "column = \"time\"", "quantity = \"time\"", "unit = \"s\""]
    }
    for column in table.columns {
      let isForce = column.name == "force"
      let bare = !dialect.hasUnits || (dialect == .csv && column.unit.symbol == "g")
      guard bare else { continue }
      let name =
        switch dialect {
        case .millis: isForce ? "force" : "a\(column.name)"
        case .klipper: "accel_\(column.name)"
        case .sensorLogger: column.name
        default: isForce ? "Force" : "Acceleration \(column.name)"
        }
      let unit = dialect == .klipper ? "mm/s2" : column.unit.symbol
      lines += [
        "", "[channels.\"\(name)\"]", "column = \"\(name)\"", "quantity = \"\(isForce ? "force" : "acceleration")\"",
        "unit = \"\(unit)\"",
      ]
    }
    return Array(((lines + percussion).joined(separator: "\n") + "\n").utf8)
  }

  private func sidecar(_ sound: GunSound) -> [UInt8] {
    let scale = DecimalText.shortest(sound.fullScale)
    let lines = [
      "[recording]", "subject = \"S01\"", "device = \"simulated massage gun\"", "", "[channels.sound]", "column = 1",
      "quantity = \"sound\"", "unit = \"Pa\"", "scale = \(scale.contains(".") ? scale : scale + ".0")",
    ]
    return Array(((lines + percussion).joined(separator: "\n") + "\n").utf8)
  }

  private var percussion: [String] {
    var lines: [String] = []
    if let rate = claim.rate { lines.append("claimed_rate = \"\(DecimalText.shortest(rate.value * 60))/min\"") }
    if let stroke = claim.stroke { lines.append("claimed_stroke = \"\(DecimalText.shortest(stroke.value)) mm\"") }
    if let level = claim.speedLevel { lines.append("speed_level = \(level)") }
    if let head = claim.head { lines.append("head = \"\(head)\"") }
    return lines.isEmpty ? [] : ["", "[percussion]"] + lines
  }
}
