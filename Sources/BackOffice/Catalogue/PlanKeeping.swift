import Core
import FoundationEssentials
import Postgres

extension CatalogueKeeping {
  package struct PlanRecord: Sendable {
    package let id: ID<Plan>
    package let service: ID<Service>
    package let serviceName: String
    package let product: ID<Product>
    package let name: String
    package let description: String
    package let parents: [ID<Plan>]
    package let category: ID<Category>?
    package let categoryName: String?
    package let featured: Bool
    package let newUntil: Day?
    package let upgrades: [ID<Plan>]
    package let version: Int
  }

  /// What may be said of a plan; nil: unchanged.
  package struct PlanDraft: Sendable {
    package var product: ID<Product>?
    package var name: String?
    package var description: String?
    package var parents: [ID<Plan>]?
    package var category: ID<Category>??
    package var featured: Bool?
    package var newUntil: Day??
    package var upgrades: [ID<Plan>]?

    package init() {}
  }

  /// Whose plans a list shows.
  package struct PlanFilter {
    package var service: ID<Service>?
    package var product: ID<Product>?

    package init() {}
  }

  package static func plan(_ id: ID<Plan>, in work: Work) throws -> PlanRecord {
    guard let found = try plans("l.id = \(id)", upTo: 1, in: work).first else { throw Refusal.notFound }
    return found
  }

  package static func plans(_ filter: PlanFilter, _ paging: Paging, in work: Work) throws -> [PlanRecord] {
    var conditions: [SQL] = ["true"]
    if let after = try paging.afterID(Plan.self) { conditions.append("l.id > \(after)") }
    if let service = filter.service { conditions.append("l.service_id = \(service)") }
    if let product = filter.product { conditions.append("l.product_id = \(product)") }
    return try plans(conditions.joined(separator: " AND "), upTo: paging.fetched, in: work)
  }

  /// Plans it goes with or leads to are named only as far as there are any for the actor.
  private static func plans(_ condition: SQL, upTo limit: Int, in work: Work) throws -> [PlanRecord] {
    let eyes = try Catalogue.Eyes(for: nil, in: work)
    let known: SQL = eyes.sells("p.id = k.id")
    return try work.tx.rows(
      """
      SELECT l.id, l.service_id, v.name, l.product_id, l.name, l.description,
        ARRAY(SELECT k.id FROM unnest(l.parent_plan_ids) WITH ORDINALITY k(id, n) WHERE \(known) ORDER BY k.n),
        l.category_id, g.name, l.featured, l.new_until,
        ARRAY(SELECT k.id FROM unnest(l.upgrade_plan_ids) WITH ORDINALITY k(id, n) WHERE \(known) ORDER BY k.n),
        l.version
      FROM plan l JOIN service v ON v.id = l.service_id LEFT JOIN category g ON g.id = l.category_id
      WHERE \(condition) AND \(eyes.sells("p.id = l.id")) ORDER BY l.id LIMIT \(limit)
      """
    ).map {
      PlanRecord(
        id: try $0[0], service: try $0[1], serviceName: try $0[2], product: try $0[3], name: try $0[4],
        description: try $0[5], parents: try $0[6], category: try $0[7], categoryName: try $0[8], featured: try $0[9],
        newUntil: try $0[10], upgrades: try $0[11], version: try $0[12])
    }
  }

  package static func createPlan(_ draft: PlanDraft, in work: Work) throws -> PlanRecord {
    let path = try keeper(work)
    guard let name = draft.name, let wanted = draft.product else {
      throw Refusal.invalid([Issue(draft.name == nil ? "/name" : "/productId", "field.required")])
    }
    guard let product = try work.tx.rows("SELECT service_id FROM product WHERE id = \(wanted)").first else {
      throw Refusal.invalid([Issue("/productId", "product.unknown")])
    }
    try requireFree("SELECT 1 FROM plan WHERE product_id = \(wanted) AND name = \(name)", in: work)
    let id: ID<Plan> = work.newID()
    try checkLinks(draft, of: id, in: work)
    work.tx.enqueue(
      """
      INSERT INTO plan (id, distributor_id, service_id, product_id, name, description, parent_plan_ids, category_id,
        featured, new_until, upgrade_plan_ids)
      VALUES (\(id), \(path.distributor), \(try product[0] as ID<Service>), \(wanted), \(name),
        \(draft.description ?? ""), \(draft.parents ?? []), \(draft.category ?? nil), \(draft.featured ?? false),
        \(draft.newUntil ?? nil), \(draft.upgrades ?? []))
      """)
    let after = try plan(id, in: work)
    try work.audit("plan.created", AuditObject("plan", id), on: path, after: facts(after))
    return after
  }

  /// What is said of a plan; it stays with its product.
  package static func changePlan(
    _ id: ID<Plan>, _ draft: PlanDraft, in work: Work, check: (Int) throws -> Void
  ) throws -> PlanRecord {
    let path = try keeper(work)
    let before = try plan(id, in: work)
    try check(before.version)
    if let name = draft.name {
      try requireFree(
        "SELECT 1 FROM plan WHERE product_id = \(before.product) AND name = \(name) AND id <> \(id)", in: work)
    }
    try checkLinks(draft, of: id, in: work)
    work.tx.enqueue(
      """
      UPDATE plan SET name = \(draft.name ?? before.name), description = \(draft.description ?? before.description),
        parent_plan_ids = \(draft.parents ?? before.parents), category_id = \(draft.category ?? before.category),
        featured = \(draft.featured ?? before.featured), new_until = \(draft.newUntil ?? before.newUntil),
        upgrade_plan_ids = \(draft.upgrades ?? before.upgrades), version = version + 1
      WHERE id = \(id)
      """)
    let after = try plan(id, in: work)
    try work.audit("plan.changed", AuditObject("plan", id), on: path, before: facts(before), after: facts(after))
    return after
  }

  /// Plans and categories named are the distributor's own, and no plan leads to itself.
  private static func checkLinks(_ draft: PlanDraft, of id: ID<Plan>, in work: Work) throws {
    var issues: [Issue] = []
    let named = Set((draft.parents ?? []) + (draft.upgrades ?? []))
    let known = Set(
      try work.tx.rows("SELECT id FROM plan WHERE id = ANY (\(Array(named)))").map { try $0[0] as ID<Plan> })
    for (pointer, plans) in [("/parentPlanIds", draft.parents ?? []), ("/upgradePlanIds", draft.upgrades ?? [])] {
      for (index, plan) in plans.enumerated() {
        if plan == id {
          issues.append(Issue("\(pointer)/\(index)", "plan.leads_to_itself"))
        } else if !known.contains(plan) {
          issues.append(Issue("\(pointer)/\(index)", "plan.unknown"))
        }
      }
    }
    if let category = draft.category ?? nil,
      try work.tx.rows("SELECT 1 FROM category WHERE id = \(category)").isEmpty
    {
      issues.append(Issue("/categoryId", "category.unknown"))
    }
    if !issues.isEmpty { throw Refusal.invalid(issues) }
  }

  private static func facts(_ plan: PlanRecord) -> JSONWriter {
    var json = JSONWriter()
    json.object {
      $0.member("name", plan.name)
      $0.member("description", plan.description)
      $0.member("category", plan.categoryName)
      $0.member("featured", plan.featured)
      $0.member("newUntil", plan.newUntil)
    }
    return json
  }
}
