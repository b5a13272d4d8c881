// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import SignalProcessing

/// A massage gun, what it runs, and what records it, with truth.
///
/// Time runs from 0 to the end of the speed programme. The head's acceleration is that of a slider-crank at the exact
/// angle of the programme, plus blows; nothing is sampled before the sensor samples it.
public struct GunSession: Sendable {
  /// A force sensor between gun and ground, written beside the acceleration.
  public struct ForceChannel: Sendable, Hashable {
    public var noise = Force(0)
    /// Step in N; 0 = none.
    public var resolution = 0.0

    public init() {}
  }

  /// What the maker says of the gun and how it was set.
  public struct Claim: Sendable, Hashable {
    public var rate: Hertz?
    public var stroke: Length?
    public var speedLevel: Int?
    public var head: String?

    public init() {}
  }

  public var seed: UInt64 = 1
  public var motion = HeadMotion()
  public var speed = GunSpeed()
  public var impacts: Impacts?
  public var sensor = GunSensor()
  /// A second accelerometer with its own clock, behind tissue; its gain, delay and low-pass are the way there.
  public var tissue: GunSensor?
  public var force: ForceChannel?
  public var sound: GunSound?
  /// Whether acceleration is recorded; false leaves the sound alone.
  public var recordsAcceleration = true
  public var claim = Claim()

  public init(seed: UInt64 = 1) { self.seed = seed }

  public func run() -> SimulatedSession {
    let output = output()
    var recordings = output.tables.map(\.recording)
    for (i, member) in ["", "tissue"].enumerated() where i < recordings.count { recordings[i].member = member }
    if let sound = output.sound { recordings.append(sound) }
    return SimulatedSession(recordings: recordings, truth: output.truth)
  }

  /// The rows of each accelerometer as its logger writes them, with repeated stamps.
  public func tables() -> [GunTable] { output().tables }

  /// Everything a run gives, in the form in which files are made of it.
  struct Output {
    var tables: [GunTable]
    var sound: Recording?
    var truth: Truth
  }

  func output() -> Output {
    let angle = CrankAngle(speed, seed: seed)
    var tables: [GunTable] = []
    // The low-pass and the way through tissue look back.
    let strikes = impacts.map { GunStrikes($0, angle, from: -1) }
    if recordsAcceleration { tables.append(GunSampler(self, sensor, angle, strikes, stream: 20).table()) }
    if let tissue { tables.append(GunSampler(self, tissue, angle, strikes, stream: 30).table()) }
    let recorded = sound.map { $0.recording(angle, seed: seed) }
    return Output(tables: tables, sound: recorded, truth: truth(angle, tables))
  }
}
