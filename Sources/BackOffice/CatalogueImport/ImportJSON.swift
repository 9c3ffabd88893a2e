import Core
import FoundationEssentials

/// Reports of imports as the database keeps them.
enum ImportJSON {
  static func text(_ faults: [PriceFile.Fault]) -> String {
    var json = JSONWriter()
    json.array(faults) { json, fault in
      json.object {
        $0.member("line", fault.line)
        $0.member("column", fault.column)
        $0.member("code", fault.code)
        $0.object("details") { json in
          for (name, value) in fault.details.sorted(by: { $0.key < $1.key }) { json.member(dynamic: name, value) }
        }
      }
    }
    return json.text
  }

  static func faults(_ text: String?) -> [PriceFile.Fault] {
    guard let text, case .array(let items)? = JSONValue(parsing: Array(text.utf8)) else { return [] }
    return items.compactMap { item in
      guard case .object(let members) = item, case .integer(let line)? = members["line"],
        case .string(let column)? = members["column"], case .string(let code)? = members["code"]
      else { return nil }
      var details: [String: String] = [:]
      if case .object(let values)? = members["details"] {
        for (name, value) in values { if case .string(let text) = value { details[name] = text } }
      }
      return PriceFile.Fault(line: Int(line), column: column, Messages.code(code), details)
    }
  }

  static func summary(_ text: String?) -> CatalogueImport.Summary? {
    guard let text, case .object(let members)? = JSONValue(parsing: Array(text.utf8)) else { return nil }
    func count(_ name: String) -> Int {
      if case .integer(let number)? = members[name] { Int(number) } else { 0 }
    }
    var summary = CatalogueImport.Summary()
    summary.lines = count("lines")
    summary.newOffers = count("newOffers")
    summary.endedOffers = count("endedOffers")
    summary.changedOffers = count("changedOffers")
    summary.newPrices = count("newPrices")
    summary.dearer = count("dearer")
    summary.cheaper = count("cheaper")
    summary.otherwise = count("otherwise")
    summary.unchanged = count("unchanged")
    summary.dearerSubscriptions = count("dearerSubscriptions")
    summary.cheaperSubscriptions = count("cheaperSubscriptions")
    return summary
  }
}
