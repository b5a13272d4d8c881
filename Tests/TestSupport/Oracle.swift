// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation

/// Known answers in `Fixtures/oracles`, made by programs of other people or in another language.
public enum Oracle {
  /// - Parameter name: Such as `theil_sen`; `.json` is added.
  public static func load<Answer: Decodable>(_ name: String, as _: Answer.Type = Answer.self) throws -> Answer {
    let data = try Data(contentsOf: Fixture.url("oracles/\(name).json"))
    return try JSONDecoder().decode(Answer.self, from: data)
  }

  /// JSON as dictionaries, arrays, strings and numbers.
  public static func object(_ bytes: [UInt8]) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(bytes), options: [.fragmentsAllowed])
  }
}
