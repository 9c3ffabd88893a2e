import Core

/// What stands on documents.
extension OpenAPI {
  static let documentSchemas: [String: JSONSchema] = [
    "Letterhead": .output([
      .has("organizationId", .id(Example.reseller)), .has("street", .text("Bahnhofstrasse 1").orNull()),
      .has("postalCode", .text("8001").orNull()), .has("city", .text("Zürich").orNull()),
      .has("wording", .text("Payable within 30 days.").orNull().meaning("Below the sums.")),
      .has(
        "logo",
        JSONSchema.output([.has("width", .count(320)), .has("height", .count(80)), .has("bytes", .count(4_211))])
          .orNull()),
      .has("setByName", .text("Reto Frei").orNull()),
    ]).meaning("Counts from now on: documents of closed statements keep what counted then."),
    "NewLetterhead": .input([
      .mayHave("street", .text("Bahnhofstrasse 1", upTo: 200).orNull()),
      .mayHave("postalCode", .text("8001", upTo: 20).orNull()), .mayHave("city", .text("Zürich", upTo: 100).orNull()),
      .mayHave("wording", .text("Payable within 30 days.", upTo: Bounds.wordingCharacters).orNull()),
    ]).meaning("All of it anew: what is left out is empty."),
    "Logo": .text("\u{89}PNG…").meaning("A PNG picture of at most 200 KB, 2,000 pixels a side and 1 megapixel."),
  ]
}
