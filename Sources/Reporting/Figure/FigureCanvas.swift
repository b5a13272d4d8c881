// SPDX-License-Identifier: GPL-3.0-or-later
import CCairo

/// Why a figure was not made.
public struct FigureError: Error, Sendable, Hashable, CustomStringConvertible {
  public let reason: String
  public var description: String { "the figure cannot be drawn: \(reason)" }
}

/// A page of cairo's: lines, areas and text in points, written to memory as SVG, PNG or PDF.
@safe struct FigureCanvas: ~Copyable {
  enum Anchor { case start, middle, end }

  static let family = "DejaVu Sans"
  /// Dots a point in PNG files: 144 an inch.
  static let dots = 2.0

  private let surface: OpaquePointer
  private let context: OpaquePointer
  /// What cairo has written.
  private let bytes: UnsafeMutablePointer<[UInt8]>
  private let format: Figure.Format

  init(_ format: Figure.Format, width: Double, height: Double) throws(FigureError) {
    unsafe bytes = .allocate(capacity: 1)
    unsafe bytes.initialize(to: [])
    let made: OpaquePointer?
    switch format {
    case .svg: unsafe made = cairo_svg_surface_create_for_stream(Self.write, bytes, width, height)
    case .pdf: unsafe made = cairo_pdf_surface_create_for_stream(Self.write, bytes, width, height)
    case .png:
      unsafe made = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, Int32((width * Self.dots).rounded()), Int32((height * Self.dots).rounded()))
    }
    guard let surface = unsafe made, let context = unsafe cairo_create(surface) else {
      unsafe bytes.deinitialize(count: 1)
      unsafe bytes.deallocate()
      throw FigureError(reason: "cairo gave no surface")
    }
    unsafe self.surface = surface
    unsafe self.context = context
    self.format = format
    if format == .png { unsafe cairo_scale(context, Self.dots, Self.dots) }
    // Times would make equal figures unequal.
    if format == .pdf { unsafe cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "") }
    unsafe cairo_set_source_rgb(context, 1, 1, 1)
    unsafe cairo_paint(context)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
    unsafe bytes.deinitialize(count: 1)
    unsafe bytes.deallocate()
  }

  private static let write: cairo_write_func_t = { closure, data, length in
    guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
    let bytes = unsafe closure.assumingMemoryBound(to: [UInt8].self)
    unsafe bytes.pointee.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
    return CAIRO_STATUS_SUCCESS
  }

  /// The finished file.
  mutating func finish() throws(FigureError) -> [UInt8] {
    unsafe cairo_show_page(context)
    var status = unsafe cairo_status(context)
    if format == .png, status == CAIRO_STATUS_SUCCESS {
      status = unsafe cairo_surface_write_to_png_stream(surface, Self.write, bytes)
    }
    unsafe cairo_surface_finish(surface)
    if status == CAIRO_STATUS_SUCCESS { status = unsafe cairo_surface_status(surface) }
    guard status == CAIRO_STATUS_SUCCESS else {
      throw FigureError(reason: unsafe String(cString: cairo_status_to_string(status)))
    }
    let made = unsafe bytes.pointee
    return format == .svg ? Self.withoutCounter(made) : made
  }

  /// Cairo counts the surfaces of the process in the name of the first group; equal figures must be equal bytes.
  private static func withoutCounter(_ bytes: [UInt8]) -> [UInt8] {
    let mark = Array("id=\"surface".utf8)
    guard bytes.count > mark.count else { return bytes }
    for start in 0..<(bytes.count - mark.count) where bytes[start] == mark[0] && bytes[start...].starts(with: mark) {
      let digits = start + mark.count
      let end = bytes[digits...].prefix { (0x30...0x39).contains($0) }.endIndex
      return Array(bytes[..<digits]) + Array(bytes[end...])
    }
    return bytes
  }

  // MARK: Drawing

  mutating func set(_ ink: Figure.Ink, opacity: Double = 1) {
    let (red, green, blue) = ink.components
    if opacity < 1 {
      unsafe cairo_set_source_rgba(context, red, green, blue, opacity)
    } else {
      unsafe cairo_set_source_rgb(context, red, green, blue)
    }
  }

  mutating func line(_ points: [FigureTrace.Point], thickness: Double) {
    guard let first = points.first else { return }
    unsafe cairo_new_path(context)
    unsafe cairo_move_to(context, first.x, first.y)
    // A single sample between two missing ones is a dot.
    if points.count == 1 { unsafe cairo_line_to(context, first.x + 0.01, first.y) }
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_set_line_cap(context, points.count == 1 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
    unsafe cairo_set_line_width(context, thickness)
    unsafe cairo_stroke(context)
  }

  mutating func area(_ points: [FigureTrace.Point]) {
    guard let first = points.first else { return }
    unsafe cairo_new_path(context)
    unsafe cairo_move_to(context, first.x, first.y)
    for point in points.dropFirst() { unsafe cairo_line_to(context, point.x, point.y) }
    unsafe cairo_close_path(context)
    unsafe cairo_fill(context)
  }

  mutating func rectangle(x: Double, y: Double, width: Double, height: Double) {
    unsafe cairo_new_path(context)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_fill(context)
  }

  mutating func dot(x: Double, y: Double, radius: Double) {
    unsafe cairo_new_path(context)
    unsafe cairo_arc(context, x, y, radius, 0, 2 * Double.pi)
    unsafe cairo_fill(context)
  }

  /// Keeps what follows inside a rectangle, until ``unclip()``.
  mutating func clip(x: Double, y: Double, width: Double, height: Double) {
    unsafe cairo_save(context)
    unsafe cairo_new_path(context)
    unsafe cairo_rectangle(context, x, y, width, height)
    unsafe cairo_clip(context)
  }

  mutating func unclip() { unsafe cairo_restore(context) }

  private func select(size: Double, bold: Bool) {
    unsafe cairo_select_font_face(
      context, Self.family, CAIRO_FONT_SLANT_NORMAL, bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
    unsafe cairo_set_font_size(context, size)
  }

  func width(_ text: String, size: Double, bold: Bool = false) -> Double {
    select(size: size, bold: bold)
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  /// Draws a line of text on its base line.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double, bold: Bool = false, anchor: Anchor = .start,
    upwards: Bool = false,
    halo: Bool = false
  ) {
    // Headers are text of a file.
    let text = TerminalText.printable(text)
    let width = width(text, size: size, bold: bold)
    let shift = anchor == .start ? 0 : anchor == .middle ? -width / 2 : -width
    unsafe cairo_save(context)
    unsafe cairo_translate(context, x, y)
    if upwards { unsafe cairo_rotate(context, -Double.pi / 2) }
    unsafe cairo_move_to(context, shift, 0)
    if halo {
      // White around the letters, so that curves do not run through them.
      unsafe cairo_save(context)
      unsafe cairo_set_source_rgba(context, 1, 1, 1, 0.85)
      unsafe cairo_set_line_width(context, 2.5)
      unsafe cairo_text_path(context, text)
      unsafe cairo_stroke(context)
      unsafe cairo_restore(context)
      unsafe cairo_move_to(context, shift, 0)
    }
    unsafe cairo_show_text(context, text)
    unsafe cairo_restore(context)
  }
}
