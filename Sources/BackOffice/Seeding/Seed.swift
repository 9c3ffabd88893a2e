import Core
import FoundationEssentials
import Postgres

/// Plays the demo world of `seed/` through the real operations, with the clock set to each event's instant.
package final class Seed {
  /// What everybody in the demo world signs in with.
  package static let password = "comptoir-demo"

  private let world: SeedFiles.World
  private let people: [SeedFiles.PersonEntry]
  let catalogue: SeedFiles.CatalogueFile
  private let history: SeedFiles.History
  /// All there is to play, in order.
  private let events: [SeedFiles.Event]
  private var organizations: [String: ID<Organization>] = [:]
  private var persons: [String: ID<Person>] = [:]
  private var services: [String: ID<Service>] = [:]
  private(set) var offers: [String: ID<Offer>] = [:]
  private var centres: [String: ID<BillingCentre>] = [:]
  private(set) var subscriptions: [String: ID<Subscription>] = [:]
  /// The customer of each subscription.
  private var owners: [String: String] = [:]
  private var delegations = SeedDelegations()

  package init(directory: String) throws {
    world = try SeedFiles.read("organizations", in: directory)
    people = try SeedFiles.read("people", in: directory)
    catalogue = try SeedFiles.read("catalogue", in: directory)
    history = try SeedFiles.read("history", in: directory)
    let usage: SeedFiles.UsageFile = try SeedFiles.read("usage", in: directory)
    events = (history.events + usage.events).sorted { $0.at < $1.at }
  }

  package static func isEmpty(_ office: Office) throws -> Bool {
    try office.everything { tx, _ in
      try tx.rows("SELECT 1 FROM organization UNION ALL SELECT 1 FROM sandbox_clock LIMIT 1").isEmpty
    }
  }

  /// `upTo` events of the history are played; tests that need the people only pass 0.
  package func load(into office: Office, events limit: Int = .max, progress: (String) -> Void = { _ in }) throws {
    guard let begins = Instant(history.begins), let ends = Instant(history.ends) else {
      throw SeedError(description: "history.json: begins and ends are no instants")
    }
    try Clock.set(begins, office)
    try found(office)
    try loadCatalogue(office)
    progress("The distributor and its catalogue of \(offers.count) offers are there.")
    try loadTree(office)
    try loadPeople(office)
    progress("\(organizations.count) organizations and \(persons.count) people are there.")
    let events = events.prefix(limit)
    for (index, event) in events.enumerated() {
      guard let instant = Instant(event.at) else { throw SeedError(description: "\(event.at) is no instant") }
      // The clock runs while events are played; what is meant for the same minute follows at once.
      if try Clock.now(office) < instant { try Clock.advance(to: instant, office) }
      try play(event, office)
      if index % 50 == 49 { progress("\(index + 1) of \(events.count) events played, it is \(instant.utcDay).") }
    }
    try Clock.advance(to: ends, office)
    progress("The demo world is ready: it is \(ends.utcDay).")
  }

  // MARK: The world before its history

  /// The distributor and its first administrator, who cannot be created by anybody.
  private func found(_ office: Office) throws {
    let firm = world.distributor
    guard let admin = people.first(where: { $0.organization == firm.key && $0.role == "distributor" }) else {
      throw SeedError(description: "people.json names no administrator for the distributor")
    }
    let hash = try office.passwords.hash(Seed.password)
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "seed", office: office)
      let id: ID<Organization> = work.newID()
      let person: ID<Person> = work.newID()
      tx.enqueue(
        """
        INSERT INTO organization (id, kind, distributor_id, name, country, vat_id, currency, time_zone, created_at)
        VALUES (\(id), 'distributor', \(id), \(firm.name), \(firm.country), \(firm.vatId), \(firm.currency),
          \(firm.timeZone), \(now))
        """)
      tx.enqueue(
        """
        INSERT INTO person (id, distributor_id, organization_id, given_name, family_name, sign_in_email, status,
          language, time_zone, password_hash, created_at)
        VALUES (\(person), \(id), \(id), \(admin.givenName), \(admin.familyName), \(admin.email), 'active',
          \(admin.language), \(firm.timeZone), \(hash), \(now))
        """)
      let path = Path(distributor: id, reseller: nil, customer: nil)
      try Grants.insert(Grants.Draft(person: person, role: .distributor), at: path, in: work)
      organizations[firm.key] = id
      persons[admin.email] = person
    }
  }

  private func loadTree(_ office: Office) throws {
    let founder = try founder()
    for firm in world.resellers {
      try work(as: founder, office) { work in
        organizations[firm.key] = try Organizations.create(try draft(firm), as: .reseller, in: work).id
      }
      try allowOffers(firm, office)
    }
    for firm in world.customers {
      try work(as: founder, office) { work in
        let id = try Organizations.create(try draft(firm), as: .customer, in: work).id
        organizations[firm.key] = id
      }
      try loadCentres(of: firm, office)
    }
  }

  private func founder() throws -> String {
    guard let email = people.first(where: { $0.organization == world.distributor.key })?.email else {
      throw SeedError(description: "people.json names nobody of the distributor")
    }
    return email
  }

  private func draft(_ firm: SeedFiles.Firm) throws -> Organizations.Draft {
    var draft = Organizations.Draft()
    draft.name = firm.name
    draft.country = firm.country
    draft.vatID = .some(firm.vatId)
    draft.currency = Currency(firm.currency)
    draft.timeZone = firm.timeZone
    draft.selfService = firm.selfService.flatMap { SelfService(rawValue: $0) }
    draft.reseller = try firm.reseller.map { try known(organizations, $0) }
    return draft
  }

  /// A customer is born with one centre; the first of its own takes that one's place.
  private func loadCentres(of firm: SeedFiles.Firm, _ office: Office) throws {
    let customer = try known(organizations, firm.key)
    try office.everything { tx, now in
      let work = Work(tx: tx, actor: .system, now: now, requestID: "seed", office: office)
      let born: ID<BillingCentre> = try tx.rows(
        "SELECT id FROM billing_centre WHERE customer_id = \(customer)")[0][0]
      guard let entries = firm.centres, let first = entries.first else {
        centres["\(firm.key)/GENERAL"] = born
        return
      }
      tx.enqueue("UPDATE billing_centre SET code = \(first.code), name = \(first.name) WHERE id = \(born)")
      centres["\(firm.key)/\(first.code)"] = born
      let row = try tx.rows("SELECT distributor_id, reseller_id FROM organization WHERE id = \(customer)")[0]
      for (index, entry) in entries.enumerated().dropFirst() {
        let id: ID<BillingCentre> = work.newID()
        tx.enqueue(
          """
          INSERT INTO billing_centre (id, distributor_id, reseller_id, customer_id, code, name, position)
          VALUES (\(id), \(try row[0] as UUID), \(try row[1] as UUID), \(customer), \(entry.code), \(entry.name),
            \(index + 1))
          """)
        centres["\(firm.key)/\(entry.code)"] = id
      }
    }
  }

  private func loadPeople(_ office: Office) throws {
    for entry in people where persons[entry.email] == nil {
      let hash = try office.passwords.hash(Seed.password)
      let organization = try known(organizations, entry.organization)
      // The distributor brings everybody on board; below it, that is what its role may do.
      try work(as: try founder(), office) { work in
        var draft = Users.Draft()
        draft.givenName = entry.givenName
        draft.familyName = entry.familyName
        draft.signInEmail = entry.email
        draft.language = Language(rawValue: entry.language)
        let id = try Users.create([(draft: draft, at: "")], in: organization, work)[0].id
        persons[entry.email] = id
        if let role = Role(rawValue: entry.role), role != .user {
          var grant = Grants.Draft(person: id, role: role)
          grant.services = try entry.services?.map { try known(services, $0) }
          grant.centres = try entry.centres?.map { try known(centres, "\(entry.organization)/\($0)") }
          _ = try Grants.create(grant, at: organization, in: work)
        }
        work.tx.enqueue("UPDATE person SET status = 'active', password_hash = \(hash) WHERE id = \(id)")
        // Nobody is to click on a link of the past.
        work.tx.enqueue(Reach.everything)
        work.tx.enqueue("DELETE FROM credential WHERE person_id = \(id)")
        work.tx.enqueue("UPDATE outbox SET sent_at = \(work.now) WHERE sent_at IS NULL")
      }
    }
  }

  // MARK: Helpers

  func known<Value>(_ table: [String: Value], _ key: String?) throws -> Value {
    guard let key, let value = table[key] else { throw SeedError(description: "seed: nothing is called \(key ?? "…")") }
    return value
  }

  /// Runs an operation as the person with this address.
  func work(as email: String, _ office: Office, _ body: (Work) throws -> Void) throws {
    try office.database.transaction(opening: [Reach.everything, Authentication.statement(email: email)]) { tx in
      guard let actor = try Authentication.actor(tx.opened[1], kind: .token, asked: false) else {
        throw SeedError(description: "seed: nobody has the address \(email)")
      }
      tx.enqueue(Reach.notEverything)
      tx.enqueue(actor.reach)
      try body(Work(tx: tx, actor: actor, now: try tx.opened[0][0][1], requestID: "seed", office: office))
    }
  }
}

