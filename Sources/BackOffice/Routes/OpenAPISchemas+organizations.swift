import Core

/// Resellers, customers, and what they are allowed.
extension OpenAPI {
  static let organizationSchemas: [String: JSONSchema] = [
    "Reseller": .output(organization("Alpine Cloud AG", Example.reseller, "CHE-112.700.456")),
    "NewReseller": .input(newOrganization("Alpine Cloud AG", "CHE-112.700.456", selfServiceShown: false)),
    "ResellerPatch": .input(organizationPatch("Alpine Cloud AG")),
    "Customer": .output(
      organization("Helvetia Works AG", Example.customer, "CHE-114.220.331") + [
        .has("resellerId", .id(Example.reseller)), .has("selfService", selfService),
      ]),
    "NewCustomer": .input(
      newOrganization("Helvetia Works AG", "CHE-114.220.331", selfServiceShown: true) + [
        .takes(
          "resellerId", .id(Example.reseller).meaning("Who sells to it; a reseller's own people may leave it out."))
      ]),
    "CustomerPatch": .input(organizationPatch("Helvetia Works AG")),
  ]

  private static let selfService = JSONSchema.choice(SelfService.full)
    .meaning("What its own people may change: nothing, on the reseller's approval, or everything.")

  private static func organization(_ name: String, _ id: String, _ vatID: String) -> [JSONSchema.Member] {
    [
      .has("id", .id(id)), .has("name", .text(name)), .has("country", .country("CH")),
      .has("vatId", .text(vatID).orNull()), .has("currency", .currency("CHF")),
      .has("timeZone", .text("Europe/Zurich").meaning("IANA name; billing counts its days.")),
      .has("status", .choice(Organizations.Status.active)),
    ]
  }

  private static func newOrganization(_ name: String, _ vatID: String, selfServiceShown: Bool) -> [JSONSchema.Member] {
    [
      .has("name", .text(name, from: 1, upTo: 200)), .has("country", .country("CH")),
      .takes("vatId", .text(vatID, upTo: 30)), .has("currency", .currency("CHF")),
      .takes("timeZone", .text("Europe/Zurich", upTo: 64).meaning("IANA name; the seller's unless told.")),
      .takes("selfService", selfService, shown: selfServiceShown),
    ]
  }

  private static func organizationPatch(_ name: String) -> [JSONSchema.Member] {
    [
      .mayHave("name", .text(name, from: 1, upTo: 200), shown: false),
      .takes("country", .country("CH"), shown: false),
      .takes("vatId", .text("CHE-114.220.331", upTo: 30).meaning("Null removes it."), shown: false),
      .takes("currency", .currency("CHF").meaning("Never changes; the present one is accepted."), shown: false),
      .takes("timeZone", .text("Europe/Zurich", upTo: 64)), .takes("selfService", selfService, shown: false),
      .takes("status", .choice(Organizations.Status.active)),
    ]
  }
}
