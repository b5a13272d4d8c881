// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import TestSupport
import Testing

/// `palpate percussion GUN --receiver HAND`: two recorders, two files.
@Suite struct ReceiverCommandTests {
  /// On from 3 s to 10 s and from 13 s to 17 s of the first clock.
  private static func table(_ samplingRate: Double, start: Double, ratio: Double, gain: Double) -> String {
    var text = "Time (s),Acceleration z (m/s^2)\n"
    for index in 0..<Int(19 * samplingRate) {
      let stamp = Double(index) / samplingRate
      let time = start + ratio * stamp
      let isOn = (3...10).contains(time) || (13...17).contains(time)
      // The same in every run, so that no level is exactly zero.
      let noise = 0.03 * sin(7919 * Double(index * index % 1009))
      let value = isOn ? gain * (20 * cos(2 * .pi * 41 * time) + 5 * cos(4 * .pi * 41 * time + 1)) : 0
      text += String(format: "%.6f,%.5f\n", stamp, value + noise)
    }
    return text
  }

  private static func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(table(1000, start: 0, ratio: 1, gain: 1), to: "gun.csv")
    try scratch.write(table(640, start: -0.8, ratio: 1.004, gain: 0.25), to: "hand.csv")
    let forces = (0..<200).map { (row: Int) -> String in "\(Double(row) / 100),\(row % 7)\n" }
    try scratch.write("Time (s),Force (N)\n" + forces.joined(), to: "force.csv")
    return scratch
  }

  @Test func whatReachesTheHandIsGiven() throws {
    let scratch = try Self.scratch()
    let run = try Program.run(["percussion", "gun.csv", "--receiver", "hand.csv", "--format", "csv"], in: scratch)
    #expect(run.status == 0, "\(run.errors)")
    let rows = try Tables.csv(run.text)
    func value(_ name: String, _ component: String = "", _ column: String = "value") -> Double? {
      rows.first { $0["outcome"] == name && $0["component"] == component }?[column].flatMap(Double.init)
    }
    #expect(abs((value("clock_ratio") ?? 0) - 1.004) < 1e-5)
    #expect(abs((value("clock_offset") ?? 0) + 0.8) < 0.02)
    for harmonic in ["1", "2"] {
      let decibels = try #require(value("transmissibility", harmonic))
      #expect(abs(decibels + 12.0412) < 0.1, "\(decibels)")
    }
    #expect(rows.filter { $0["outcome"] == "transmissibility" && $0["channel"] == "hand.csv" }.count >= 4)
    #expect(rows.contains { $0["outcome"] == "percussion_frequency" })
  }

  @Test func whatCannotBeComparedIsRefused() throws {
    let scratch = try Self.scratch()
    for (arguments, status, message) in [
      (["gun.csv", "--receiver", "none.csv"], 66, "none.csv"),
      (["gun.csv", "--receiver", "force.csv"], 65, "force.csv: expected one recording with acceleration, found 0"),
      (["gun.csv", "hand.csv", "--receiver", "hand.csv"], 64, "goes with one recording of a device, found 2 inputs"),
    ] as [([String], Int32, String)] {
      let run = try Program.run(["percussion"] + arguments, in: scratch)
      #expect(run.status == status, "\(arguments): \(run.errors)")
      #expect(run.errors.contains(message), "\(run.errors)")
    }
  }
}