extension Seed {
  // MARK: The catalogue

  private func loadCatalogue(_ office: Office) throws {
    let distributor = try known(organizations, world.distributor.key)
    try office.everything { tx, now in
      let ids = UUIDSequence(at: now)
      for (index, entry) in catalogue.services.enumerated() {
        let id = ID<Service>(ids.next())
        services[entry.key] = id
        tx.enqueue(
          """
          INSERT INTO service (id, distributor_id, name, vendor, position)
          VALUES (\(id), \(distributor), \(entry.name), \(entry.vendor), \(index + 1))
          """)
      }
      let plans = try insertPlans(tx, ids, distributor)
      for entry in catalogue.offers {
        let id = ID<Offer>(ids.next())
        offers[entry.key] = id
        tx.enqueue(
          """
          INSERT INTO offer (id, distributor_id, plan_id, segment, term, billing_frequency, trial, converts_to_plan_id,
            minimum, maximum, decrease_window, cancel_window, suspension_stops_billing)
          VALUES (\(id), \(distributor), \(try known(plans, entry.plan)), 'commercial', \(entry.term),
            \(entry.frequency), \(entry.trial), \(try entry.converts.map { try known(plans, $0) }), \(entry.minimum),
            \(entry.maximum), \(entry.decreaseWindow), \(entry.cancelWindow), \(entry.suspensionStopsBilling))
          """)
        try insertMeters(of: entry, distributor, in: tx, ids)
      }
    }
  }

