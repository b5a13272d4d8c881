// SPDX-License-Identifier: GPL-3.0-or-later

/// A signal sampled at equal angles instead of equal times. Frequency becomes order: periods per turn.
public struct AngularSignal: Sendable {
  /// From an angle that is a multiple of 2π on; NaN is missing.
  public let samples: [Double]
  public let samplesPerRevolution: Int
  /// The first angle in turns, a whole number.
  public let firstTurn: Int

  /// Highest order below which nothing folds or is lost: 0.42 of the samples in a turn.
  public var highestOrder: Double { 0.42 * Double(samplesPerRevolution) }

  /// - Parameter samplesPerRevolution: 1 or more.
  public init(samples: [Double], samplesPerRevolution: Int, firstTurn: Int = 0) throws(OrderError) {
    guard samplesPerRevolution >= 1 else {
      throw .setting("samples per revolution", Double(samplesPerRevolution), expected: "1 or more")
    }
    self.samples = samples
    self.samplesPerRevolution = samplesPerRevolution
    self.firstTurn = firstTurn
  }
}

/// Brings a signal from equal times to equal angles.
public struct AngularResampling: Sendable, Hashable {
  /// Nil: the power of two, up to ``most``, that keeps the whole band of the signal at the lowest speed.
  public let samplesPerRevolution: Int?
  /// What samples per revolution are limited to when they are not given.
  public static let most = 8192

  /// - Parameter samplesPerRevolution: 2…65,536, or nil.
  public init(samplesPerRevolution: Int? = nil) throws(OrderError) {
    if let count = samplesPerRevolution, !(2...65536).contains(count) {
      throw .setting("samples per revolution", Double(count), expected: "2 to 65536")
    }
    self.samplesPerRevolution = samplesPerRevolution
  }

  /// Interpolates at equal angles.
  ///
  /// Where the angle's samples come slower than the signal's, a low-pass that follows the speed keeps what is above half
  /// of their rate from folding. Angles are missing where they are not known, and where a missing sample or an end of the
  /// signal lies within the kernel: 24 samples, or as many of the slower rate.
  ///
  /// - Parameters:
  ///   - samples: NaN is missing; the first is at time 0.
  ///   - angle: Its times count from the first sample.
  public func resample(
    _ samples: [Double], sampleRate: Hertz, angle: RotationAngle
  ) throws(OrderError) -> AngularSignal {
    try checkOrderRate(sampleRate)
    if let index = samples.firstIndex(where: \.isInfinite) { throw .infinite(index: index) }
    let rate = sampleRate.value
    let count = samplesPerRevolution ?? Self.count(rate, angle)
    let (first, last) = (angle.pieces[0].values[0], angle.pieces[angle.pieces.count - 1])
    let firstTurn = (first / (2 * .pi)).rounded(.down)
    let turns = last.values[last.values.count - 1] / (2 * .pi) - firstTurn
    let limit = 1 << 28
    guard turns * Double(count) < Double(limit), abs(firstTurn) < 1e15 else {
      throw .tooMany("angles", found: limit, most: limit)
    }
    let start = Int(firstTurn) * count
    var output: [Double] = []
    output.reserveCapacity(Int(turns * Double(count)) + 1)
    let step = 2 * Double.pi / Double(count)
    for piece in angle.pieces {
      let places = RotationAngle(pieces: [piece]).instants(every: step)
      guard let (multiples, times) = places.first else { continue }
      while start + output.count < multiples.lowerBound { output.append(.nan) }
      var interval = 0
      for time in times {
        interval = piece.interval(at: time, near: interval)
        let width = piece.times[interval + 1] - piece.times[interval]
        let speed = piece.point(interval: interval, at: (time - piece.times[interval]) / width).slope
        let stretch = max(1, min(rate * step / speed, 1e4))
        output.append(BandlimitedKernel.value(samples.span, at: time * rate, stretch: stretch))
      }
    }
    return try AngularSignal(samples: output, samplesPerRevolution: count, firstTurn: Int(firstTurn))
  }

  private static func count(_ rate: Double, _ angle: RotationAngle) -> Int {
    var slowest = Double.infinity
    for piece in angle.pieces {
      for i in 0..<(piece.times.count - 1) {
        slowest = min(slowest, (piece.values[i + 1] - piece.values[i]) / (piece.times[i + 1] - piece.times[i]))
      }
    }
    var count = 2
    while count < most, Double(count) * slowest < rate * 2 * .pi { count *= 2 }
    return count
  }
}
