import Core
import HTTP
import Markup

/// The ways to take a statement, or one section of it, away as a file; the browser remembers how CSV is wanted.
enum DocumentButtons {
  static let choicePath = "/document-options"
  private static let cookieName = "comptoir_csv"
  private static let cookieSeconds: Int64 = 365 * 86_400

  /// `path` is the document's in the API.
  static func links(to path: String, _ call: Call) -> [HTML] {
    let csv = choice(of: call).map { "csv&\($0.query)" } ?? "csv"
    let formats = [("pdf", "PDF"), ("xlsx", "Excel"), (csv, "CSV"), ("json", "JSON"), ("focus", "FOCUS")]
    return formats.map { format, label in buttonLink(label: label, href: "\(path)?format=\(format)") }
  }

  private static func choice(of call: Call) -> CSVChoice? {
    let parts = (Credential.cookie(cookieName, in: call.request) ?? "").split(separator: ".").map(String.init)
    guard parts.count == 3 else { return nil }
    return CSVChoice(separator: parts[0], decimal: parts[1], hasMark: parts[2] == "true")
  }

  /// How CSV is wanted, to be opened where somebody looks for it; afterwards one is back at `path`.
  static func choiceForm(backTo path: String, _ call: Call) -> HTML {
    let language = call.actor.language
    let choice = choice(of: call) ?? CSVChoice()
    let fields: HTML = """
      \(selectField(label: Words.separator.in(language), name: "separator", options: CSVChoice.separators.map {
        (value: $0.key, label: Words.name(ofSeparator: $0.key).in(language), selected: $0.key == choice.separator,
          disabled: false)
      }))
      \(selectField(label: Words.decimal.in(language), name: "decimal", options: CSVChoice.decimals.map {
        (value: $0.key, label: Words.name(ofDecimal: $0.key).in(language), selected: $0.key == choice.decimal,
          disabled: false)
      }))
      \(checkbox(label: "\(Words.mark.in(language))", name: "mark", checked: choice.hasMark,
        hint: Words.markHint.in(language)))
      """
    return disclosure(
      summary: Words.summary.in(language),
      form(
        action: choicePath, csrf: call.actor.csrf ?? "", hidden: [("back", path)], content: fields,
        submit: Words.remember.in(language), tone: .plain))
  }

  static func remember(_ call: Call) throws -> Response {
    guard let form = Form(call.request) else { throw HTTPFault.unsupportedMedia }
    let hasMark = form.first("mark") == "true"
    guard
      let choice = CSVChoice(
        separator: form.first("separator") ?? "", decimal: form.first("decimal") ?? "", hasMark: hasMark)
    else { throw Refusal.invalid([Issue("/separator", "field.not_a_choice")]) }
    let back = form.first("back") ?? ""
    // Never to another site.
    var response = Response.seeOther(back.hasPrefix("/statements/") && !back.contains("\\") ? back : "/statements")
    let value = "\(choice.separator).\(choice.decimal).\(choice.hasMark)"
    response.headers.add(
      "Set-Cookie", SignInPages.cookie(cookieName, value, call.work.office, seconds: cookieSeconds))
    return response
  }

  private enum Words {
    static let summary = Phrase("CSV for your program", fr: "CSV pour votre logiciel", de: "CSV für Ihr Programm")
    static let separator = Phrase("Between columns", fr: "Entre les colonnes", de: "Zwischen den Spalten")
    static let decimal = Phrase("Decimal sign", fr: "Signe décimal", de: "Dezimalzeichen")
    static let mark = Phrase("Begin with a byte order mark", fr: "Avec marque d’ordre", de: "Mit Bytereihenfolge-Marke")
    static let markHint = Phrase(
      "Excel then shows accents as they are.", fr: "Excel affiche alors correctement les accents.",
      de: "Excel zeigt Umlaute dann richtig an.")
    static let remember = Phrase("Remember", fr: "Retenir", de: "Merken")

    static func name(ofSeparator key: String) -> Phrase {
      switch key {
      case "semicolon": Phrase("Semicolon", fr: "Point-virgule", de: "Strichpunkt")
      case "tab": Phrase("Tab", fr: "Tabulation", de: "Tabulator")
      default: Phrase("Comma", fr: "Virgule", de: "Komma")
      }
    }

    static func name(ofDecimal key: String) -> Phrase {
      key == "comma"
        ? Phrase("Comma (12,30)", fr: "Virgule (12,30)", de: "Komma (12,30)")
        : Phrase("Point (12.30)", fr: "Point (12.30)", de: "Punkt (12.30)")
    }
  }
}
