import Core
import FoundationEssentials
import HTTP
import Markup

/// One grant: what it allows, its life, and the form that changes it.
enum GrantPage {
  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let grant = try Grants.findAny(try call.id(), in: call.work)
    let states = try Grants.states(of: grant, in: call.work)
    let names = try GrantNames(
      services: states.flatMap { $0.held.services.map(Array.init) ?? [] },
      centres: states.flatMap { $0.held.centres.map(Array.init) ?? [] }, in: call.tx)
    let role = Portal.roleName(grant.role).in(language)
    let title = "\(role): \(grant.personName)"
    let mayChange = grant.counts(at: call.work.now) && GrantPages.mayEnd(grant, call)
    let back = GrantPages.listHref(grant, call)
    let end = buttonLink(label: GrantWords.endRole.in(language), href: "/grants/\(grant.id)/end", tone: .danger)
    let change: HTML? = mayChange ? card(title: Words.change.in(language), try form(grant, call)) : nil
    let content: HTML = """
      \(breadcrumbs([(Portal.Place.access.label.in(language), back), (title, nil)]))
      \(pageHeader(title: "\(role) \(status(grant, call))",
        subtitle: "\(AppointWords.duty(of: grant.role).in(language))", actions: mayChange ? [end] : []))
      \(card(title: Words.facts.in(language), facts(grant, names, language)))
      \(change)
      \(card(title: Words.life.in(language), life(states, grant, names, language)))
      """
    return try Portal.page(call, title, at: .access, content)
  }

  private static func status(_ grant: Grants.Record, _ call: Call) -> HTML {
    let isInForce = grant.counts(at: call.work.now)
    return badge(
      (isInForce ? Words.inForce : Words.over).in(call.actor.language), tone: isInForce ? .good : .neutral)
  }

  private static func facts(_ grant: Grants.Record, _ names: GrantNames, _ language: Language) -> HTML {
    definitionList([
      (DeskWords.person.in(language), GrantPages.holder(grant, language)),
      (GrantWords.scope.in(language), "\(names.scope(of: grant, language))"),
      (DeskWords.until.in(language), "\(GrantPages.lastDay(of: grant) ?? GrantWords.unlimited.in(language))"),
      (GrantWords.grantedBy.in(language), "\(grant.grantedByName), \(Portal.clockText(grant.grantedAt))"),
      (DeskWords.note.in(language), "\(grant.note ?? "–")"),
    ])
  }

  /// Newest last, as it was lived.
  private static func life(
    _ states: [Grants.State], _ grant: Grants.Record, _ names: GrantNames, _ language: Language
  ) -> HTML {
    let columns = [
      Column(DeskWords.when.in(language)), Column(Words.what.in(language)), Column(Words.byWhom.in(language)),
      Column(GrantWords.scope.in(language)), Column(DeskWords.until.in(language)), Column(DeskWords.note.in(language)),
    ]
    let rows: [[HTML]] = states.map { state in
      let day = state.held.expiresAt.map { $0.adding(seconds: -1).utcDay.description }
      return [
        Portal.time(state.at), "\(Words.kind(state.kind).in(language))",
        "\(state.actorName.isEmpty ? "–" : state.actorName)",
        "\(names.scope(of: state.held, at: grant.path.level, language))",
        "\(day ?? GrantWords.unlimited.in(language))", "\(state.note ?? "–")",
      ]
    }
    return table(caption: Words.life.in(language), columns: columns, rows: rows)
  }

  // MARK: - Changing

  private static func form(_ grant: Grants.Record, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let refill = Refill(call)
    let owner = try Organizations.find(grant.path.organization, in: call.work)
    let choices = try AppointPages.Choices(for: grant.role, owner, in: call.work)
    let fields: HTML = """
      \(choices.scope(grant.held, refill, language))
      \(field(label: DeskWords.until.in(language), name: "until", type: "date",
        value: refill.value("until", GrantPages.lastDay(of: grant)), hint: AppointWords.untilHint.in(language),
        error: refill.error("until") ?? refill.error("expiresAt")))
      \(field(label: DeskWords.note.in(language), name: "note", value: refill.value("note", grant.note),
        hint: AppointWords.noteHint.in(language), error: refill.error("note")))
      """
    return Markup.form(
      action: "/grants/\(grant.id)", csrf: call.actor.csrf ?? "", hidden: [("version", "\(grant.version)")],
      content: fields, submit: DeskWords.save.in(language))
  }

  static func change(_ call: Call) throws -> Response {
    let grant = try Grants.find(try call.id(), in: call.work)
    let fields = try call.form(lists: ["serviceIds", "centreIds"])
    let version = fields.parsed("version") { Int($0) }
    var patch = Grants.Patch()
    if grant.role == .technicalAdmin {
      patch.services = .some(AppointPages.scope(fields, "serviceIds", all: "allServices"))
    }
    if grant.role == .finance, grant.path.level == .customer {
      patch.centres = .some(AppointPages.scope(fields, "centreIds", all: "allCentres"))
    }
    let until = fields.parsed("until", "field.day_malformed") { Day($0) }
    // An end within a day is kept where the day is not changed.
    if until?.description != GrantPages.lastDay(of: grant) {
      patch.expiresAt = .some(until.flatMap { Instant("\($0.adding(days: 1))T00:00:00Z") })
    }
    patch.note = .some(fields.text("note", upTo: 500))
    try fields.check()
    _ = try Grants.change(grant.id, patch, in: call.work) {
      if let version, version != $0.version { throw Refusal.conflict("object.changed_meanwhile") }
    }
    return .seeOther("/grants/\(grant.id)")
  }

  private enum Words {
    static let facts = Phrase("Facts", fr: "En bref", de: "Angaben")
    static let change = Phrase("Change", fr: "Modifier", de: "Ändern")
    static let life = Phrase(
      "Since when, by whose hand", fr: "Depuis quand, par qui", de: "Seit wann, durch wen")
    static let what = Phrase("What", fr: "Quoi", de: "Was")
    static let byWhom = Phrase("By whom", fr: "Par qui", de: "Durch wen")
    static let inForce = Phrase("In force", fr: "En vigueur", de: "Gültig")
    static let over = Phrase("Over", fr: "Terminé", de: "Vorbei")

    static func kind(_ kind: Grants.State.Kind) -> Phrase {
      switch kind {
      case .given: Phrase("Given", fr: "Attribué", de: "Vergeben")
      case .changed: Phrase("Changed", fr: "Modifié", de: "Geändert")
      case .ended: Phrase("Ended", fr: "Retiré", de: "Beendet")
      case .expired: Phrase("Expired", fr: "Expiré", de: "Abgelaufen")
      }
    }
  }
}
