// SPDX-License-Identifier: GPL-3.0-or-later
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The path of a rate through frames, and what speaks for it.
struct Ridge {
  let times: [Double]
  let rates: [Double]
  let score: [Double]
  let confidence: [Double]
  let isEvident: [Bool]
  /// Frames that one angle goes through: with evidence, or lacking it for less than a window.
  let stretches: [Range<Int>]

  init(_ combs: CombScores, path: [Int]) {
    times = combs.times
    rates = path.map { combs.grid[$0] }
    var (score, confidence, isEvident): ([Double], [Double], [Bool]) = ([], [], [])
    for (frame, place) in path.enumerated() {
      guard combs.isPresent[frame] else {
        score.append(0)
        confidence.append(0)
        isEvident.append(false)
        continue
      }
      let value = combs.scores[frame * combs.grid.count + place]
      let top = max(value, combs.rival(frame: frame, of: place), 0)
      let rival = combs.rival(frame: frame, of: place)
      score.append(value)
      confidence.append(exp(value - top) / (exp(value - top) + exp(rival - top) + exp(-top)))
      isEvident.append(value > 0 && place > 0 && place < combs.grid.count - 1)
    }
    self.score = score
    self.confidence = confidence
    self.isEvident = isEvident
    let longest = combs.frameLength
    let bridge = max(1, Int((Double(longest) / max(1, Double(longest / 4))).rounded()))
    var stretches: [Range<Int>] = []
    for frame in isEvident.indices where isEvident[frame] {
      if let last = stretches.last, frame - last.upperBound < bridge {
        stretches[stretches.count - 1] = last.lowerBound..<(frame + 1)
      } else {
        stretches.append(frame..<(frame + 1))
      }
    }
    self.stretches = stretches
  }
}
