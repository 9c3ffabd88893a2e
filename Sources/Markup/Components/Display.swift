/// What a badge or notice says at a glance; the text says it too, colour is never alone.
package enum Tone: String, Sendable, CaseIterable {
  case good, warning, bad, neutral
}

/// The heading of a page, what it is about, and what can be done there.
package func pageHeader(title: HTML, subtitle: HTML? = nil, actions: [HTML] = []) -> HTML {
  """
  <div class="page-header"><div><h1>\(title)</h1>\(subtitle.map { "<p class=\"subtitle\">\($0)</p>" as HTML })</div>\
  \(when: !actions.isEmpty, "<div class=\"actions\">\(actions)</div>")</div>

  """
}

/// The way from the top to this page; an entry without address is the page itself.
package func breadcrumbs(_ trail: [(label: String, href: String?)]) -> HTML {
  let entries: [HTML] = trail.map { label, href in
    guard let href else { return "<li aria-current=\"page\">\(label)</li>" }
    return "<li><a href=\"\(checkedHref(href))\">\(label)</a></li>"
  }
  return "<nav class=\"breadcrumbs\" aria-label=\"Breadcrumbs\"><ol>\(entries)</ol></nav>\n"
}

/// A row of links between the views of one thing.
package func tabs(label: String, _ items: [NavItem]) -> HTML {
  "<nav class=\"tabs\" aria-label=\"\(label)\"><ul>\(items.map(navigationEntry))</ul></nav>\n"
}

/// A short state, such as "Active".
package func badge(_ text: String, tone: Tone = .neutral) -> HTML {
  "<span class=\"badge \(tone.rawValue)\">\(text)</span>"
}

/// A message to the reader; warnings and failures are announced at once.
package func notice(_ tone: Tone, title: String, body: HTML? = nil) -> HTML {
  let role = tone == .bad || tone == .warning ? "alert" : "status"
  return """
    <div class="notice \(tone.rawValue)" role="\(role)"><p class="notice-title">\(title)</p>\
    \(body.map { "<div>\($0)</div>" as HTML })</div>

    """
}

/// Everything wrong with a form, above it; each entry leads to its field.
package func errorSummary(title: String, _ errors: [(message: String, fieldID: String?)]) -> HTML {
  guard !errors.isEmpty else { return .empty }
  let entries: [HTML] = errors.map { message, fieldID in
    guard let fieldID else { return "<li>\(message)</li>" }
    return "<li><a href=\"#\(fieldID)\">\(message)</a></li>"
  }
  return notice(.bad, title: title, body: "<ul>\(entries)</ul>")
}

/// Terms and what they are, in two columns.
package func definitionList(_ entries: [(String, HTML)]) -> HTML {
  let rows: [HTML] = entries.map { "<div><dt>\($0.0)</dt><dd>\($0.1)</dd></div>" }
  return "<dl>\(rows)</dl>\n"
}

/// A titled part of a page; the content may hold anything but another card.
package func card(title: String? = nil, actions: [HTML] = [], _ content: HTML) -> HTML {
  let heading: HTML? = title.map {
    """
    <div class="card-header"><h2>\($0)</h2>\(when: !actions.isEmpty, "<div class=\"actions\">\(actions)</div>")</div>
    """
  }
  return "<section class=\"card\">\(heading)<div class=\"card-body\">\(content)</div></section>\n"
}

/// Cards side by side where there is room.
package func grid(_ items: [HTML]) -> HTML { "<div class=\"grid\">\(items)</div>\n" }

/// One figure with its name; put several into `statTiles(_:)`.
package func statTile(label: String, value: HTML, hint: String? = nil) -> HTML {
  """
  <div class="stat"><span class="stat-label">\(label)</span><span class="stat-value">\(value)</span>\
  \(hint.map { "<span class=\"stat-hint\">\($0)</span>" as HTML })</div>
  """
}

/// How much of something is taken, as a bar before the words that say it. `warning`: from where on that is not good,
/// and bad once all is taken.
package func gauge(_ value: Int, of maximum: Int, label: String, warning: Int? = nil) -> HTML {
  let limits: HTML? = warning.map {
    " low=\"\(max(0, min($0, maximum) - 1))\" high=\"\(max(0, maximum - 1))\" optimum=\"0\""
  }
  return """
    <span class="meter"><meter min="0" max="\(maximum)" value="\(value)"\(limits) aria-hidden="true"></meter>\
    <span>\(label)</span></span>
    """
}

/// A row of figures.
package func statTiles(_ tiles: [HTML]) -> HTML { "<div class=\"stats\">\(tiles)</div>\n" }

/// A part that opens on demand, without a script.
package func disclosure(summary: String, isOpen: Bool = false, _ content: HTML) -> HTML {
  "<details\(flag: "open", isOpen)><summary>\(summary)</summary><div>\(content)</div></details>\n"
}

/// A link to the next page of a list, or nothing on the last one.
package func pager(nextHref: String?, label: String) -> HTML {
  guard let nextHref else { return .empty }
  return "<p class=\"pager\"><a class=\"button\" rel=\"next\" href=\"\(checkedHref(nextHref))\">\(label)</a></p>\n"
}

/// A value to take away, such as a token that is shown once, with a button that copies it.
package func copyable(_ value: String, label: String, copyLabel: String, copiedLabel: String) -> HTML {
  """
  <div class="copyable"><code aria-label="\(label)">\(value)</code>\
  <button type="button" data-copy="\(value)" data-copied="\(copiedLabel)">\(copyLabel)</button></div>

  """
}

/// An amount such as `-1234.50` for people: right-aligned, thousands apart by a thin space, a real minus sign.
package func money(amount: String, currency: String) -> HTML {
  "<span class=\"money\(when: amount.hasPrefix("-"), " negative")\">\(grouped(amount)) <span>\(currency)</span></span>"
}

/// A decimal string with U+2009 between thousands and U+2212 as its sign. Anything else comes back unchanged.
package func grouped(_ amount: String) -> String {
  let isNegative = amount.hasPrefix("-")
  let parts = amount.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
  let isNumber = parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  guard (1...2).contains(parts.count), isNumber else { return amount }
  var result = isNegative ? "\u{2212}" : ""
  for (index, digit) in parts[0].enumerated() {
    if index > 0, (parts[0].count - index).isMultiple(of: 3) { result.append("\u{2009}") }
    result.append(digit)
  }
  return parts.count == 2 ? result + "." + parts[1] : result
}