  private func insertPlans(_ tx: Transaction, _ ids: UUIDSequence, _ distributor: ID<Organization>) throws
    -> [String: ID<Plan>]
  {
    var products: [String: (id: ID<Product>, service: ID<Service>)] = [:]
    for entry in catalogue.products {
      let id = ID<Product>(ids.next())
      let service = try known(services, entry.service)
      products[entry.key] = (id, service)
      tx.enqueue(
        """
        INSERT INTO product (id, distributor_id, service_id, name)
        VALUES (\(id), \(distributor), \(service), \(entry.name))
        """)
    }
    var categories: [String: ID<Category>] = [:]
    for (index, entry) in catalogue.categories.enumerated() {
      let id = ID<Category>(ids.next())
      categories[entry.key] = id
      tx.enqueue(
        """
        INSERT INTO category (id, distributor_id, name, position)
        VALUES (\(id), \(distributor), \(entry.name), \(index + 1))
        """)
    }
    var plans: [String: ID<Plan>] = [:]
    for entry in catalogue.plans { plans[entry.key] = ID<Plan>(ids.next()) }
    for entry in catalogue.plans {
      let product = try known(products, entry.product)
      tx.enqueue(
        """
        INSERT INTO plan (id, distributor_id, service_id, product_id, name, description, parent_plan_ids, category_id,
          featured, new_until, upgrade_plan_ids)
        VALUES (\(try known(plans, entry.key)), \(distributor), \(product.service), \(product.id), \(entry.name),
          \(entry.description), \(try entry.parents.map { try known(plans, $0) }),
          \(try known(categories, entry.category)), \(entry.featured ?? false), \(entry.newUntil)::date,
          \(try (entry.upgrades ?? []).map { try known(plans, $0) }))
        """)
    }
    return plans
  }

