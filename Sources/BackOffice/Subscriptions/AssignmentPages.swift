import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Who has a licence: giving it to people and taking it back.
enum AssignmentPages {
  /// People offered at once; with more, one searches.
  private static let offeredPeople = 50

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let paging = try Paging(call)
    let record = try Subscriptions.find(try call.id(), in: call.work)
    let holders = try Assignments.list(of: record.id, paging, in: call.work)
    let next = paging.next(holders) { [$0.person.description] }
    let s = record.subscription
    let counts = Words.counts.in(
      language, ["assigned": "\(s.assigned)", "quantity": "\(s.quantity)", "free": "\(s.quantity - s.assigned)"])
    let home = "/subscriptions/\(s.id)"
    let path = home + "/assignments"
    let rows: [[HTML]] = holders.prefix(paging.limit).map { holder in
      [
        "\(holder.name)<small>\(holder.email)</small>", Portal.time(holder.since),
        actionButton(
          label: Words.takeBack.in(language), action: "\(path)/\(holder.person)/removal", csrf: call.actor.csrf ?? ""),
      ]
    }
    let columns = [
      Column(DeskWords.person.in(language)), Column(Words.since.in(language)), Column("", kind: .number),
    ]
    let name = s.friendlyName ?? record.planName
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.subscriptions.label.in(language), "/subscriptions"), (name, home),
        (Words.title.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.title.in(language))", subtitle: "\(name) · \(counts)"))
      \(try assigning(record, call))
      \(card(title: Words.holders.in(language), table(
        caption: Words.holders.in(language), columns: columns, rows: rows,
        empty: "<p>\(Words.nobody.in(language))</p>")))
      \(pager(nextHref: next.map { PortalLink.to(path, ["cursor": $0]) }, label: DeskWords.more.in(language)))
      """
    return try Portal.page(call, Words.title.in(language), at: .subscriptions, content)
  }

  /// People of the customer without a licence, to choose from; or why nobody can be given one.
  private static func assigning(_ record: SubscriptionRecord, _ call: Call) throws -> HTML {
    let language = call.actor.language
    let s = record.subscription
    guard s.status == .active else {
      return notice(.warning, title: Messages.sentence("subscription.not_active", [:], language))
    }
    guard s.assigned < s.quantity else {
      return notice(.warning, title: Messages.sentence("licence.none_free", [:], language))
    }
    let search = try SearchText.query(call)
    let people = try candidates(record, search, in: call.work)
    let path = "/subscriptions/\(s.id)/assignments"
    let options = people.prefix(offeredPeople).map {
      (value: $0.id.description, label: "\($0.name) (\($0.email))", selected: false, disabled: false)
    }
    let choice = selectField(label: DeskWords.person.in(language), name: "userId", options: options, required: true)
    let assign = form(
      action: path, csrf: call.actor.csrf ?? "", content: choice, submit: Words.assign.in(language))
    let none = (search == nil ? Words.everybody : Words.noMatch).in(language)
    let finder: HTML =
      people.count > offeredPeople || search != nil
      ? filterForm(action: path, value: search ?? "", label: Words.search.in(language)) : .empty
    return card(
      title: Words.assign.in(language), "\(finder)\(results(people.isEmpty ? "<p>\(none)</p>" : assign))")
  }

  private struct Candidate {
    let id: ID<Person>
    let name: String
    let email: String
  }

  private static func candidates(_ record: SubscriptionRecord, _ search: String?, in work: Work) throws -> [Candidate] {
    try work.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email FROM person p
      WHERE p.organization_id = \(record.subscription.customer) AND p.status NOT IN ('disabled', 'deleted')
        AND \(SearchText.contains("p.search_text", search))
        AND NOT EXISTS (
          SELECT FROM licence_assignment a WHERE a.subscription_id = \(record.id) AND a.person_id = p.id)
      ORDER BY p.family_name, p.given_name, p.id LIMIT \(offeredPeople + 1)
      """
    ).map { Candidate(id: try $0[0], name: try $0[1], email: try $0[2]) }
  }

  static func assign(_ call: Call) throws -> Response {
    let fields = try call.form()
    let person = fields.id("userId", required: true, of: Person.self)
    try fields.check()
    let id: ID<Subscription> = try call.id()
    guard let person else { throw Refusal.notFound }
    try Assignments.assign(person, to: id, in: call.work)
    return .seeOther("/subscriptions/\(id)/assignments")
  }

  static func takeBack(_ call: Call) throws -> Response {
    let id: ID<Subscription> = try call.id()
    try Assignments.unassign(try call.id("person"), from: id, in: call.work)
    return .seeOther("/subscriptions/\(id)/assignments")
  }

  private enum Words {
    static let title = Phrase("Licences of people", fr: "Licences des personnes", de: "Lizenzen der Personen")
    static let counts = Phrase(
      "{assigned} of {quantity} assigned, {free} free", fr: "{assigned} sur {quantity} attribuées, {free} libres",
      de: "{assigned} von {quantity} vergeben, {free} frei")
    static let assign = Phrase("Assign a licence", fr: "Attribuer une licence", de: "Lizenz vergeben")
    static let takeBack = Phrase("Take back", fr: "Reprendre", de: "Zurücknehmen")
    static let holders = Phrase("Who has a licence", fr: "Qui a une licence", de: "Wer eine Lizenz hat")
    static let since = Phrase("Since (UTC)", fr: "Depuis (UTC)", de: "Seit (UTC)")
    static let search = Phrase("Search people", fr: "Chercher une personne", de: "Person suchen")
    static let nobody = Phrase(
      "Nobody has a licence yet.", fr: "Personne n’a encore de licence.", de: "Noch hat niemand eine Lizenz.")
    static let everybody = Phrase(
      "Everybody has a licence already.", fr: "Tout le monde a déjà une licence.", de: "Alle haben bereits eine Lizenz."
    )
    static let noMatch = Phrase(
      "Nobody without a licence matches.", fr: "Personne sans licence ne correspond.",
      de: "Niemand ohne Lizenz passt dazu.")
  }
}
