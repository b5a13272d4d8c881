// SPDX-License-Identifier: GPL-3.0-or-later
import ArgumentParser
import Jobs

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a recording with exactly known truth, and the truth as JSON beside it.",
    subcommands: [SimulatePPT.self, SimulateCuff.self, SimulateGun.self])
}

/// What all simulations share.
struct SimulateOptions: ParsableArguments {
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Recording to write; its truth becomes NAME.truth.json.", valueName: "file"),
    completion: .file())
  var output: String

  @Option(help: "A planted fault or device; see palpate list scenarios.")
  var scenario: String?

  @Option(help: "Seed of all randomness.")
  var seed: UInt64 = 1

  @Option(help: "Sampling rate, such as 100Hz.")
  var sampleRate: String?

  @Option(help: "Standard deviation of the sensor's noise, such as 2kPa.")
  var noise: String?

  @Flag(help: "Replace files that are there.")
  var force = false

  func job(_ analysis: String) -> SimulateJob {
    var job = SimulateJob(analysis: analysis)
    job.output = output
    job.scenario = scenario
    job.seed = seed
    job.sampleRate = sampleRate
    job.noise = noise
    job.overwrite = force
    return job
  }
}

struct SimulatePPT: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ppt", abstract: "A session of hand-held pressure algometry.")

  @OptionGroup var options: SimulateOptions

  @Option(help: "Ramp rate, such as 50kPa/s.")
  var rate: String?

  @Option(help: "True threshold, such as 400kPa; one a trial, repeated from the first when there are more trials.")
  var threshold: [String] = []

  @Option(help: "Number of trials.")
  var trials: Int?

  func run() throws {
    var job = options.job("ppt")
    job.rate = rate
    job.thresholds = threshold
    job.trials = trials
    try job.run().end()
  }
}

struct SimulateCuff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cuff", abstract: "A session of cuff algometry: ramps, pulses, conditioned ramp.")

  @OptionGroup var options: SimulateOptions

  func run() throws { try options.job("cuff").run().end() }
}
