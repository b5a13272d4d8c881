// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// The `setting` column: what the device was set to, as `key=value;…` sorted by key.
enum DeviceSetting {
  /// Table of a massage gun's claims and settings.
  static let section = "percussion"
  static let keys = ["claimed_rate", "claimed_stroke", "speed_level", "head", "load"]

  /// Pairs of a setting text; nil when a part is not `key=value` or a key comes twice.
  static func pairs(_ text: String) -> [String: String]? {
    var pairs: [String: String] = [:]
    for part in text.split(separator: ";") {
      guard let sign = part.firstIndex(of: "=") else { return nil }
      let key = trim(part[..<sign])
      guard !key.isEmpty, pairs[key] == nil else { return nil }
      pairs[key] = trim(part[part.index(after: sign)...])
    }
    return pairs
  }

  static func text(_ pairs: [String: String]) -> String {
    pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
  }

  /// Pairs of both, the nearer ones winning.
  static func merge(_ near: String, over far: String) -> String {
    text((pairs(far) ?? [:]).merging(pairs(near) ?? [:]) { $1 })
  }

  private static func trim(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension SidecarContents {
  /// `[percussion]`: what belongs to the device goes into the `setting` column.
  /// - Returns: The keys that do not, for the analysis of that name.
  mutating func readDevice(_ section: Section) throws(SidecarError) -> Section {
    let _: Length? = try section.quantity("claimed_stroke", within: 0...1000)
    let _: Hertz? = try section.quantity("claimed_rate", within: 0...10000)
    let _: Force? = try section.quantity("load", within: 0...10000)
    var pairs = DeviceSetting.pairs(declaration.description.setting) ?? [:]
    for key in DeviceSetting.keys {
      guard let text = try section.scalarText(key) else { continue }
      guard !text.isEmpty, !text.contains(";"), !text.contains("=") else {
        throw section.invalid(key, expected: "text without ';' and '='", found: text)
      }
      guard pairs.updateValue(text, forKey: key) == nil else {
        throw section.error(key, .conflict(key: section.full(key), other: "recording.setting"))
      }
    }
    declaration.description.setting = DeviceSetting.text(pairs)
    return section.without(DeviceSetting.keys)
  }
}
