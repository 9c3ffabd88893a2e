import Core
import Foundation
import Testing

@testable import BackOffice

/// What the API writes, held against what the document says it writes.
@Suite struct WrittenTests {
  private static let document = JSONValue(parsing: OpenAPI.document.bytes) ?? .null
  private static let components = document[at: "components"][at: "schemas"]

  private let path = Path(distributor: id(), reseller: id(), customer: id())
  private let now = Instant("2026-01-15T09:30:00Z")
  private let francs: Currency
  private let day: Day

  init() throws {
    francs = try #require(Currency("CHF"))
    day = try #require(Day("2026-01-15"))
  }

  private static func id<Entity>() -> ID<Entity> { ID(UUID()) }

  private func misfits(_ name: String, _ write: (inout JSONWriter) throws -> Void) throws -> [String] {
    var json = JSONWriter()
    try write(&json)
    let value = try #require(JSONValue(parsing: json.bytes))
    return SchemaCheck(components: Self.components).misfits(value, Self.components[at: name], name)
  }

  private func money(_ minor: Int64) -> Money { Money(minor: minor, currency: francs) }

  @Test(arguments: [(Level.reseller, "Reseller", "Customer"), (.customer, "Customer", "Reseller")])
  func `an organization is written as described`(_ level: Level, _ name: String, _ other: String) throws {
    let customer: ID<Organization>? = level == .customer ? Self.id() : nil
    for vatID in [nil, "CHE-114.220.331"] {
      let record = Organizations.Record(
        id: Self.id(), path: Path(distributor: Self.id(), reseller: Self.id(), customer: customer), name: "Helvetia",
        country: "CH", vatID: vatID, currency: francs, timeZone: "Europe/Zurich", selfService: .request,
        status: .suspended, version: 1)
      #expect(try misfits(name) { OrganizationsAPI.write(&$0, record) } == [])
      #expect(try misfits(other) { OrganizationsAPI.write(&$0, record) } != [])
    }
  }

  @Test(arguments: [(Users.Status.invited, false), (.active, true), (.active, false), (.disabled, false)])
  func `a person is written as described`(_ status: Users.Status, _ isLocked: Bool) throws {
    let later = try #require(now)
    let record = Users.Record(
      id: Self.id(), path: path, givenName: "Lea", familyName: "Hofer", signInEmail: "lea.hofer@comptoir.test",
      notificationEmail: nil, status: status, language: .german, timeZone: "Europe/Zurich",
      address: isLocked ? PostalAddress(city: "Bern") : PostalAddress(),
      pendingEmail: isLocked ? Users.PendingEmail(email: "lea@comptoir.test", until: later) : nil,
      lockedUntil: isLocked ? later.adding(seconds: 60) : nil, invitedUntil: now,
      lastSignInAt: isLocked ? now : nil, roles: [.user, .finance], version: 1, readAt: later)
    #expect(try misfits("User") { UsersAPI.write(&$0, record) } == [])
  }

  @Test(arguments: Role.allCases)
  func `a grant is written as described`(_ role: Role) throws {
    let record = Grants.Record(
      id: Self.id(), path: path, person: Self.id(), personName: "Lea Hofer", role: role,
      services: role == .technicalAdmin ? [Self.id()] : nil, centres: role == .finance ? [Self.id()] : nil,
      expiresAt: role == .user ? now : nil, grantedBy: role == .reseller ? nil : Self.id(),
      grantedByName: "Monika Brunner",
      grantedAt: try #require(now), note: nil, version: 2, changedAt: now, endedAt: role == .user ? now : nil,
      endedBy: nil, endedByName: role == .user ? "Monika Brunner" : nil, guestEmail: nil)
    #expect(try misfits("Grant") { GrantsAPI.write(&$0, record) } == [])
  }

  @Test(arguments: [nil, "production@comptoir.test"])
  func `a billing centre is written as described`(_ contact: String?) throws {
    let record = BillingCentres.Record(
      id: Self.id(), path: path, code: "PRO", name: "Production", isDefault: true, position: 1, contactEmail: contact,
      closed: false, version: 1)
    #expect(try misfits("BillingCentre") { BillingCentresAPI.write(&$0, record) } == [])
  }

