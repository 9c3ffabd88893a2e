import Core
import Documents
import FoundationEssentials
import Outbound
import Postgres

/// One line of a vendor's inventory.
struct InventoryItem: Hashable, Sendable {
  enum Status: String, Sendable, CaseIterable, TextColumn { case active, suspended }

  /// Our own id, where the vendor knows it.
  let subscription: UUID?
  /// The vendor's name for it.
  let reference: String?
  var quantity: Int
  let status: Status
}

/// Where inventories come from.
enum Inventory {
  /// Pages of `GET {address}/inventory?cursor=`: `{"items": [{"subscriptionId", "reference", "quantity", "status"}],
  /// "nextCursor"}`, signed over the query.
  static func fetched(from address: String, secret: [UInt8], _ office: Office) throws(FulfilmentFault)
    -> [InventoryItem]
  {
    var items: [InventoryItem] = []
    var cursor: String? = ""
    for _ in 0..<Bounds.inventoryPages {
      guard let place = cursor else { return items }
      let (page, next) = try page(of: address, at: place, secret, office)
      items += page
      if items.count > Bounds.inventoryItems { throw .answerUnreadable }
      cursor = next
    }
    throw .answerUnreadable
  }

  private static func page(
    of address: String, at cursor: String, _ secret: [UInt8], _ office: Office
  ) throws(FulfilmentFault) -> (items: [InventoryItem], next: String?) {
    let query = "cursor=" + Base64URL.encoded(Array(cursor.utf8))
    let seconds: Int64
    do { seconds = try office.everything { tx, _ in try FulfilmentJobs.worldSeconds(tx) } } catch {
      throw .notConfigured
    }
    let request = OutboundRequest(
      url: "\(address)/inventory?\(query)",
      headers: VendorSignature.headers(secret: secret, seconds: seconds, body: Array(query.utf8)),
      timeoutSeconds: Bounds.vendorSeconds, publicOnly: !office.configuration.isRelaxedWithProviders)
    let response: OutboundResponse
    do throws(OutboundError) { response = try HTTPClient.send(request) } catch { throw HTTPVendor.fault(error) }
    guard response.status == 200 else { throw response.status >= 500 ? .serverFailed : .requestRejected }
    guard let value = JSONValue(parsing: response.body), let fields = try? Fields(value) else {
      throw .answerUnreadable
    }
    let items = fields.objects("items", required: true, upTo: Bounds.inventoryItems)?.map(item)
    let next = fields.text("nextCursor", upTo: 1_000)
    guard let items, !items.contains(nil) else { throw .answerUnreadable }
    return (items.compactMap(\.self), next)
  }

  private static func item(_ fields: Fields) -> InventoryItem? {
    let id = fields.id("subscriptionId", of: Subscription.self)
    let reference = fields.text("reference", upTo: 200)
    guard let quantity = fields.integer("quantity"), quantity >= 0, quantity <= Int(Int32.max),
      let status = fields.choice("status", of: InventoryItem.Status.self), id != nil || reference != nil
    else { return nil }
    return InventoryItem(subscription: id?.raw, reference: reference, quantity: quantity, status: status)
  }

  // MARK: - A table

  /// Reads a table with the columns `subscriptionId`, `reference`, `quantity` and `status`, in any order; every error
  /// with its row.
  static func items(table bytes: [UInt8]) throws -> [InventoryItem] {
    let table: CSVTable
    do throws(CSVFault) { table = try CSV.table(bytes, rows: Bounds.inventoryRows) } catch {
      throw Refusal.invalid([Issue("/file", "inventory.not_a_table", ["maximum": String(Bounds.inventoryRows)])])
    }
    let heading = table.heading.map { Text.trimmed($0).lowercased() }
    func column(_ name: String) -> Int? { heading.firstIndex(of: name.lowercased()) }
    guard let quantity = column("quantity"), let status = column("status"),
      column("subscriptionId") != nil || column("reference") != nil
    else { throw Refusal.invalid([Issue("/file", "inventory.columns_missing")]) }
    var issues: [Issue] = []
    let items = table.rows.compactMap { row -> InventoryItem? in
      func cell(_ index: Int?) -> String {
        guard let index, row.cells.indices.contains(index) else { return "" }
        return Text.trimmed(row.cells[index])
      }
      let id = ID<Subscription>(cell(column("subscriptionId")))
      let reference = cell(column("reference"))
      guard let count = Int(cell(quantity)), (0...Int(Int32.max)).contains(count),
        let state = InventoryItem.Status(rawValue: cell(status).lowercased()), reference.count <= 200,
        id != nil || !reference.isEmpty
      else {
        issues.append(Issue("/rows/\(row.number)", "inventory.row_wrong", ["row": String(row.number)]))
        return nil
      }
      return InventoryItem(
        subscription: id?.raw, reference: reference.isEmpty ? nil : reference, quantity: count, status: state)
    }
    guard issues.isEmpty else { throw Refusal.invalid(Array(issues.prefix(100))) }
    return items
  }
}
