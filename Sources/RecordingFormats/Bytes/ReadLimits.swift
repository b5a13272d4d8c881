// SPDX-License-Identifier: GPL-3.0-or-later

/// Bounds that keep a hostile or broken file from exhausting memory or time.
public struct ReadLimits: Sendable, Hashable {
  /// Bytes of a file.
  public var maximumBytes = 1 << 31
  /// Cells of a table, samples or values of any other format.
  public var maximumCells = 400_000_000
  public var maximumColumns = 4096
  /// Bytes of one line of a text table.
  public var maximumLineLength = 1 << 20
  /// Nesting of JSON and XML.
  public var maximumDepth = 64
  /// Recordings in one file.
  public var maximumRecordings = 10_000
  /// Bytes that a compressed file may unpack to.
  public var maximumInflatedBytes = 1 << 31
  /// Unpacked over packed bytes; looked at beyond the first 16 MiB only, since short idle recordings pack very well.
  public var maximumInflationRatio = 500
  /// Bytes of a text table read at a time, which best fit into a near cache; makes no difference to what is read.
  public var pieceBytes = 1 << 19

  public init() {}
}
