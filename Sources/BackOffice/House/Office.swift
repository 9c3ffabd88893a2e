import Core
import FoundationEssentials
import HTTP
import Outbound
import Postgres

/// What the process was started with.
package struct Configuration: Sendable {
  /// libpq URL of the database; the service role's user and password override the URL's.
  package var databaseURL: String
  /// Another database of the same server than the URL's; nil: the URL's.
  package var databaseName: String?
  package var servicePassword: String?
  package var connections: Int
  package var statementTimeoutMilliseconds = Bounds.statementTimeoutMilliseconds
  package var sandbox: Bool
  /// Where people reach the portal, for links in mail, e.g. `http://127.0.0.1:8080`.
  package var publicURL: String
  /// Whether cookies may travel without TLS: only on plain loopback.
  package var plainLoopback: Bool
  package var smtp: SMTPServer?
  package var mailFrom: String
  /// The vault's key, 32 bytes; nil: only a sandbox has a vault.
  package var secretKey: [UInt8]?
  /// Who is asked whether a domain's record is there; nil: the system's name servers.
  package var nameServer: NameServer?
  /// Whether identity providers may be on private addresses and without TLS, as inside a firm's own network.
  package var allowsPrivateProviders = false

  package init(
    databaseURL: String, servicePassword: String? = nil, connections: Int = Bounds.connections, sandbox: Bool = false,
    publicURL: String = "http://127.0.0.1:8080", plainLoopback: Bool = true, smtp: SMTPServer? = nil,
    mailFrom: String = "no-reply@comptoir.test"
  ) {
    self.databaseURL = databaseURL
    self.servicePassword = servicePassword
    self.connections = connections
    self.sandbox = sandbox
    self.publicURL = publicURL
    self.plainLoopback = plainLoopback
    self.smtp = smtp
    self.mailFrom = mailFrom
  }
}

