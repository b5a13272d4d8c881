// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing

extension GunTruth {
  var json: JSONText {
    JSONText(sorted: [
      "motion": motion.json, "speed": speed.json, "load": speed.load?.json ?? .null, "impacts": impacts?.json ?? .null,
      "segments": .array(segments.map { $0.json(sensors.map(\.name)) }), "sensors": .array(sensors.map(\.json)),
      "sound": sound?.json ?? .null, "claim": claim.json,
    ])
  }
}

extension HeadMotion {
  var json: JSONText {
    JSONText(sorted: [
      "stroke": .number(strokeWithOvertones.value), "crank_stroke": .number(stroke.value), "lambda": .number(lambda),
      "distortion": JSONText(distortion.map { $0 * 100 }), "cross_amplitude": .number(crossAmplitude.value),
      "overtones": .array(
        overtones.map {
          JSONText(sorted: [
            "order": .number(Double($0.order)), "share": .number($0.share), "phase": .number($0.phase),
          ])
        }),
    ])
  }
}

extension GunSpeed {
  var json: JSONText {
    JSONText(sorted: [
      "levels": .array(
        levels.map { JSONText(sorted: ["rate": .number($0.rate.value), "duration": .number($0.duration.value)]) }),
      "change": .number(change.value), "sag": .number(sag), "cycle_jitter": .number(jitter), "angle": .number(angle),
      "warm_up": warmUp.map { JSONText(sorted: ["share": .number($0.share), "time": .number($0.time.value)]) } ?? .null,
      "wow": wow.map { JSONText(sorted: ["share": .number($0.share), "frequency": .number($0.frequency.value)]) }
        ?? .null,
    ])
  }
}

extension GunLoad {
  var json: JSONText {
    let name = if case .brushed = motor { "brushed" } else { "regulated" }
    return JSONText(sorted: [
      "motor": .string(name), "stall_force": .number(stallForce.value), "knee": .number(knee.value),
      "profile": .array(
        profile.map { JSONText(sorted: ["time": .number($0.time.value), "force": .number($0.force.value)]) }),
    ])
  }
}

extension Impacts {
  var json: JSONText {
    JSONText(sorted: [
      "peak": .number(peak), "width": .number(width.value), "angle": .number(angle), "pattern": .numbers(pattern),
      "ring": ring.map {
        JSONText(sorted: [
          "frequency": .number($0.frequency.value), "damping": .number($0.damping), "share": .number($0.share),
        ])
      } ?? .null,
    ])
  }
}

extension GunSegmentTruth {
  func json(_ sensors: [String]) -> JSONText {
    let gains = zip(sensors, zip(responses, foldedTo)).map { name, pair -> JSONText in
      let folded = pair.1.sorted { $0.key < $1.key }
      return JSONText(sorted: [
        "sensor": .string(name), "harmonics": .array(pair.0.map { $0.json("gain") }),
        "folded": .array(
          folded.map { JSONText(sorted: ["order": .number(Double($0.key)), "frequency": .number($0.value.value)]) }),
      ])
    }
    return JSONText(sorted: [
      "kind": .string(kind.rawValue), "start": .number(start), "end": .number(end), "rate": .number(rate.value),
      "rate_at_start": .number(rateAtStart.value), "rate_at_end": .number(rateAtEnd.value),
      "force_at_start": JSONText(forceAtStart?.value), "force_at_end": JSONText(forceAtEnd?.value),
      "cycles": .number(Double(cycles)), "cycle_jitter": .number(jitter),
      "harmonics": .array(harmonics.map { $0.json("amplitude") }),
      "acceleration_rms": .number(accelerationRootMeanSquare), "acceleration_peak": .number(accelerationPeak),
      "responses": .array(gains),
    ])
  }
}

extension Harmonic {
  fileprivate func json(_ size: String) -> JSONText {
    JSONText(sorted: ["order": .number(Double(order)), size: .number(amplitude), "phase": .number(phase)])
  }
}

extension GunSensorReport {
  var json: JSONText {
    let axes = sensor.axes == 3 ? ["x", "y", "z"] : ["z"]
    return JSONText(sorted: [
      "name": .string(name), "sample_rate": .number(sensor.samplingRate.value), "axes": .strings(axes),
      "unit": .string(sensor.inGravity ? "g" : "m/s2"), "direction": .vector(sensor.directions.along),
      "gravity": .vector(sensor.gravity), "jitter": .number(sensor.jitter.value),
      "stamp_error": .number(sensor.stampError.value), "stamp_step": .number(sensor.stampStep.value),
      "range": JSONText(sensor.range), "resolution": .number(sensor.resolution), "noise": .number(figures.noise),
      "hold_rate": JSONText(sensor.holdRate?.value), "gain": .number(sensor.gain), "delay": .number(sensor.delay.value),
      "low_pass": sensor.lowPass?.json ?? .null, "scale_error": .number(figures.scaleError),
      "clock_error": .number(figures.clockError), "origin": .number(figures.origin),
      "clipped_share": JSONText(sorted: figures.clippedShares.mapValues { .number($0) }),
      "rows": .number(Double(figures.sampleCount)), "dropped": .number(Double(figures.dropped)),
      "duplicated": .number(Double(figures.duplicated)), "held": .number(Double(figures.held)),
    ])
  }
}

extension SensorLowPass {
  var json: JSONText {
    var quality: Double?
    if case .second(let q) = order { quality = q }
    return JSONText(sorted: [
      "cutoff": .number(cutoff.value), "order": .number(quality == nil ? 1 : 2), "q": JSONText(quality),
    ])
  }
}

extension GunSound {
  var json: JSONText {
    JSONText(sorted: [
      "sample_rate": .number(samplingRate.value), "motor_noise": .number(motorNoise), "room_noise": .number(roomNoise),
      "full_scale": .number(fullScale),
      "tones": .array(
        tones.map {
          JSONText(sorted: [
            "order": .number(Double($0.order)), "amplitude": .number($0.amplitude), "phase": .number($0.phase),
          ])
        }),
    ])
  }
}

extension GunSession.Claim {
  var json: JSONText {
    JSONText(sorted: [
      "rate": JSONText(rate?.value), "stroke": JSONText(stroke?.value),
      "speed_level": JSONText(speedLevel.map(Double.init)), "head": head.map(JSONText.string) ?? .null,
    ])
  }
}

extension JSONText {
  fileprivate static func vector(_ v: SIMD3<Double>) -> JSONText { .numbers([v.x, v.y, v.z]) }
}
