// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// How the subject answers a ramp: the rating rises in a straight line from pain onset to the stop.
public struct CuffResponse: Sendable, Hashable {
  /// Delivered pressure at which the rating leaves zero.
  public var painOnset = Pressure(30)
  /// Delivered pressure at which the subject stops the ramp.
  public var tolerance = Pressure(70)
  /// Rating at the stop.
  public var limitRating = Rating(8)

  public init(painOnset: Pressure = Pressure(30), tolerance: Pressure = Pressure(70), limitRating: Rating = Rating(8)) {
    self.painOnset = painOnset
    self.tolerance = tolerance
    self.limitRating = limitRating
  }

  /// In cm/kPa.
  var slope: Double { limitRating.value / (tolerance.value - painOnset.value) }

  func raised(by shift: Double) -> CuffResponse {
    CuffResponse(
      painOnset: Pressure(painOnset.value + shift), tolerance: Pressure(tolerance.value + shift),
      limitRating: limitRating)
  }
}

/// A touch of the slider before pain: the rating stands at `height` for `duration`.
public struct RatingTouch: Sendable, Hashable {
  public var pressure: Pressure
  public var height: Rating
  public var duration: Seconds

  public init(pressure: Pressure, height: Rating, duration: Seconds) {
    self.pressure = pressure
    self.height = height
    self.duration = duration
  }
}

/// A rising pressure with a continuous rating.
///
/// Delivered: nothing for the dead time, then a step above the line `share x rate x time` and recovery to it.
public struct CuffRamp: Sendable, Hashable {
  /// 1 or 2.
  public var cuff: Int
  /// The other cuff is inflated too, at this share of the first; nil = one cuff.
  public var otherCuffShare: Double?
  public var nominalRate = PressureRate(1)
  /// Delivered over nominal rate.
  public var deliveredShare = 0.98
  public var deadTime = Seconds(3.02)
  /// Height of the step above the line.
  public var step = Pressure(4)
  public var stepRecovery = Seconds(0.5)
  /// Nominal pressure at which the programme ends.
  public var limit = Pressure(100)
  /// Nil: nobody answers, the programme ends the ramp.
  public var response: CuffResponse? = CuffResponse()
  public var touches: [RatingTouch] = []
  /// Where the slider stands at the start.
  public var ratingOffset = Rating(0)
  /// Rating at which pain counts as detected.
  public var criterion = Rating(1)
  /// Adds a channel of the stop button.
  public var stopButton = false
  /// Recording after the stop, while the cuff empties.
  public var deflation = Seconds(0)
  /// When the ramp starts.
  public var start = Seconds(0)

  public init(cuff: Int = 1) { self.cuff = cuff }

  /// Delivered rate in kPa/s.
  var rate: Double { nominalRate.value * deliveredShare }

  /// When the subject or the programme ends the ramp.
  var stopTime: Double {
    let programme = limit.value / nominalRate.value
    guard let response else { return start.value + programme }
    return start.value + min(response.tolerance.value / rate, programme)
  }

  var isStoppedBySubject: Bool {
    response.map { $0.tolerance.value / rate <= limit.value / nominalRate.value } ?? false
  }

  func line(at t: Double) -> Double { max(0, rate * (t - start.value)) }

  /// Delivered pressure in kPa.
  func pressure(at t: Double) -> Double {
    if t > stopTime { return pressure(at: stopTime) * Elementary.decay(-(t - stopTime) / 0.3) }
    let s = t - start.value - deadTime.value
    guard s >= 0 else { return 0 }
    return line(at: t) + step.value * Elementary.decay(-s / stepRecovery.value)
  }

  /// Rating in cm, before the steps of the slider.
  func rating(at t: Double) -> Double {
    let p = line(at: min(t, stopTime))
    var rating = ratingOffset.value
    if let response { rating = max(rating, response.slope * (p - response.painOnset.value)) }
    for touch in touches {
      let begin = start.value + touch.pressure.value / rate
      if t >= begin, t < begin + touch.duration.value { rating = max(rating, touch.height.value) }
    }
    return min(max(rating, 0), 10)
  }

  /// When the rating reaches the criterion for good.
  var detectionTime: Double? {
    guard let response else { return nil }
    let t = start.value + (response.painOnset.value + criterion.value / response.slope) / rate
    return t <= stopTime ? t : nil
  }
}
