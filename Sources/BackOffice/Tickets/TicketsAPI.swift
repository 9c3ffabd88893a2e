import Core
import FoundationEssentials
import HTTP

/// Tickets over HTTP.
enum TicketsAPI {
  static func list(_ call: Call) throws -> Response {
    let paging = try Paging(call)
    let tickets = try Tickets.list(of: try call.id(), paging, in: call.work)
    return paging.response(tickets, cursor: { [$0.id.description] }) { json, ticket in
      json.object { members(&$0, ticket) }
    }
  }

  static func get(_ call: Call) throws -> Response {
    let ticket = try Tickets.find(try call.id(), in: call.work)
    return try response(ticket, call)
  }

  static func open(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let subject = fields.text("subject", required: true, upTo: 200)
    let body = fields.text("body", required: true, upTo: 10_000, lines: true)
    let service = fields.id("serviceId", of: Service.self)
    try fields.check()
    let ticket = try Tickets.open(subject ?? "", body: body ?? "", service: service, for: try call.id(), in: call.work)
    return try response(ticket, call, status: 201)
  }

  static func reply(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let body = fields.text("body", required: true, upTo: 10_000, lines: true)
    try fields.check()
    let id: ID<Ticket> = try call.id()
    try Tickets.reply(body ?? "", to: id, in: call.work)
    return try response(Tickets.find(id, in: call.work), call, status: 201)
  }

  static func change(_ call: Call) throws -> Response {
    let fields = try call.fields()
    let status: Tickets.Status? = fields.choice("status", required: true)
    try fields.check()
    guard let status else { throw Refusal.notFound }
    return try response(
      Tickets.change(try call.id(), to: status, in: call.work, check: { try call.checkMatch($0.version) }), call)
  }

  private static func response(_ ticket: Tickets.Record, _ call: Call, status: Int = 200) throws -> Response {
    let replies = try Tickets.replies(to: ticket.id, in: call.work)
    var json = JSONWriter()
    json.object {
      members(&$0, ticket)
      $0.array("replies", replies) { json, reply in
        json.object {
          $0.member("id", ID<Ticket>(reply.id))
          $0.member("authorId", reply.author)
          $0.member("authorName", reply.authorName)
          $0.member("body", reply.body)
          $0.member("at", reply.at)
        }
      }
    }
    return .json(
      json, status: status, version: ticket.version, location: status == 201 ? "/api/v1/tickets/\(ticket.id)" : nil)
  }

  private static func members(_ json: inout JSONWriter, _ ticket: Tickets.Record) {
    json.member("id", ticket.id)
    json.member("customerId", ticket.path.customer)
    json.member("serviceId", ticket.service)
    json.member("subject", ticket.subject)
    json.member("status", ticket.status.rawValue)
    json.member("openedBy", ticket.openedBy)
    json.member("openedByName", ticket.openedByName)
    json.member("createdAt", ticket.createdAt)
  }
}