/// Every bound of the service, in one place.
package enum Bounds {
  package static let connections = 8
  package static let statementTimeoutMilliseconds = 30_000
  package static let jobTimeoutMilliseconds = 3_600_000
  package static let pageDefault = 50
  package static let pageMaximum = 200
  package static let searchResults = 8
  package static let sessionHours: Int64 = 12
  package static let invitationHours: Int64 = 48
  package static let emailConfirmationHours: Int64 = 48
  package static let passwordLinkHours: Int64 = 1
  package static let passwordLinksPerHour = 3
  package static let passwordRequestsPerHour = 20
  package static let passwordRequestsAtOnce = 500
  package static let tokenDays: Int64 = 90
  package static let scimTokenDays: Int64 = 365
  package static let provisioningWaiting = 64
  package static let idempotencyHours: Int64 = 24
  /// Failed sign-ins from one address, whatever the account.
  package static let signInsByAddress = Allowance(burst: 60, refillSeconds: 15)
  /// Failed sign-ins to one account from browsers it does not know; with none left it is locked until the next.
  package static let signInsByAccount = Allowance(burst: 20, refillSeconds: 900)
  /// Failed sign-ins to one account from one address, or from a browser it knows.
  package static let signInsByPair = Allowance(burst: 8, refillSeconds: 120)
  package static let signInStepMinutes: Int64 = 10
  package static let signInStepFailures = 5
  package static let knownDeviceDays: Int64 = 180
  package static let knownDevices = 20
  package static let recoveryCodes = 10
  package static let passwordMinimum = 10
  package static let passwordMaximum = 200
  package static let usersAtOnce = 1_000
  package static let licencesAtOnce = 1_000
  package static let subscriptionsOfPerson = 200
  package static let holdersNamed = 20
  /// Whoever gives more licences than this at once sends mail only when asked to.
  package static let licenceMailsUnasked = 20
  package static let groupMembers = 10_000
  package static let grantsAtOnce = 200
  package static let grantsInFile = 100_000
  package static let grantWarningDays: Int64 = 7
  package static let appointmentHours: Int64 = 168
  package static let splitCentres = 200
  /// Licences of a purchase that shows what a standing rule does.
  package static let splitExample = 1_000_000
  package static let orderLines = 50
  package static let upgradedPeople = 1_000
  package static let cartDays: Int64 = 7
  package static let endedCartDays: Int64 = 30
  package static let shopOffers = 1_000
  package static let shopPlans = 24
  package static let comparedPlans = 4
  package static let termsCharacters = 100_000
  package static let offersChosenFrom = 1_000
  package static let actingMinutes = 60
  package static let clientTokenMinutes: Int64 = 60
  package static let clients = 100
  package static let mailAttempts = 12
  package static let mailFailuresInARow = 3
  package static let mailErrorCharacters = 500
  package static let delegationNoticeDays: Int64 = 7
  package static let requestDays: Int64 = 30
  package static let usageRecords = 10_000
  /// Budgets looked at in one transaction, and how long after a month's end it is still looked at.
  package static let budgetsAtOnce = 200
  package static let budgetGraceHours: Int64 = 24
  package static let renewalHorizonDays = 90
  package static let renewalsAtOnce = 100
  package static let digestDays = 30
  package static let digestHour = 6
  package static let digestLines = 15
  package static let digestsAtOnce = 200
  package static let calendarDays = 400
  package static let calendarEvents = 2_000
  package static let calendarAgeSeconds = 900
  package static let usageAheadSeconds: Int64 = 300
  /// Batches of parked records that are tried again at once.
  package static let usageRetriedBatches = 10
  package static let usageImportLines = 2_000_000
  package static let usageImportSeconds: Int64 = 1_800
  package static let usageTagsAtOnce = 1_000
  package static let meterTiers = 20
  /// Months that are split anew while somebody waits; the others are left to the bill run.
  package static let usageResplitAtOnce = 1_000
  package static let plansLinked = 100
  package static let pricesAtOnce = 1_000
  package static let customersNamed = 1_000
  /// How long before a renewal its new price is announced.
  package static let priceNoticeDays = 30
  package static let priceNoticesInMail = 20
  /// How far ahead new prices are shown.
  package static let priceChangesDays = 90
  package static let importLines = 500_000
  package static let importFaults = 200
  package static let importFileBytes = 64 << 20
  package static let importSeconds: Int64 = 600
  /// Subscriptions of one bulk change, and how many of them may be named one by one.
  package static let bulkLines = 50_000
  package static let bulkNamed = 10_000
  /// Bulk changes of one organization that are being previewed or carried out at once.
  package static let bulkAtOnce = 10
  /// Lines previewed while whoever asks waits; more are left to the job.
  package static let bulkPreviewedAtOnce = 50
  /// Lines the job takes in one transaction, and how many such before it looks at other work.
  package static let bulkBatch = 200
  package static let bulkBatchesPerRound = 25
  package static let bulkRefusalsShown = 20
  package static let bulkEndsWithinDays = 3_660
  /// Statements closed in one transaction: of customers, and of resellers, which hold the lines of all their customers.
  package static let closingBatch = 500
  package static let closingBatchOfResellers = 5
  /// Statements closed while whoever asks waits; more are left to the job.
  package static let closedAtOnce = 50
  package static let closingBatchesPerRound = 10
  package static let closingBuyersNamed = 10_000
  /// Lines of a statement on one page.
  package static let statementLinesShown = 200
  /// How far back an amount that still covers days may have been posted.
  package static let effectiveMonths = 60
  /// A logo's file; its pixels are bounded by `PNGImage`.
  package static let logoBytes = 200 << 10
  package static let wordingCharacters = 1_000
  /// Documents of more lines than this are long: so many at once that others still get to the database.
  package static let longDocumentLines = 5_000
  /// Sections with a sheet of their own; each keeps a file open while a workbook is written.
  package static let documentSheets = 200
  package static let documentAttempts = 3
  package static let documentPieceBytes = 64 << 10
  /// Statements of one export, and how many exports one organization may have under way, one person may keep.
  package static let exportStatements = 10_000
  package static let exportsAtOnce = 20
  package static let exportsKept = 100
  package static let exportBytes = 4 << 30
  package static let exportChunkBytes = 256 << 10
  package static let exportDays: Int64 = 7
  package static let exportForgottenDays: Int64 = 30
  /// How long a worker may be silent before another takes its export, and how often one is begun at all.
  package static let exportSilentSeconds: Int64 = 120
  package static let exportAttempts = 5
  /// Statements read together while an export runs.
  package static let exportBatch = 200
  /// Lines of a document above which a page offers it as an export, and `Prefer: respond-async` gets one.
  package static let documentLinesAtOnce = 5_000
  /// Bytes of a file that goes with a mail; larger ones are only linked to.
  package static let mailAttachmentBytes = 5 << 20
  /// Lines of a document that is made for a mail at all.
  package static let mailedLines = 20_000
  package static let attachmentDays: Int64 = 30
  /// Mails about one statement in an hour that people ask for.
  package static let deliveriesPerHour = 20
  /// Lines of a report that stand by themselves, unless told otherwise, and in a file.
  package static let reportTop = 12
  package static let reportLines = 10_000
  /// How long before a month a charge that covers its days may have been posted.
  package static let longestTermMonths = 36

  /// Bytes a request's body may have; a full batch of records takes more than anything else.
  @Sendable package static func bodyBytes(_ method: HTTP.Method, _ path: String) -> Int {
    if path.hasPrefix("/vendor-callbacks/") { return callbackBytes }
    return switch path {
    case "/api/v1/usage-records": 8 << 20
    case "/api/v1/catalogue-imports", "/catalogue/import", "/api/v1/usage-imports", "/usage/import": importFileBytes
    default: 1 << 20
    }
  }
}

