/// What terms are about.
package enum TermsKind: String, Hashable, Sendable, CaseIterable {
  /// Everything bought from whoever published them.
  case general
  /// One service.
  case particular
  /// One plan.
  case product
}

/// What a buyer says to the terms.
package enum Consent: Hashable, Sendable {
  /// Nothing.
  case none
  /// All versions in force.
  case all
  /// These documents.
  case documents([ID<TermsDocument>])
}

extension Consent {
  /// Where a document stands among those that are known.
  package enum Standing: Hashable, Sendable {
    /// Needed, and in force.
    case needed
    /// An older or a later version of one that is needed.
    case otherVersion
    /// Nothing this purchase needs.
    case notNeeded
  }

  /// What is wrong with it, for a purchase that needs these documents: each that is missing by its id, each that is no
  /// version in force by its place. `standing` tells of a document, nil: there is none.
  package func issues(
    needing needed: [ID<TermsDocument>], standing: (ID<TermsDocument>) -> Standing?
  ) -> [Issue] {
    switch self {
    case .all: return []
    case .none: return [Issue("/acceptTerms", "terms.not_accepted")]
    case .documents(let accepted):
      let wrong = accepted.enumerated().compactMap { index, id -> Issue? in
        switch standing(id) {
        case nil: Issue("/acceptedTerms/\(index)", "terms.unknown")
        case .otherVersion: Issue("/acceptedTerms/\(index)", "terms.other_version")
        case .needed, .notNeeded: nil
        }
      }
      let given = Set(accepted)
      return wrong + needed.filter { !given.contains($0) }.map { Issue("/acceptedTerms/\($0)", "terms.not_accepted") }
    }
  }
}

/// Terms about to be published.
package struct TermsDraft: Hashable, Sendable {
  package var kind: TermsKind
  package var service: ID<Service>?
  package var plan: ID<Plan>?
  package var title: String
  /// As its publisher calls it, e.g. `2026-01`.
  package var version: String
  /// Where it can be read; nil where the text is here.
  package var url: String?
  package var body: String?
  package var validFrom: Day

  package init(
    kind: TermsKind, service: ID<Service>? = nil, plan: ID<Plan>? = nil, title: String, version: String,
    url: String? = nil, body: String? = nil, validFrom: Day
  ) {
    self.kind = kind
    self.service = service
    self.plan = plan
    self.title = title
    self.version = version
    self.url = url
    self.body = body
    self.validFrom = validFrom
  }

  /// Everything wrong with publishing it on `today`. `before`: the first day of the latest version it replaces.
  package func issues(on today: Day, after before: Day?) -> [Issue] {
    var issues: [Issue] = []
    if kind == .particular, service == nil { issues.append(Issue("/serviceId", "field.required")) }
    if kind != .particular, service != nil { issues.append(Issue("/serviceId", "terms.subject_unfit")) }
    if kind == .product, plan == nil { issues.append(Issue("/planId", "field.required")) }
    if kind != .product, plan != nil { issues.append(Issue("/planId", "terms.subject_unfit")) }
    if url == nil, body == nil { issues.append(Issue("/body", "terms.nothing_to_read")) }
    if url != nil, body != nil { issues.append(Issue("/url", "terms.text_and_link")) }
    if let url,
      !url.hasPrefix("https://") || url.utf8.count < 12 || url.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F })
    {
      issues.append(Issue("/url", "terms.link_malformed"))
    }
    if validFrom < today { issues.append(Issue("/validFrom", "terms.valid_from_past")) }
    if let before, validFrom < before {
      issues.append(Issue("/validFrom", "terms.before_predecessor", ["from": before.description]))
    }
    return issues
  }
}
