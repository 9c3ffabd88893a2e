/// Reads the members of a zip archive, so that tests look into a workbook without another program.
struct Zip {
  let members: [String: String]

  init(_ bytes: [UInt8]) throws {
    guard let end = (0...max(0, bytes.count - 22)).last(where: { bytes.starts(at: $0, with: 0x0605_4b50) }) else {
      throw ZipError.damaged
    }
    var members: [String: String] = [:]
    var entry = bytes.number(at: end + 16, 4)
    for _ in 0..<bytes.number(at: end + 10, 2) {
      guard bytes.starts(at: entry, with: 0x0201_4b50) else { throw ZipError.damaged }
      let nameLength = bytes.number(at: entry + 28, 2)
      let name = String(decoding: bytes[(entry + 46)..<(entry + 46 + nameLength)], as: UTF8.self)
      let header = bytes.number(at: entry + 42, 4)
      let start = header + 30 + bytes.number(at: header + 26, 2) + bytes.number(at: header + 28, 2)
      let packed = Array(bytes[start..<(start + bytes.number(at: entry + 20, 4))])
      var inflater = Inflater(bytes: packed)
      let content = bytes.number(at: entry + 10, 2) == 0 ? packed : try inflater.inflated()
      members[name] = String(decoding: content, as: UTF8.self)
      entry += 46 + nameLength + bytes.number(at: entry + 30, 2) + bytes.number(at: entry + 32, 2)
    }
    self.members = members
  }
}

enum ZipError: Error { case damaged }

extension [UInt8] {
  fileprivate func number(at offset: Int, _ size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(self[offset + $1]) << (8 * $1) }
  }

  fileprivate func starts(at offset: Int, with signature: Int) -> Bool {
    offset + 4 <= count && number(at: offset, 4) == signature
  }
}

/// DEFLATE, RFC 1951, one bit at a time.
private struct Inflater {
  let bytes: [UInt8]
  var bit = 0
  var output: [UInt8] = []

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func inflated() throws -> [UInt8] {
    while true {
      let isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyStored()
      case 1:
        let lengths = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
        try expand(Huffman(lengths), Huffman(Array(repeating: 5, count: 30)))
      case 2: try expandDynamic()
      default: throw ZipError.damaged
      }
      if isLast { return output }
    }
  }

  private mutating func take(_ count: Int) throws -> Int {
    var value = 0
    for index in 0..<count {
      guard bit / 8 < bytes.count else { throw ZipError.damaged }
      value |= Int(bytes[bit / 8] >> (bit % 8) & 1) << index
      bit += 1
    }
    return value
  }

  private mutating func copyStored() throws {
    bit = (bit + 7) / 8 * 8
    let count = try take(16)
    _ = try take(16)
    for _ in 0..<count { output.append(UInt8(try take(8))) }
  }

  private mutating func expandDynamic() throws {
    let (literals, distances, codes) = (try take(5) + 257, try take(5) + 1, try take(4) + 4)
    var codeLengths = Array(repeating: 0, count: 19)
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    for index in 0..<codes { codeLengths[order[index]] = try take(3) }
    let codeTable = Huffman(codeLengths)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      switch try symbol(codeTable) {
      case let length where length < 16: lengths.append(length)
      case 16: lengths += Array(repeating: lengths.last ?? 0, count: try take(2) + 3)
      case 17: lengths += Array(repeating: 0, count: try take(3) + 3)
      default: lengths += Array(repeating: 0, count: try take(7) + 11)
      }
    }
    try expand(Huffman(Array(lengths[..<literals])), Huffman(Array(lengths[literals...])))
  }

  private mutating func expand(_ literals: Huffman, _ distances: Huffman) throws {
    let lengthBase = [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ]
    while true {
      let literal = try symbol(literals)
      if literal < 256 {
        output.append(UInt8(literal))
      } else if literal == 256 {
        return
      } else {
        let index = literal - 257
        let length = lengthBase[index] + (try take(index < 8 || index == 28 ? 0 : index / 4 - 1))
        let code = try symbol(distances)
        let distance = code < 4 ? code + 1 : (2 + code % 2) << (code / 2 - 1) + 1 + (try take(code / 2 - 1))
        guard distance <= output.count else { throw ZipError.damaged }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
    }
  }

  private mutating func symbol(_ table: Huffman) throws -> Int {
    var code = 0
    for length in 1...15 {
      code = code << 1 | (try take(1))
      if let symbol = table.symbols[length << 16 | code] { return symbol }
    }
    throw ZipError.damaged
  }
}

private struct Huffman {
  var symbols: [Int: Int] = [:]

  init(_ lengths: [Int]) {
    var code = 0
    for length in 1...15 {
      for (symbol, own) in lengths.enumerated() where own == length {
        symbols[length << 16 | code] = symbol
        code += 1
      }
      code <<= 1
    }
  }
}
