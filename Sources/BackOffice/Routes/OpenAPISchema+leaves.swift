import Core

/// The values that documents are made of.
extension JSONSchema {
  /// An object that answers hold; later versions may add members.
  static func output(_ members: [Member]) -> JSONSchema { JSONSchema(.object(members, isClosed: false)) }

  /// An object that bodies hold; anything else in it is refused.
  static func input(_ members: [Member]) -> JSONSchema { JSONSchema(.object(members, isClosed: true)) }

  static func named(_ name: String) -> JSONSchema { JSONSchema(.named(name)) }

  static func either(_ schemas: [JSONSchema]) -> JSONSchema { JSONSchema(.either(schemas)) }

  static func list(of item: JSONSchema, from minimum: Int? = nil, upTo maximum: Int? = nil) -> JSONSchema {
    var schema = JSONSchema(.list(of: item))
    schema.minimum = minimum
    schema.maximum = maximum
    return schema
  }

  /// Text of any length, as answers hold it.
  static func text(_ example: String) -> JSONSchema { JSONSchema(.text(example: example)) }

  /// Text that bodies hold, counted in code points once trimmed.
  static func text(_ example: String, from minimum: Int? = nil, upTo maximum: Int) -> JSONSchema {
    var schema = text(example)
    schema.minimum = minimum
    schema.maximum = maximum
    return schema
  }

  private static func text(_ example: String, format: String) -> JSONSchema {
    var schema = text(example)
    schema.format = format
    return schema
  }

  private static func text(_ example: String, pattern: String) -> JSONSchema {
    var schema = text(example)
    schema.pattern = pattern
    return schema
  }

  static func id(_ example: String) -> JSONSchema { text(example, format: "uuid") }

  /// A day of the calendar.
  static func day(_ example: String) -> JSONSchema { text(example, format: "date") }

  /// A point in time, in UTC.
  static func instant(_ example: String) -> JSONSchema { text(example, format: "date-time") }

  /// A length of time of ISO 8601, weeks and hours included.
  static func duration(_ example: String) -> JSONSchema { text(example, pattern: "^P([0-9]+[YMWD])*(T[0-9]+H)?$") }

  static func month(_ example: String) -> JSONSchema { text(example, pattern: "^[0-9]{4}-(0[1-9]|1[0-2])$") }

  static func email(_ example: String) -> JSONSchema {
    var schema = text(example, format: "email")
    schema.maximum = 254
    return schema
  }

  /// A term as a duration of ISO 8601.
  static func term(_ example: String) -> JSONSchema { text(example, pattern: "^P([0-9]+[YMWD])+$") }

  /// How long something can be taken back.
  static func window(_ example: String) -> JSONSchema {
    text(example, pattern: "^(none|always|P([0-9]+[YMWD])*(T[0-9]+H)?)$")
  }

  /// A country of ISO 3166.
  static func country(_ example: String) -> JSONSchema { text(example, pattern: "^[A-Z]{2}$") }

  /// A currency of ISO 4217.
  static func currency(_ example: String) -> JSONSchema { text(example, pattern: "^[A-Z]{3}$") }

  static func code(_ example: String) -> JSONSchema {
    text(example, pattern: "^[a-z_]+(\\.[a-z_]+)*$").meaning("Stable; the text beside it is for people.")
  }

  static func choice(_ choices: [String], _ example: String) -> JSONSchema {
    var schema = text(example)
    schema.choices = choices
    return schema
  }

  static func choice<Value: CaseIterable & RawRepresentable<String>>(_ example: Value) -> JSONSchema {
    choice(Value.allCases.map(\.rawValue), example.rawValue)
  }

  static func level(_ example: Level) -> JSONSchema { choice(Level.allCases.map(\.name), example.name) }

  /// A whole number from zero on.
  static func count(_ example: Int) -> JSONSchema {
    var schema = JSONSchema(.integer(example: example))
    schema.minimum = 0
    return schema
  }

  /// Licences.
  static func quantity(_ example: Int) -> JSONSchema {
    var schema = count(example)
    schema.maximum = Int(Int32.max)
    schema.format = "int32"
    return schema
  }

  static func flag(_ example: Bool) -> JSONSchema { JSONSchema(.boolean(example: example)) }

  /// The component `Money`, in francs where it is shown.
  static func money(_ example: String) -> JSONSchema { named("Money").shown(as: amount(example)) }

  /// An amount's members.
  static func amount(_ example: String) -> JSONSchema {
    output([
      .has(
        "amount",
        text(example, pattern: "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?$").meaning("With exactly the currency's decimals.")),
      .has("currency", currency("CHF")),
    ])
  }

  /// An amount as a body holds it: never below zero.
  static func price(_ example: String) -> JSONSchema {
    input([
      .has("amount", text(example, pattern: "^(0|[1-9][0-9]*)(\\.[0-9]+)?$")), .has("currency", currency("CHF")),
    ])
  }
}

/// The ids that examples show: Helvetia Works AG, a customer of Alpine Cloud AG, and what it has.
enum Example {
  static let distributor = id(0x01)
  static let reseller = id(0x02)
  static let customer = id(0x03)
  static let manager = id(0x11)
  static let user = id(0x12)
  static let token = id(0x13)
  static let grant = id(0x14)
  static let appointment = id(0x15)
  static let delegation = id(0x16)
  static let service = id(0x21)
  static let product = id(0x22)
  static let plan = id(0x23)
  static let offer = id(0x24)
  static let category = id(0x25)
  static let price = id(0x26)
  static let priceList = id(0x27)
  static let subscription = id(0x31)
  static let change = id(0x32)
  static let charge = id(0x33)
  static let order = id(0x34)
  static let cart = id(0x35)
  static let cartLine = id(0x36)
  static let terms = id(0x37)
  static let customerRequest = id(0x38)
  static let bulkChange = id(0x39)
  static let administration = id(0x41)
  static let production = id(0x42)
  static let statement = id(0x51)
  static let budget = id(0x58)
  static let billingRun = id(0x56)
  static let parkedAccount = id(0x57)
  static let export = id(0x52)
  static let delivery = id(0x53)
  static let ticket = id(0x61)
  static let reply = id(0x62)
  static let mail = id(0x63)
  static let audit = id(0x71)
  static let request = id(0x72)
  static let group = id(0x81)
  static let mapping = id(0x82)

  private static func id(_ number: UInt8) -> String {
    "019bc0f4-5b80-7000-8000-0000000000" + (number < 16 ? "0" : "") + String(number, radix: 16)
  }
}
