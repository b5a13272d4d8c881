// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings
import TestSupport
import Testing

@testable import RecordingFormats

struct RefusalTests {
  @Test(
    arguments: [
      ("Excel", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]),
      ("HDF5", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]), ("MPEG-4", [0, 0, 0, 32] + Array("ftypM4A ".utf8)),
      ("RIFF", Array("RIFF".utf8) + [4, 0, 0, 0] + Array("AVI ".utf8)), ("C3D", [2, 0x50, 0, 0]),
      ("SQLite", Array("SQLite format 3\0".utf8)), ("TDMS", Array("TDSm".utf8) + [14, 0, 0, 0]),
      ("PDF", Array("%PDF-1.7\n".utf8)),
      ("Parquet", Array("PAR1".utf8) + [0, 1]), ("EBML", [0x1A, 0x45, 0xDF, 0xA3]),
      ("R data", Array("RDX3\nX\n\0\0".utf8)),
      ("EDF", Array("0       ".utf8) + [UInt8](repeating: 0x20, count: 300)),
      ("MATLAB 5", Array("MATLAB 5.0 MAT-file".utf8) + [0, 1, 0x49, 0x4D]), ("BDF", [0xFF] + Array("BIOSEMI".utf8)),
      ("JSON of", Array("{\"Force\": [1, 2, 3]}".utf8)), ("XML", Array("<html><p>1</p></html>".utf8)),
    ] as [(String, [UInt8])])
  func knownFormatsAreNamedWithTheirConversion(name: String, bytes: [UInt8]) {
    guard case .failure(.recognisedButNotRead(let format, let convert)) = readAnything(bytes, name: "x") else {
      Testing.Issue.record("\(name): \(readAnything(bytes, name: "x"))")
      return
    }
    #expect(format.contains(name) && !convert.isEmpty)
  }

  @Test func nothingAndJunk() {
    #expect(failure("") == .empty)
    guard case .failure(.notText(2, 1)) = readAnything([0x41, 0x42, 1, 2, 3], name: "x") else {
      Testing.Issue.record("binary bytes were taken for text")
      return
    }
    #expect(failure("only words here\nand here\n") != nil)
    #expect(failure("\n\n\n") != nil)
    #expect(failure("Time (s),Force (N)\n") != nil)
  }

  @Test func filesMustBeFiles() {
    let folder = Fixture.path("sessions")
    #expect(throws: ReadError.notAFile(name: "sessions", kind: "a folder")) { _ = try FileSource(path: folder) }
    #expect(throws: ReadError.notAFile(name: "null", kind: "not a regular file")) {
      _ = try FileSource(path: "/dev/null")
    }
    #expect(throws: ReadError.cannotOpen(name: "no-such-file", reason: "there is no such file")) {
      _ = try FileSource(path: folder + "/no-such-file")
    }
  }

  @Test func cutAndDamagedGzip() {
    for count in 3..<Packed.session.count {
      guard case .failure(.truncated) = readAnything(Array(Packed.session.prefix(count)), name: "a.gz") else {
        Testing.Issue.record("\(count) bytes: \(readAnything(Array(Packed.session.prefix(count)), name: "a.gz"))")
        return
      }
    }
    var bytes = Packed.session
    bytes[bytes.count - 6] ^= 1
    guard case .failure(.damagedCompression) = readAnything(bytes, name: "a.gz") else {
      Testing.Issue.record("a wrong checksum passed")
      return
    }
  }

  @Test func limitsHold() {
    var limits = ReadLimits()
    limits.maximumBytes = 10
    let table = "Time (s),Force (N)\n0,1\n1,2\n2,3\n"
    #expect(throws: ReadError.self) { try read(table, limits: limits) }
    limits = ReadLimits()
    limits.maximumCells = 4
    #expect(throws: ReadError.tooLarge(what: "cells", found: 4, limit: 4)) { try read(table, limits: limits) }
    limits = ReadLimits()
    limits.maximumColumns = 1
    #expect(throws: ReadError.tooLarge(what: "columns", found: 2, limit: 1)) { try read(table, limits: limits) }
    limits = ReadLimits()
    limits.maximumLineLength = 18
    #expect((try? read(table, limits: limits).count) == 1)
    limits.maximumLineLength = 17
    #expect(throws: ReadError.self) { try read(table, limits: limits) }
    limits = ReadLimits()
    limits.maximumInflatedBytes = 20
    guard case .failure(.tooLarge) = readAnything(Packed.session, name: "a.gz", limits: limits) else {
      Testing.Issue.record("inflated without bound")
      return
    }
  }
}
