// SPDX-License-Identifier: GPL-3.0-or-later

/// A well-known format that is not read, recognised by its first bytes.
struct ForeignFormat {
  let name: String
  let convert: String

  /// - Parameter prefix: The first bytes of the file; a few hundred are enough.
  static func recognise(_ prefix: [UInt8]) -> ForeignFormat? {
    let hasNull = prefix.prefix(512).contains(0)
    for entry in table where matches(prefix, entry.magic, at: entry.offset) {
      // A text may begin with the same letters; these formats hold null bytes from the start.
      if entry.isBinary, entry.magic.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), !hasNull { continue }
      return ForeignFormat(name: entry.name, convert: entry.convert)
    }
    // EDF is a printable header of 256 bytes without line ends; a table beginning with "0" and blanks is not.
    if matches(prefix, Array("0       ".utf8), at: 0), prefix.count >= 256,
      prefix.prefix(256).allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    {
      return ForeignFormat(name: "EDF", convert: "export it as CSV, for example with pyedflib")
    }
    return nil
  }

  private static func matches(_ bytes: [UInt8], _ magic: [UInt8], at offset: Int) -> Bool {
    bytes.count >= offset + magic.count && bytes[offset..<(offset + magic.count)].elementsEqual(magic)
  }

  private struct Entry {
    let magic: [UInt8]
    let offset: Int
    let name: String
    let convert: String
    /// Whether the format holds null bytes near its start.
    let isBinary: Bool

    init(_ magic: String, at offset: Int = 0, _ name: String, _ convert: String, text: Bool = false) {
      self.init(Array(magic.utf8), at: offset, name, convert, text: text)
    }

    init(_ magic: [UInt8], at offset: Int = 0, _ name: String, _ convert: String, text: Bool = false) {
      self.isBinary = !text
      self.magic = magic
      self.offset = offset
      self.name = name
      self.convert = convert
    }
  }

  private static let sheet = "save the sheet as CSV (UTF-8) and read that"
  private static let audio = "convert it to WAV or CSV, for example with ffmpeg"
  private static let matlab = "in MATLAB: writematrix(data, 'out.csv')"

  private static let table: [Entry] = [
    Entry([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "an Excel 97 workbook (xls)", sheet),
    Entry([0x50, 0x4B, 0x05, 0x06], "an empty zip archive", "export the data again"),
    Entry(
      [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], "HDF5", "export the data sets as CSV, for example with h5dump"),
    Entry("MATLAB 7.3 MAT-file", "MATLAB 7.3 (HDF5)", matlab),
    Entry("MATLAB 5.0 MAT-file", "MATLAB 5", matlab),
    Entry("ftyp", at: 4, "MPEG-4 audio or video (m4a, mp4)", audio),
    Entry("RIFF", "RIFF that is no WAV (AVI and others)", audio),
    Entry("FORM", "IFF audio (AIFF)", audio),
    Entry("fLaC", "FLAC audio", audio),
    Entry("OggS", "Ogg audio", audio),
    Entry("ID3", "MP3 audio", audio),
    Entry("caff", "Core Audio (CAF)", audio),
    Entry([0xFF] + Array("BIOSEMI".utf8), "BDF", "export it as CSV, for example with pyedflib"),
    Entry("TDSm", "LabVIEW TDMS", "export it as CSV, for example with npTDMS: tdmsinfo, as_dataframe().to_csv()"),
    Entry("SQLite format 3\0", "an SQLite database", "export the table as CSV: sqlite3 -header -csv FILE 'SELECT …'"),
    Entry("%PDF", "a PDF document", "ask the device's software for a CSV export", text: true),
    Entry("RDX2\n", "R data (rda)", "in R: write.csv(x, 'out.csv', row.names = FALSE)"),
    Entry("RDX3\n", "R data (rda)", "in R: write.csv(x, 'out.csv', row.names = FALSE)"),
    Entry("PAR1", "Parquet", "export it as CSV, for example with DuckDB: COPY … TO 'out.csv'"),
    Entry("ARROW1", "Arrow", "export it as CSV"),
    Entry([0x1A, 0x45, 0xDF, 0xA3], "EBML (enDAQ IDE, Matroska)", "export it as CSV, for example with idelib"),
    Entry("XDF:", "XDF", "export the streams as CSV, for example with pyxdf"),
    Entry("$FL2", "an SPSS file (sav)", "save it as CSV in SPSS or PSPP"),
    Entry("{\\rtf", "a rich-text document", "save it as plain text", text: true),
    Entry([0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59], "bzip2", "unpack it with bunzip2"),
    Entry([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "xz", "unpack it with unxz"),
    Entry([0x28, 0xB5, 0x2F, 0xFD], "Zstandard", "unpack it with unzstd"),
    Entry([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip", "unpack it"),
    Entry("Rar!", "RAR", "unpack it"),
    Entry([0x89, 0x50, 0x4E, 0x47], "a PNG picture", "ask for the recorded numbers"),
    Entry([0xFF, 0xD8, 0xFF], "a JPEG picture", "ask for the recorded numbers"),
    Entry([0x7F, 0x45, 0x4C, 0x46], "a program", "give a recording"),
    // C3D: parameter block number, then the key 0x50.
    Entry([0x02, 0x50], "C3D", "export the analogue channels as CSV, for example with ezc3d"),
  ]
}
