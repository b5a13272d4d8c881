// SPDX-License-Identifier: GPL-3.0-or-later
import Foundation
import Testing

@Suite struct ExitCodeTests {
  private func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.write(Session.csv(), to: "good.csv")
    try scratch.write(Session.csv([250]), to: "other.csv")
    try scratch.write("", to: "empty.csv")
    var generator = SystemRandomNumberGenerator()
    try scratch.write(Data((0..<3000).map { _ in UInt8.random(in: 128...255, using: &generator) }), to: "junk.bin")
    try FileManager.default.createDirectory(atPath: scratch.path("hollow"), withIntermediateDirectories: true)
    try scratch.write("", to: "bad/a.csv")
    try scratch.write("no numbers here\n", to: "bad/b.csv")
    try scratch.write(Session.csv(), to: "described/s.csv")
    try scratch.write("[recording]\nsubjekt = \"x\"\n", to: "described/s.toml")
    try scratch.write("[ppt]\nrate_target = \"50\"\n", to: "protocol.toml")
    return scratch
  }

  /// Arguments, exit code, and words the message must hold.
  private static let cases: [([String], Int32, [String])] = [
    (["analyze", "good.csv"], 0, []),
    (["analyze", "good.csv", "other.csv"], 0, ["analysed 2 recordings in 2 files"]),
    (["analyze", "missing.csv"], 66, ["missing.csv"]),
    (["analyze", "hollow"], 66, ["hollow"]),
    (["analyze", "empty.csv"], 65, ["empty.csv", "empty"]),
    (["analyze", "junk.bin"], 65, ["junk.bin"]),
    (["analyze", "bad"], 65, ["bad/a.csv", "bad/b.csv"]),
    (["analyze", "good.csv", "empty.csv"], 1, ["empty.csv", "refused 1"]),
    (["analyze", "good.csv", "missing.csv"], 1, ["missing.csv"]),
    (["analyze", "described"], 78, ["s.toml", "subjekt", "subject"]),
    (["analyze", "good.csv", "--protocol", "protocol.toml"], 78, ["protocol.toml", "rate_target", "unit"]),
    (["analyze", "good.csv", "--protocol", "none.toml"], 78, ["none.toml"]),
    (["analyze"], 64, ["expected files"]),
    (["analyze", "good.csv", "--fromat", "json"], 64, ["--format"]),
    (["analyze", "good.csv", "--format", "xml"], 64, ["xml"]),
    (["analyze", "good.csv", "--workers", "0"], 64, ["workers"]),
    (["analyze", "good.csv", "--set", "ppt.rate_target=50"], 64, ["unit"]),
    (["analyze", "good.csv", "--set", "ppt.rate_tarhget=50kPa/s"], 64, ["rate_target"]),
    (["analyze", "good.csv", "--area", "1"], 64, ["--area", "unit"]),
    (["analyze", "good.csv", "--declare", "2=forse:N"], 64, ["force"]),
    (["analyze", "good.csv", "--declare", "2=force"], 64, ["unit"]),
    (["analyze", "good.csv", "--declare", "2=force:kg"], 64, ["kgf", "--mass-is-force"]),
    (["analyze", "good.csv", "--channel", "Nope"], 65, ["Nope", "Pressure"]),
    (["ppt", "good.csv", "--rate-target", "50"], 64, ["--rate-target", "unit"]),
    (["ppt", "good.csv", "--rate-target", "50N"], 64, ["--rate-target", "kPa/s"]),
    (["ppt", "good.csv", "--trial-rule", "best"], 64, ["mean3"]),
    (["ppt", "good.csv", "-o", "out.xyz"], 64, [".csv"]),
    (["ppt", "good.csv", "-o", "good.csv"], 64, ["never overwrite"]),
    (["ppt", "good.csv", "-o", "nowhere/out.csv"], 73, ["nowhere/out.csv"]),
    (["ppt", "good.csv", "-o", "hollow", "--format", "csv"], 73, ["hollow"]),
    (["analyze", "good.csv", "-o", "good.csv/out"], 73, ["good.csv"]),
    (["cuff", "good.csv"], 65, ["good.csv", "cuff"]),
    (["inspect", "missing.csv"], 66, ["missing.csv"]),
    (["inspect", "empty.csv"], 65, ["empty.csv"]),
    (["list", "flogs"], 64, ["flogs"]),
    (["nonsense"], 64, ["nonsense"]),
  ]

  @Test(arguments: cases)
  func codeAndMessageAgree(_ arguments: [String], _ status: Int32, _ words: [String]) throws {
    let run = try Program.run(arguments, in: try scratch())
    #expect(run.status == status, "\(run.errors)")
    for word in words { #expect(run.errors.contains(word), "\(run.errors)") }
    if status >= 64 { #expect(run.text.isEmpty, "a failed command printed results") }
    if status == 0, words.isEmpty { #expect(run.errors.isEmpty) }
  }

  @Test func missingRightsAreNoInput() throws {
    // The superuser may read everything, so there is nothing to test then.
    guard getuid() != 0 else { return }
    let scratch = try scratch()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: scratch.path("good.csv"))
    #expect(try Program.run(["analyze", "good.csv"], in: scratch).status == 66)
  }

  @Test(arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))])
  func interruptionHasItsOwnCode(_ signal: Int32, _ status: Int32) throws {
    let process = Process()
    process.executableURL = try Program.url
    process.arguments = ["analyze", "-"]
    // Standard input stays open, so the program waits for it until the signal.
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // The program reads what it is given only once it is up, handlers included.
    let bytes = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
    try input.fileHandleForWriting.write(contentsOf: bytes)
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == status)
  }
}
