// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// The `setting` column: what the device was set to, as `key=value;…` sorted by key.
enum DeviceSetting {
  /// Table of a massage gun's claims and settings.
  static let section = "percussion"
  static let keys = ["claimed_rate", "claimed_stroke", "speed_level", "head", "load"]

  /// Pairs of a setting text; nil when a part is not `key=value` or a key comes twice.
  ///
  /// By bytes: a mark that combines with `=` or `;` would hide it among characters.
  static func pairs(_ text: String) -> [String: String]? {
    var pairs: [String: String] = [:]
    for part in text.utf8.split(separator: semicolon) {
      guard let sign = part.firstIndex(of: equals) else { return nil }
      let key = trimmed(part[..<sign])
      guard !key.isEmpty, pairs.updateValue(trimmed(part[part.index(after: sign)...]), forKey: key) == nil else {
        return nil
      }
    }
    return pairs
  }

  /// What can be the value of a pair, without the blanks about it: not empty, no `;`, `=` or control character.
  static func value(_ text: String) -> String? {
    let value = trimmed(text.utf8[...])
    let isPlain = !value.utf8.contains { $0 == semicolon || $0 == equals || $0 < 0x20 || $0 == 0x7F }
    return isPlain && !value.isEmpty ? value : nil
  }

  static func text(_ pairs: [String: String]) -> String {
    pairs.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ";")
  }

  /// Pairs of both, the nearer ones winning.
  static func merge(_ near: String, over far: String) -> String {
    text((pairs(far) ?? [:]).merging(pairs(near) ?? [:]) { $1 })
  }

  private static let semicolon = UInt8(ascii: ";")
  private static let equals = UInt8(ascii: "=")

  private static func trimmed(_ bytes: Substring.UTF8View) -> String {
    let blank = UInt8(ascii: " ")
    let end = bytes.lastIndex { $0 != blank }.map { bytes.index(after: $0) } ?? bytes.startIndex
    return String(Substring(bytes[..<end].drop { $0 == blank }))
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
      guard let value = DeviceSetting.value(text) else {
        throw section.invalid(key, expected: "text without ';', '=' and control characters", found: text)
      }
      guard pairs.updateValue(value, forKey: key) == nil else {
        throw section.error(key, .conflict(key: section.full(key), other: "recording.setting"))
      }
    }
    declaration.description.setting = DeviceSetting.text(pairs)
    return section.without(DeviceSetting.keys)
  }
}
