// SPDX-License-Identifier: GPL-3.0-or-later
import Reporting
import SignalProcessing

/// A filter designed for one sampling rate: it can be run, and says what it is.
struct PreparedFilter: Sendable {
  enum Kernel: Sendable {
    case forward([Section], IIRFilter.Start)
    case zeroPhase(ZeroPhase)
    case finite(WindowedFIR)
    case savitzkyGolay(SavitzkyGolay)
    case median(MovingWindow)
    case hampel(Hampel)
    case movingMean(MovingWindow)
    case movingRMS(MovingWindow)
    case detrend(Detrend)
    case envelope((from: Hertz, to: Hertz)?)
  }

  let kernel: Kernel
  /// Such as `Butterworth low-pass, order 4, −3.01 dB at 10 Hz`.
  var title: String
  /// What a user should know beside the title, a sentence each.
  var remarks: [String] = []
  /// The result is in the samples' unit per second to this power.
  var derivative = 0
  let rate: Hertz

  /// How a figure sets the result beside what was recorded.
  var comparison: FilterFigure.Comparison {
    if derivative > 0 { return .otherUnit }
    switch kernel {
    case .movingRMS, .envelope: return .sameUnit
    default: return .removed
    }
  }

  /// Filters each stretch between gaps on its own; missing samples stay missing.
  /// - Returns: As many samples as given, and the number of outliers a Hampel filter replaced.
  func apply(_ samples: [Double], breaks: [Int]) throws(Failure) -> (samples: [Double], outliers: Int) {
    guard !breaks.isEmpty else { return try run(samples) }
    var out: [Double] = []
    out.reserveCapacity(samples.count)
    var outliers = 0
    let edges = [0] + breaks + [samples.count]
    for (low, high) in zip(edges, edges.dropFirst()) {
      let part = try run(Array(samples[low..<high]))
      out += part.samples
      outliers += part.outliers
    }
    return (out, outliers)
  }

  private func run(_ samples: [Double]) throws(Failure) -> (samples: [Double], outliers: Int) {
    switch kernel {
    case .forward(let sections, let start):
      do throws(FilterDesignError) {
        var filter = try IIRFilter(sections, start: start)
        return (filter.process(samples), 0)
      } catch {
        throw Failure(.usage, "filter", error.description)
      }
    case .zeroPhase(let filter): return (filter.apply(samples), 0)
    case .finite(let filter): return (filter.apply(samples), 0)
    case .savitzkyGolay(let filter): return (filter.apply(samples), 0)
    case .median(let window): return (window.median(samples), 0)
    case .hampel(let filter):
      let result = filter.apply(samples)
      return (result.cleaned, result.outliers.count)
    case .movingMean(let window): return (window.mean(samples), 0)
    case .movingRMS(let window): return (window.rootMeanSquare(samples), 0)
    case .detrend(let trend): return (trend.apply(samples), 0)
    case .envelope(let band):
      do throws(SpectrumError) {
        let welch = try Welch(window: Window(.rectangular, count: 2))
        return (try EnvelopeSpectrum(band: band, welch: welch).envelope(of: samples, sampleRate: rate), 0)
      } catch {
        throw Failure(.usage, "--envelope", error.description)
      }
    }
  }
}
