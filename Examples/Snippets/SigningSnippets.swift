import EthereumPrimitives
import PerpsProtocol
import Signing
import TypedData

// Signing: a wallet elsewhere.

/// A wallet that speaks JSON-RPC: an extension of a browser, or an app behind WalletConnect.
struct RemoteWallet: WalletSigner {
  let address: Address
  let request: @Sendable (_ method: String, _ parameters: [String]) async throws -> String

  func sign<Message: PerpsMessage>(_ message: Message, in domain: Domain) async throws -> RecoverableSignature {
    let document = message.json(in: domain)
    let answer = try await request("eth_signTypedData_v4", [address.description, document])
    return try RecoverableSignature(Hex.decode(answer))
  }
}

// TypedData: a message of one's own.

struct Greeting: TypedDataMessage {
  let sender: Address
  let words: String

  static let schema = TypedDataSchema<Greeting>(
    "Greeting", .address("sender") { $0.sender }, .string("words") { TypedDataText($0.words) })
}

func greet(from wallet: Address, in domain: Domain) {
  let greeting = Greeting(sender: wallet, words: "Good morning")
  print(Greeting.encodedType)  // Greeting(address sender,string words)
  print(greeting.digest(in: domain))
  print(greeting.json(in: domain))
}

// PerpsProtocol: numbers.

func value() throws -> Pips? {
  let price = try Pips("2000.50000000")
  let quantity = try Pips("0.50000000")
  let value = price.multipliedRoundingUp(by: quantity)  // 1000.25000000
  return value
}
