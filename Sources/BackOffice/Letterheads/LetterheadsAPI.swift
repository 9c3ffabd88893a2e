import Core
import Documents
import HTTP

/// Letterheads over HTTP.
enum LetterheadsAPI {
  static func get(_ call: Call) throws -> Response { answer(try Letterheads.find(try call.id(), in: call.work)) }

  /// `{"street", "postalCode", "city", "wording"}`, each or null: all of them anew. The logo stays.
  static func put(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let edit = edit(fields)
    try fields.check()
    return answer(try Letterheads.change(try call.id(), in: call.work, check: call.checkMatch, edit))
  }

  /// What a body or a form says, read at once.
  static func edit(_ fields: Fields) -> (inout Letterheads.Head) -> Void {
    let address = PostalAddress(
      street: fields.text("street", upTo: 200), postalCode: fields.text("postalCode", upTo: 20),
      city: fields.text("city", upTo: 100))
    let wording = fields.text("wording", upTo: Bounds.wordingCharacters, lines: true)
    return { head in
      head.address = address
      head.wording = wording
    }
  }

  static func logo(_ call: Call) throws -> Response {
    let (image, version) = try Letterheads.logo(of: try call.id(), in: call.work)
    return Response(
      status: 200, headers: Headers([("Content-Type", "image/png"), ("ETag", "\"\(version)\"")]),
      body: .bytes(image.bytes))
  }

  /// The body is the picture itself.
  static func putLogo(_ call: Call) throws -> Response {
    guard let content = call.body(of: "image/png") else { throw HTTPFault.unsupportedMedia }
    let image = try checkedLogo(content)
    return answer(try Letterheads.change(try call.id(), in: call.work, check: call.checkMatch) { $0.logo = image })
  }

  static func removeLogo(_ call: Call) throws -> Response {
    _ = try Letterheads.change(try call.id(), in: call.work, check: call.checkMatch) { $0.logo = nil }
    return .noContent
  }

  /// The picture, or what is wrong with it.
  static func checkedLogo(_ content: [UInt8]) throws(Refusal) -> PNGImage {
    let problem: Code
    let details = [
      "kilobytes": "\(Bounds.logoBytes >> 10)", "side": "\(PNGImage.maximumSide)",
      "pixels": "\(PNGImage.maximumPixels / 1_000_000)",
    ]
    guard content.count <= Bounds.logoBytes else { throw .invalid([Issue("/logo", "logo.too_large", details)]) }
    do throws(PNGImage.Fault) {
      return try PNGImage(content)
    } catch {
      problem =
        switch error {
        case .notPNG: "logo.not_png"
        case .damaged: "logo.damaged"
        case .tooManyPixels: "logo.too_many_pixels"
        }
    }
    throw .invalid([Issue("/logo", problem, details)])
  }

  private static func answer(_ record: Letterheads.Record) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("organizationId", record.organization)
      $0.member("street", record.head.address.street)
      $0.member("postalCode", record.head.address.postalCode)
      $0.member("city", record.head.address.city)
      $0.member("wording", record.head.wording)
      $0.name("logo")
      if let logo = record.head.logo {
        $0.object {
          $0.member("width", logo.width)
          $0.member("height", logo.height)
          $0.member("bytes", logo.bytes.count)
        }
      } else {
        $0.null()
      }
      $0.member("setByName", record.setByName)
    }
    return .json(json, version: record.version)
  }
}
