import BackOffice
import Core
import HTTP
import Postgres
import Testing

@Test(arguments: Persona.allCases)
func `nothing that is read names what belongs to another tenant`(_ person: Persona) throws {
  let world = try World()
  let objects = try MatrixObjects(world)
  let actor = try world.actor(person)
  let foreign: SQL =
    switch actor.level {
    case .distributor: "x.distributor_id <> \(actor.organization)"
    case .reseller: "x.distributor_id <> \(actor.path.distributor) OR x.reseller_id <> \(actor.organization)"
    case .customer:
      """
      x.distributor_id <> \(actor.path.distributor) OR x.reseller_id <> \(actor.path.reseller)
        OR x.customer_id <> \(actor.organization)
      """
    }
  let ids = Set(try world.owner("SELECT x.id::text FROM (\(everything)) x WHERE \(foreign)") { try $0[0] as String })
  let names = try world.owner("SELECT x.name FROM (\(named)) x WHERE \(foreign)") { try $0[0] as String }
  #expect(ids.contains(Strangers.distributor) && names.contains("Austral Distribution SA"))
  if person != .distributor { #expect(ids.count > 100 && names.count > 10) }

  var served = 0
  for target in try Sweep(objects, world).targets {
    let answer = try world.send(.get, target, as: person.rawValue)
    #expect(answer.status < 500, "\(target)")
    if answer.status == 200 { served += 1 }
    // What was asked for may be said back in a form.
    let leaked = uuids(in: answer.text).intersection(ids).subtracting(uuids(in: target))
    #expect(leaked.isEmpty, "\(target)")
    let told = names.filter { answer.text.contains($0) }
    #expect(told.isEmpty, "\(target)")
  }
  #expect(served > 20)
}

/// Every row with an id, and the path it belongs to.
private let everything: SQL = """
  SELECT id, distributor_id, reseller_id, customer_id FROM organization
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM billing_centre
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM person
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM role_grant
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM subscription
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM subscription_change
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM charge
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM statement
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM ticket
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM customer_order
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM cart
  UNION ALL SELECT id, distributor_id, reseller_id, NULL FROM terms_document
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM audit_record
  UNION ALL SELECT id, distributor_id, reseller_id, customer_id FROM api_client
  UNION ALL SELECT id, distributor_id, NULL, NULL FROM service
  UNION ALL SELECT id, distributor_id, NULL, NULL FROM plan
  UNION ALL SELECT id, distributor_id, NULL, NULL FROM offer
  """

private let named: SQL = """
  SELECT name, distributor_id, reseller_id, customer_id FROM organization
  UNION ALL SELECT sign_in_email, distributor_id, reseller_id, customer_id FROM person
  UNION ALL SELECT subject, distributor_id, reseller_id, customer_id FROM ticket
  UNION ALL SELECT name, distributor_id, NULL, NULL FROM service
  UNION ALL SELECT name, distributor_id, NULL, NULL FROM plan
  """
