/// One part of a form with files (RFC 7578).
package struct FormPart: Sendable {
  package let name: String
  /// As the client calls it, never a path here; nil where the part is a plain field.
  package let fileName: String?
  package let content: [UInt8]
}

extension Request {
  /// At most so many parts are read.
  package static let partsAtMost = 100

  /// The body's parts in order if it is a form with files (`multipart/form-data`); nil where it is none or malformed:
  /// without its boundary, cut off, with parts without a name, or with more parts than are read.
  package func parts() -> [FormPart]? {
    guard let boundary = Multipart.boundary(of: headers["Content-Type"] ?? "") else { return nil }
    return Multipart.parts(of: body[...], boundary: boundary)
  }
}

/// Reads forms with files, strictly: nothing before the first boundary, CRLF everywhere.
enum Multipart {
  private static let lineEnd = Array("\r\n".utf8)
  private static let headEnd = Array("\r\n\r\n".utf8)
  private static let headBytes = 1024

  /// The boundary that a media type names: 1 to 70 printable characters.
  static func boundary(of type: String) -> [UInt8]? {
    let parameters = type.split(separator: ";").map { trimmed($0) }
    guard parameters.first?.lowercased() == "multipart/form-data" else { return nil }
    for parameter in parameters.dropFirst() where parameter.lowercased().hasPrefix("boundary=") {
      var value = parameter.dropFirst("boundary=".count)
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") { value = value.dropFirst().dropLast() }
      let bytes = Array(value.utf8)
      return (1...70).contains(bytes.count) && bytes.allSatisfy { (0x21...0x7E).contains($0) } ? bytes : nil
    }
    return nil
  }

  static func parts(of body: ArraySlice<UInt8>, boundary: [UInt8]) -> [FormPart]? {
    let delimiter = Array("--".utf8) + boundary
    guard body.starts(with: delimiter) else { return nil }
    var rest = body.dropFirst(delimiter.count)
    var parts: [FormPart] = []
    while !rest.starts(with: "--".utf8) {
      guard rest.starts(with: lineEnd), parts.count < Request.partsAtMost else { return nil }
      rest = rest.dropFirst(2)
      guard let head = find(headEnd, in: rest.prefix(headBytes)),
        let end = find(lineEnd + delimiter, in: rest[(head + headEnd.count)...]),
        let part = part(head: rest[..<head], content: rest[(head + headEnd.count)..<end])
      else { return nil }
      parts.append(part)
      rest = rest[end...].dropFirst(lineEnd.count + delimiter.count)
    }
    return parts
  }

  private static func part(head: ArraySlice<UInt8>, content: ArraySlice<UInt8>) -> FormPart? {
    guard let text = String(validating: head, as: UTF8.self) else { return nil }
    for line in text.split(separator: "\r\n") {
      let sides = line.split(separator: ":", maxSplits: 1)
      guard sides.count == 2, sides[0].lowercased() == "content-disposition" else { continue }
      let values = parameters(sides[1])
      guard values.kind == "form-data", let name = values.named["name"] else { return nil }
      return FormPart(name: name, fileName: values.named["filename"], content: Array(content))
    }
    return nil
  }

  /// `form-data; name="a"; filename="b;c.csv"`: what kind, and the quoted values by name. Browsers write quotes inside
  /// as `%22`.
  private static func parameters(_ text: Substring) -> (kind: String, named: [String: String]) {
    var named: [String: String] = [:]
    let kind = trimmed(text.prefix { $0 != ";" }).lowercased()
    var rest = text.drop { $0 != ";" }
    while !rest.isEmpty {
      rest = rest.dropFirst().drop { $0 == " " }
      let name = rest.prefix { $0 != "=" }
      rest = rest.dropFirst(name.count + 1)
      guard rest.first == "\"" else { break }
      let value = rest.dropFirst().prefix { $0 != "\"" }
      named[name.lowercased()] = String(value)
      rest = rest.dropFirst(value.count + 2).drop { $0 != ";" }
    }
    return (kind, named)
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }

  /// Where the bytes begin first.
  private static func find(_ wanted: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var from = bytes.startIndex
    while let start = bytes[from...].firstIndex(of: wanted[0]) {
      if bytes[start...].starts(with: wanted) { return start }
      from = start + 1
    }
    return nil
  }
}
