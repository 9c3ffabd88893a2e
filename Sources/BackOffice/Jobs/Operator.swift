import Core
import Postgres

/// What whoever runs the service may do from the shell.
package enum Operator {
  /// A token for the person with this address. Answers its secret.
  package static func token(for email: String, scopes: [String], _ office: Office) throws -> String {
    try office.everything { tx, now in
      let rows = try tx.rows(
        """
        SELECT id, distributor_id, reseller_id, customer_id FROM person
        WHERE sign_in_email = \(Text.email(email)) AND status = 'active'
        """)
      guard let row = rows.first else { throw Refusal.invalid([Issue("--user", "user.unknown")]) }
      let work = Work(tx: tx, actor: .system, now: now, requestID: "operator", office: office)
      let path = Path(distributor: try row[1], reseller: try row[2], customer: try row[3])
      return try Credentials.issue(to: try row[0], path: path, name: "comptoir token", scopes: scopes, in: work).secret
    }
  }
}
