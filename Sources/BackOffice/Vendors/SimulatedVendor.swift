import Core
import FoundationEssentials
import Postgres

/// The vendor of a sandbox: takes its time, refuses and loses answers as its settings say.
enum SimulatedVendor {
  /// What it says to an attempt. `decisions`: how many it has taken before.
  static func answer(_ request: VendorRequest, decisions: Int) -> Result<VendorAnswer, FulfilmentFault> {
    let settings = request.settings
    if request.state == .accepted { return .success(decision(request, decisions)) }
    if request.attempts <= settings.loseAnswers { return .failure(.timedOut) }
    if let asked = settings.asks, request.operation == .purchase, request.givenCount == 0 {
      return .success(.asking([AskedField(name: "answer", label: asked)]))
    }
    if settings.delaySeconds > 0 { return .success(.accepted(reference: nil)) }
    return .success(decision(request, decisions))
  }

  private static func decision(_ request: VendorRequest, _ decisions: Int) -> VendorAnswer {
    let settings = request.settings
    if settings.refuseQuantity > 0, request.quantity == settings.refuseQuantity {
      return .refused(reason: "The simulated vendor refuses \(request.quantity) licences")
    }
    if settings.refuseEvery > 0, (decisions + 1).isMultiple(of: settings.refuseEvery) {
      return .refused(reason: "The simulated vendor refuses every request number \(settings.refuseEvery)")
    }
    return .approved(reference: "SIM-" + request.fulfilment.description.prefix(13).uppercased())
  }

  /// Its inventory: what we hold of its service, with the deviations asked for.
  static func inventory(
    of connector: ID<Connector>, _ settings: ConnectorSettings, in tx: Transaction
  ) throws -> [InventoryItem] {
    let rows = try tx.rows(
      """
      SELECT s.id, s.quantity, s.status FROM subscription s JOIN connector c ON c.service_id = s.service_id
      WHERE c.id = \(connector) AND s.status IN ('active', 'suspended') AND NOT s.direct ORDER BY s.id
      LIMIT \(Bounds.inventoryItems)
      """)
    var items = try rows.map { row in
      let id: ID<Subscription> = try row[0]
      return InventoryItem(
        subscription: id.raw, reference: "SIM-\(id)", quantity: try row[1], status: try row[2])
    }
    items.removeFirst(min(settings.missing, items.count))
    for index in items.indices.prefix(settings.wrongQuantities) { items[index].quantity += 1 }
    for number in 0..<settings.unknown {
      items.append(
        InventoryItem(subscription: nil, reference: "SIM-UNKNOWN-\(number + 1)", quantity: 5, status: .active))
    }
    return items
  }
}
