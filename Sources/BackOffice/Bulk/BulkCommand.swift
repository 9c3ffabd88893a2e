import Core
import FoundationEssentials

/// What is asked of each line: the body of a route, in which a quantity may be relative, and a renewal leaves as it is
/// what it does not name.
///
///     {"quantity": {"add": 2}}                        two more than each has
///     {"renewal": {"quantity": {"to": "assigned"}}}   renewed with as many as people hold
package struct BulkCommand: Sendable {
  package let kind: AskedChange.Kind
  /// As it was asked; an object.
  package let body: JSONValue
  private let quantity: RelativeQuantity?
  private let renewal: [String: JSONValue]?
  private let renewalQuantity: RelativeQuantity?
  /// Read once, where it is the same for every line.
  private let fixed: AskedChange?

  /// Throws every wrong field at once; `pointer` is where the body stands.
  package init(_ kind: AskedChange.Kind, _ body: JSONValue, at pointer: String = "") throws {
    let fields = try Fields(body, at: pointer)
    let members = body.object
    if kind == .change, members.isEmpty { throw Refusal.invalid([Issue(pointer, "bulk.nothing_asked")]) }
    self.kind = kind
    self.body = body
    // What is wrong here is about relative quantities; the rest is read like any other body.
    for name in members.keys { _ = fields.has(name) }
    quantity = BulkCommand.relative("quantity", of: members, fields)
    renewal = if case .object(let renewal) = members["renewal"] { renewal } else { nil }
    renewalQuantity = renewal.flatMap { renewal in
      fields.object("renewal").flatMap { BulkCommand.relative("quantity", of: renewal, $0) }
    }
    var issues = BulkCommand.issues { try fields.check() }
    var sample: AskedChange?
    if issues.isEmpty {
      let first = BulkCommand.Line(
        quantity: 1, assigned: 1, term: Period(months: 12), frequency: .monthly, renewal: nil)
      let resolved = BulkCommand.resolved(members, quantity, renewal, renewalQuantity, for: first)
      issues = BulkCommand.issues { sample = try AskedChange(kind, Fields(resolved, at: pointer)) }
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
    fixed = quantity == nil && renewal == nil ? sample : nil
  }

  /// The change of one subscription.
  package func asked(of s: Subscription) throws -> AskedChange {
    if let fixed { return fixed }
    let line = Line(
      quantity: s.quantity, assigned: s.assigned, term: s.term, frequency: s.frequency, renewal: s.renewal)
    return try AskedChange(
      kind, Fields(BulkCommand.resolved(body.object, quantity, renewal, renewalQuantity, for: line)))
  }

  /// As much of a subscription as a body can refer to.
  private struct Line {
    let quantity: Int
    let assigned: Int
    let term: Period
    let frequency: Frequency
    let renewal: Renewal?
  }

  private static func resolved(
    _ members: [String: JSONValue], _ quantity: RelativeQuantity?, _ renewal: [String: JSONValue]?,
    _ renewalQuantity: RelativeQuantity?, for line: Line
  ) -> JSONValue {
    func resolved(_ quantity: RelativeQuantity) -> JSONValue {
      .integer(Int64(quantity.resolved(quantity: line.quantity, assigned: line.assigned)))
    }
    var members = members
    if let quantity { members["quantity"] = resolved(quantity) }
    guard var renewal else { return .object(members) }
    let planned = line.renewal
    if let renewalQuantity { renewal["quantity"] = resolved(renewalQuantity) }
    let kept: [String: JSONValue?] = [
      "quantity": .integer(Int64(planned?.quantity ?? line.quantity)),
      "term": .string((planned?.term ?? line.term).description),
      "billingFrequency": .string((planned?.billingFrequency ?? line.frequency).rawValue),
      "offerId": (planned?.offer).map { .string($0.description) },
      "alignTo": (planned?.alignTo).map { .string($0.description) },
    ]
    for (name, value) in kept where renewal[name] == nil { renewal[name] = value }
    members["renewal"] = .object(renewal)
    return .object(members)
  }

  /// `{"add": 2}` or `{"to": "assigned"}`; nil where the member is anything else.
  private static func relative(
    _ name: String, of members: [String: JSONValue], _ fields: Fields
  ) -> RelativeQuantity? {
    guard case .object = members[name], let relative = fields.object(name) else { return nil }
    let add = relative.integer("add")
    let isAssigned = relative.parsed("to", "field.not_a_choice") { $0 == "assigned" ? true : nil }
    if add != nil, isAssigned != nil { relative.note("to", "bulk.quantity_twice") }
    if !relative.has("add"), !relative.has("to") { relative.note("add", "field.required") }
    relative.noteUnknown()
    return add.map { .add($0) } ?? isAssigned.map { _ in .assigned }
  }

  private static func issues(_ read: () throws -> Void) -> [Issue] {
    do {
      try read()
      return []
    } catch Refusal.invalid(let issues) {
      return issues
    } catch {
      return [Issue("", "field.malformed")]
    }
  }
}
