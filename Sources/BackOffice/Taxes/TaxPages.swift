import Core
import FoundationEssentials
import HTTP
import Markup

/// How an organization is taxed, and marking it exempt.
enum TaxPages {
  private typealias Words = TaxWords

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let record = try TaxStandings.find(try call.id(), in: call.work)
    let organization = record.organization
    let mayClose = call.actor.holds(.statementsClose)
    let isSeller = mayClose && TaxStandings.isSeller(call.actor, of: organization.path)
    let isOwn = mayClose && organization.id == call.actor.organization && organization.level != .customer
    let content: HTML = """
      \(breadcrumbs(trail(organization, call)))
      \(pageHeader(title: "\(organization.name)", subtitle: "\(Words.title.in(language))"))
      \(card(definitionList([
        (CustomerWords.country.in(language), "\(organization.country)"),
        (CustomerWords.vatID.in(language), vatID(record, language)),
      ])))
      \(when: organization.level != .distributor, part(.buyer, record, isOpen: isSeller, call))
      \(when: organization.level != .customer, part(.seller, record, isOpen: isOwn, call))
      """
    return try Portal.page(call, Words.title.in(language), at: .statements, content)
  }

  private static func trail(_ organization: Organizations.Record, _ call: Call) -> [(label: String, href: String?)] {
    let language = call.actor.language
    let last: (label: String, href: String?) = (Words.title.in(language), nil)
    guard organization.id != call.actor.organization else {
      return [(Portal.Place.statements.label.in(language), "/statements"), last]
    }
    return organization.level == .customer
      ? [
        (Portal.Place.customers.label.in(language), "/customers"),
        (organization.name, "/customers/\(organization.id)"), last,
      ]
      : [
        (Portal.Place.resellers.label.in(language), "/resellers"),
        (organization.name, "/resellers/\(organization.id)"), last,
      ]
  }

  private static func vatID(_ record: TaxStandings.Record, _ language: Language) -> HTML {
    guard let vatID = record.organization.vatID else { return "–" }
    let misfit = badge(Words.misfit.in(language, ["country": record.organization.country]), tone: .warning)
    return "\(vatID) \(when: record.isFitting == false, misfit)"
  }

  private static func part(_ side: TaxSide, _ record: TaxStandings.Record, isOpen: Bool, _ call: Call) -> HTML {
    let language = call.actor.language
    let title = (side == .buyer ? Words.exemption : Words.smallBusiness).in(language)
    let exemption = record.exemption(side)
    let ending =
      isOpen && exemption != nil
      ? [
        actionButton(
          label: Words.takeBack.in(language), action: "/organizations/\(record.organization.id)/vat",
          csrf: call.actor.csrf ?? "", hidden: [("side", side.rawValue), ("end", "true")], tone: .danger)
      ] : []
    return card(
      title: title, actions: ending,
      """
      \(standing(exemption, language))
      \(when: isOpen, editor(side, record, call))
      """)
  }

  private static func standing(_ exemption: VAT.Exemption?, _ language: Language) -> HTML {
    guard let exemption else { return "<p>\(Words.no.in(language))</p>" }
    let until = exemption.until.map { "\($0.adding(days: -1))" } ?? Words.open.in(language)
    var entries: [(String, HTML)] = [(Words.reason.in(language), "\(exemption.reason)")]
    if let certificate = exemption.certificate { entries.append((Words.certificate.in(language), "\(certificate)")) }
    entries.append((Words.days.in(language), "\(exemption.from.description) – \(until)"))
    return definitionList(entries)
  }

  private static func editor(_ side: TaxSide, _ record: TaxStandings.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let exemption = record.exemption(side)
    let certificate = field(
      label: Words.certificate.in(language), name: "certificate",
      value: refill.value("certificate", exemption?.certificate), error: refill.error("certificate"), required: true,
      attributes: ["maxlength": "100"], id: "f-\(side.rawValue)-certificate")
    let hint = (side == .buyer ? Words.reasonHint : Words.lawHint).in(language)
    let fields: HTML = """
      \(field(label: Words.reason.in(language), name: "reason", value: refill.value("reason", exemption?.reason),
        hint: hint, error: refill.error("reason"), required: true, attributes: ["maxlength": "200"],
        id: "f-\(side.rawValue)-reason"))
      \(when: side == .buyer, certificate)
      \(field(label: Words.from.in(language), name: "from", type: "date",
        value: refill.value("from", exemption?.from.description ?? call.work.now.utcDay.firstOfMonth.description),
        error: refill.error("from"), required: true, id: "f-\(side.rawValue)-from"))
      \(field(label: Words.until.in(language), name: "until", type: "date",
        value: refill.value("until", exemption?.until?.description), hint: Words.untilHint.in(language),
        error: refill.error("until"), id: "f-\(side.rawValue)-until"))
      """
    return disclosure(
      summary: (exemption == nil ? Words.mark : Words.change).in(language), isOpen: call.refusal != nil,
      form(
        action: "/organizations/\(record.organization.id)/vat", csrf: call.actor.csrf ?? "",
        hidden: [("side", side.rawValue)], content: fields, submit: DeskWords.save.in(language)))
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    let side: TaxSide? = fields.choice("side", required: true)
    let ends = fields.text("end", upTo: 5) == "true"
    let exemption = ends ? nil : side.flatMap { TaxStandingsAPI.read(fields, $0) }
    try fields.check()
    var draft = TaxStandings.Draft()
    if side == .buyer { draft.exemption = .some(exemption) } else { draft.smallBusiness = .some(exemption) }
    let id: ID<Organization> = try call.id()
    _ = try TaxStandings.change(id, draft, in: call.work)
    return .seeOther("/organizations/\(id)/vat")
  }
}

