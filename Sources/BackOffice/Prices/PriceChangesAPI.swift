import Core
import FoundationEssentials
import HTTP

/// What will renew at another price, over HTTP.
enum PriceChangesAPI {
  static let parameters =
    QueryParameter.paging + [QueryParameter("customerId", "Only this customer's.", format: "uuid")]

  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let found = try PriceChanges.list(of: try call.queryID("customerId"), paging, in: call.work)
    return paging.response(found, cursor: { [$0.from.description, $0.subscription.description] }) { json, change in
      json.object {
        $0.member("subscriptionId", change.subscription)
        $0.member("customerId", change.path.customer)
        $0.member("customerName", change.customerName)
        $0.member("planName", change.planName)
        $0.member("friendlyName", change.friendlyName)
        $0.member("quantity", change.quantity)
        $0.member("from", change.from)
        $0.member("unitPrice", change.before)
        $0.member("newUnitPrice", change.after)
      }
    }
  }
}
