import Core
import FoundationEssentials
import HTTP
import Markup
import Postgres

/// What one's organization asks of its people when they sign in, and who does not meet it yet.
enum SignInPolicyPages {
  static let path = "/sign-in-policy"

  static func show(_ call: Call) throws -> Response {
    let language = call.actor.language
    let policy = try SignInPolicy.find(call.actor.organization, in: call.work)
    let title = SecondFactorWords.policyTitle.in(language)
    let counts = ["people": String(policy.people), "enrolled": String(policy.enrolled)]
    let content: HTML = """
      \(breadcrumbs([
        (Portal.Place.people.label.in(language), "/people"), (SecondFactorWords.policy.in(language), nil),
      ]))
      \(pageHeader(title: "\(title)", subtitle: "\(SecondFactorWords.count.in(language, counts))"))
      \(card(title: SecondFactorWords.title.in(language), rule(policy, call)))
      \(card(title: SecondFactorWords.without.in(language), try without(call)))
      """
    return try Portal.page(call, title, at: .people, content)
  }

  private static func rule(_ policy: SignInPolicy.Record, _ call: Call) -> HTML {
    let language = call.actor.language
    guard SignInPolicy.isSet(by: call.actor, for: policy.organization) else {
      let state = policy.requiresSecondFactor ? SecondFactorWords.isRequired : SecondFactorWords.isOptional
      let who = SecondFactorWords.notYours.in(language, ["organization": call.actor.organizationName])
      return "<p>\(state.in(language))</p><p class=\"subtle\">\(who)</p>"
    }
    return form(
      action: path, csrf: call.actor.csrf ?? "",
      content: checkbox(
        label: "\(SecondFactorWords.require.in(language))", name: "secondFactorRequired",
        checked: policy.requiresSecondFactor, hint: SecondFactorWords.requireHint.in(language)),
      submit: DeskWords.save.in(language))
  }

  /// The first of those who have none, each with the way to their page.
  private static func without(_ call: Call) throws -> HTML {
    let language = call.actor.language
    let rows = try call.tx.rows(
      """
      SELECT p.id, p.given_name || ' ' || p.family_name, p.sign_in_email FROM person p
      LEFT JOIN second_factor f ON f.person_id = p.id
      WHERE p.organization_id = \(call.actor.organization) AND p.status = 'active' AND f.confirmed_at IS NULL
      ORDER BY p.family_name, p.id LIMIT \(Bounds.pageMaximum)
      """)
    let cells: [[HTML]] = try rows.map { row in
      let id: ID<Person> = try row[0]
      return ["<a href=\"/users/\(id.description)\">\(try row[1] as String)</a>", "\(try row[2] as String)"]
    }
    return table(
      caption: SecondFactorWords.without.in(language),
      columns: [Column(DeskWords.person.in(language)), Column(Words.email.in(language))], rows: cells,
      empty: "<p>\(SecondFactorWords.nobodyWithout.in(language))</p>")
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.form()
    let isRequired = fields.has("secondFactorRequired")
    try fields.check()
    _ = try SignInPolicy.change(call.actor.organization, requiresSecondFactor: isRequired, in: call.work)
    return .seeOther(path)
  }

  private enum Words {
    static let email = Phrase("Signs in with", fr: "Se connecte avec", de: "Meldet sich an mit")
  }
}
