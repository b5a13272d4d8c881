// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

extension palpate_iir_cascade {
  init(_ table: CascadeTable) {
    self.init(
      sections: Int32(table.sections.count), rows: Int32(table.rows), position: 0,
      all_positive: table.sections.allSatisfy { $0.sign > 0 } ? 1 : 0, input_scale: table.inputScale,
      output_scale: table.outputScale)
  }
}

extension palpate_iir_section {
  init(_ table: SectionTable) {
    self.init()
    (sign, kd, kw, ew, ed) = (table.sign, table.kd, table.kw, table.ew, table.ed)
    // C arrays are tuples in Swift.
    unsafe withUnsafeMutableBytes(of: &scan) { unsafe Self.fill($0, table.scan) }
    unsafe withUnsafeMutableBytes(of: &carry) { unsafe Self.fill($0, table.carry) }
    unsafe withUnsafeMutableBytes(of: &row_w) { unsafe Self.fill($0, table.rowW) }
    unsafe withUnsafeMutableBytes(of: &row_d) { unsafe Self.fill($0, table.rowD) }
  }

  private static func fill(_ bytes: UnsafeMutableRawBufferPointer, _ values: [Double]) {
    for (index, value) in values.enumerated() {
      unsafe bytes.storeBytes(of: value, toByteOffset: 8 * index, as: Double.self)
    }
  }
}
