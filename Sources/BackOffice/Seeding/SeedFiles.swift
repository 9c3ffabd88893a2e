import Core
import FoundationEssentials

/// The files of `seed/`, as they are written.
enum SeedFiles {
  struct World: Decodable {
    let distributor: Firm
    let resellers: [Firm]
    let customers: [Firm]
  }

  struct Firm: Decodable {
    let key: String
    let reseller: String?
    let name: String
    let country: String
    let vatId: String?
    let currency: String
    let timeZone: String
    let selfService: String?
    let centres: [CentreEntry]?
  }

  struct CentreEntry: Decodable {
    let code: String
    let name: String
  }

  struct PersonEntry: Decodable {
    let organization: String
    let givenName: String
    let familyName: String
    let email: String
    let role: String
    let language: String
    let services: [String]?
    let centres: [String]?
  }

  struct CatalogueFile: Decodable {
    let categories: [CategoryEntry]
    let services: [ServiceEntry]
    let products: [ProductEntry]
    let plans: [PlanEntry]
    let offers: [OfferEntry]
  }

  struct CategoryEntry: Decodable {
    let key: String
    let name: String
  }

  struct ServiceEntry: Decodable {
    let key: String
    let name: String
    let vendor: String
  }

  struct ProductEntry: Decodable {
    let key: String
    let service: String
    let name: String
  }

  struct PlanEntry: Decodable {
    let key: String
    let product: String
    let name: String
    let description: String
    let parents: [String]
    let category: String
    /// The plans it can be upgraded to.
    let upgrades: [String]?
    let featured: Bool?
    let newUntil: String?
  }

  struct OfferEntry: Decodable {
    let key: String
    let plan: String
    let term: String
    let frequency: String
    let trial: Bool
    /// The plan a trial goes on as.
    let converts: String?
    let minimum: Int
    let maximum: Int
    let decreaseWindow: String
    let cancelWindow: String
    let suspensionStopsBilling: Bool
    /// Minor units by currency.
    let cost: [String: Int64]
    let price: [String: Int64]
    let meters: [MeterEntry]?
  }

  struct MeterEntry: Decodable {
    let code: String
    let name: String
    let unit: String
    /// By currency.
    let cost: [String: MeterPriceEntry]
    let price: [String: MeterPriceEntry]
  }

  struct MeterPriceEntry: Decodable {
    let model: String
    let free: String?
    let packageSize: String?
    let tiers: [TierEntry]
  }

  struct TierEntry: Decodable {
    let upTo: String?
    /// A decimal in the currency.
    let rate: String
  }

  struct History: Decodable {
    let begins: String
    let ends: String
    let events: [Event]
  }

  /// Metered subscriptions and what was used of them: events that come between those of the history.
  struct UsageFile: Decodable {
    let events: [Event]
  }

  struct UseEntry: Decodable {
    let meter: String
    let at: String
    let quantity: String
    /// The source's own id; what is used, the meter and the time unless said otherwise.
    let id: String?
    /// Another subscription than the event's, by its id.
    let subscription: String?
  }

  struct Event: Decodable {
    let at: String
    let `as`: String
    let `do`: String
    let ref: String?
    let customer: String?
    let offer: String?
    let quantity: Int?
    let name: String?
    let parent: String?
    let split: [String: Int]?
    let addTo: String?
    let takeFrom: String?
    let reason: String?
    let person: String?
    let service: String?
    let subject: String?
    let body: String?
    let rights: [String]?
    let duration: String?
    let until: String?
    let usage: [UseEntry]?
  }

  static func read<Value: Decodable>(_ name: String, in directory: String, as _: Value.Type = Value.self) throws
    -> Value
  {
    let data = try Data(contentsOf: URL(filePath: "\(directory)/\(name).json"))
    return try JSONDecoder().decode(Value.self, from: data)
  }
}

/// A seed file that says something impossible.
package struct SeedError: Error, CustomStringConvertible {
  package let description: String
}
