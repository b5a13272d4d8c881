// SPDX-License-Identifier: GPL-3.0-or-later
import CSignalKernels

/// Up to eight neighbouring channels of an interleaved stream.
///
/// Members are in step: tiles of all of them start at the same frame. The others run alone, through scratch columns.
@safe struct ChannelGroup: ~Copyable {
  private let width: Int
  private let stride: Int
  private let start: IIRFilter.Start
  private let table: CascadeTable
  private let level: palpate_level
  private let block: Int
  private let sections: UnsafeMutablePointer<palpate_iir_section>
  private let states: UnsafeMutablePointer<palpate_iir_channel_states>
  private let alone: UnsafeMutablePointer<IIRFilter>
  private let columns: UnsafeMutablePointer<Double>
  private var cascade: palpate_iir_cascade
  private var isFresh = true
  /// A bit a channel.
  private var members: UInt32

  /// Of a filter with a delay nobody: each channel holds its own samples back.
  private var everyone: UInt32 { table.delay > 0 ? 0 : (1 << UInt32(width)) - 1 }

  /// - Parameters:
  ///   - stride: Samples in a frame.
  ///   - block: Most frames in one call.
  init(_ table: CascadeTable, width: Int, of stride: Int, start: IIRFilter.Start, level: KernelLevel, block: Int) {
    self.table = table
    self.width = width
    self.stride = stride
    self.start = start
    self.level = level.code
    self.block = block
    members = table.delay > 0 ? 0 : (1 << UInt32(width)) - 1
    cascade = palpate_iir_cascade(table)
    let count = table.sections.count
    unsafe sections = .allocate(capacity: count)
    unsafe states = .allocate(capacity: count)
    unsafe alone = .allocate(capacity: width)
    unsafe columns = .allocate(capacity: width * block)
    for (index, section) in table.sections.enumerated() {
      unsafe (sections + index).initialize(to: palpate_iir_section(section))
    }
    unsafe states.initialize(repeating: palpate_iir_channel_states(), count: count)
    for channel in 0..<width {
      unsafe (alone + channel).initialize(to: IIRFilter(table, start: start, level: level))
    }
    unsafe columns.initialize(repeating: 0, count: width * block)
  }

  deinit {
    unsafe alone.deinitialize(count: width)
    unsafe alone.deallocate()
    // The rest holds plain numbers: nothing to deinitialise.
    unsafe sections.deallocate()
    unsafe states.deallocate()
    unsafe columns.deallocate()
  }

  mutating func reset() {
    isFresh = true
    members = everyone
    for channel in 0..<width { unsafe alone.element(channel).pointee.reset() }
  }

  /// - Parameters: First channel of the group in the first frame; the output may be the input.
  mutating func advance(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, frames: Int) {
    var done = 0
    while done < frames {
      if members == 0, everyone != 0 {
        done += unsafe passSilence(x + done * stride, y + done * stride, frames: frames - done)
        if done == frames { return }
      }
      let from = unsafe x + done * stride
      let good =
        members == 0
        ? frames - done
        : unsafe palpate_first_missing_frame(
          level, from, stride, Int32(width), members, frames - done, CascadeTable.limit)
      if good > 0 { unsafe run(from, y + done * stride, frames: good) }
      done += good
      if done < frames { unsafe part(at: x + done * stride) }
    }
  }

  /// Passes over frames without any sample; every channel is a member again if all start anew after them.
  private mutating func passSilence(
    _ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, frames: Int
  ) -> Int {
    for channel in 0..<width where unsafe !alone[channel].isFresh { return 0 }
    for frame in 0..<frames {
      for channel in 0..<width where unsafe abs(x[frame * stride + channel]) <= CascadeTable.limit {
        members = everyone
        isFresh = true
        return frame
      }
      for channel in 0..<width { unsafe y[frame * stride + channel] = .nan }
    }
    return frames
  }

  /// Members that miss a sample of this frame leave; their stretch is over.
  private mutating func part(at frame: UnsafePointer<Double>) {
    for channel in 0..<width where unsafe !(abs(frame[channel]) <= CascadeTable.limit) {
      members &= ~(1 << UInt32(channel))
      unsafe alone.element(channel).pointee.reset()
    }
  }

  /// Filters frames in which every member has a sample.
  private mutating func run(_ x: UnsafePointer<Double>, _ y: UnsafeMutablePointer<Double>, frames: Int) {
    // Columns first: the members' kernel overwrites whole frames, perhaps in place.
    for channel in 0..<width where members >> UInt32(channel) & 1 == 0 {
      let column = unsafe columns + channel * block
      for frame in 0..<frames { unsafe column[frame] = x[frame * stride + channel] }
    }
    if members != 0 {
      if isFresh { unsafe begin(with: x) }
      unsafe palpate_iir_process_channels(level, &cascade, sections, states, x, y, stride, Int32(width), frames)
    }
    for channel in 0..<width where members >> UInt32(channel) & 1 == 0 {
      let column = unsafe columns + channel * block
      unsafe alone.element(channel).pointee.advance(UnsafePointer(column), column, frames)
      for frame in 0..<frames { unsafe y[frame * stride + channel] = column[frame] }
    }
  }

  private mutating func begin(with frame: UnsafePointer<Double>) {
    isFresh = false
    cascade.position = 0
    let held = start == .settled ? 1.0 : 0
    for (index, steady) in table.steadyStates.enumerated() {
      unsafe palpate_iir_begin_channels(states + index, frame, Int32(width), held * steady.w, held * steady.d)
    }
  }
}

extension UnsafeMutablePointer where Pointee: ~Copyable {
  /// Where an element lies. ThreadSanitizer's compiler pass fails on elements changed through a pointer that is stored in
  /// a type that is not copied; through the pointer a function returns it does not.
  @inline(__always)
  func element(_ index: Int) -> UnsafeMutablePointer<Pointee> { unsafe self + index }
}
