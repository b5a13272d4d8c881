// SPDX-License-Identifier: GPL-3.0-or-later

/// One JSON object a line and row: `{"Time (s)":0.01,"Force (N)":3.5}`; null where a sample is missing.
public enum ObjectLineWriter {
  /// - Parameter sink: Takes the text in pieces of some 64 KiB.
  public static func write<E: Error>(_ table: SignalTable, into sink: ([UInt8]) throws(E) -> Void) throws(E) {
    var rows = TextRows(table)
    let time = table.timeColumn
    let keys = unique(table.columns.map(\.header) + table.words.map(\.header)).map { "," + quoted($0) + ":" }
    for row in 0..<table.count {
      rows.add("{\"Time (s)\":")
      rows.add(time.text(row))
      for (column, key) in zip(table.columns, keys) {
        rows.add(key)
        let value = column.samples[row]
        if value.isFinite { rows.add(value) } else { rows.add("null") }
      }
      for column in table.words.indices {
        guard let text = rows.word(column, of: table, row: row) else { continue }
        rows.add(keys[table.columns.count + column])
        rows.add(quoted(text))
      }
      rows.add("}\n")
      try rows.flush(sink)
    }
    try rows.flush(force: true, sink)
  }

  /// Keys of one object, each once: a repeated one gets a number.
  static func unique(_ keys: [String]) -> [String] {
    var used: Set<String> = ["Time (s)"]
    return keys.map { key in
      var name = key
      var number = 1
      while !used.insert(name).inserted {
        number += 1
        name = "\(key) #\(number)"
      }
      return name
    }
  }

  static func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\u{0}"..."\u{1F}", "\u{7F}", "\u{2028}", "\u{2029}":
        let hex = String(scalar.value, radix: 16)
        out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