  @Test(arguments: ["none", "always", "P7D", "PT72H", "P1M", "P1DT12H"])
  func `an offer is written as described`(_ window: String) throws {
    let window = try #require(Window(window))
    for (price, cost) in [(money(390), nil), (nil, money(310)), (money(390), money(310))] as [(Money?, Money?)] {
      let offer = Catalogue.Listed(
        id: Self.id(), plan: Self.id(), planName: "Exchange Online (Plan 1)", service: Self.id(),
        serviceName: "Microsoft 365", segment: "commercial", term: Period(months: 18), frequency: .once, trial: false,
        policy: OfferPolicy(
          minimum: 1, maximum: 300, decreaseWindow: window, cancelWindow: window, suspensionStopsBilling: false),
        needsParent: false, price: price, cost: cost)
      #expect(try misfits("Offer") { CatalogueAPI.write(&$0, offer) } == [])
    }
  }

  @Test(arguments: Orders.Status.allCases)
  func `an order is written as described`(_ status: Orders.Status) throws {
    let isDecided = status != .waiting
    let split = [Allocation(centre: Self.id(), quantity: 2)]
    let amounts = Orders.Amounts(unit: money(390), first: money(780), recurring: money(780))
    let agreed = Orders.Agreed(
      serviceName: "Microsoft 365", term: Period(months: 12), frequency: .monthly, startsOn: day, price: amounts,
      cost: amounts)
    let wanted = NewSubscription(
      offer: Self.id(), quantity: 2, friendlyName: isDecided ? "Kiosk" : nil, parent: isDecided ? Self.id() : nil,
      allocations: isDecided ? split : nil, alignTo: isDecided ? day : nil, acceptsTerms: true)
    let line = Orders.Line(
      wanted: wanted, planName: "Teams Phone Standard", subscription: status == .completed ? Self.id() : nil,
      agreed: isDecided ? agreed : nil)
    let billing = BillingContact(
      contact: "Buchhaltung", email: "a@b.example", street: "Gasse 1", postalCode: "8001", city: "Zürich", country: "CH"
    )
    let order = Orders.Record(
      id: Self.id(), path: path, customerName: "Helvetia", number: 1, status: status, placedBy: Self.id(),
      placedByName: "Monika Brunner", placedAt: try #require(now), decidedBy: isDecided ? Self.id() : nil,
      decidedByName: isDecided ? "Reto Caduff" : nil, decidedAt: isDecided ? now : nil,
      reason: status == .rejected ? "Too many." : nil, version: 1, lines: [line],
      billing: isDecided ? billing : nil)
    for showsCentres in [true, false] {
      let reader = OrdersAPI.Reader(showsCentres: showsCentres, legs: [.price, .cost])
      let failed = isDecided ? [0: [Issue("/quantity", "quantity.below_minimum")]] : [:]
      #expect(try misfits("Order") { OrdersAPI.write(&$0, order, for: reader, failed: failed) } == [])
    }
  }

  @Test(arguments: [(Leg.price, true), (.price, false), (.cost, true), (.cost, false)])
  func `a statement is written as described`(_ leg: Leg, _ isClosed: Bool) throws {
    let party = Statements.Party(id: Self.id(), name: "Alpine Cloud AG", country: "CH", vatID: nil)
    let record = Statements.Record(
      id: Self.id(), path: path, leg: leg, seller: party, buyer: party, month: Month(containing: day), currency: francs,
      isClosed: isClosed, number: isClosed ? "2026-000017" : nil, closedAt: isClosed ? now : nil,
      sha256: isClosed ? "9f86" : nil,
      taxes: [
        VAT.Span(from: day, charge: VAT.Charge(ratePerMille: 81)),
        VAT.Span(from: day, charge: VAT.Charge(.exemptBuyer(reason: "Charity", certificate: "17"))),
      ], form: isClosed ? StatementForm.first : StatementForm.current)
    let section = Statements.Section(
      id: UUID(), name: "Production", net: money(4466), effective: money(3000), bases: [0: 4000, 1: 466])
    let document = Statements.Document(record, [section])
    let line = StatementLines.Line(
      n: 1, centre: leg == .price ? Self.id() : nil, section: UUID(), sectionName: "Production",
      subscription: Self.id(), serviceName: "Microsoft 365", planName: "Exchange Online (Plan 1)", reason: .decrease,
      from: day, to: day.adding(days: 31), licences: -2, unit: money(390), amount: money(-252), effective: money(-1),
      cycleFrom: day, chargeSequence: 7)
    var metered = line
    metered.usage = StatementLines.Usage(
      meter: Self.id(), name: "Storage", unit: "GB-month", quantity: MeteredQuantity(millionths: -1_500_000))
    #expect(try misfits("StatementDocument") { $0 = StatementDocuments.json(document, [line, metered]) } == [])
  }
}