/// What every request works with: the database, secrets, and what the process was configured for.
package final class Office: Sendable {
  package let configuration: Configuration
  package let database: Database
  package let passwords: PasswordHasher
  package let providers: ProviderDirectory
  package let metrics = Metrics()
  /// Identity providers send many requests at once, and those of one customer wait for each other: they take at most
  /// half of the connections.
  let provisioning: Turnstile
  /// Long documents are being written by so many at a time; whoever comes on top is asked to come again.
  package let longDocuments: Turnstile

  package init(
    _ configuration: Configuration, passwords: PasswordHasher = PasswordHasher(),
    providers: ProviderDirectory = ProviderDirectory()
  ) {
    self.configuration = configuration
    self.passwords = passwords
    self.providers = providers
    provisioning = Turnstile(places: max(1, configuration.connections / 2), waiting: Bounds.provisioningWaiting)
    longDocuments = Turnstile(places: max(1, configuration.connections / 2), waiting: 0)
    database = Database(
      url: configuration.databaseURL, overrides: Office.role(configuration), connections: configuration.connections,
      statementTimeoutMilliseconds: configuration.statementTimeoutMilliseconds)
  }

  /// The login role that row-level security binds.
  package static func role(_ configuration: Configuration) -> [String: String] {
    var overrides = ["user": "comptoir_service"]
    overrides["password"] = configuration.servicePassword
    overrides["dbname"] = configuration.databaseName
    // The policies' many small parts look dear to the planner; compiling them takes longer than running them.
    overrides["options"] = "-c jit=off"
    return overrides
  }

  /// A transaction for signing in and for jobs, which act for no tenant and therefore see everything.
  package func everything<Result>(_ body: (Transaction, Instant) throws -> Result) throws -> Result {
    try database.transaction(opening: [Reach.everything]) { tx in
      let now: Instant = try tx.opened[0][0][1]
      return try body(tx, now)
    }
  }

  /// The same for looking only: nothing can be written, and all is seen as it was at one instant.
  package func snapshot<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
    try database.snapshot(opening: [Reach.everything], body)
  }
}