  /// Every reseller may sell everything; its selling prices are its own, by currency.
  private func allowOffers(_ firm: SeedFiles.Firm, _ office: Office) throws {
    let reseller = try known(organizations, firm.key)
    let distributor = try known(organizations, world.distributor.key)
    try office.everything { tx, _ in
      for entry in catalogue.offers {
        let offer = try known(offers, entry.key)
        guard let cost = entry.cost[firm.currency] else { continue }
        tx.enqueue(
          """
          INSERT INTO reseller_offer (reseller_id, distributor_id, offer_id)
          VALUES (\(reseller), \(distributor), \(offer))
          """)
        tx.enqueue(
          """
          INSERT INTO cost_price (reseller_id, distributor_id, offer_id, currency, cost_minor, list_minor)
          VALUES (\(reseller), \(distributor), \(offer), \(firm.currency), \(cost), \(entry.price[firm.currency]))
          """)
        for (currency, price) in entry.price.sorted(by: { $0.key < $1.key }) {
          tx.enqueue(
            """
            INSERT INTO selling_price (reseller_id, distributor_id, offer_id, currency, price_minor)
            VALUES (\(reseller), \(distributor), \(offer), \(currency), \(price))
            """)
        }
        try priceMeters(of: entry, for: firm, reseller, distributor, in: tx)
      }
    }
  }

  // MARK: The history

  private func play(_ event: SeedFiles.Event, _ office: Office) throws {
    do {
      try work(as: event.as, office) { work in
        switch event.do {
        case "subscribe": try subscribe(event, work)
        case "assign":
          let wish = Licences.Wish(
            try known(persons, event.person), try known(subscriptions, event.ref), at: "/userId")
          try Licences.give([wish], in: work, notify: false)
        case "ticket":
          _ = try Tickets.open(
            event.subject ?? "", body: event.body ?? "", service: try event.service.map { try known(services, $0) },
            for: try known(organizations, event.customer), in: work)
        case "askAccess": try delegations.ask(event, of: try known(organizations, event.customer), in: work)
        case "approveAccess", "endAccess": try delegations.decide(event, in: work)
        case "usage": try recordUsage(event, work)
        default:
          _ = try Subscriptions.perform(
            try command(event), on: try known(subscriptions, event.ref), in: work, preview: false)
        }
      }
    } catch let refusal as Refusal {
      throw SeedError(description: "seed: \(event.do) of \(event.ref ?? "…") at \(event.at) is refused: \(refusal)")
    }
  }

  private func subscribe(_ event: SeedFiles.Event, _ work: Work) throws {
    guard let quantity = event.quantity, let ref = event.ref, let customer = event.customer else {
      throw SeedError(description: "seed: a subscription without quantity, ref or customer")
    }
    let order = NewSubscription(
      offer: try known(offers, event.offer), quantity: quantity, friendlyName: event.name,
      parent: try event.parent.map { try known(subscriptions, $0) }, allocations: try split(event.split, of: customer),
      alignTo: nil, acceptsTerms: true)
    let outcome = try Subscriptions.add(
      order, for: try known(organizations, customer), in: work, preview: false)
    subscriptions[ref] = outcome.record.id
    owners[ref] = customer
  }

  private func command(_ event: SeedFiles.Event) throws -> Command {
    let customer = owners[event.ref ?? ""] ?? ""
    switch event.do {
    case "quantity":
      let code = event.addTo ?? event.takeFrom
      let placement: Placement = try code.map { .at(try known(centres, "\(customer)/\($0)")) } ?? .standard
      return .changeQuantity(event.quantity ?? 0, placement)
    case "split": return .split(try split(event.split, of: customer) ?? [])
    case "suspend": return .suspend(reason: event.reason ?? "")
    case "activate": return .activate
    case "autoRenewOff": return .autoRenew(false)
    case let other: throw SeedError(description: "seed: nobody knows how to \(other)")
    }
  }

  private func split(_ shares: [String: Int]?, of customer: String) throws -> [Allocation]? {
    try shares?.sorted { $0.key < $1.key }.map {
      Allocation(centre: try known(centres, "\(customer)/\($0.key)"), quantity: $0.value)
    }
  }
}
