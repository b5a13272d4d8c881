// SPDX-License-Identifier: GPL-3.0-or-later
import RecordingFormats
import Recordings
import SignalProcessing

/// What a WAV file cannot say: names, quantities, units and scales of its channels, as the sidecar of the contract.
///
/// `scale` turns samples as programs read them (integers divided by 2^(bits − 1)) into the unit.
struct WAVESidecar {
  let file: String
  let format: WAVEWriter.SampleFormat
  let rate: Hertz
  let channels: [Channel]
  let fullScales: [Double]
  let source: String

  /// By which a sidecar of ours is known.
  static let firstWords = "# Describes "

  var text: String {
    var out = Self.firstWords + "\(Self.line(file)), written by palpate convert from \(Self.line(source)).\n"
    switch format {
    case .float64: out += "# Samples are 64-bit floats, the values themselves.\n"
    case .float32: out += "# Samples are 32-bit floats: the values rounded to 24 binary digits.\n"
    case .pcm16, .pcm24:
      out +=
        "# Samples are integers of full scale 1 (divided by 2^\(format == .pcm16 ? 15 : 23)); scale gives the unit.\n"
    }
    out += "\n[recording]\nsample_rate = \"\(DecimalText.shortest(rate.value)) Hz\"\n"
    var used: Set<String> = []
    for (index, channel) in channels.enumerated() {
      var name = channel.name
      while !used.insert(name).inserted { name += "_" }
      out += "\n[channels.\(Self.quoted(name))]\ncolumn = \(index + 1)\n"
      out += "quantity = \"\(channel.kind == .angularRate ? "angular_rate" : channel.kind.rawValue)\"\n"
      if let unit = channel.unit { out += "unit = \(Self.quoted(unit.symbol))\n" }
      if format.isInteger { out += "scale = \(Self.float(fullScales[index]))\n" }
    }
    return out
  }

  /// A number of TOML, which has a point or an exponent.
  private static func float(_ value: Double) -> String {
    let text = DecimalText.shortest(value)
    return text.contains(where: { ".e".contains($0) }) ? text : text + ".0"
  }

  /// A comment's text stays on its line.
  private static func line(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "\u{FFFD}" : $0 }))
  }

  private static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}":
        let hex = String(scalar.value, radix: 16, uppercase: true)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
