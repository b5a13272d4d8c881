// SPDX-License-Identifier: GPL-3.0-or-later

/// A cascade of sections, one sample at a time: what the kernels are tested against, bit for bit.
///
/// Plain Swift, each fused operation a call; the order of operations is that of the tiles: 8 lanes of `rows` samples
/// from zero state, joined by a scan, corrected by the state before the lane.
struct ReferenceFilter {
  private struct State {
    var carryW = 0.0
    var carryD = 0.0
    var laneW = 0.0
    var laneD = 0.0
    var w = 0.0
    var d = 0.0
    var previous = 0.0
    var scanW = [Double](repeating: 0, count: 3 * SectionTable.lanes)
    var scanD = [Double](repeating: 0, count: 3 * SectionTable.lanes)
  }

  private let table: CascadeTable
  private var states: [State]
  private var lane = 0
  private var row = 0

  /// - Parameter level: Constant input before the first sample.
  init(_ table: CascadeTable, settledAt level: Double = 0) {
    self.table = table
    states = table.steadyStates.map { state in State(carryW: level * state.w, carryD: level * state.d) }
  }

  mutating func push(_ input: Double) -> Double {
    var x = input * table.inputScale
    for index in states.indices { x = advance(table.sections[index], &states[index], x) }
    row += 1
    if row == table.rows {
      row = 0
      lane = (lane + 1) % SectionTable.lanes
    }
    return x * table.outputScale
  }

  private func advance(_ k: SectionTable, _ s: inout State, _ x: Double) -> Double {
    var y = x
    if row == 0 {
      s.w = x
      s.d = x
      if lane == 0 { (s.laneW, s.laneD) = (s.carryW, s.carryD) }
    } else {
      y = fused(k.ed, s.d, fused(k.ew, s.w, x))
      let driven = row == 1 ? x : fused(k.kw, s.previous, x)
      s.previous = s.w
      s.d = fused(k.kd, s.d, driven)
      s.w = fused(k.sign, s.w, s.d)
    }
    y = fused(k.rowW[row], s.laneW, fused(k.rowD[row], s.laneD, y))
    if row + 1 == table.rows { closeLane(k, &s) }
    return y
  }

  /// The scan's column of this lane, and the state before the next.
  private func closeLane(_ k: SectionTable, _ s: inout State) {
    let lanes = SectionTable.lanes
    var (a, b) = (s.w, s.d)
    for step in 0..<3 {
      s.scanW[lanes * step + lane] = a
      s.scanD[lanes * step + lane] = b
      let from = lane - (1 << step)
      let p = from < 0 ? 0 : s.scanW[lanes * step + from]
      let q = from < 0 ? 0 : s.scanD[lanes * step + from]
      let m = k.scan[(4 * step)..<(4 * step + 4)]
      a = fused(m[m.startIndex], p, fused(m[m.startIndex + 1], q, a))
      b = fused(m[m.startIndex + 2], p, fused(m[m.startIndex + 3], q, b))
    }
    let (w, d) = (s.carryW, s.carryD)
    s.laneW = w + fused(k.carry[lane], w, fused(k.carry[lanes + lane], d, a))
    s.laneD = d + fused(k.carry[2 * lanes + lane], w, fused(k.carry[3 * lanes + lane], d, b))
    if lane == lanes - 1 { (s.carryW, s.carryD) = (s.laneW, s.laneD) }
  }

  private func fused(_ a: Double, _ b: Double, _ c: Double) -> Double { c.addingProduct(a, b) }
}
