import Core
import FoundationEssentials
import HTTP
import Markup

/// The values of a form as its reader left them: what was typed when it was refused, what is stored otherwise, each
/// with what is wrong with it.
struct Refill {
  private let form: Form?
  private let issues: [Issue]
  let language: Language

  init(_ call: Call) {
    form = Form(call.request)
    language = call.actor.language
    if case .invalid(let issues) = call.refusal { self.issues = issues } else { issues = [] }
  }

  /// What the field shows.
  func value(_ name: String, _ stored: String? = nil) -> String { form?.first(name) ?? stored ?? "" }

  /// Whether the box of this value is ticked, or this option chosen; as stored where the form has no such field.
  func has(_ name: String, _ value: String, _ stored: Bool = false) -> Bool {
    guard let chosen = form?.all(name), !chosen.isEmpty else { return stored }
    return chosen.contains(value)
  }

  /// Whether the box of this value is ticked: a form that was sent leaves out those that are not.
  func ticked(_ name: String, _ value: String, stored: Bool) -> Bool {
    guard let form else { return stored }
    return form.all(name).contains(value)
  }

  /// Whether it is the form with this field that was sent.
  func hasSent(_ name: String) -> Bool { form?.first(name) != nil }

  /// What is wrong with the field; `pointer` where the operation calls it by another name.
  func error(_ name: String, pointer: String? = nil) -> String? {
    let wanted = "/" + (pointer ?? name)
    return issues.first { $0.pointer.hasSuffix(wanted) }.map { Messages.sentence($0.code, $0.details, language) }
  }
}

extension Call {
  /// The posted form, read like a JSON body: fields left empty are absent, those of `lists` are arrays.
  func form(lists: Set<String> = []) throws -> Fields {
    guard let form = Form(request) else { throw HTTPFault.unsupportedMedia }
    var members: [String: JSONValue] = [:]
    for (name, value) in form.fields where name != CSRF.field && name != Overtaken.field {
      if lists.contains(name) {
        members[name] = .array(form.all(name).map { .string($0) })
      } else if members[name] == nil, !Text.trimmed(value).isEmpty {
        members[name] = .string(value)
      }
    }
    return try Fields(.object(members))
  }
}

/// Addresses within the portal.
enum PortalLink {
  /// `path?name=value&…` without the parameters that are nil or empty.
  static func to(_ path: String, _ query: KeyValuePairs<String, String?>) -> String {
    let pairs = query.compactMap { name, value in
      value.flatMap { $0.isEmpty ? nil : "\(name)=\(encoded($0))" }
    }
    return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
  }

  /// Percent-encoded, for one part of an address.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default: result += "%" + Secrets.hex([byte]).uppercased()
      }
    }
    return result
  }
}

extension Money {
  /// The amount as pages show it.
  var html: HTML { money(amount: amount, currency: currency.code) }
}

/// Words that several pages of the desk use.
enum DeskWords {
  static let save = Phrase("Save", fr: "Enregistrer", de: "Speichern")
  static let cancel = Phrase("Cancel", fr: "Annuler", de: "Abbrechen")
  static let back = Phrase("Back", fr: "Retour", de: "Zurück")
  static let more = Phrase("Show more", fr: "Afficher la suite", de: "Mehr anzeigen")
  static let filter = Phrase("Filter", fr: "Filtrer", de: "Filtern")
  static let all = Phrase("All", fr: "Tous", de: "Alle")
  static let name = Phrase("Name", fr: "Nom", de: "Name")
  static let givenName = Phrase("Given name", fr: "Prénom", de: "Vorname")
  static let familyName = Phrase("Family name", fr: "Nom de famille", de: "Nachname")
  static let email = Phrase("E-mail", fr: "E-mail", de: "E-Mail")
  static let status = Phrase("Status", fr: "Statut", de: "Status")
  static let roles = Phrase("Roles", fr: "Rôles", de: "Rollen")
  static let role = Phrase("Role", fr: "Rôle", de: "Rolle")
  static let person = Phrase("Person", fr: "Personne", de: "Person")
  static let until = Phrase("Until", fr: "Jusqu’au", de: "Bis")
  static let note = Phrase("Note", fr: "Remarque", de: "Bemerkung")
  static let language = Phrase("Language", fr: "Langue", de: "Sprache")
  static let timeZone = Phrase("Time zone", fr: "Fuseau horaire", de: "Zeitzone")
  static let service = Phrase("Service", fr: "Service", de: "Dienst")
  static let when = Phrase("When", fr: "Quand", de: "Wann")
  static let copy = Phrase("Copy", fr: "Copier", de: "Kopieren")
  static let copied = Phrase("Copied", fr: "Copié", de: "Kopiert")
  static let never = Phrase("Never", fr: "Jamais", de: "Nie")
  static let notYours = Phrase(
    "Your role does not include this.", fr: "Votre rôle ne le permet pas.", de: "Ihre Rolle erlaubt dies nicht.")
}

extension Portal {
  /// `2026-01-15 08:00`, in UTC, never broken over lines.
  static func time(_ instant: Instant) -> HTML {
    let text = String(instant.description.prefix(16).replacing("T", with: " "))
    return "<time datetime=\"\(instant.description)\">\(text)</time>"
  }

  /// From the first day to the last; `end` is the day after it.
  static func days(_ from: Day, until end: Day) -> HTML {
    "<time>\(from.description)</time> – <time>\(end.adding(days: -1).description)</time>"
  }

  static func languageName(_ language: Language) -> String {
    switch language {
    case .english: "English"
    case .french: "Français"
    case .german: "Deutsch"
    }
  }
}
