// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct SimulateGun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gun",
    abstract: "A massage gun at its speed levels, under load, as accelerometers or a microphone record it.")

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Recording to write, .csv or with a microphone .wav; its truth becomes NAME.truth.json.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: "What to start from; see palpate list scenarios.")
  var scenario: String?

  @Option(help: "Seed of all randomness.")
  var seed: UInt64 = 1

  @Option(help: "Strokes, such as 40Hz or 2400/min.")
  var rate: String?

  @Option(help: "Several rates one after the other, such as 30Hz,40Hz,53Hz; 0Hz is off.")
  var levels: String?

  @Option(help: "Length of the recording, such as 60s.")
  var duration: String?

  @Option(help: "Stroke of the head from end to end, such as 12mm.")
  var stroke: String?

  @Option(help: "Crank over rod, 0 to 0.6.")
  var lambda: Double?

  @Option(help: "Device: adxl375, mpu6050, phone, logger or microphone.")
  var sensor: String?

  @Option(help: "Sampling rate, such as 1kHz.")
  var sampleRate: String?

  @Option(help: "1 (along the stroke) or 3.")
  var axes: Int?

  @Option(help: "Largest acceleration shown, such as 16g.")
  var range: String?

  @Option(help: "Standard deviation of the noise, such as 0.5m/s2.")
  var noise: String?

  @Option(help: "Standard deviation of the sampling instants, such as 0.64ms.")
  var jitter: String?

  @Option(help: "Share of samples lost, such as 5%.")
  var dropouts: String?

  @Option(help: "Largest error of the sensor's scale, such as 3%; drawn.")
  var scaleError: String?

  @Option(help: "Largest error of the sensor's clock, such as 2%; drawn.")
  var clockError: String?

  @Option(help: "Cutoff of the sensor's low-pass, such as 44Hz.")
  var lowPass: String?

  @Option(help: "Standard deviation of the period of single strokes, such as 0.5%.")
  var cycleJitter: String?

  @Option(help: "Share of the rate lost over the recording, such as 3%.")
  var sag: String?

  @Option(help: "Motor under load: brushed or regulated.")
  var load: String?

  @Option(help: "Force at which the motor stands still, such as 150N.")
  var stallForce: String?

  @Option(help: "Pressing force along lines, such as 0s:0N,5s:60N.")
  var forceProfile: String?

  @Option(help: "Form of the file: csv, phyphox, sensor-logger, millis or klipper.")
  var dialect: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  func run() throws {
    var job = SimulateGunJob()
    job.output = output
    job.scenario = scenario
    job.seed = seed
    job.overwrite = force
    job.rate = rate
    job.levels = parts(levels)
    job.duration = duration
    job.stroke = stroke
    job.lambda = lambda
    job.sensor = sensor
    job.sampleRate = sampleRate
    job.axes = axes
    job.range = range
    job.noise = noise
    job.jitter = jitter
    job.dropouts = dropouts
    job.scaleError = scaleError
    job.clockError = clockError
    job.lowPass = lowPass
    job.cycleJitter = cycleJitter
    job.sag = sag
    job.motor = load
    job.stallForce = stallForce
    job.forceProfile = parts(forceProfile)
    job.dialect = dialect
    try job.run().end()
  }

  private func parts(_ text: String?) -> [String] {
    text.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
  }
}
