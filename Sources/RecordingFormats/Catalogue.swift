// SPDX-License-Identifier: GPL-3.0-or-later
import Recordings

/// All readers. A new format is one new file and one line here.
public enum FormatCatalogue {
  /// Order matters: the first reader that recognises the bytes reads them; text tables come last.
  public static let all: [any RecordingReader.Type] = binary + texts

  /// Recognised by the bytes themselves.
  private static let binary: [any RecordingReader.Type] = [WAVE.self, UniversalFile.self]

  /// Recognised by the text, whatever its encoding.
  private static let texts: [any RecordingReader.Type] = [
    LabBench.self,
    Subx.self,
    Phyphox.self,
    SensorLogger.self,
    Klipper.self,
    ValueUnitText.self,
    DelimitedText.self,
  ]

  /// Reads a file of any known format and applies what the user declares about it.
  ///
  /// - Parameters:
  ///   - name: Last path component, for messages and for formats told apart by suffix.
  /// - Returns: At least one recording; one file may hold many.
  /// - Throws: ``ReadError`` for anything that cannot be read whole or with a flag.
  public static func read(
    _ source: inout some ByteSource & ~Copyable, name: String, declaration: Declaration = Declaration(),
    limits: ReadLimits = ReadLimits()
  ) throws(ReadError) -> [Recording] {
    let bytes = try source.prefix(1 << 16)
    guard !bytes.isEmpty else { throw .empty }
    guard source.count <= limits.maximumBytes else {
      throw .tooLarge(what: "bytes", found: source.count, limit: limits.maximumBytes)
    }
    if Gzip.recognises(bytes) {
      var inflated = MemorySource(try Gzip.inflate(try source.all(limits: limits), limits: limits))
      guard inflated.count > 0 else { throw .empty }
      if Gzip.recognises(inflated.bytes) {
        throw .recognisedButNotRead(format: "a gzip file inside a gzip file", convert: "unpack it once")
      }
      return try dispatch(&inflated, prefix: inflated.prefix(1 << 16), name, declaration, limits)
    }
    if Zip.recognises(bytes) {
      return try Archive.recordings(try source.all(limits: limits), limits: limits) {
        (contents, name) throws(ReadError) in
        var member = MemorySource(contents)
        return try dispatch(&member, prefix: member.prefix(1 << 16), name, declaration, limits)
      }
    }
    return try dispatch(&source, prefix: bytes, name, declaration, limits)
  }

  private static func dispatch(
    _ source: inout some ByteSource & ~Copyable, prefix: [UInt8], _ name: String, _ declaration: Declaration,
    _ limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    for reader in binary where reader.recognises(prefix.span, name: name) {
      return try read(reader, &source, name, declaration, limits)
    }
    if let foreign = ForeignFormat.recognise(prefix) {
      throw .recognisedButNotRead(format: foreign.name, convert: foreign.convert)
    }
    let text = try DecodedText(prefix, isWhole: prefix.count == source.count)
    for reader in texts where reader.recognises(text.bytes.span, name: name) {
      return try read(reader, &source, name, declaration, limits)
    }
    throw UnknownLayout.recognise(text.bytes.span) ?? .noData(found: "text of an unknown format")
  }

  private static func read(
    _ reader: any RecordingReader.Type, _ source: inout some ByteSource & ~Copyable, _ name: String,
    _ declaration: Declaration, _ limits: ReadLimits
  ) throws(ReadError) -> [Recording] {
    let recordings = try reader.read(&source, name: name, declaration: declaration, limits: limits)
    do throws(DeclarationError) {
      return try declaration.applied(to: recordings)
    } catch {
      throw .declaration(error)
    }
  }
}

/// Reads bytes as `FormatCatalogue.read` does, never throwing: the entry for fuzzing.
public func readAnything(
  _ bytes: [UInt8], name: String, declaration: Declaration = Declaration(), limits: ReadLimits = ReadLimits()
) -> Result<[Recording], ReadError> {
  do throws(ReadError) {
    var source = MemorySource(bytes)
    return .success(try FormatCatalogue.read(&source, name: name, declaration: declaration, limits: limits))
  } catch {
    return .failure(error)
  }
}
