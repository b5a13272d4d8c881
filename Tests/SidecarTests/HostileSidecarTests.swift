// SPDX-License-Identifier: GPL-3.0-or-later
import Testing

@testable import Sidecar

/// The TOML parser recurses; nothing may exhaust the stack, whatever hides the brackets.
@Suite struct HostileSidecarTests {
  private func problem(_ text: String) -> SidecarError.Problem? {
    do {
      _ = try SidecarFile.parse(text, name: "f")
      return nil
    } catch {
      return error.problem
    }
  }

  static let deep = [
    "a = " + String(repeating: "[", count: 100_000),
    "a = " + String(repeating: "{a=", count: 100_000),
    "a = [\n" + String(repeating: "[\n", count: 100_000),
    String(repeating: "a.", count: 100_000) + "a = 1",
    "[" + String(repeating: "a.", count: 100_000) + "a]",
    "[[" + String(repeating: "a.", count: 100_000) + "a]]",
    "a = { " + String(repeating: "a.", count: 100_000) + "a = 1 }",
    "a = { \"]\".b" + String(repeating: ".\"=\"", count: 100_000) + " = 1 }",
    "a = [\n# ]]]]]]]]]]]\n" + String(repeating: "[\n#]\n", count: 10_000),
    "a = \"\\\"\" \nb = " + String(repeating: "[", count: 1000),
    "a = \"\"\"\\\"\"\"\"\nb = " + String(repeating: "[", count: 1000),
    "a = '''''' \nb = " + String(repeating: "[", count: 1000),
    "a = \"\"\nb = " + String(repeating: "[", count: 1000),
  ]

  @Test(arguments: deep.indices) func deepNestingIsRefusedBeforeParsing(_ index: Int) {
    #expect(problem(Self.deep[index]) == .tooDeep(limit: 16))
  }

  @Test func sizeIsCapped() {
    let text = "# " + String(repeating: "x", count: 1 << 20)
    #expect(problem(text) == .tooLarge(bytes: (1 << 20) + 2, limit: 1 << 20))
    #expect(throws: SidecarError(file: "f", problem: .tooLarge(bytes: 2 << 20, limit: 1 << 20))) {
      try SidecarFile.parse([UInt8](repeating: 0x20, count: 2 << 20), name: "f")
    }
  }

  @Test func bytesThatAreNotTextAreRefused() {
    for bytes in [[0xFF, 0xFE], [0x61, 0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]] {
      #expect(throws: SidecarError(file: "f", problem: .notText("other bytes"))) {
        try SidecarFile.parse(bytes, name: "f")
      }
    }
    #expect(problem("a = 1\0b") == .syntax("expected the end of the line, found the control character 0"))
  }

  @Test func everyPrefixOfTheExampleEndsInAnAnswerOrAnError() {
    var answers = 0
    let bytes = Array(contractExample.utf8)
    for count in 0...bytes.count where (try? SidecarFile.parse(bytes[..<count], name: "f")) != nil { answers += 1 }
    #expect(answers > 20)
    #expect(answers < bytes.count)
  }
}
