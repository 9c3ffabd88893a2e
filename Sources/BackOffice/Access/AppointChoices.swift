import Core
import FoundationEssentials
import Markup
import Postgres

extension AppointPages {
  /// What the form of an appointment offers: the people there are, the services or centres to limit it to.
  struct Choices {
    private let people: [(id: ID<Person>, label: String)]
    private let services: [(id: ID<Service>, name: String, inUse: Bool)]
    private let centres: [(id: ID<BillingCentre>, label: String)]

    /// People beyond this many are named by e-mail.
    private static let listed = 300

    init(for role: Role, _ owner: Organizations.Record, in work: Work) throws {
      let needsServices = role == .technicalAdmin
      let needsCentres = role == .finance && owner.level == .customer
      let results = try work.tx.pipeline([
        """
        SELECT id, given_name || ' ' || family_name || ' · ' || sign_in_email FROM person
        WHERE organization_id = \(owner.id) AND status NOT IN ('disabled', 'deleted')
          AND \(Choices.mayList(owner, work.actor))
        ORDER BY family_name, id LIMIT \(Choices.listed)
        """,
        """
        SELECT v.id, v.name, EXISTS (SELECT FROM subscription s WHERE s.customer_id = \(owner.id)
          AND s.service_id = v.id AND s.status IN ('pending', 'active', 'suspended')) AS in_use
        FROM service v WHERE \(needsServices) ORDER BY in_use DESC, v.name, v.id
        """,
        """
        SELECT id, name || ' (' || code || ')' FROM billing_centre
        WHERE customer_id = \(owner.id) AND NOT closed AND \(needsCentres) ORDER BY position
        """,
      ])
      people = try results[0].map { (id: try $0[0], label: try $0[1]) }
      services = try results[1].map { (id: try $0[0], name: try $0[1], inUse: try $0[2]) }
      centres = try results[2].map { (id: try $0[0], label: try $0[1]) }
    }

    /// A customer's people are shown to the customer itself.
    private static func mayList(_ owner: Organizations.Record, _ actor: Actor) -> SQL {
      owner.id == actor.organization || owner.level != .customer ? "true" : "false"
    }

    func who(_ refill: Refill, _ call: Call) -> HTML {
      let language = call.actor.language
      let asked = call.query("person")
      let nobody = [
        (value: "", label: AppointWords.somebodyNew.in(language), selected: refill.has("userId", ""), disabled: false)
      ]
      let options =
        nobody
        + people.map {
          let id = $0.id.description
          return (value: id, label: $0.label, selected: refill.has("userId", id, id == asked), disabled: false)
        }
      let isNewNamed = ["givenName", "familyName", "signInEmail"].contains { !refill.value($0).isEmpty }
      let wrong = isNewNamed ? AppointWords.eitherOr : AppointWords.nobody
      let problem = refill.error("userId").map { _ in wrong.in(language) }
      let newcomer = PeoplePages.nameFields(refill, language, required: false)
      let isOpen = people.isEmpty || isNewNamed
      return """
        <h2>\(AppointWords.who.in(language))</h2>
        \(when: !people.isEmpty, selectField(label: DeskWords.person.in(language), name: "userId", options: options,
          error: problem))
        \(when: people.isEmpty, "\(missing(problem))")
        \(disclosure(summary: AppointWords.inviteNew.in(language), isOpen: isOpen, newcomer))
        """
    }

    /// `stored`: what is ticked until the form says otherwise; without ids, all or, of a new grant, nothing.
    func scope(_ stored: HeldGrant, isNew: Bool = false, _ refill: Refill, _ language: Language) -> HTML {
      let isAll = !isNew && stored.services == nil && stored.centres == nil
      switch stored.role {
      case .technicalAdmin:
        let ticked = Set((stored.services ?? []).map(\.description))
        let inUse = services.filter(\.inUse).map { (id: $0.id.description, label: $0.name) }
        let others = services.filter { !$0.inUse }.map { (id: $0.id.description, label: $0.name) }
        let shown = inUse.isEmpty ? others : inUse
        let rest = inUse.isEmpty ? [] : others
        let more = disclosure(
          summary: AppointWords.otherServices.in(language), isOpen: rest.contains { ticked.contains($0.id) },
          boxes(rest, "serviceIds", ticked, refill))
        return """
          <h2>\(AppointWords.whichServices.in(language))</h2>
          \(missing(refill.error("serviceIds").map { _ in AppointWords.tickService.in(language) }))
          <div>\(boxes(shown, "serviceIds", ticked, refill))\
          \(all("allServices", AppointWords.allServices, isAll, refill, language))</div>
          \(when: !rest.isEmpty, more)
          """
      case .finance where !centres.isEmpty:
        let ticked = Set((stored.centres ?? []).map(\.description))
        let items = centres.map { (id: $0.id.description, label: $0.label) }
        return """
          <h2>\(AppointWords.whichCentres.in(language))</h2>
          \(missing(refill.error("centreIds").map { _ in AppointWords.tickCentre.in(language) }))
          <div>\(boxes(items, "centreIds", ticked, refill))\
          \(all("allCentres", AppointWords.allCentres, isAll, refill, language))</div>
          """
      default: return .empty
      }
    }

    private func missing(_ text: String?) -> HTML? { text.map { "<p class=\"error\">\($0)</p>" } }

    /// A form that was sent says itself which boxes are ticked, by leaving out the others.
    private func boxes(
      _ items: [(id: String, label: String)], _ name: String, _ ticked: Set<String>, _ refill: Refill
    ) -> HTML {
      items.map { item in
        checkbox(
          label: "\(item.label)", name: name, value: item.id,
          checked: refill.ticked(name, item.id, stored: ticked.contains(item.id)), id: "\(name)-\(item.id)")
      }.joined()
    }

    private func all(
      _ name: String, _ label: Phrase, _ stored: Bool, _ refill: Refill, _ language: Language
    ) -> HTML {
      checkbox(
        label: "\(label.in(language))", name: name, checked: refill.ticked(name, "true", stored: stored),
        hint: AppointWords.allHint.in(language))
    }
  }
}
