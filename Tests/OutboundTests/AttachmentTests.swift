import Foundation
import Outbound
import Testing

private func attached(_ name: String = "a.pdf", _ type: String = "application/pdf", _ content: [UInt8] = [1]) -> Mail {
  var mail = mail()
  mail.attachments = [Mail.Attachment(fileName: name, mediaType: type, content: content)]
  return mail
}

@Test(arguments: [
  "", "a\"b.pdf", "a\\b.pdf", "../a.pdf", "a\r\nBcc: eve@evil.test", "résumé.pdf", "a\u{0}.pdf",
  String(repeating: "a", count: 151),
])
func `a file's name cannot begin a header or leave its quotes`(_ name: String) {
  #expect(throws: MailError.invalid("attachment")) { try attached(name).mime() }
}

@Test(arguments: ["", "pdf", "application/", "application/pdf; x=y", "a/b/c", "application/p\r\nX: y"])
func `a media type is two words`(_ type: String) {
  #expect(throws: MailError.invalid("attachment")) { try attached("a.pdf", type).mime() }
}

@Test(arguments: [0, 1, 2, 3, 56, 57, 58, 1000])
func `a file arrives byte by byte, in short lines`(_ count: Int) throws {
  let content = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37) }
  let message = String(decoding: try attached("a.pdf", "application/pdf", content).mime(), as: UTF8.self)
  let lines = message.components(separatedBy: "\r\n")
  #expect(lines.allSatisfy { $0.utf8.count <= 78 && !$0.contains("\n") })
  let from = try #require(lines.firstIndex(of: "Content-Transfer-Encoding: base64"))
  let body = lines[(from + 2)...].prefix { !$0.hasPrefix("--") }.joined()
  #expect(Data(base64Encoded: body) == Data(content))
  #expect(lines.contains(" filename=\"a.pdf\"") && lines.suffix(2) == ["--=_comptoir_mixed--", ""])
  #expect(lines.filter { $0 == "--=_comptoir_alternative" }.count == 2)
}
