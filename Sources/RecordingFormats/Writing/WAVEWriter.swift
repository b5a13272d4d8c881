// SPDX-License-Identifier: GPL-3.0-or-later

/// RIFF/WAVE files: samples interleaved, little-endian, at a whole number of samples a second.
///
/// Integer samples are `round(value / full scale × 2^(bits − 1))`; floating-point samples are the values themselves.
/// - SeeAlso: Microsoft & IBM, *Multimedia Programming Interface and Data Specifications 1.0* (1991), pp. 56–65.
public struct WAVEWriter: Sendable {
  public enum SampleFormat: String, Sendable, Hashable, CaseIterable {
    case float64, float32, pcm16, pcm24

    var bytes: Int {
      switch self {
      case .float64: 8
      case .float32: 4
      case .pcm16: 2
      case .pcm24: 3
      }
    }

    public var isInteger: Bool { self == .pcm16 || self == .pcm24 }
  }

  public let format: SampleFormat
  public let rate: UInt32
  private let columns: [SignalTable.Column]
  private let scales: [Double]
  private let count: Int

  /// - Parameters:
  ///   - fullScales: What integers reach at most, one a column, above 0; not used for floating-point samples.
  /// - Throws: ``WriteError`` when the file cannot hold the table unchanged.
  public init(
    _ table: SignalTable, format: SampleFormat, rate: Double, fullScales: [Double] = []
  ) throws(WriteError) {
    let whole = rate.rounded()
    // A rate found from stamps carries their rounding; a millionth is less than any clock keeps.
    guard whole >= 1, whole <= 4e9, (rate - whole).magnitude <= 1e-6 * whole else { throw .rate(rate) }
    guard !table.columns.isEmpty, table.columns.count <= 65535 else { throw .channelCount(table.columns.count) }
    let size = table.columns.count * format.bytes * table.count
    guard size <= 0xFFFF_FF00 else { throw .size(size) }
    self.format = format
    self.rate = UInt32(whole)
    columns = table.columns
    count = table.count
    scales = fullScales
    guard format != .float64 else { return }
    precondition(!format.isInteger || fullScales.count == columns.count, "one full scale a column")
    let steps = format == .pcm16 ? 32768.0 : 8_388_608.0
    for (index, column) in columns.enumerated() {
      for (row, value) in column.samples.enumerated() where !value.isNaN {
        if !format.isInteger {
          guard Float(value).isFinite else {
            throw .clipped(column: column.header, row: row, value: value, limit: 3.4e38)
          }
          continue
        }
        let code = (value / fullScales[index] * steps).rounded()
        guard code >= -steps, code <= steps - 1 else {
          throw .clipped(column: column.header, row: row, value: value, limit: fullScales[index])
        }
      }
      if format.isInteger, let row = column.samples.firstIndex(where: \.isNaN) {
        throw .missing(column: column.header, row: row)
      }
    }
  }

  /// - Parameter sink: Takes the bytes in pieces of some 64 KiB.
  public func write<E: Error>(into sink: ([UInt8]) throws(E) -> Void) throws(E) {
    var bytes = header
    bytes.reserveCapacity(TextRows.pieceSize + 65536)
    for row in 0..<count {
      for index in columns.indices { append(columns[index].samples[row], index, to: &bytes) }
      if bytes.count >= TextRows.pieceSize {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    if dataSize % 2 == 1 { bytes.append(0) }
    try sink(bytes)
  }

  private var dataSize: Int { columns.count * format.bytes * count }

  private var header: [UInt8] {
    var out = Array("RIFF".utf8)
    // A format other than integers has the size of its (empty) extension and a `fact` chunk.
    let extra = format.isInteger ? 0 : 2 + 12
    Self.append(UInt32(4 + 24 + extra + 8 + dataSize + dataSize % 2), to: &out)
    out += Array("WAVEfmt ".utf8)
    Self.append(UInt32(format.isInteger ? 16 : 18), to: &out)
    let frame = columns.count * format.bytes
    Self.append(UInt16(format.isInteger ? 1 : 3), to: &out)
    Self.append(UInt16(columns.count), to: &out)
    Self.append(rate, to: &out)
    Self.append(UInt32(truncatingIfNeeded: Int(rate) * frame), to: &out)
    Self.append(UInt16(truncatingIfNeeded: frame), to: &out)
    Self.append(UInt16(8 * format.bytes), to: &out)
    if !format.isInteger {
      Self.append(UInt16(0), to: &out)
      out += Array("fact".utf8)
      Self.append(UInt32(4), to: &out)
      Self.append(UInt32(truncatingIfNeeded: count), to: &out)
    }
    out += Array("data".utf8)
    Self.append(UInt32(dataSize), to: &out)
    return out
  }

  private func append(_ value: Double, _ index: Int, to out: inout [UInt8]) {
    switch format {
    case .float64: Self.append(value.bitPattern, to: &out)
    case .float32: Self.append(Float(value).bitPattern, to: &out)
    case .pcm16: Self.append(Int16((value / scales[index] * 32768).rounded()), to: &out)
    case .pcm24:
      let code = Int32((value / scales[index] * 8_388_608).rounded())
      for shift in [0, 8, 16] { out.append(UInt8(truncatingIfNeeded: code >> Int32(shift))) }
    }
  }

  private static func append(_ value: some FixedWidthInteger, to out: inout [UInt8]) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { out.append(UInt8(truncatingIfNeeded: value >> shift)) }
  }
}
