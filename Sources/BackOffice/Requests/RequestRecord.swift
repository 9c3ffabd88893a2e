import Core
import FoundationEssentials
import Postgres

/// What customers' people ask for: changes that wait for the reseller, services that wait for the manager.
package enum Requests {
  /// What is asked for, by the route it would otherwise have been; `service`: by a user of their manager.
  package enum Kind: Hashable, Sendable, TextColumn {
    case of(AskedChange.Kind)
    case service

    package var columnText: String {
      switch self {
      case .of(let kind): kind.rawValue
      case .service: "service"
      }
    }

    package static func parse(column text: String) -> Kind? {
      text == "service" ? .service : AskedChange.Kind(rawValue: text).map { .of($0) }
    }

    /// Every kind by its name.
    static let names = AskedChange.Kind.allCases.map(\.rawValue) + ["service"]
  }

  package struct Record: Sendable {
    package let id: ID<CustomerRequest>
    package let path: Path
    package let customerName: String
    package let kind: Kind
    package var state: CustomerRequest
    package let subject: Subject
    /// Of a service: so many licences for its people; nil: one, for whoever asks.
    package let wanted: Int?
    /// As asked, in the API's words; nil of a service.
    package let body: JSONValue?
    /// What the decider makes of it, where that is something else.
    package var changedBody: JSONValue?
    /// What it would cost, as shown to whoever spoke last.
    package var figures: Figures?
    package let note: String?
    package let askedBy: ID<Person>
    package let askedByName: String
    package let askedAt: Instant
    package var decidedBy: ID<Person>?
    package var decidedByName: String?
    package var decidedAt: Instant?
    package var reason: String?
    package var given = Gift()
    package var version: Int
    /// Oldest first; only where one request is read by itself.
    package var history: [Entry] = []

    /// What would be carried out.
    var present: JSONValue? { changedBody ?? body }
  }

  /// What it is about, as it was when it was asked.
  package struct Subject: Sendable {
    package var subscription: ID<Subscription>?
    package var subscriptionVersion: Int?
    /// Licences held then.
    package var held: Int?
    package let service: ID<Service>
    package let serviceName: String
    package var plan: ID<Plan>?
    package var planName: String?
    package var friendlyName: String?

    /// How people call it.
    var name: String { friendlyName ?? planName ?? serviceName }
  }

  /// What a service asked for was given by, or became.
  package struct Gift: Sendable {
    package var subscription: ID<Subscription>?
    package var request: ID<CustomerRequest>?
    package var order: ID<Order>?

    var isEmpty: Bool { subscription == nil && request == nil && order == nil }
  }

  /// One thing that happened to a request.
  package struct Entry: Sendable {
    package let at: Instant
    package let event: CustomerRequest.Event
    /// Nil: time passed.
    package let actor: ID<Person>?
    package let actorName: String?
    /// Who really spoke, while acting as the other.
    package let realActor: ID<Person>?
    package let realActorName: String?
    package let body: JSONValue?
    package let figures: Figures?
    package let reason: String?
  }

  /// Which requests a list shows.
  package struct Filter: Sendable {
    package var customer: ID<Organization>?
    package var status: CustomerRequest.Status?
    package var kind: Kind?
    package var subscription: ID<Subscription>?

    package init() {}
  }
}

extension CustomerRequest.Status: TextColumn {}
extension CustomerRequest.Event: TextColumn {}

extension Requests.Kind {
  var decider: CustomerRequest.Decider { self == .service ? .manager : .seller }
}
