import Core

/// What an operation of a PATCH is about (RFC 7644, 3.5.2): an attribute, perhaps only some of its values, perhaps only
/// one sub-attribute.
struct SCIMPath {
  let attribute: SCIMAttribute
  /// Which values, of an attribute that has many.
  let filter: SCIMFilter?
  let sub: SCIMAttribute?

  /// Nil where the path names an attribute that is known to the standard but not stored.
  ///
  /// - `isLoose`: of the members of a value without a path, those that nobody knows are passed over as well.
  init?(_ text: String, in schema: SCIMSchema, isLoose: Bool = false) throws(SCIMFault) {
    let unknown = SCIMFault(.invalidPath, "scim.path_unknown", ["path": String(text.prefix(200))])
    if text.matchesName(SCIMSchema.enterprise) { return nil }
    guard let (path, filter, tail) = try SCIMPath.parsed(text, isLoose: isLoose) else { return nil }
    if path.name.matchesName("password") { throw SCIMFault(.mutability, "scim.password_elsewhere") }
    if let other = path.schema, !other.matchesName(schema.id) {
      if isLoose || other.matchesName(SCIMSchema.enterprise) { return nil }
      throw unknown
    }
    guard let attribute = schema.attribute(path) else {
      if isLoose || SCIMSchema.unstored.contains(path.name.lowercased()) { return nil }
      throw unknown
    }
    if isLoose, ["id", "schemas", "meta"].contains(attribute.name) { return nil }
    let name = path.sub ?? tail
    guard path.sub == nil || tail == nil, name == nil || name.flatMap(attribute.member) != nil else { throw unknown }
    sub = name.flatMap(attribute.member)
    guard attribute.mutability == .readWrite, sub.map({ $0.mutability == .readWrite }) ?? true else {
      throw SCIMFault(.mutability, "scim.read_only", ["attribute": String(text.prefix(200))])
    }
    guard filter == nil || attribute.isMultiValued else { throw unknown }
    self.attribute = attribute
    do {
      self.filter = try filter?.checked(within: attribute)
    } catch {
      throw unknown
    }
  }

  private typealias Parts = (attribute: SCIMAttributePath, filter: SCIMFilter?, sub: String?)

  private static func parsed(_ text: String, isLoose: Bool) throws(SCIMFault) -> Parts? {
    let malformed = SCIMFault(.invalidPath, "scim.path_malformed", ["path": String(text.prefix(200))])
    guard text.utf8.count <= SCIMFilter.longest else { throw malformed }
    var parser = SCIMFilterParser(text)
    do {
      return try parser.path()
    } catch {
      if isLoose { return nil }
      throw malformed
    }
  }
}
