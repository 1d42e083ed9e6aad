internal import Crypto
internal import CryptoExtras
internal import Foundation
internal import Signing

/// The secret that scrypt makes of a passphrase; encrypts and decrypts key bytes. swift-crypto keeps and wipes it.
struct KeyEncryption {
  private let secret: SymmetricKey

  private static let secretByteCount = 32

  /// Derives the secret: this takes as long and as much memory as the parameters say.
  init(_ passphrase: Passphrase, header: KeyFileHeader) throws(KeyStoreError) {
    do {
      secret = try passphrase.withBytes { bytes in
        try KDF.Scrypt.deriveKey(
          from: bytes, salt: header.salt, outputByteCount: Self.secretByteCount, rounds: header.derivation.rounds,
          blockSize: ScryptParameters.blockSize, parallelism: header.derivation.parallelism)
      }
    } catch { throw .cryptography }
  }

  /// Encrypts a key under a fresh nonce.
  func seal(_ key: VaultKey, header: KeyFileHeader) throws(KeyStoreError) -> SealedKey {
    var bytes = [UInt8](repeating: 0, count: VaultKey.secretByteCount)
    defer { wipe(&bytes) }
    key.withSecretBytes { secret in
      for index in secret.indices { bytes[index] = secret[index] }
    }
    do {
      let box = try AES.GCM.seal(bytes, using: secret, authenticating: header.associatedData)
      return SealedKey(nonce: [UInt8](box.nonce), ciphertext: [UInt8](box.ciphertext), tag: [UInt8](box.tag))
    } catch { throw .cryptography }
  }

  /// Decrypts a key. Whatever is wrong, the passphrase, the header or the ciphertext, the answer is the same.
  func open(_ sealed: SealedKey, header: KeyFileHeader) throws(KeyStoreError) -> VaultKey {
    var bytes = try decrypt(sealed, header: header)
    defer { wipe(&bytes) }
    do {
      let key = try VaultKey(header.key.kind, wiping: &bytes)
      if key.address == header.key.address { return key }
    } catch {}
    throw .notOpened
  }

  private func decrypt(_ sealed: SealedKey, header: KeyFileHeader) throws(KeyStoreError) -> [UInt8] {
    do {
      let box = try AES.GCM.SealedBox(
        nonce: AES.GCM.Nonce(data: sealed.nonce), ciphertext: sealed.ciphertext, tag: sealed.tag)
      var data = try AES.GCM.open(box, using: secret, authenticating: header.associatedData)
      defer { data.resetBytes(in: data.startIndex..<data.endIndex) }
      return [UInt8](data)
    } catch { throw .notOpened }
  }
}

/// What AES-256-GCM made of a key's bytes. Checked: no part has another length than it must have.
struct SealedKey: Hashable, Sendable {
  static let nonceByteCount = 12
  static let tagByteCount = 16

  let nonce: [UInt8]
  let ciphertext: [UInt8]
  let tag: [UInt8]
}
