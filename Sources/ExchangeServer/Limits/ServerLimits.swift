/// The limits of a server: everything that a stranger can make it hold, read or wait for has one.
///
/// Bodies are bounded by `SignedRequestBody.bytesMaximum`, queues by the ledger's configuration.
public struct ServerLimits: Hashable, Sendable {
  /// How many connections may be open; more wait in the system's queue until one closes.
  public var connectionsMaximum: Int
  /// How many requests of one address are taken each second in the long run.
  public var requestsPerAddressPerSecond: Int
  /// How many requests of one wallet, or of one of its session keys, are taken each second in the long run.
  public var requestsPerWalletPerSecond: Int
  /// How long a client may take, in seconds, from the first byte that could belong to a request to its last header;
  /// also how long a connection may do nothing.
  public var secondsUntilHead: Int
  /// How long a client may take to send a body, in seconds.
  public var secondsUntilBody: Int
  /// How long a response may take until the client has read it, in seconds.
  public var secondsUntilResponse: Int
  /// How often a WebSocket's client is asked whether it is still there, in seconds.
  public var secondsBetweenPings: Int
  /// How long a WebSocket's client may say nothing, in seconds; answering pings is saying something.
  public var secondsUntilSilent: Int

  /// For a machine that other programs use, too: 900 connections fit in the usual limit of 1,024 open files.
  public init(
    connectionsMaximum: Int = 900, requestsPerAddressPerSecond: Int = 10_000, requestsPerWalletPerSecond: Int = 10_000,
    secondsUntilHead: Int = 60, secondsUntilBody: Int = 10, secondsUntilResponse: Int = 30,
    secondsBetweenPings: Int = 30, secondsUntilSilent: Int = 75
  ) {
    self.connectionsMaximum = connectionsMaximum
    self.requestsPerAddressPerSecond = requestsPerAddressPerSecond
    self.requestsPerWalletPerSecond = requestsPerWalletPerSecond
    self.secondsUntilHead = secondsUntilHead
    self.secondsUntilBody = secondsUntilBody
    self.secondsUntilResponse = secondsUntilResponse
    self.secondsBetweenPings = secondsBetweenPings
    self.secondsUntilSilent = secondsUntilSilent
  }

  /// The largest number that each of these may be configured to.
  public static let configurableMaximum = 1_000_000
  /// The largest header field, and the largest sum of them, in bytes; more is answered 400 and closed.
  public static let headerBytesMaximum = 16 * 1_024
  /// The most header fields of a request.
  public static let headerFieldsMaximum = 64
  /// The longest path with its query, in bytes.
  public static let targetBytesMaximum = 2_048
  /// How long an address that asks too often waits for the refusal, in milliseconds; nothing more is read until then.
  public static let millisecondsUntilExcessRefused = 500
  /// What a signature that is nobody's costs in requests: verifying it costs as much as an order, and earns nothing.
  public static let costOfBadSignature = 20
  /// What a session key's signature costs in requests where only its wallet's counts: up to
  /// `LedgerLimits.p256RecordsMaximum` keys are tried on it, twice, and the attempt is recorded durably.
  public static let costOfCustodyAttempt = 100
  /// How many of a wallet's session keys are listed, the newest first: a new one each day for nearly three years.
  public static let sessionKeysAnsweredMaximum = 1_000
  /// How many subscriptions a WebSocket may have, counted by market.
  public static let topicsPerSocketMaximum = 512
  /// How many requests of a WebSocket are under way at a time; the next waits, unread, for one of them to be answered.
  public static let requestsPerSocketMaximum = 64
  /// How much may wait, in bytes, for a WebSocket's client to read it; one that is further behind is cut off.
  public static let bytesWaitingPerSocketMaximum = 1_048_576
  /// In how many frames a message may come.
  public static let framesPerMessageMaximum = 64
  /// How many batches of entries may wait to be told to subscribers; when more do, all WebSockets are closed.
  public static let batchesWaitingMaximum = 1_024
  /// How many addresses, and how many wallets, are counted at a time; the longest idle ones are forgotten first.
  public static let countedMaximum = 65_536
}
