// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// The first channel as a force gauge sends it: one reading with its unit a line, no time.
public enum GaugeLines {
  /// - Parameter decimals: Digits after the point, always all of them.
  public static func bytes(_ recording: Recording, decimals: Int = 2) -> [UInt8] {
    guard let channel = recording.channels.first else { return [] }
    let unit = channel.unit?.symbol ?? ""
    var text = ""
    for value in channel.samples {
      let sign = value < 0 ? "-" : "+"
      text += "\(sign) \(fixed(value.magnitude, decimals)) \(unit)\r\n"
    }
    return Array(text.utf8)
  }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let count = Int((value * Double(scale)).rounded())
    let fraction = String(count % scale)
    return "\(count / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}
