import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Giving somebody a role: choosing it, then who, where and until when on one form.
enum AppointPages {
  /// The roles the actor may give in the organization.
  static func roles(at owner: Organizations.Record, _ call: Call) -> [Role] {
    Role.allCases.filter { call.actor.rights.mayGrant($0, at: owner.level) }
  }

  static func new(_ call: Call) throws -> Response {
    let owner = try PeoplePages.organization(call)
    let roles = roles(at: owner, call)
    let asked = Form(call.request)?.text("role") ?? call.query("role")
    guard let role = asked.flatMap(Role.init(rawValue:)) ?? (roles.count == 1 ? roles[0] : nil) else {
      return try choose(roles, owner, call)
    }
    guard roles.contains(role) else { throw Refusal.denied("grant.beyond_own_rights") }
    return try form(for: role, owner, call)
  }

  private static func choose(_ roles: [Role], _ owner: Organizations.Record, _ call: Call) throws -> Response {
    let language = call.actor.language
    let place = PeoplePages.elsewhere(owner, call)
    let rows: [[HTML]] = roles.map { role in
      let href = PortalLink.to(
        "/access/new", ["organization": place, "role": role.rawValue, "person": call.query("person")])
      return [
        "<a href=\"\(href)\">\(Portal.roleName(role).in(language))</a>", "\(AppointWords.duty(of: role).in(language))",
        buttonLink(label: AppointWords.choose.in(language), href: href),
      ]
    }
    let content: HTML = """
      \(trail(AppointWords.title.in(language), owner, call))
      \(pageHeader(title: "\(AppointWords.title.in(language))", subtitle: "\(AppointWords.which.in(language))"))
      \(table(caption: AppointWords.which.in(language), columns: [
        Column(DeskWords.role.in(language)), Column(AppointWords.what.in(language)), Column("", kind: .number),
      ], rows: rows, empty: "<p>\(AppointWords.noRoles.in(language))</p>"))
      """
    return try Portal.page(call, AppointWords.title.in(language), at: .access, content)
  }

  private static func trail(_ title: String, _ owner: Organizations.Record, _ call: Call) -> HTML {
    let isElsewhere = PeoplePages.elsewhere(owner, call) != nil
    let from = isElsewhere ? owner.name : Portal.Place.access.label.in(call.actor.language)
    return breadcrumbs([(from, origin(of: owner, call)), (title, nil)])
  }

  /// Where one comes from and goes back to: access at home, the page of the organization elsewhere.
  private static func origin(of owner: Organizations.Record, _ call: Call) -> String {
    if PeoplePages.elsewhere(owner, call) == nil { return "/access" }
    return owner.level == .customer ? "/customers/\(owner.id)" : "/resellers/\(owner.id)"
  }

  private static func form(for role: Role, _ owner: Organizations.Record, _ call: Call) throws -> Response {
    let language = call.actor.language
    let refill = Refill(call)
    let title = AppointWords.appoint(role).in(language)
    let choices = try Choices(for: role, owner, in: call.work)
    let fields: HTML = """
      \(choices.who(refill, call))
      \(choices.scope(wanted(role, call), isNew: true, refill, language))
      <h2>\(AppointWords.howLong.in(language))</h2>
      \(field(label: DeskWords.until.in(language), name: "until", type: "date", value: refill.value("until"),
        hint: AppointWords.untilHint.in(language), error: refill.error("until") ?? refill.error("expiresAt")))
      \(field(label: DeskWords.note.in(language), name: "note", value: refill.value("note"),
        hint: AppointWords.noteHint.in(language), error: refill.error("note")))
      """
    let hidden = PeoplePages.hidden(owner, call) + [("role", role.rawValue)]
    let content: HTML = """
      \(trail(title, owner, call))
      \(pageHeader(title: "\(title)", subtitle: "\(AppointWords.duty(of: role).in(language))"))
      \(card(Markup.form(action: "/access/new", csrf: call.actor.csrf ?? "", hidden: hidden, content: fields,
        submit: title, cancel: (DeskWords.cancel.in(language), origin(of: owner, call)))))
      """
    return try Portal.page(call, title, at: .access, content)
  }

  /// A link may name the service that somebody is wanted for.
  private static func wanted(_ role: Role, _ call: Call) -> HeldGrant {
    let service = role == .technicalAdmin ? call.query("service").flatMap { ID<Service>($0) } : nil
    return HeldGrant(role: role, services: service.map { [$0] })
  }

  /// Somebody known here gets the role at once; anybody else is offered it by mail.
  static func create(_ call: Call) throws -> Response {
    let owner = try PeoplePages.organization(call)
    let fields = try call.form(lists: ["serviceIds", "centreIds"])
    _ = fields.has("organization")
    let role: Role? = fields.choice("role", required: true)
    let chosen = fields.id("userId", of: Person.self)
    let named = try chosen == nil ? newcomer(fields, owner, in: call.work) : nil
    for name in ["givenName", "familyName", "signInEmail"] where fields.has(name) && chosen != nil {
      fields.note("userId", "field.not_a_choice")
    }
    var grant = Grants.Draft(person: chosen ?? named?.known ?? ID(Secrets.nobody), role: role ?? .user)
    if role == .technicalAdmin { grant.services = scope(fields, "serviceIds", all: "allServices") }
    if role == .finance, owner.level == .customer { grant.centres = scope(fields, "centreIds", all: "allCentres") }
    let until = fields.parsed("until", "field.day_malformed") { Day($0) }
    grant.expiresAt = until.flatMap { Instant("\($0.adding(days: 1))T00:00:00Z") }
    grant.note = fields.text("note", upTo: 500)
    try fields.check()
    if let draft = named?.draft {
      try offer(grant, to: draft, at: owner, call)
    } else {
      _ = try Grants.create(grant, at: owner.id, in: call.work)
    }
    return .seeOther(origin(of: owner, call))
  }

  private static func offer(
    _ grant: Grants.Draft, to person: Users.Draft, at owner: Organizations.Record, _ call: Call
  ) throws {
    let draft = Appointments.Draft(
      givenName: person.givenName ?? "", familyName: person.familyName ?? "", email: person.signInEmail ?? "",
      language: call.actor.language, grant: grant)
    _ = try Appointments.create(draft, at: owner.id, in: call.work)
  }

  /// Whoever the form names by e-mail: somebody known here, or somebody to be asked.
  private static func newcomer(
    _ fields: Fields, _ owner: Organizations.Record, in work: Work
  ) throws -> (known: ID<Person>?, draft: Users.Draft?) {
    if let email = fields.parsed("signInEmail", "email.malformed", { Text.email($0) }) {
      let known: ID<Person>? = try work.tx.rows(
        "SELECT id FROM person WHERE organization_id = \(owner.id) AND sign_in_email = \(email)"
      ).first?[0]
      if let known {
        _ = fields.has("givenName") && fields.has("familyName")
        return (known, nil)
      }
    }
    if !["givenName", "familyName", "signInEmail"].contains(where: fields.has) {
      fields.note("userId", "field.required")
      return (nil, nil)
    }
    return (nil, PeoplePages.draft(fields))
  }

  /// The ids ticked; nil for all. Neither is an omission, never "all".
  static func scope<Entity>(_ fields: Fields, _ name: String, all: String) -> [ID<Entity>]? {
    let everything = fields.has(all)
    let ids = fields.ids(name, upTo: 200, of: Entity.self)
    if everything { return nil }
    if ids == nil { fields.note(name, "field.required") }
    return ids
  }
}
