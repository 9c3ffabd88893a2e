import CPango

/// Pages of a PDF being drawn.
final class Canvas: Paper {

  private let output: Output
  private let surface: OpaquePointer
  private let context: OpaquePointer
  private let fontMap: UnsafeMutablePointer<PangoFontMap>
  /// One layout per style, reused for every text.
  private let layouts: [OpaquePointer]
  /// How many heights are remembered; then it begins anew.
  private static let rememberedHeights = 10_000
  private var heights: [Block: Double] = [:]

  /// Pages that go into the file as they are done.
  init(document: PageDocument, file: DocumentFile) throws {
    output = Output(file)
    let write: cairo_write_func_t = { output, data, count in
      guard let output, let data else { return CAIRO_STATUS_WRITE_ERROR }
      return Unmanaged<Output>.fromOpaque(output).takeUnretainedValue()
        .take(UnsafeRawBufferPointer(start: data, count: Int(count)))
        ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR
    }
    surface = cairo_pdf_surface_create_for_stream(
      write, Unmanaged.passUnretained(output).toOpaque(), PageSize.width, PageSize.height)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, document.title)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, document.author)
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Comptoir")
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, document.createdAt)
    context = cairo_create(surface)
    // A font map belongs to one thread; the default one would stay with it.
    fontMap = pango_cairo_font_map_new()
    pango_cairo_font_map_set_resolution(OpaquePointer(fontMap), 72)
    layouts = Canvas.layouts(fontMap, language: document.language)
    try check()
  }

  deinit {
    for layout in layouts { g_object_unref(UnsafeMutableRawPointer(layout)) }
    g_object_unref(UnsafeMutableRawPointer(fontMap))
    cairo_destroy(context)
    // Destroying flushes what is not written yet, so the output must live until here.
    withExtendedLifetime(output) { cairo_surface_destroy(surface) }
  }

  /// Completes the file; nothing can be drawn afterwards.
  func finish() throws {
    cairo_surface_finish(surface)
    try check()
  }

  func nextPage() throws {
    cairo_show_page(context)
    try check()
  }

  func begin(_ tag: StructureTag) { cairo_tag_begin(context, tag.rawValue, nil) }

  func end(_ tag: StructureTag) { cairo_tag_end(context, tag.rawValue) }

  func addOutline(_ title: String, page: Int, y: Double) {
    cairo_pdf_surface_add_outline(
      surface, CAIRO_PDF_OUTLINE_ROOT, title, "page=\(page) pos=[0 \(Int(y))]", cairo_pdf_outline_flags_t(rawValue: 0))
  }

  func draw(_ image: PNGImage, x: Double, y: Double, width: Double, height: Double) {
    guard let picture = image.decoded() else { return }
    defer { cairo_surface_destroy(picture) }
    cairo_save(context)
    cairo_translate(context, x, y)
    cairo_scale(context, width / Double(image.width), height / Double(image.height))
    cairo_set_source_surface(context, picture, 0, 0)
    cairo_paint(context)
    cairo_restore(context)
  }

  /// The height of a text set in lines of at most `width`; measured once, since tables repeat themselves.
  func height(of text: String, _ style: TextStyle, width: Double, maximumLines: Int) -> Double {
    let block = Block(text: text, style: style, width: width, maximumLines: maximumLines)
    if let known = heights[block] { return known }
    let layout = set(text, style, width: width, alignment: PANGO_ALIGN_LEFT, maximumLines: maximumLines)
    var units: Int32 = 0
    pango_layout_get_size(layout, nil, &units)
    let height = Double(units) / Double(PANGO_SCALE)
    if heights.count == Self.rememberedHeights { heights.removeAll(keepingCapacity: true) }
    heights[block] = height
    return height
  }

  func draw(
    _ text: String, _ style: TextStyle, x: Double, y: Double, width: Double, isRight: Bool, maximumLines: Int
  ) {
    if text.isEmpty { return }
    let layout = set(
      text, style, width: width, alignment: isRight ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, maximumLines: maximumLines)
    let grey = style == .label || style == .small ? 0.38 : 0.08
    cairo_set_source_rgb(context, grey, grey, grey)
    cairo_move_to(context, x, y)
    pango_cairo_show_layout(context, layout)
  }

  func rule(y: Double, from left: Double, to right: Double, grey: Double, thickness: Double) {
    cairo_set_source_rgb(context, grey, grey, grey)
    cairo_set_line_width(context, thickness)
    cairo_move_to(context, left, y)
    cairo_line_to(context, right, y)
    cairo_stroke(context)
  }

  // MARK: -

  private func set(
    _ text: String, _ style: TextStyle, width: Double, alignment: PangoAlignment, maximumLines: Int
  ) -> OpaquePointer {
    let layout = layouts[style.rawValue]
    pango_layout_set_width(layout, Int32(width * Double(PANGO_SCALE)))
    pango_layout_set_height(layout, -Int32(maximumLines))
    pango_layout_set_alignment(layout, alignment)
    pango_layout_set_text(layout, text, -1)
    return layout
  }

  private static func layouts(_ fontMap: UnsafeMutablePointer<PangoFontMap>, language: String) -> [OpaquePointer] {
    guard let context = pango_font_map_create_context(fontMap) else { return [] }
    defer { g_object_unref(UnsafeMutableRawPointer(context)) }
    pango_context_set_language(context, pango_language_from_string(language))
    pango_context_set_round_glyph_positions(context, 0)
    let options = cairo_font_options_create()
    defer { cairo_font_options_destroy(options) }
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    pango_cairo_context_set_font_options(context, options)
    return TextStyle.allCases.compactMap { style in
      let layout = pango_layout_new(context)
      let font = pango_font_description_from_string(style.font)
      pango_layout_set_font_description(layout, font)
      pango_font_description_free(font)
      pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
      pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
      pango_layout_set_auto_dir(layout, 1)
      return layout
    }
  }

  private func check() throws {
    if let failure = output.failure { throw failure }
    for status in [cairo_surface_status(surface), cairo_status(context)] where status != CAIRO_STATUS_SUCCESS {
      throw PageError(reason: String(cString: cairo_status_to_string(status)))
    }
  }

  private struct Block: Hashable {
    let text: String
    let style: TextStyle
    let width: Double
    let maximumLines: Int
  }

  /// Where Cairo's bytes go, and why they could not.
  private final class Output {
    private let file: DocumentFile
    private(set) var failure: DocumentFileError?

    init(_ file: DocumentFile) { self.file = file }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
      do throws(DocumentFileError) {
        try file.write(bytes)
        return true
      } catch {
        failure = failure ?? error
        return false
      }
    }
  }
}

extension TextStyle {
  fileprivate var font: String {
    let family = "Liberation Sans, Noto Sans, DejaVu Sans, Sans"
    return switch self {
    case .title: "\(family) Bold 18"
    case .heading: "\(family) Bold 11"
    case .label: "\(family) Bold 7.5"
    case .body: "\(family) 8.5"
    case .bold: "\(family) Bold 8.5"
    case .small: "\(family) 7.5"
    }
  }
}
