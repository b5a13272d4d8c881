// SPDX-License-Identifier: GPL-3.0-or-later
import Analyses

/// Settings of the analyses as options and help need them; all from the tables of the analyses.
public enum SettingHelp {
  /// Keys of an analysis's settings, in their order.
  public static func keys(_ analysis: String) -> [String] {
    for type in AnalysisCatalogue.all where type.name == analysis { return keys(of: type) }
    return []
  }

  /// The option of a key: `rate_target` is `--rate-target`.
  public static func option(_ key: String) -> String {
    "--" + String(key.map { $0 == "_" ? "-" : $0 })
  }

  /// Sentence, default and origin of a setting.
  public static func text(_ analysis: String, _ key: String) -> String {
    for type in AnalysisCatalogue.all where type.name == analysis { return text(of: type, key) }
    return ""
  }

  /// Splits `ppt.rate_target=50kPa/s`.
  public static func parse(_ text: String) throws(Failure) -> SettingOption {
    let option = "--set \(text)"
    guard let equals = text.firstIndex(of: "="), let dot = text[..<equals].firstIndex(of: ".") else {
      throw Failure(.usage, option, "expected ANALYSIS.KEY=VALUE, such as ppt.rate_target=50kPa/s")
    }
    let analysis = String(text[..<dot])
    let names = AnalysisCatalogue.all.map { $0.name }
    guard names.contains(analysis) else {
      throw Failure(.usage, option, "expected an analysis (\(names.joined(separator: ", "))), found '\(analysis)'")
    }
    let key = String(text[text.index(after: dot)..<equals])
    return SettingOption(
      analysis: analysis, key: key, value: String(text[text.index(after: equals)...]), option: option)
  }

  private static func keys<A: Analysis>(of analysis: A.Type) -> [String] { A.Parameters.table.map(\.key) }

  private static func text<A: Analysis>(of analysis: A.Type, _ key: String) -> String {
    guard let parameter = A.Parameters.table.first(where: { $0.key == key }) else { return "" }
    let value = parameter.show(A.Parameters())
    return "\(parameter.sentence) Default: \(value.isEmpty ? "not set" : value) (\(parameter.origin.text))."
  }
}
