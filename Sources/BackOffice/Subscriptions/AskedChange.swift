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
    /// `POST /subscriptions/{id}/upgrade`
    case upgrade
    /// `POST /subscriptions/{id}/conversion`
    case conversion
  }

  /// What it comes to.
  private enum Wish {
    case commands([Command])
    case upgrade(UpgradeWish)
    case conversion(ConversionWish)
  }

  package let kind: Kind
  private let wish: Wish

  /// Reads the body of a route. Throws every wrong field at once, unknown members included.
  package init(_ kind: Kind, _ fields: Fields) throws {
    self.kind = kind
    switch kind {
    case .change: wish = .commands(try SubscriptionPatch.commands(fields))
    case .split:
      let command = SplitWish.command(fields)
      try fields.check()
      wish = .commands([command ?? .split([])])
    case .cancellation:
      let when = fields.parsed("when", "field.not_a_choice") { ["now", "later"].contains($0) ? $0 : nil }
      try fields.check()
      wish = .commands([when == "later" ? .autoRenew(false) : .cancelNow])
    case .upgrade: wish = .upgrade(try UpgradeWish(fields))
    case .conversion: wish = .conversion(try ConversionWish(fields))
    }
  }

  /// Whether it waits for the reseller where a customer may only ask: all but what is its own affair anyway.
  package var needsApproval: Bool {
    switch wish {
    case .commands(let commands): commands.contains { !$0.isOwnAffair }
    case .upgrade, .conversion: true
    }
  }

  /// Refuses what is for good and was not said to be; a preview needs no such word.
  package func requireConfirmed() throws(Refusal) {
    guard case .upgrade(let wish) = wish, !wish.confirmed else { return }
    throw .invalid([Issue("/confirm", "upgrade.not_confirmed")])
  }

  /// Carries it out, or with `preview` says what it would do; `check` sees the row locked, before deciding. Answers the
  /// subscription, or of an upgrade and a conversion the one it went on as.
  package func perform(
    on id: ID<Subscription>, in work: Work, preview: Bool, check: (SubscriptionRecord) throws -> Void = { _ in }
  ) throws -> Subscriptions.Outcome {
    switch wish {
    case .commands(let commands):
      try Subscriptions.performAll(commands, on: id, in: work, preview: preview, check: check)
    case .upgrade(let wish): try Upgrades.perform(wish, on: id, in: work, preview: preview, check: check)
    case .conversion(let wish): try Conversions.perform(wish, on: id, in: work, preview: preview, check: check)
    }
  }

  /// The same on a row that is loaded already, and unless it is a preview locked.
  func perform(on row: SubscriptionRecord.Ledgered, in work: Work, preview: Bool) throws -> Subscriptions.Outcome {
    if case .commands(let commands) = wish {
      return try Subscriptions.performAll(commands, on: row, in: work, preview: preview)
    }
    return try perform(on: row.record.id, in: work, preview: preview)
  }
}
