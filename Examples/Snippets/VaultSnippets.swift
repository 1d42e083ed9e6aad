import EthereumPrimitives
import ExchangeClient
import KeyVault
import PerpsProtocol
import Signing

// KeyVault, and keeping a session.

func store(in directory: String, on exchange: Exchange) throws {
  let secret = DeviceSecret(directory: directory)
  let store = KeyFileStore(directory: directory, derivation: DeviceSecret.derivation)

  let key = Secp256k1PrivateKey()
  _ = try store.store(
    .sessionKey(key), name: KeyName("laptop"), now: exchange.now, credential: secret.passphraseForCreating())
}

func open(
  _ address: Address, in store: KeyFileStore, _ secret: DeviceSecret, of wallet: Address,
  _ credentials: APICredentials, on exchange: Exchange
) async throws -> Session? {
  guard let key = try store.open(address, credential: secret.passphrase()).sessionKey else { return nil }
  return try await exchange.resumeSession(key: key, wallet: wallet, credentials: credentials)
}

func startAndKeep(
  in store: KeyFileStore, _ secret: DeviceSecret, for wallet: some WalletSigner, _ scope: SessionKeyScope,
  on exchange: Exchange, save: (Address, String?, String) throws -> Void
) async throws {
  let key = Secp256k1PrivateKey()
  _ = try store.store(
    .sessionKey(key), name: nil, now: exchange.now, credential: secret.passphraseForCreating())
  let session = try await exchange.startSession(
    authorizedBy: wallet, permitting: scope, lasting: .seconds(7 * 86_400), key: SessionKey(key))

  try session.credentials?.withSecret { secret in try save(session.wallet, session.credentials?.key, secret) }
}

func goOn(
  with address: Address, of wallet: Address, in store: KeyFileStore, _ secret: DeviceSecret,
  savedKey: String, savedSecret: String, on exchange: Exchange
) async throws -> Session? {
  guard let key = try store.open(address, credential: secret.passphrase()).sessionKey,
    let credentials = APICredentials(key: savedKey, secret: savedSecret)
  else { return nil }
  return try await exchange.resumeSession(key: key, wallet: wallet, credentials: credentials)
}
