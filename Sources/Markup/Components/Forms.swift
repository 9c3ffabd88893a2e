/// How much weight a button has.
package enum ButtonTone: String, Sendable {
  /// The one thing to do here.
  case primary
  /// One of several.
  case plain
  /// Cannot be taken back.
  case danger
}

/// A labelled input.
///
/// `type` is an HTML input type; `attributes` adds e.g. `["min": "1", "autocomplete": "email"]`. With an error the
/// field is marked invalid and described by it. `id` defaults to `f-` and the name; give one where two forms of a
/// page share a name.
package func field(
  label: String, name: String, type: String = "text", value: String = "", hint: String? = nil, error: String? = nil,
  required: Bool = false, attributes: KeyValuePairs<StaticString, String> = [:], id: String? = nil
) -> HTML {
  let id = id ?? fieldID(name)
  let extra: [HTML] = attributes.map { "\(attribute: $0.key, $0.value)" }
  return labelled(
    label, id: id, required: required, hint: hint, error: error,
    control: """
      <input id="\(id)" name="\(name)" type="\(type)"\(attribute: "value", value.isEmpty ? nil : value)\
      \(flag: "required", required)\(description(id, hint, error))\(extra)>
      """)
}

/// A labelled choice of one option.
package func selectField(
  label: String, name: String, options: [(value: String, label: String, selected: Bool, disabled: Bool)],
  hint: String? = nil, error: String? = nil, required: Bool = false, id: String? = nil
) -> HTML {
  let id = id ?? fieldID(name)
  let entries: [HTML] = options.map {
    "<option value=\"\($0.value)\"\(flag: "selected", $0.selected)\(flag: "disabled", $0.disabled)>\($0.label)</option>"
  }
  return labelled(
    label, id: id, required: required, hint: hint, error: error,
    control: """
      <select id="\(id)" name="\(name)"\(flag: "required", required)\(description(id, hint, error))>\(entries)</select>
      """)
}

/// A labelled text of several lines.
package func textArea(
  label: String, name: String, value: String = "", rows: Int = 4, hint: String? = nil, error: String? = nil,
  required: Bool = false, id: String? = nil
) -> HTML {
  let id = id ?? fieldID(name)
  return labelled(
    label, id: id, required: required, hint: hint, error: error,
    control: """
      <textarea id="\(id)" name="\(name)" rows="\(rows)"\(flag: "required", required)\
      \(description(id, hint, error))>
      \(value)</textarea>
      """)
}

/// A box to tick; it sends `value` when ticked and nothing otherwise.
package func checkbox(
  label: HTML, name: String, value: String = "true", checked: Bool = false, hint: String? = nil,
  error: String? = nil, required: Bool = false, id: String? = nil
) -> HTML {
  let id = id ?? fieldID(name)
  return """
    <div class="field check"><input id="\(id)" name="\(name)" type="checkbox" value="\(value)"\
    \(flag: "checked", checked)\(flag: "required", required)\(description(id, hint, error))>\
    <label for="\(id)">\(label)</label>\(remarks(id, hint, error))</div>

    """
}

/// A form of this service.
///
/// `method` is `get` or `post`; a post carries the CSRF token, and files where `takesFiles`. `cancel` adds a way out
/// beside the button.
package func form(
  action: String, method: String = "post", csrf: String, hidden: [(String, String)] = [], content: HTML,
  submit: String, tone: ButtonTone = .primary, cancel: (label: String, href: String)? = nil,
  takesFiles: Bool = false
) -> HTML {
  precondition(method == "get" || method == "post", "a form gets or posts")
  let token = method == "post" ? [(csrfFieldName, csrf)] : []
  let fields: [HTML] = (token + hidden).map { "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">" }
  return """
    <form action="\(checkedHref(action))" method="\(method)"\
    \(attribute: "enctype", takesFiles ? "multipart/form-data" : nil)>\(fields)\(content)\
    <div class="form-actions"><button type="submit" class="\(tone.rawValue)">\(submit)</button>\
    \(cancel.map { "<a class=\"button quiet\" href=\"\(checkedHref($0.href))\">\($0.label)</a>" as HTML })</div></form>

    """
}

/// A button that posts at once, without further fields, e.g. "Activate".
package func actionButton(
  label: String, action: String, csrf: String, hidden: [(String, String)] = [], tone: ButtonTone = .plain
) -> HTML {
  let fields: [HTML] = ([(csrfFieldName, csrf)] + hidden).map {
    "<input type=\"hidden\" name=\"\($0.0)\" value=\"\($0.1)\">"
  }
  return """
    <form class="inline" action="\(checkedHref(action))" method="post">\(fields)\
    <button type="submit" class="\(tone.rawValue)">\(label)</button></form>
    """
}

/// A filter above a list: a search field that, with the script, answers while one types.
///
/// The list to refresh is the element `<div id="results">` of the page; without the script the form is submitted.
package func filterForm(action: String, name: String = "search", value: String, label: String, extra: HTML = .empty)
  -> HTML
{
  """
  <form class="filter" role="search" action="\(checkedHref(action))" method="get" data-autosubmit>\
  <input type="search" name="\(name)" value="\(value)" aria-label="\(label)" placeholder="\(label)" autocomplete="off">\
  \(extra)<button type="submit" class="plain">\(label)</button></form>

  """
}

/// The part of a page that `filterForm` refreshes.
package func results(_ content: HTML) -> HTML { "<div id=\"results\" aria-live=\"polite\">\(content)</div>\n" }

/// A link that looks like a button, for going somewhere.
package func buttonLink(label: String, href: String, tone: ButtonTone = .plain) -> HTML {
  "<a class=\"button \(tone.rawValue)\" href=\"\(checkedHref(href))\">\(label)</a>"
}

/// A greyed button whose reason can be read by everybody: it stays reachable by keyboard and names its reason.
package func disabledButton(label: String, reason: String) -> HTML {
  let id = "why-" + fingerprint(label + "\u{0}" + reason)
  return """
    <span class="disabled-action"><button type="button" aria-disabled="true" aria-describedby="\(id)" \
    title="\(reason)">\(label)</button><small id="\(id)">\(reason)</small></span>
    """
}

/// The id that `field` and its siblings give the control of this name, for links from `errorSummary`.
package func fieldID(_ name: String) -> String { "f-" + name }

private func labelled(
  _ label: String, id: String, required: Bool, hint: String?, error: String?, control: HTML
) -> HTML {
  """
  <div class="field\(when: error != nil, " invalid")"><label for="\(id)">\(label)\
  \(when: required, "<span class=\"required\" aria-hidden=\"true\"> *</span>")</label>\(control)\
  \(remarks(id, hint, error))</div>

  """
}

private func remarks(_ id: String, _ hint: String?, _ error: String?) -> HTML {
  """
  \(error.map { "<small class=\"error\" id=\"\(id)-error\">\($0)</small>" as HTML })\
  \(hint.map { "<small class=\"hint\" id=\"\(id)-hint\">\($0)</small>" as HTML })
  """
}

private func description(_ id: String, _ hint: String?, _ error: String?) -> HTML {
  let ids = [error.map { _ in id + "-error" }, hint.map { _ in id + "-hint" }].compactMap { $0 }
  let reference = ids.isEmpty ? nil : ids.joined(separator: " ")
  return "\(attribute: "aria-invalid", error == nil ? nil : "true")\(attribute: "aria-describedby", reference)"
}

/// FNV-1a: the same text gives the same id on every run, which `Hasher` would not.
private func fingerprint(_ text: String) -> String {
  let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  return String(hash, radix: 36)
}
