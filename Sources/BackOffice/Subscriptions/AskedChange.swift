import Core
import FoundationEssentials

/// What somebody asks of a subscription, in the words of the API: kind and body. What is asked can so be kept, shown,
/// and carried out later or on many subscriptions by the same code as a request of its own.
package struct AskedChange: Sendable {
  /// Which route it is the body of.
  package enum Kind: String, Sendable, CaseIterable {
    /// `PATCH /subscriptions/{id}`
    case change
    /// `PUT /subscriptions/{id}/split`
    case split
    /// `POST /subscriptions/{id}/cancellation`
    case cancellation
  }

  package let kind: Kind
  private let commands: [Command]

  /// Reads the body of a route. Throws every wrong field at once, unknown members included.
  package init(_ kind: Kind, _ fields: Fields) throws {
    self.kind = kind
    switch kind {
    case .change: commands = try SubscriptionPatch.commands(fields)
    case .split:
      let allocations = SubscriptionsAPI.allocations(fields, required: true)
      try fields.check()
      commands = [.split(allocations ?? [])]
    case .cancellation:
      let when = fields.parsed("when", "field.not_a_choice") { ["now", "later"].contains($0) ? $0 : nil }
      try fields.check()
      commands = [when == "later" ? .autoRenew(false) : .cancelNow]
    }
  }

  /// Carries it out, or with `preview` says what it would do; `check` sees the row locked, before deciding.
  package func perform(
    on id: ID<Subscription>, in work: Work, preview: Bool, check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Subscriptions.Outcome {
    try Subscriptions.performAll(commands, on: id, in: work, preview: preview, check: check)
  }

  /// The same on a row that is loaded already, and unless it is a preview locked.
  func perform(on row: SubscriptionRecord.Ledgered, in work: Work, preview: Bool) throws -> Subscriptions.Outcome {
    try Subscriptions.performAll(commands, on: row, in: work, preview: preview)
  }
}
