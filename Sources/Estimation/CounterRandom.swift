// SPDX-License-Identifier: GPL-3.0-or-later

/// Random numbers that are a function of seed, stream and place: Philox4x32-10, the same on every machine.
///
/// - SeeAlso: Salmon, Moraes, Dror & Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011.
public struct CounterRandom: Sendable {
  private let key: (UInt32, UInt32)
  private let stream: (UInt32, UInt32)
  private var place: UInt64 = 0
  private var words: (UInt32, UInt32, UInt32, UInt32) = (0, 0, 0, 0)
  private var left = 0

  /// - Parameters:
  ///   - seed: Any number; equal seeds give equal numbers.
  ///   - stream: Tells independent series of one seed apart.
  public init(seed: UInt64, stream: UInt64 = 0) {
    key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    self.stream = (UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
  }

  /// The next 32 bits.
  public mutating func next() -> UInt32 {
    if left == 0 {
      let (low, high) = (UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32))
      words = Self.block((low, high, stream.0, stream.1), key)
      place &+= 1
      left = 4
    }
    left -= 1
    switch left {
    case 3: return words.0
    case 2: return words.1
    case 1: return words.2
    default: return words.3
    }
  }

  /// A number from 0 to `count` − 1, each as likely (Lemire, ACM Trans Model Comput Simul 2019;29:3).
  ///
  /// - Parameter count: 1…2³² − 1.
  public mutating func index(below count: Int) -> Int {
    precondition(count >= 1 && count <= Int(UInt32.max), "no index below \(count)")
    let bound = UInt64(count)
    var product = UInt64(next()) * bound
    if product & 0xFFFF_FFFF < bound {
      let least = (0x1_0000_0000 - bound) % bound
      while product & 0xFFFF_FFFF < least { product = UInt64(next()) * bound }
    }
    return Int(product >> 32)
  }

  /// The four words of a counter under a key.
  static func block(
    _ counter: (UInt32, UInt32, UInt32, UInt32), _ key: (UInt32, UInt32)
  ) -> (UInt32, UInt32, UInt32, UInt32) {
    var (c, k) = (counter, key)
    for round in 0..<10 {
      if round > 0 { k = (k.0 &+ 0x9E37_79B9, k.1 &+ 0xBB67_AE85) }
      let a = UInt64(0xD251_1F53) * UInt64(c.0)
      let b = UInt64(0xCD9E_8D57) * UInt64(c.2)
      c = (
        UInt32(b >> 32) ^ c.1 ^ k.0, UInt32(truncatingIfNeeded: b), UInt32(a >> 32) ^ c.3 ^ k.1,
        UInt32(truncatingIfNeeded: a)
      )
    }
    return c
  }
}
