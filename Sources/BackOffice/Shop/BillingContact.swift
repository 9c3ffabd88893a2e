import Core
import FoundationEssentials
import Postgres

/// Whom the bills of a purchase are addressed to.
package struct BillingContact: Sendable, Hashable {
  /// A person or a department.
  package var contact: String
  package var email: String
  package var street: String
  package var postalCode: String
  package var city: String
  /// ISO 3166-1, two capital letters.
  package var country: String

  package init(
    contact: String, email: String, street: String, postalCode: String, city: String, country: String
  ) {
    self.contact = contact
    self.email = email
    self.street = street
    self.postalCode = postalCode
    self.city = city
    self.country = country
  }

  /// `Buchhaltung, Bahnhofstrasse 1, 8001 Zürich, CH`.
  var line: String { "\(contact), \(street), \(postalCode) \(city), \(country)" }

  // MARK: As text

  /// As it is kept with an order; nil when something is missing.
  init?(json: String) {
    guard case .object(let members)? = JSONValue(parsing: Array(json.utf8)) else { return nil }
    func text(_ name: String) -> String? {
      if case .string(let text)? = members[name] { text } else { nil }
    }
    guard let contact = text("contact"), let email = text("email"), let street = text("street"),
      let postalCode = text("postalCode"), let city = text("city"), let country = text("country")
    else { return nil }
    self.init(
      contact: contact, email: email, street: street, postalCode: postalCode, city: city, country: country)
  }

  var json: JSONWriter {
    var json = JSONWriter()
    write(&json)
    return json
  }

  func write(_ json: inout JSONWriter) {
    json.object {
      $0.member("contact", contact)
      $0.member("email", email)
      $0.member("street", street)
      $0.member("postalCode", postalCode)
      $0.member("city", city)
      $0.member("country", country)
    }
  }

  /// Reads every part, all of them needed; nil only where the fields note why.
  init?(_ fields: Fields) {
    let contact = fields.text("contact", required: true, upTo: 200)
    let email = fields.parsed("email", required: true, "email.malformed") { Text.email($0) }
    let street = fields.text("street", required: true, upTo: 200)
    let postalCode = fields.text("postalCode", required: true, upTo: 20)
    let city = fields.text("city", required: true, upTo: 100)
    let country = fields.parsed("country", required: true, "country.malformed", PostalAddress.country)
    guard let contact, let email, let street, let postalCode, let city, let country else { return nil }
    self.init(contact: contact, email: email, street: street, postalCode: postalCode, city: city, country: country)
  }

  // MARK: As kept

  /// The customer's, from its last purchase.
  static func find(of customer: ID<Organization>, in work: Work) throws -> BillingContact? {
    try work.tx.rows(
      """
      SELECT contact, email, street, postal_code, city, country FROM billing_contact WHERE customer_id = \(customer)
      """
    ).first.map {
      BillingContact(
        contact: try $0[0], email: try $0[1], street: try $0[2], postalCode: try $0[3], city: try $0[4],
        country: try $0[5])
    }
  }

  /// What a first purchase's form begins with.
  static func suggested(for customer: Organizations.Record, _ actor: Actor) -> BillingContact {
    let isOwn = actor.level == .customer
    return BillingContact(
      contact: isOwn ? actor.name : customer.name, email: isOwn ? actor.email : "", street: "", postalCode: "",
      city: "", country: customer.country)
  }

  /// Kept for the next purchase.
  func keep(for path: Path, in work: Work) {
    work.tx.enqueue(
      """
      INSERT INTO billing_contact (customer_id, distributor_id, reseller_id, contact, email, street, postal_code, city,
        country, changed_at)
      VALUES (\(path.customer), \(path.distributor), \(path.reseller), \(contact), \(email), \(street), \(postalCode),
        \(city), \(country), \(work.now))
      ON CONFLICT (customer_id) DO UPDATE SET contact = excluded.contact, email = excluded.email,
        street = excluded.street, postal_code = excluded.postal_code, city = excluded.city, country = excluded.country,
        changed_at = excluded.changed_at
      """)
  }
}
