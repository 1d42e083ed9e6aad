import COpenSSL
import Figures

/// OpenSSL's SHA3-256 at its best: the algorithm is fetched once and the context used again and again.
///
/// Not Keccak-256 (the padding differs by two bits), but the same permutation over the same number of blocks.
@safe final class ReferenceSHA3 {
  private let context: OpaquePointer
  private let algorithm: OpaquePointer
  private var digest = [UInt8](repeating: 0, count: 32)

  init() throws {
    guard let algorithm = unsafe EVP_MD_fetch(nil, "SHA3-256", nil), let context = unsafe EVP_MD_CTX_new() else {
      throw BenchmarkError("libcrypto has no SHA3-256")
    }
    unsafe self.algorithm = unsafe algorithm
    unsafe self.context = unsafe context
  }

  deinit {
    unsafe EVP_MD_CTX_free(context)
    unsafe EVP_MD_free(algorithm)
  }

  /// Hashes a message; the digest stays here.
  func hash(_ message: [UInt8]) {
    let succeeded =
      unsafe EVP_DigestInit_ex2(context, algorithm, nil) == 1
      && EVP_DigestUpdate(context, message, message.count) == 1
      && EVP_DigestFinal_ex(context, &digest, nil) == 1
    precondition(succeeded, "libcrypto does not hash")
  }

  /// The digest of a message.
  func digest(of message: [UInt8]) -> [UInt8] {
    hash(message)
    return digest
  }
}
