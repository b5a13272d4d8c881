// SPDX-License-Identifier: GPL-3.0-or-later
import SignalProcessing
import Simulation

/// `palpate simulate gun`: a recording of a massage gun with exactly known truth.
public struct SimulateGunJob: Sendable {
  public var scenario: String?
  public var seed: UInt64 = 1
  public var output = ""
  public var overwrite = false
  public var quiet = false
  // Changes to the scenario, as typed.
  public var rate: String?
  public var levels: [String] = []
  public var duration: String?
  public var stroke: String?
  public var lambda: Double?
  public var sensor: String?
  public var sampleRate: String?
  public var axes: Int?
  public var range: String?
  public var noise: String?
  public var jitter: String?
  public var dropouts: String?
  public var scaleError: String?
  public var clockError: String?
  public var lowPass: String?
  public var cycleJitter: String?
  public var sag: String?
  public var motor: String?
  public var stallForce: String?
  public var forceProfile: [String] = []
  public var dialect: String?

  public init() {}

  public func run() -> ExitStatus {
    do throws(Failure) {
      let files = try files()
      try SimulateJob.place(files, overwrite: overwrite)
      if !quiet { for file in files { try StandardStreams.output(file.path + "\n") } }
      return .whole
    } catch {
      StandardStreams.error("palpate: \(error)\n")
      return error.status
    }
  }

  private func files() throws(Failure) -> [(path: String, bytes: [UInt8])] {
    let scenario = try SimulateJob.chosen(self.scenario, analysis: "percussion", prefix: "gun", usual: .gunSteady)
    let preset = try SimulateJob.named(sensor, "--sensor", GunSensor.Preset.self)
    let session = try GunOptions(job: self).applied(to: scenario, preset: preset)
    var dialect = try SimulateJob.named(self.dialect, "--dialect", GunDialect.self)
    if dialect == nil {
      dialect = preset?.dialect
      if dialect == nil, case .gun(let own) = scenario.fileForm { dialect = own }
    }
    let last = FileSystem.lastComponent(output)
    let suffix = session.recordsAcceleration ? ".csv" : ".wav"
    guard last.hasSuffix(suffix), last.count > suffix.count else {
      throw Failure(.usage, "-o \(output)", "expected a name ending in \(suffix)")
    }
    let form = dialect ?? .csv
    if form.needsThreeAxes, session.recordsAcceleration, session.sensor.axes != 3 {
      throw Failure(.usage, "--dialect \(form.rawValue)", "expected --axes 3, as its files have x, y and z")
    }
    if form != .csv, form != .millis, session.force != nil {
      throw Failure(.usage, "--dialect \(form.rawValue)", "expected csv or millis, whose files can hold the force")
    }
    let name = String(last.dropLast(suffix.count))
    let folder = String(output.dropLast(last.count))
    return session.files(name: name, dialect: form).map { (path: folder + $0.name, bytes: $0.bytes) }
  }
}
