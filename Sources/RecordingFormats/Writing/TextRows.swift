// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Text of many rows, handed on in pieces so that memory stays bounded.
struct TextRows {
  static let pieceSize = 1 << 16
  private var bytes: [UInt8] = []
  /// Where the cursor of each column of words stands.
  private var next: [Int]

  init(_ table: SignalTable) {
    bytes.reserveCapacity(Self.pieceSize + 4096)
    next = table.words.map { _ in 0 }
  }

  mutating func add(byte: UInt8) { bytes.append(byte) }
  mutating func add(_ text: String) { bytes.append(contentsOf: text.utf8) }
  mutating func add(_ number: Double) { add(DecimalText.shortest(number)) }

  /// The text of a column of words in a row; rows are asked for in their order.
  mutating func word(_ column: Int, of table: SignalTable, row: Int) -> String? {
    let spans = table.words[column].spans
    while next[column] < spans.count, spans[next[column]].rows.upperBound <= row { next[column] += 1 }
    guard next[column] < spans.count, spans[next[column]].rows.contains(row) else { return nil }
    return spans[next[column]].text
  }

  /// Hands the text on once there is enough of it, or at the end.
  mutating func flush<E: Error>(force: Bool = false, _ sink: ([UInt8]) throws(E) -> Void) throws(E) {
    guard force ? !bytes.isEmpty : bytes.count >= Self.pieceSize else { return }
    try sink(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
