// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

/// Spectra of the channels of a recording and the lines found in them.
public struct SpectrumReport: Sendable {
  /// How the values relate to the signal.
  public enum Scaling: String, Sendable, Hashable, CaseIterable {
    /// Power spectral density, unit²/Hz, one-sided.
    case density
    /// Mean square of the sine at each frequency, unit².
    case power
    /// Peak value of the sine at each frequency, unit.
    case amplitude

    public var title: String {
      switch self {
      case .density: "power spectral density"
      case .power: "mean-square spectrum"
      case .amplitude: "peak-amplitude spectrum"
      }
    }
  }

  /// A line, with intervals of confidence ``level``; nil where the method gives none.
  public struct Peak: Sendable, Hashable {
    /// Hz, between the bins.
    public var frequency: Double
    public var frequencyInterval: ClosedRange<Double>?
    /// Peak value of the sine, in the channel's unit.
    public var amplitude: Double
    public var amplitudeInterval: ClosedRange<Double>?
    /// Hz between the half-power points, the window's own width included.
    public var width: Double?
    /// Mean square of the line over that of the noise in one bin, dB.
    public var signalToNoise: Double?
    /// Value of the spectrum at the line's bin.
    public var value: Double?
    public var valueInterval: ClosedRange<Double>?
    /// Probability that noise alone makes such a line anywhere in the spectrum.
    public var falseAlarm: Double

    public init(frequency: Double, amplitude: Double, falseAlarm: Double) {
      self.frequency = frequency
      self.amplitude = amplitude
      self.falseAlarm = falseAlarm
    }
  }

  public struct Channel: Sendable {
    public var name: String
    /// Of the samples.
    public var unit: String
    public var values: [Double]
    /// Ends of the interval of confidence; empty where the method gives none.
    public var low: [Double] = []
    public var high: [Double] = []
    /// Root of the mean square of what the spectrum holds, in the channel's unit.
    public var rootMeanSquare: Double?
    public var peaks: [Peak] = []
    /// How the spectrum was made, and what there is to know about it.
    public var remarks: [String] = []

    public init(name: String, unit: String, values: [Double]) {
      self.name = name
      self.unit = unit
      self.values = values
    }
  }

  public static let level = 0.95

  public var recording: String
  /// Such as `welch`.
  public var method: String
  public var scaling: Scaling
  /// Hz, of all channels.
  public var frequencies: [Double]
  /// Middles of the frames in s where the spectrum goes with time: values are then frame after frame.
  public var times: [Double]
  public var channels: [Channel]
  /// Why there is no table of lines; nil where there is one.
  public var withoutPeaks: String?

  public init(
    recording: String, method: String, scaling: Scaling, frequencies: [Double], times: [Double] = [],
    channels: [Channel]
  ) {
    self.recording = recording
    self.method = method
    self.scaling = scaling
    self.frequencies = frequencies
    self.times = times
    self.channels = channels
  }

  /// Unit of a spectrum's values: `m2/s4/Hz` for a density of `m/s2`.
  public static func unit(_ unit: String, _ scaling: Scaling) -> String {
    switch scaling {
    case .amplitude: unit
    case .power: squared(unit)
    case .density: squared(unit) + "/Hz"
    }
  }

  /// The square of a unit: every power doubled.
  static func squared(_ unit: String) -> String {
    if unit == "1" { return "1" }
    guard unit.allSatisfy({ $0.isLetter || $0.isNumber || "/*%".contains($0) }), unit.first?.isNumber == false else {
      return "(\(unit))2"
    }
    var out = ""
    var part = ""
    func close() {
      let power = part.reversed().prefix { $0.isNumber }
      let base = part.dropLast(power.count)
      let exponent = Int(String(power.reversed())) ?? 1
      out += base + String(2 * min(exponent, 1000))
      part = ""
    }
    for character in unit {
      if character == "/" || character == "*" {
        close()
        out.append(character)
      } else {
        part.append(character)
      }
    }
    close()
    return out
  }
}
