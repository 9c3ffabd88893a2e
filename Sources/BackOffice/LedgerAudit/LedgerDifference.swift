import Core
import FoundationEssentials

/// One place where what is written down is not what follows from the rest.
package struct LedgerDifference: Hashable, Sendable, CustomStringConvertible {
  /// What kind of thing is wrong.
  package enum Kind: String, Sendable, CaseIterable {
    /// A cycle's sum for a leg and centre.
    case charge
    /// A charge made out at another price than its term's.
    case price
    /// A line of the ledger that contradicts itself or the subscription.
    case change
    /// A subscription without the term it is in, or at other prices than that began with.
    case term
    /// A meter's month.
    case usage
    /// A closed statement's sums.
    case statement
    /// A closed statement's line against the charge it was made from.
    case line
    /// A closed statement's hash.
    case hash
    /// A seller's numbers of a year.
    case number
    /// Something that belongs to nothing.
    case orphan
    /// Core's ledger against the count day by day: the program itself is wrong.
    case core
  }

  package let kind: Kind
  /// What it is about, then what it should be, then what it is; one line.
  package let text: String

  /// `charge: subscription …, cycle 2026-01-15 to 2026-02-14, price, centre …: owed CHF 19.50, posted CHF 19.51`
  package var description: String { "\(kind.rawValue): \(text)" }

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// Where in the ledger an amount stands. The days are as they are written, be they those of a cycle or not.
struct LedgerPlace: Hashable {
  let subscription: ID<Subscription>
  let from: Day
  let to: Day
  let fullDays: Int
  let leg: Leg
  let centre: ID<BillingCentre>?

  var text: String {
    let days = "\(from) to \(to.adding(days: -1))"
    return "subscription \(subscription), cycle \(days), \(leg.rawValue)"
      + (centre.map { ", centre \($0)" } ?? "")
  }
}

/// An amount that may be larger than any currency's: sums of what somebody tampered with.
func auditAmount(_ minor: Int128, _ currency: Currency?) -> String {
  guard let currency, let small = Int64(exactly: minor) else { return "\(minor)" }
  return Money(minor: small, currency: currency).description
}
