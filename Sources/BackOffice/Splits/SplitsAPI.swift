import Core
import FoundationEssentials
import HTTP

/// How splits came about, and what keeps a billing centre open, over HTTP.
enum SplitsAPI {
  static let chargeParameters =
    QueryParameter.paging + [QueryParameter("month", "Posted in this month, e.g. `2026-01`.")]

  static func history(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let entries = try SplitHistory.list(of: try call.id(), paging, in: call.work)
    return paging.response(entries, cursor: { [String($0.number)] }) { json, entry in
      json.object { json in
        json.member("changeId", entry.change)
        json.member("at", entry.at)
        json.member("day", entry.day)
        json.member("kind", entry.kind.rawValue)
        json.object("actor") {
          $0.member("id", entry.actor)
          $0.member("name", entry.actorName)
        }
        json.member("onBehalfOf", entry.onBehalfOf)
        json.array("centres", entry.centres) { json, part in
          json.object {
            $0.member("centreId", part.centre)
            $0.member("name", part.name)
            $0.member("before", part.before)
            $0.member("after", part.after)
            if let posted = part.posted { $0.member("posted", posted) }
          }
        }
      }
    }
  }

  static func charges(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    var month: Month?
    if let text = call.query("month") {
      guard let asked = Month(text) else { throw HTTPFault.queryMalformed("month", "field.month_malformed") }
      month = asked
    }
    let lines = try CentreLedger.list(of: try call.id(), in: month, paging, in: call.work)
    return paging.response(lines, cursor: { [String($0.sequence)] }) { json, line in
      json.object {
        $0.member("id", line.charge)
        $0.member("postedOn", line.postedOn)
        $0.member("subscriptionId", line.subscription)
        $0.member("planName", line.planName)
        $0.member("friendlyName", line.friendlyName)
        $0.member("reason", line.reason.rawValue)
        $0.member("from", line.from)
        $0.member("to", line.to)
        $0.member("licences", line.licences)
        $0.member("amount", line.amount)
      }
    }
  }

  static func use(_ call: Call) throws -> Response {
    let use = try CentreClosing.use(of: try call.id(), in: call.work)
    let language = call.actor.language
    var json = JSONWriter()
    json.object { json in
      json.member("closable", use.issues.isEmpty)
      json.array("reasons", use.issues) { json, issue in
        json.object {
          $0.member("code", issue.code)
          $0.member("detail", Messages.sentence(issue.code, issue.details, language))
          $0.member("count", issue.details["count"].flatMap { Int($0) } ?? 1)
        }
      }
      json.member("carts", use.carts)
    }
    return .json(json)
  }
}
