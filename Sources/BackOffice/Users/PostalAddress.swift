import Core

/// Where post reaches a person; any part may be unknown.
package struct PostalAddress: Hashable, Sendable {
  package var street: String?
  package var postalCode: String?
  package var city: String?
  /// ISO 3166-1, two capital letters.
  package var country: String?

  package init(street: String? = nil, postalCode: String? = nil, city: String? = nil, country: String? = nil) {
    self.street = street
    self.postalCode = postalCode
    self.city = city
    self.country = country
  }

  package var isEmpty: Bool { self == PostalAddress() }

  /// `Bahnhofstrasse 1, 8001 Zürich, CH`.
  package var line: String {
    let place = [postalCode, city].compactMap { $0 }.joined(separator: " ")
    return [street, place.isEmpty ? nil : place, country].compactMap { $0 }.joined(separator: ", ")
  }

  /// What a merge patch says of it: an absent part stays, a null part goes.
  package struct Change: Hashable, Sendable {
    package var street: String??
    package var postalCode: String??
    package var city: String??
    package var country: String??

    package init() {}

    /// Every part goes.
    package static let removal: Change = {
      var change = Change()
      (change.street, change.postalCode, change.city, change.country) = (.some(nil), .some(nil), .some(nil), .some(nil))
      return change
    }()
  }

  package func changed(by change: Change?) -> PostalAddress {
    guard let change else { return self }
    return PostalAddress(
      street: change.street ?? street, postalCode: change.postalCode ?? postalCode, city: change.city ?? city,
      country: change.country ?? country)
  }

  /// Two letters, in either case.
  static func country(_ text: String) -> String? {
    let code = text.uppercased()
    return code.utf8.count == 2 && code.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? code : nil
  }

  /// Reads the member `address` of a person; nil where it is absent.
  static func change(_ fields: Fields) -> Change? {
    guard fields.has("address") else { return nil }
    if fields.isNull("address") { return .removal }
    guard let address = fields.object("address") else { return nil }
    let change = parts(address)
    address.noteUnknown()
    return change
  }

  /// Reads the parts, as members of `address` or as fields of a form.
  static func parts(_ fields: Fields) -> Change {
    var change = Change()
    if fields.has("street") { change.street = .some(fields.text("street", upTo: 200)) }
    if fields.has("postalCode") { change.postalCode = .some(fields.text("postalCode", upTo: 20)) }
    if fields.has("city") { change.city = .some(fields.text("city", upTo: 100)) }
    if fields.has("country") { change.country = .some(fields.parsed("country", "country.malformed", country)) }
    return change
  }
}

extension JSONWriter {
  /// The address as an object, or null where nothing is known of it.
  mutating func address(_ name: StaticString, _ address: PostalAddress) {
    self.name(name)
    if address.isEmpty { return null() }
    object {
      $0.member("street", address.street)
      $0.member("postalCode", address.postalCode)
      $0.member("city", address.city)
      $0.member("country", address.country)
    }
  }
}
