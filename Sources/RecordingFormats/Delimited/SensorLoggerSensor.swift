// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A sensor as the application Sensor Logger names its files, with what it says about their columns.
/// - SeeAlso: K. T. H. Choi, *Sensor Logger*, UNITS.md.
struct SensorLoggerSensor {
  let name: String
  /// What was recorded, in words.
  let note: String

  static let all = [
    SensorLoggerSensor(name: "Accelerometer", note: "acceleration without gravity"),
    SensorLoggerSensor(name: "TotalAcceleration", note: "acceleration with gravity"),
    SensorLoggerSensor(name: "Gravity", note: "gravity"),
    SensorLoggerSensor(
      name: "AccelerometerUncalibrated",
      note: "acceleration with gravity, in g from iOS and in m/s2 from Android or with 'Standardise Units' on"),
    SensorLoggerSensor(name: "Gyroscope", note: "rate of rotation"),
    SensorLoggerSensor(name: "GyroscopeUncalibrated", note: "rate of rotation"),
    SensorLoggerSensor(name: "Orientation", note: "orientation"),
    SensorLoggerSensor(name: "Magnetometer", note: "magnetic field in microtesla"),
    SensorLoggerSensor(name: "MagnetometerUncalibrated", note: "magnetic field in microtesla"),
    SensorLoggerSensor(name: "Barometer", note: "pressure of the air"),
    SensorLoggerSensor(name: "Microphone", note: "level of the sound"),
    SensorLoggerSensor(
      name: "Headphone", note: "motion of the headphones, accelerations in g or m/s2 as 'Standardise Units' says"),
    SensorLoggerSensor(
      name: "WristMotion", note: "motion of the watch, accelerations in g or m/s2 as 'Standardise Units' says"),
  ]

  /// Files that hold no signal.
  static let others: Set = [
    "Annotation", "Location", "WatchLocation", "Network", "Battery", "WiFi", "Bluetooth", "BluetoothMetadata",
    "Activity", "Pedometer", "Camera",
  ]

  /// The sensor that a word of a file's name is, such as `walk_Accelerometer (2).csv`; nil for none or several.
  static func named(in text: String) -> String? {
    let stem = FilePath.stem(FilePath.name(text))
    let words = Set(stem.split { !$0.isLetter }.map(String.init))
    let known = words.filter { word in others.contains(word) || all.contains { $0.name == word } }
    return known.count == 1 ? known.first : nil
  }

  /// What a column without unit holds; nil where that is not known.
  func fact(_ column: String) -> ColumnFact? {
    let isAxis = ["x", "y", "z"].contains(column)
    let isAngle = ["pitch", "roll", "yaw"].contains(column)
    let ambiguous = ColumnFact(.acceleration, nil, issue: .unitAmbiguous)
    switch name {
    case "Accelerometer", "TotalAcceleration", "Gravity": return isAxis ? ColumnFact(.acceleration, "m/s2") : nil
    case "AccelerometerUncalibrated": return isAxis ? ambiguous : nil
    case "Gyroscope", "GyroscopeUncalibrated": return isAxis ? ColumnFact(.angularRate, "rad/s") : nil
    case "Orientation": return isAngle ? ColumnFact(.angle, "rad") : nil
    case "Barometer":
      // No load: the pressure of the air is not that of a probe.
      return column == "pressure"
        ? ColumnFact(.other, "mbar") : column == "relativeAltitude" ? ColumnFact(.other, "m") : nil
    case "Microphone": return column == "dBFS" ? ColumnFact(.sound, "dBFS") : nil
    case "Headphone", "WristMotion":
      if isAngle { return ColumnFact(.angle, "rad") }
      if column.hasPrefix("rotationRate") { return ColumnFact(.angularRate, "rad/s") }
      if column.hasPrefix("acceleration") { return ambiguous }
      if column.hasPrefix("gravity") { return name == "Headphone" ? ColumnFact(.acceleration, "m/s2") : ambiguous }
      return nil
    default: return nil
    }
  }
}
