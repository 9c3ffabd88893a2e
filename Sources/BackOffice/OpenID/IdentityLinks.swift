import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// Who of an organization's people is who at its provider.
package enum IdentityLinks {
  package struct Link: Sendable {
    package let subject: String
    package let linkedAt: Instant
  }

  /// Nil for somebody who has not come through the provider yet, and for people of other organizations.
  static func find(of person: ID<Person>, in work: Work) throws -> Link? {
    try work.tx.rows(
      """
      SELECT subject, linked_at FROM identity_link
      WHERE person_id = \(person) AND organization_id = \(work.actor.organization)
      """
    ).first.map { Link(subject: try $0[0], linkedAt: try $0[1]) }
  }

  /// Forgets it, as when somebody's account at the provider was made anew.
  package static func untie(_ id: ID<Person>, in work: Work) throws {
    try work.actor.require(.identityManage)
    let person = try Users.find(id, in: work, locking: true)
    try Users.requireAuthority(over: person, in: work)
    guard let link = try find(of: id, in: work) else { throw Refusal.notFound }
    work.tx.enqueue(
      "DELETE FROM identity_link WHERE person_id = \(id) AND organization_id = \(work.actor.organization)")
    var facts = JSONWriter()
    facts.object { $0.member("subject", link.subject) }
    try work.audit("user.untied", AuditObject("user", id), on: person.path, before: facts)
  }
}

/// The provider's part of a person's page.
enum IdentityLinkPages {
  private static func path(_ user: Users.Record) -> String { "/users/\(user.id)/untying" }

  /// Nothing where nobody is tied, or for readers it is no affair of.
  static func card(_ user: Users.Record, _ call: Call) throws -> HTML? {
    guard call.actor.holds(.identityManage), let link = try IdentityLinks.find(of: user.id, in: call.work) else {
      return nil
    }
    let language = call.actor.language
    return Markup.card(
      title: IdentityProviderWords.entry.in(language),
      actions: [buttonLink(label: Words.untie.in(language), href: path(user))],
      definitionList([
        (Words.subject.in(language), "\(link.subject)"), (Words.since.in(language), Portal.time(link.linkedAt)),
      ]))
  }

  static func ask(_ call: Call) throws -> Response {
    let language = call.actor.language
    let user = try Users.find(try call.id(), in: call.work)
    guard try IdentityLinks.find(of: user.id, in: call.work) != nil else { throw Refusal.notFound }
    let back = "/users/\(user.id)"
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (user.name, back), (Words.untie.in(language), nil),
      ]))
      \(pageHeader(title: "\(Words.untie.in(language))", subtitle: "\(user.name)"))
      \(Markup.card("""
        <p>\(Words.consequence.in(language, ["email": user.signInEmail]))</p>
        \(form(action: path(user), csrf: call.actor.csrf ?? "", content: .empty, submit: Words.untie.in(language),
          tone: .danger, cancel: (DeskWords.cancel.in(language), back)))
        """))
      """
    return try Portal.page(call, Words.untie.in(language), at: .people, content)
  }

  static func untie(_ call: Call) throws -> Response {
    let id: ID<Person> = try call.id()
    try IdentityLinks.untie(id, in: call.work)
    return .seeOther("/users/\(id)")
  }

  private enum Words {
    static let untie = Phrase("Untie from the provider", fr: "Délier du fournisseur", de: "Vom Anmeldedienst lösen")
    static let subject = Phrase("Name at the provider", fr: "Nom chez le fournisseur", de: "Name beim Anmeldedienst")
    static let since = Phrase("Tied since (UTC)", fr: "Lié depuis (UTC)", de: "Verknüpft seit (UTC)")
    static let consequence = Phrase(
      "Whoever comes through the provider with {email} next is tied to this account. Do this when the account there "
        + "was made anew.",
      fr: "La prochaine personne venant du fournisseur avec {email} sera liée à ce compte. À faire quand le compte y a "
        + "été recréé.",
      de: "Wer als Nächstes mit {email} über den Anmeldedienst kommt, wird mit diesem Konto verknüpft. Sinnvoll, "
        + "wenn das Konto dort neu angelegt wurde.")
  }
}
