// SPDX-License-Identifier: GPL-3.0-or-later

/// The contacts of an evenly sampled load as a stream; positions are sample numbers of the stream.
///
/// A contact is given exactly ``latency`` samples after its end, or at the end of the stream; later only where the
/// signal started loaded and has not come down, or where the first idle block was not complete.
public struct ContactStream: StreamProcessor, Sendable {
  private var detector: ContactDetector
  private var position = 0
  private var waiting: [ContactDetector.Contact] = []

  /// - Parameter settings: `settings.interval` is the sampling interval of the stream.
  public init(_ settings: ContactDetector.Settings) {
    precondition(settings.interval > 0, "the sampling interval is \(settings.interval) s")
    detector = ContactDetector(settings)
  }

  /// A loss of contact may be a bounce that long; two samples more tell a contact that comes back, and roundings.
  public var latency: Int {
    Int((detector.settings.longestBounce / detector.settings.interval - 1e-6).rounded(.up)) + 2
  }

  public mutating func process(_ input: Span<Double>, into output: inout [ContactDetector.Contact]) {
    let interval = detector.settings.interval
    for index in input.indices {
      let load = input[index]
      if load.isFinite {
        detector.process(time: Double(position) * interval, load: load, into: &waiting)
      } else {
        detector.skip()
      }
      while let first = waiting.first, position >= first.end + latency {
        output.append(first)
        waiting.removeFirst()
      }
      position += 1
    }
  }

  public mutating func finish(into output: inout [ContactDetector.Contact]) {
    detector.finish(into: &waiting)
    output += waiting
    self = ContactStream(detector.settings)
  }
}
