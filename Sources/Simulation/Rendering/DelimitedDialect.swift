// SPDX-License-Identifier: GPL-3.0-or-later

/// How a table of samples is written down.
public struct DelimitedDialect: Sendable, Hashable {
  public enum Encoding: Sendable, Hashable {
    case utf8, utf8WithMark, utf16LittleEndian, utf16BigEndian, latin1
  }

  public enum TimeColumn: Sendable, Hashable {
    case seconds, wholeMilliseconds, none
  }

  public enum Header: Sendable, Hashable {
    /// `Pressure (kPa)`
    case unitInName
    /// Names, then a row of units in square brackets.
    case unitRow
    /// Names only.
    case namesOnly
    case none
  }

  public var delimiter = ","
  public var decimalComma = false
  public var lineEnd = "\n"
  public var encoding = Encoding.utf8
  public var header = Header.unitInName
  public var quotedHeader = false
  public var time = TimeColumn.seconds
  /// Text for a missing sample.
  public var missing = "n/a"
  public var trailingDelimiter = false
  /// The last line ends in the middle of its first number.
  public var truncatedLastLine = false
  /// Lines before the header, each written as a comment.
  public var comments: [String] = []
  /// Most digits after the decimal sign of a stamp; nil = shortest text that reads back exactly.
  public var timeDecimals: Int?

  public init() {}

  public static let csv = DelimitedDialect()

  /// `;` between cells, decimal comma, CR LF: a spreadsheet in much of Europe.
  public static var semicolonDecimalComma: DelimitedDialect {
    var dialect = DelimitedDialect()
    dialect.delimiter = ";"
    dialect.decimalComma = true
    dialect.lineEnd = "\r\n"
    return dialect
  }

  /// UTF-16 with tabs, decimal comma, a unit row and a trailing tab, as some laboratory software exports.
  public static var utf16Tab: DelimitedDialect {
    var dialect = DelimitedDialect()
    dialect.delimiter = "\t"
    dialect.decimalComma = true
    dialect.lineEnd = "\r\n"
    dialect.encoding = .utf16LittleEndian
    dialect.header = .unitRow
    dialect.trailingDelimiter = true
    return dialect
  }
}
