import Crypto
import EthereumPrimitives
import Foundation
import Testing

@testable import Signing

/// The public ECDSA edge cases of C2SP/wycheproof, where their folder is present: in the one that the environment
/// variable WYCHEPROOF names, or in `shared/vectors/wycheproof` beside the project. They are not part of the project;
/// the project's own edge cases are in `SignatureEdgeCaseTests`.
///
/// Wycheproof counts a high `s` as valid; here it is refused. So: valid with a low `s` is accepted, all else refused.
@Suite struct WycheproofTests {
  @Test(
    .enabled(if: Wycheproof.folder != nil, "the wycheproof folder is not present"),
    arguments: [
      (Curve.secp256k1, "ecdsa_secp256k1_sha256_p1363_test.json"), (.p256, "ecdsa_secp256r1_sha256_p1363_test.json"),
    ])
  func `signatures are accepted exactly where Wycheproof says so and s is low`(
    _ curve: Curve, _ name: String
  ) throws {
    let folder = try #require(Wycheproof.folder)
    let file = try JSONDecoder().decode(
      Wycheproof.self, from: Data(contentsOf: folder.appending(path: name)))
    var counts = (accepted: 0, refused: 0)
    for group in file.testGroups {
      let point = try Hex.decode("0x" + group.publicKey.uncompressed)
      let key = try #require(PublicKey(curve: curve, raw: [UInt8](point.dropFirst())))
      for test in group.tests {
        let bytes = try Hex.decode("0x" + test.sig)
        let expected = test.result == "valid" && isLow(bytes, curve)
        let accepted = try isAccepted(bytes, over: Hex.decode("0x" + test.msg), by: key)
        #expect(accepted == expected, "\(name), test \(test.tcId): \(test.comment)")
        if accepted { counts.accepted += 1 } else { counts.refused += 1 }
      }
    }
    #expect(counts.accepted > 50 && counts.refused > 50)
  }

  private func isAccepted(_ bytes: [UInt8], over message: [UInt8], by key: PublicKey) -> Bool {
    guard let signature = try? ECDSASignature(curve: key.curve, raw: bytes) else { return false }
    switch key.curve {
    case .p256: return isValidP256(signature, overSHA256Of: message, by: key)
    case .secp256k1:
      guard let digest = Bytes32([UInt8](SHA256.hash(data: message))) else { return false }
      return ECDSAVerifier().isValid(signature, over: digest, by: key)
    }
  }

  private func isLow(_ signature: [UInt8], _ curve: Curve) -> Bool {
    signature.count == 64 && !curve.halfOrder.bytes.lexicographicallyPrecedes(signature[32...])
  }
}

private struct Wycheproof: Decodable {
  struct Group: Decodable {
    struct Key: Decodable { let uncompressed: String }
    struct Test: Decodable {
      let tcId: Int
      let comment: String
      let msg: String
      let sig: String
      let result: String
    }
    let publicKey: Key
    let tests: [Test]
  }
  let testGroups: [Group]

  static let folder: URL? = {
    let project = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL
    let beside = project.deletingLastPathComponent().appending(path: "shared/vectors/wycheproof")
    let named = ProcessInfo.processInfo.environment["WYCHEPROOF"].map { URL(filePath: $0) }
    return [named, beside].compactMap { $0 }.first { FileManager.default.fileExists(atPath: $0.path) }
  }()
}