/// The words of tax settings.
enum TaxWords {
  static let title = Phrase("VAT", fr: "TVA", de: "MWST")
  static let misfit = Phrase(
    "not a number of {country}", fr: "pas un numéro de {country}", de: "keine Nummer von {country}")
  static let exemption = Phrase("Exempt as a buyer", fr: "Exonéré comme acheteur", de: "Als Käufer befreit")
  static let smallBusiness = Phrase(
    "Not registered as a seller", fr: "Non assujetti comme vendeur", de: "Als Verkäufer nicht steuerpflichtig")
  static let no = Phrase("No.", fr: "Non.", de: "Nein.")
  static let open = Phrase("until further notice", fr: "jusqu’à nouvel ordre", de: "bis auf Weiteres")
  static let reason = Phrase("Reason", fr: "Motif", de: "Grund")
  static let reasonHint = Phrase(
    "As it should stand on statements, e.g. International organization.",
    fr: "Tel qu’il doit figurer sur les relevés, p. ex. Organisation internationale.",
    de: "Wie er auf Abrechnungen stehen soll, z. B. Internationale Organisation.")
  static let lawHint = Phrase(
    "The legal basis, e.g. Art. 10 MWSTG or § 19 UStG.", fr: "La base légale, p. ex. art. 10 LTVA ou art. 293 B CGI.",
    de: "Die Rechtsgrundlage, z. B. Art. 10 MWSTG oder § 19 UStG.")
  static let certificate = Phrase("Certificate number", fr: "Numéro d’attestation", de: "Nummer der Bescheinigung")
  static let days = Phrase("Days", fr: "Jours", de: "Tage")
  static let from = Phrase("First day", fr: "Premier jour", de: "Erster Tag")
  static let until = Phrase(
    "First day it no longer counts", fr: "Premier jour sans effet", de: "Erster Tag ohne Wirkung")
  static let untilHint = Phrase("Empty: without end.", fr: "Vide : sans fin.", de: "Leer: ohne Ende.")
  static let mark = Phrase("Mark as exempt", fr: "Déclarer", de: "Eintragen")
  static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
  static let takeBack = Phrase("Take back", fr: "Retirer", de: "Zurücknehmen")
}
