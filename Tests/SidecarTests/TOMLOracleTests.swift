// SPDX-License-Identifier: GPL-3.0-or-later
import TestSupport
import Testing

@testable import Sidecar

/// The parser against Python's tomllib, on valid and broken documents (`Fixtures/oracles/toml.py`).
@Suite struct TOMLOracleTests {
  /// A value with its type, as the oracle writes it.
  indirect enum Tagged: Decodable, Equatable {
    case text(String), integer(String), number(Double), flag(Bool), date
    case list([Tagged]), table([String: Tagged])

    enum CodingKeys: String, CodingKey { case text, integer, number, flag, date, list, table }

    init(from decoder: any Decoder) throws {
      let box = try decoder.container(keyedBy: CodingKeys.self)
      switch try #require(box.allKeys.first) {
      case .text: self = .text(try box.decode(String.self, forKey: .text))
      case .integer: self = .integer(try box.decode(String.self, forKey: .integer))
      case .number: self = .number(try #require(Double(try box.decode(String.self, forKey: .number))))
      case .flag: self = .flag(try box.decode(Bool.self, forKey: .flag))
      case .date: self = .date
      case .list: self = .list(try box.decode([Tagged].self, forKey: .list))
      case .table: self = .table(try box.decode([String: Tagged].self, forKey: .table))
      }
    }

    init(_ node: Node) {
      switch node.value {
      case .text(let text): self = .text(text)
      case .integer(let number): self = .integer(String(number))
      case .number(let number): self = .number(number)
      case .flag(let flag): self = .flag(flag)
      case .dateOrTime: self = .date
      case .list(let nodes): self = .list(nodes.map(Tagged.init))
      case .table(let entries): self = .table(entries.mapValues(Tagged.init))
      }
    }

    /// Numbers are the same bit for bit; any NaN is a NaN.
    static func == (a: Tagged, b: Tagged) -> Bool {
      switch (a, b) {
      case (.number(let a), .number(let b)): a.isNaN && b.isNaN || a.bitPattern == b.bitPattern
      case (.text(let a), .text(let b)): Array(a.utf8) == Array(b.utf8)
      case (.integer(let a), .integer(let b)): a == b
      case (.flag(let a), .flag(let b)): a == b
      case (.date, .date): true
      case (.list(let a), .list(let b)): a == b
      case (.table(let a), .table(let b)): a == b
      default: false
      }
    }
  }

  struct Case: Decodable {
    let document: String
    let answer: Tagged?
  }

  @Test func readsWhatTomllibReadsAndRefusesWhatItRefuses() throws {
    let cases = try Oracle.load("toml", as: [Case].self)
    #expect(cases.count > 600)
    for example in cases {
      let found = (try? TOMLParser.parse(example.document, name: "x")).map(Tagged.init)
      #expect(found == example.answer, "\(example.document.debugDescription)")
    }
  }
}
