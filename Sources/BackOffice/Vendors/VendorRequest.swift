import Core
import FoundationEssentials
import Outbound
import Postgres

/// A request about to be sent to a vendor, with all it says.
struct VendorRequest: Sendable {
  let fulfilment: ID<Fulfilment>
  let connector: ID<Connector>
  let kind: ConnectorKind
  let state: FulfilmentState
  /// Counting this one.
  let attempts: Int
  let operation: FulfilmentOperation
  let quantity: Int
  let givenCount: Int
  let address: String
  let sealedSecret: [UInt8]
  let settings: ConnectorSettings
  /// The body, in JSON.
  let body: [UInt8]

  /// The same for every attempt at one request; another once the vendor was told what it had asked.
  var key: String { givenCount == 0 ? fulfilment.description : "\(fulfilment)-\(givenCount)" }

  /// In the order `init(row:)` expects, from `fulfilment f`, `connector c`, `connector_setup t`, `subscription s` and
  /// `organization o`, the customer.
  static let columns: SQL = """
    f.id, c.id, c.kind, f.state, f.attempts, f.operation, f.quantity, f.given_count, coalesce(t.address, ''),
    coalesce(t.secret, ''), t.settings::text, f.subscription_id, f.customer_id, o.name, o.country, s.plan_id,
    s.plan_name, s.offer_id, s.term, s.billing_frequency, s.start_day, s.term_end, f.given::text,
    coalesce(f.reference, (SELECT p.reference FROM fulfilment p WHERE p.subscription_id = s.id
      AND p.reference IS NOT NULL ORDER BY p.change_number DESC, p.round DESC LIMIT 1))
    """

  init(row: Row) throws {
    fulfilment = try row[0]
    connector = try row[1]
    kind = try row[2]
    state = try row[3]
    attempts = try row[4]
    operation = try row[5]
    quantity = try row[6]
    givenCount = try row[7]
    address = try row[8]
    sealedSecret = try row[9]
    settings = ConnectorSettings(json: try row[10])
    body = try VendorRequest.body(row)
  }

  private static func body(_ row: Row) throws -> [UInt8] {
    var json = JSONWriter()
    try json.object { json in
      json.member("id", try row[0] as ID<Fulfilment>)
      json.member("operation", (try row[5] as FulfilmentOperation).rawValue)
      json.member("quantity", try row[6] as Int)
      json.member("subscriptionId", try row[11] as ID<Subscription>)
      json.member("reference", try row[23] as String?)
      try json.object("customer") {
        $0.member("id", try row[12] as ID<Organization>)
        $0.member("name", try row[13] as String)
        $0.member("country", try row[14] as String)
      }
      try json.object("plan") {
        $0.member("id", try row[15] as ID<Plan>)
        $0.member("name", try row[16] as String)
        $0.member("offerId", try row[17] as ID<Offer>)
        $0.member("term", (try row[18] as Period).description)
        $0.member("billingFrequency", (try row[19] as Frequency).rawValue)
      }
      json.member("startDate", try row[20] as Day)
      json.member("commitmentEndDate", try row[21] as Day)
      let given = VendorData.values(try row[22])
      json.object("data") { VendorData.write(&$0, given) }
    }
    return json.finished()
  }
}

/// What a vendor says, as JSON: `{"status": "approved" | "refused" | "asking" | "accepted", "reference", "reason",
/// "fields": [{"name", "label"}]}`. The same in answers and in callbacks.
enum VendorSpeech {
  /// Reads the members; what is wrong is noted, unknown members are left alone: vendors may say more.
  static func answer(_ fields: Fields) -> VendorAnswer? {
    let status = fields.parsed("status", required: true, "field.not_a_choice") {
      ["approved", "refused", "asking", "accepted"].contains($0) ? $0 : nil
    }
    let reference = fields.text("reference", upTo: 200)
    switch status {
    case "approved": return .approved(reference: reference)
    case "accepted": return .accepted(reference: reference)
    case "refused": return fields.text("reason", required: true, upTo: 500, lines: true).map { .refused(reason: $0) }
    case "asking": return VendorData.asked(fields, "fields", required: true).map { .asking($0) }
    default: return nil
    }
  }
}

/// Sends requests to vendors that speak HTTP.
enum HTTPVendor {
  /// POST {address}/fulfilments. 200 with an answer, or 202: a callback follows.
  static func send(_ request: VendorRequest, secret: [UInt8], seconds: Int64, _ office: Office) -> Result<
    VendorAnswer, FulfilmentFault
  > {
    let headers =
      [(name: "Content-Type", value: "application/json"), (name: "Idempotency-Key", value: request.key)]
      + VendorSignature.headers(secret: secret, seconds: seconds, body: request.body)
    let outbound = OutboundRequest(
      method: "POST", url: request.address + "/fulfilments", headers: headers, body: request.body,
      timeoutSeconds: Bounds.vendorSeconds, publicOnly: !office.configuration.isRelaxedWithProviders)
    do throws(OutboundError) {
      return answer(try HTTPClient.send(outbound))
    } catch {
      return .failure(fault(error))
    }
  }

  static func fault(_ error: OutboundError) -> FulfilmentFault {
    switch error {
    case .timedOut: .timedOut
    case .failed: .unreachable
    case .tooLarge: .answerUnreadable
    case .invalid: .notConfigured
    }
  }

  /// By the status first: 408, 425, 429 and 5xx may get better, other 4xx will not.
  static func answer(_ response: OutboundResponse) -> Result<VendorAnswer, FulfilmentFault> {
    switch response.status {
    case 200, 201, 202:
      guard let value = JSONValue(parsing: response.body), let fields = try? Fields(value) else {
        return response.status == 202 ? .success(.accepted(reference: nil)) : .failure(.answerUnreadable)
      }
      if response.status == 202 { return .success(.accepted(reference: fields.text("reference", upTo: 200))) }
      guard let answer = VendorSpeech.answer(fields) else { return .failure(.answerUnreadable) }
      return .success(answer)
    case 408, 425, 429, 500...: return .failure(.serverFailed)
    case 400..<500: return .failure(.requestRejected)
    default: return .failure(.answerUnreadable)
    }
  }
}
