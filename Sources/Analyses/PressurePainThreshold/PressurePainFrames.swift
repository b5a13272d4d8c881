// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension PressurePainStream {
  /// The stream as a processor of interleaved samples.
  public struct Frames: StreamProcessor, Sendable {
    /// What each frame holds, in this order: load, and these.
    public struct Columns: OptionSet, Sendable {
      public let rawValue: Int
      public init(rawValue: Int) { self.rawValue = rawValue }
      /// Stamps in s; without them frames come at the declared rate.
      public static let time = Columns(rawValue: 1)
      public static let marker = Columns(rawValue: 2)
      public static let rating = Columns(rawValue: 4)
    }

    private var stream: PressurePainStream
    private let columns: Columns
    private let width: Int
    private var frame: [Double] = []
    private var position = 0

    public init(_ stream: PressurePainStream, columns: Columns) {
      precondition(
        columns.contains(.time) || stream.declaredInterval != nil, "a stream without stamps needs a declared rate")
      self.stream = stream
      self.columns = columns
      width = 1 + [Columns.time, .marker, .rating].count(where: columns.contains)
      frame.reserveCapacity(width)
    }

    /// In frames; see ``PressurePainStream/latency``. 0 while the interval is not known.
    public var latency: Int { stream.latency ?? 0 }

    public mutating func process(_ input: Span<Double>, into output: inout [StreamItem]) {
      for index in input.indices {
        frame.append(input[index])
        if frame.count == width { take(into: &output) }
      }
    }

    /// Part of a frame at the end is dropped.
    public mutating func finish(into output: inout [StreamItem]) {
      stream.finish(into: &output)
      frame.removeAll(keepingCapacity: true)
      position = 0
    }

    private mutating func take(into output: inout [StreamItem]) {
      var next = 1
      func value(_ column: Columns) -> Double? {
        guard columns.contains(column) else { return nil }
        defer { next += 1 }
        return frame[next]
      }
      let time = value(.time) ?? Double(position) * (stream.declaredInterval ?? 0)
      let sample = Sample(
        time: time, load: frame[0], marker: value(.marker) ?? .nan, rating: value(.rating) ?? .nan)
      stream.process(sample, into: &output)
      position += 1
      frame.removeAll(keepingCapacity: true)
    }
  }
}
