import Core
import FoundationEssentials
import Testing

@Suite struct TermsTests {
  private let general = ID<TermsDocument>(UUID())
  private let former = ID<TermsDocument>(UUID())
  private let product = ID<TermsDocument>(UUID())
  private let other = ID<TermsDocument>(UUID())
  private let today = Day("2026-01-15")!

  private func standing(_ id: ID<TermsDocument>) -> Consent.Standing? {
    switch id {
    case general, product: .needed
    case former: .otherVersion
    case other: .notNeeded
    default: nil
    }
  }

  private func faults(_ consent: Consent) -> [String] {
    consent.issues(needing: [general, product], standing: standing).map { "\($0.pointer) \($0.code)" }
  }

  @Test func `whoever accepts nothing buys nothing`() {
    #expect(faults(.none) == ["/acceptTerms terms.not_accepted"])
    #expect(
      faults(.documents([]))
        == ["/acceptedTerms/\(general) terms.not_accepted", "/acceptedTerms/\(product) terms.not_accepted"])
  }

  @Test func `an older version is not the one in force`() {
    #expect(
      faults(.documents([product, former]))
        == ["/acceptedTerms/1 terms.other_version", "/acceptedTerms/\(general) terms.not_accepted"])
    #expect(
      faults(.documents([general, product, ID(UUID())])) == ["/acceptedTerms/2 terms.unknown"])
  }

  @Test func `all that is needed may be accepted by name or together`() {
    #expect(faults(.all) == [] && faults(.documents([product, general, other])) == [])
  }

  @Test func `terms say what they are about, where they can be read, and never begin in the past`() {
    let service = ID<Service>(UUID())
    let plan = ID<Plan>(UUID())
    func faults(_ draft: TermsDraft, after: Day? = nil) -> [String] {
      draft.issues(on: today, after: after).map { "\($0.pointer) \($0.code)" }
    }
    func draft(
      _ kind: TermsKind, _ service: ID<Service>? = nil, _ plan: ID<Plan>? = nil, url: String? = nil,
      body: String? = "Text", from: Int = 0
    ) -> TermsDraft {
      TermsDraft(
        kind: kind, service: service, plan: plan, title: "Terms", version: "1", url: url, body: body,
        validFrom: today.adding(days: from))
    }
    #expect(faults(draft(.particular)) == ["/serviceId field.required"])
    #expect(faults(draft(.product)) == ["/planId field.required"])
    #expect(
      faults(draft(.general, service, plan)) == ["/serviceId terms.subject_unfit", "/planId terms.subject_unfit"])
    #expect(faults(draft(.general, body: nil)) == ["/body terms.nothing_to_read"])
    #expect(faults(draft(.general, url: "https://terms.example/1")) == ["/url terms.text_and_link"])
    for url in ["http://terms.example", "javascript:alert(1)", "https://", "https://a b.example/x", "ftp://x"] {
      #expect(faults(draft(.general, url: url, body: nil)) == ["/url terms.link_malformed"], "\(url)")
    }
    #expect(faults(draft(.general, from: -1)) == ["/validFrom terms.valid_from_past"])
    #expect(faults(draft(.general), after: today.adding(days: 1)) == ["/validFrom terms.before_predecessor"])
    #expect(faults(draft(.general), after: today) == [])
    #expect(faults(draft(.particular, service)) == [] && faults(draft(.product, nil, plan, from: 30)) == [])
    #expect(faults(draft(.general, url: "https://terms.example/1", body: nil)) == [])
  }
}
