import Core
import HTTP

/// The choice of one's digest, over HTTP.
enum RenewalDigestAPI {
  static func get(_ call: Call) throws -> Response { response(try RenewalDigests.rhythm(in: call.work), call) }

  static func put(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let rhythm = fields.choice("rhythm", required: true, of: RenewalDigests.Rhythm.self)
    try fields.check()
    guard let rhythm else { throw Refusal.notFound }
    try RenewalDigests.choose(rhythm, in: call.work)
    return response(rhythm, call)
  }

  private static func response(_ rhythm: RenewalDigests.Rhythm, _ call: Call) -> Response {
    var json = JSONWriter()
    json.object {
      $0.member("rhythm", rhythm.rawValue)
      $0.member("offered", RenewalDigests.isOffered(to: call.actor))
    }
    return .json(json)
  }
}
