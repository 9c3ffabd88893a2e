import CCurl
import Glibc

/// A socket to an address of the public internet, or CURL_SOCKET_BAD (-1) for any other.
func publicSocket(to address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
  // libcurl keeps the whole address from `addr` on, however long it is.
  let offset = MemoryLayout<curl_sockaddr>.size - MemoryLayout<sockaddr>.size
  let start = UnsafeRawPointer(address) + offset
  let isAllowed =
    switch address.pointee.family {
    case AF_INET: isPublic(version4: start.loadUnaligned(as: sockaddr_in.self))
    case AF_INET6: isPublic(version6: start.loadUnaligned(as: sockaddr_in6.self))
    default: false
    }
  guard isAllowed else { return -1 }
  return socket(address.pointee.family, address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
}

private func isPublic(version4 address: sockaddr_in) -> Bool {
  withUnsafeBytes(of: address.sin_addr) { isPublic(version4: Array($0)) }
}

private func isPublic(version6 address: sockaddr_in6) -> Bool {
  withUnsafeBytes(of: address.sin6_addr) { isPublic(version6: Array($0)) }
}

/// Whether four bytes, most significant first, are an address of the public internet, not of this machine, a private
/// network or a special use (RFC 6890).
func isPublic(version4 bytes: [UInt8]) -> Bool {
  switch (bytes[0], bytes[1], bytes[2]) {
  case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): false
  case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (198, 18...19, _): false
  case (192, 0, 0), (192, 0, 2), (198, 51, 100), (203, 0, 113): false
  default: true
  }
}

/// Sixteen bytes: global unicast (2000::/3) only, and no version 4 address wrapped in it that is not public.
func isPublic(version6 bytes: [UInt8]) -> Bool {
  let isWrapped = bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
  if isWrapped { return isPublic(version4: Array(bytes[12...])) }
  guard bytes[0] & 0xE0 == 0x20 else { return false }
  let isDocumentation = bytes.starts(with: [0x20, 0x01, 0x0D, 0xB8])
  let isTunnel = bytes.starts(with: [0x20, 0x02]) || bytes.starts(with: [0x20, 0x01, 0x00, 0x00])
  return !isDocumentation && !isTunnel
}
