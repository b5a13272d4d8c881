// SPDX-License-Identifier: GPL-3.0-or-later

/// A function of time made of pieces `a + b s + c s²`, with `s` the time since the piece began; zero before the first.
/// Pieces may join with a jump.
struct Profile: Sendable {
  struct Piece: Sendable {
    var start: Double
    var a: Double
    var b: Double
    var c: Double

    func value(at t: Double) -> Double {
      let s = t - start
      return a + s * (b + s * c)
    }
  }

  private(set) var pieces: [Piece] = []

  /// Appends a piece; pieces come in order of time.
  mutating func append(at start: Double, _ a: Double, slope b: Double = 0, bend c: Double = 0) {
    precondition(pieces.last.map { $0.start <= start } ?? true, "pieces come in order of time")
    pieces.append(Piece(start: start, a: a, b: b, c: c))
  }

  mutating func append(_ other: Profile) {
    for piece in other.pieces { append(at: piece.start, piece.a, slope: piece.b, bend: piece.c) }
  }

  /// Forgets everything that begins at or after `end`.
  mutating func cut(at end: Double) {
    while let last = pieces.last, last.start >= end { pieces.removeLast() }
  }

  func value(at t: Double) -> Double { index(at: t).map { pieces[$0].value(at: t) } ?? 0 }

  func slope(at t: Double) -> Double {
    index(at: t).map { pieces[$0].b + 2 * pieces[$0].c * (t - pieces[$0].start) } ?? 0
  }

  /// First time at or after `from` at which the value reaches `level` while rising, exact for straight pieces.
  func rise(to level: Double, from: Double = -.infinity) -> Double? {
    for (i, piece) in pieces.enumerated() {
      let end = i + 1 < pieces.count ? pieces[i + 1].start : Double.infinity
      guard end > from else { continue }
      let begin = max(piece.start, from)
      if piece.value(at: begin) >= level { return begin }
      if piece.c == 0, piece.b > 0 {
        let t = piece.start + (level - piece.a) / piece.b
        if t < end { return t }
      } else if piece.c > 0 {
        let t =
          piece.start + (-piece.b + (piece.b * piece.b + 4 * piece.c * (level - piece.a)).squareRoot()) / (2 * piece.c)
        if t < end { return t }
      }
    }
    return nil
  }

  func index(at t: Double) -> Int? {
    var low = 0
    var high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if pieces[middle].start <= t { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : low - 1
  }
}

/// A profile as a sensor with a first-order lag shows it; exact for every piece, jumps included.
struct LaggedProfile: Sendable {
  let profile: Profile
  let lag: Double
  private let states: [Double]

  init(_ profile: Profile, lag: Double) {
    self.profile = profile
    self.lag = lag
    var states: [Double] = []
    if lag > 0 {
      var y = 0.0
      for (i, piece) in profile.pieces.enumerated() {
        if i > 0 { y = Self.response(profile.pieces[i - 1], y, lag, at: piece.start) }
        states.append(y)
      }
    }
    self.states = states
  }

  func value(at t: Double) -> Double {
    guard lag > 0 else { return profile.value(at: t) }
    guard let i = profile.index(at: t) else { return 0 }
    return Self.response(profile.pieces[i], states[i], lag, at: t)
  }

  /// Solution of `lag y' + y = u` for the quadratic piece `u`, with `y = start` where the piece begins.
  private static func response(_ piece: Profile.Piece, _ start: Double, _ lag: Double, at t: Double) -> Double {
    let s = t - piece.start
    let b = piece.b - 2 * piece.c * lag
    let a = piece.a - b * lag
    return a + s * (b + s * piece.c) + (start - a) * Elementary.decay(-s / lag)
  }
}
