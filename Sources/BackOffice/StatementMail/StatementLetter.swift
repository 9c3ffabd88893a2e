import Core
import FoundationEssentials

/// The mail about a closed statement, or a centre's part of it: what it is, what it comes to, and where it is.
struct StatementLetter {
  /// Of the part it is about.
  let document: Statements.Document
  let centre: ID<BillingCentre>?
  let content: StatementMailContent
  let language: Language
  let publicURL: String

  private typealias Words = StatementMailWords
  private typealias Terms = Phrases.Statement
  private var record: Statements.Record { document.record }
  private var part: String? { centre == nil ? nil : document.sections.first?.name }

  /// `statement-2026-01-helvetia-works-ag-2026-000017.pdf`, at most what a header takes.
  var fileName: String {
    let name = FileNames.slug([
      Terms.statement.in(language), record.month.description, part ?? record.buyer.name, record.number ?? "",
    ])
    return name + ".pdf"
  }

  private var values: [String: String] {
    [
      "number": record.number ?? "", "month": record.month.description, "seller": record.seller.name,
      "buyer": record.buyer.name, "centre": part ?? "", "gross": document.gross.description,
    ]
  }

  func payload(to address: String) -> JSONWriter {
    var mail = JSONWriter()
    mail.object {
      $0.member("to", address)
      $0.member("language", language.rawValue)
      $0.member("subject", (part == nil ? Words.subject : Words.partSubject).in(language, values))
      $0.member("text", text)
    }
    return mail
  }

  private var text: String {
    var parts = [Words.greeting.in(language), (part == nil ? Words.news : Words.partNews).in(language, values), sums]
    if content.attaches { parts.append(Words.attached.in(language)) }
    if content.isTooLarge {
      parts.append((content.links ? Words.tooLarge : Words.tooLargeNoAccount).in(language, values))
    }
    if content.links {
      parts.append(Words.link.in(language))
      parts.append(publicURL + "/statements/\(record.id)" + (centre.map { "/centres/\($0)" } ?? ""))
    }
    parts.append(Words.why.in(language, values))
    return parts.joined(separator: "\n\n")
  }

  /// A line each, as on the document.
  private var sums: String {
    var lines = ["\(Terms.net.in(language)): \(document.net)"]
    for tax in document.taxes {
      let name = tax.reverseCharge ? Terms.reverseCharge.in(language) : "\(Terms.vat.in(language)) \(tax.rate) %"
      lines.append("\(name): \(tax.amount)")
    }
    lines.append("\(Terms.gross.in(language)): \(document.gross)")
    return lines.joined(separator: "\n")
  }
}
