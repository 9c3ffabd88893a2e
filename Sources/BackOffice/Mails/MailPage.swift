import Markup

/// The HTML part of a mail: its text in a frame that mail programs show alike, in the reader's language.
enum MailPage {
  /// Paragraphs are separated by an empty line; one that is an address alone becomes a button.
  static func html(_ subject: String, _ text: String, _ language: Language) -> String {
    let paragraphs: [HTML] = text.split(separator: "\n\n").map { paragraph(Text.trimmed($0), language) }
    let page: HTML = """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(subject)</title></head>
      <body style="margin:0;padding:24px 12px;background:#f5f6f8;color:#14171f;font:16px/1.5 sans-serif">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;text-align:left">
      <tr><td style="padding:0 4px 12px;font-weight:bold;color:#3b4fd0">Comptoir</td></tr>
      <tr><td style="padding:20px 24px;background:#ffffff;border:1px solid #dfe3ea;border-radius:8px">
      <h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">\(subject)</h1>
      \(paragraphs)</td></tr>
      <tr><td style="padding:12px 4px;font-size:13px;color:#5b6270">\(footer.in(language))</td></tr>
      </table></td></tr></table>
      </body>
      </html>
      """
    return page.text
  }

  private static func paragraph(_ text: String, _ language: Language) -> HTML {
    let isAddress = text.hasPrefix("http") && !text.contains { $0.isWhitespace }
    guard isAddress else {
      let lines: [HTML] = text.split(separator: "\n").map { "\(String($0))" }
      return "<p style=\"margin:0 0 16px\">\(lines.joined(separator: "<br>"))</p>\n"
    }
    return """
      <p style="margin:0 0 16px"><a href="\(checkedHref(text))" style="display:inline-block;padding:10px 18px;\
      background:#3b4fd0;border-radius:6px;color:#ffffff;font-weight:bold;text-decoration:none">\
      \(open.in(language))</a></p>
      <p style="margin:0 0 16px;font-size:13px;color:#5b6270;word-break:break-all">\(text)</p>

      """
  }

  private static let open = Phrase("Open in Comptoir", fr: "Ouvrir dans Comptoir", de: "In Comptoir öffnen")
  private static let footer = Phrase(
    "Sent by Comptoir, the partner back office. Replies to this address are not read.",
    fr: "Envoyé par Comptoir, le back-office des partenaires. Les réponses à cette adresse ne sont pas lues.",
    de: "Gesendet von Comptoir, dem Backoffice der Partner. Antworten an diese Adresse werden nicht gelesen.")
}
