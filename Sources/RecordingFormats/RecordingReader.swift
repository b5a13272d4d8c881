// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// Stable name of a format, as `inspect` and the outcome files print it.
public struct FormatName: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
  public let text: String
  public init(stringLiteral text: String) { self.text = text }
  public init(_ text: String) { self.text = text }
  public var description: String { text }
}

/// Turns the bytes of one format into recordings.
public protocol RecordingReader: Sendable {
  static var format: FormatName { get }
  /// One sentence for `palpate list formats`.
  static var summary: String { get }
  /// - Parameters:
  ///   - prefix: The first bytes of the file, up to 64 KiB; of formats that are text in UTF-8 without byte-order mark.
  ///   - name: File name, for formats that only their suffix tells apart.
  static func recognises(_ prefix: Span<UInt8>, name: String) -> Bool
  /// - Parameters:
  ///   - name: File name, for formats that say there what was recorded.
  ///   - declaration: What the user says about columns and sampling; readers take from it what they need to make
  ///     sense of the bytes, ``FormatCatalogue`` applies the rest.
  static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration, limits: ReadLimits
  ) throws(ReadError) -> [Recording]
}
