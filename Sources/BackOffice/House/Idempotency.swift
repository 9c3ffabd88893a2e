import Core
import FoundationEssentials
import HTTP
import Postgres

/// The same `Idempotency-Key` gives the same answer and one effect: the answer is kept in the transaction of the
/// effect. Scoped to the person and the route, for 24 hours.
struct Idempotency {
  private let key: String
  private let route: String
  private let bodyHash: [UInt8]
  private let credential: Credential

  /// Nil where the request has no key, or keeps nothing anyway.
  init?(_ request: Request, _ credential: Credential) throws(Refusal) {
    guard request.method == .post || request.method == .patch, let key = request.headers["Idempotency-Key"],
      !request.query.contains(where: { $0.name == "preview" && $0.value == "true" })
    else { return nil }
    guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .invalid([Issue("/Idempotency-Key", "idempotency.key_malformed")])
    }
    self.key = key
    self.credential = credential
    route = "\(request.method.rawValue) \(request.path)"
    bodyHash = Secrets.sha256(request.body)
  }

  /// Takes the key for this transaction and reads what it was answered before; sent along with BEGIN.
  var opening: [SQL] {
    [
      """
      SELECT * FROM answered_before(\(credential.hash), \(route), \(key),
        make_interval(hours => \(Int32(Bounds.idempotencyHours))))
      """
    ]
  }

  /// The answer given before; nil when this is the first time.
  func answered(_ rows: Rows) throws -> Response? {
    guard let row = rows.first, try row[0] == true else { throw Refusal.conflict("idempotency.in_progress") }
    guard !row.isNull(1), try row[5] == false else { return nil }
    guard try row[1] == bodyHash else {
      throw Refusal.invalid([Issue("/Idempotency-Key", "idempotency.key_reused")])
    }
    let pairs = JSONValue(parsing: Array((try row[3] as String).utf8))
    var headers = Headers()
    if case .object(let members) = pairs {
      for (name, value) in members.sorted(by: { $0.key < $1.key }) {
        if case .string(let text) = value { headers.set(name, text) }
      }
    }
    headers.set("Idempotency-Replayed", "true")
    return Response(status: try row[2], headers: headers, body: .bytes(try row[4]))
  }

  /// Keeps the answer with the effect. A secret is stored nowhere: whoever asks again is told so.
  func keep(_ answer: Response, _ work: Work) throws {
    let told = Problem(Refusal.conflict("idempotency.secret_shown_once"))
    let response = answer.isShownOnce ? told.response(work.requestID, work.actor.language) : answer
    var headers = JSONWriter()
    headers.object {
      for (name, value) in response.headers {
        $0.name(dynamic: name)
        $0.string(value)
      }
    }
    guard case .bytes(let body) = response.body else { return }
    // A key that was kept long enough is taken over.
    work.tx.enqueue(
      """
      INSERT INTO idempotency (person_id, route, key, body_hash, status, headers, body, created_at)
      VALUES (\(work.actor.person), \(route), \(key), \(bodyHash), \(response.status), \(JSONB(text: headers.text)),
        \(body), \(work.now))
      ON CONFLICT (person_id, route, key) DO UPDATE SET body_hash = excluded.body_hash, status = excluded.status,
        headers = excluded.headers, body = excluded.body, created_at = excluded.created_at
      WHERE idempotency.created_at <= \(work.now.adding(seconds: -3600 * Bounds.idempotencyHours))
      """)
  }
}
