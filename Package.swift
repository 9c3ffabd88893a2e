// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "comptoir",
  products: [
    .executable(name: "comptoir", targets: ["comptoir"]),
    .executable(name: "bench", targets: ["bench"]),
  ],
  dependencies: [],
  targets: [
    .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CHTTP", pkgConfig: "libmicrohttpd", providers: [.apt(["libmicrohttpd-dev"])]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CResolv"),
    .systemLibrary(name: "CXLSX", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CPango", pkgConfig: "pangocairo", providers: [.apt(["libpango1.0-dev"])]),

    .target(name: "Core"),
    .target(name: "Markup"),
    .target(name: "Postgres", dependencies: ["CPostgres"]),
    .target(name: "HTTP", dependencies: ["CHTTP"]),
    .target(name: "Documents", dependencies: ["CXLSX", "CPango", "CQREncode", "CZip", "Core"]),
    .target(name: "Outbound", dependencies: ["CCurl", "CResolv"]),
    .target(
      name: "BackOffice",
      dependencies: ["Core", "Postgres", "HTTP", "Markup", "Documents", "Outbound", "CCrypto"],
      resources: [.embedInCode("Assets")]),
    .executableTarget(name: "comptoir", dependencies: ["BackOffice"]),
    .executableTarget(name: "bench", dependencies: ["BackOffice"]),

    .testTarget(name: "CoreTests", dependencies: ["Core"]),
    .testTarget(name: "MarkupTests", dependencies: ["Markup"]),
    .testTarget(name: "PostgresTests", dependencies: ["Postgres"]),
    .testTarget(name: "HTTPTests", dependencies: ["HTTP"]),
    .testTarget(name: "DocumentsTests", dependencies: ["Documents"]),
    .testTarget(name: "OutboundTests", dependencies: ["Outbound"]),
    .testTarget(name: "BackOfficeTests", dependencies: ["BackOffice"], exclude: ["Golden"]),
    .testTarget(name: "ComptoirTests", dependencies: ["BackOffice", "Outbound", "Postgres", "comptoir"]),
    .testTarget(name: "TidyTests"),
  ]
)
