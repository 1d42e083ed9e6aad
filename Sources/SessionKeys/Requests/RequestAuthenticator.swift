internal import EthereumPrimitives
internal import PerpsProtocol
public import TypedData

/// Finds out who signed a request: the wallet, one of its session keys, or neither.
///
/// Takes nothing but the signature's word: every member that counts is under it, in one domain. Runs without any
/// lock, on as many cores as there are; what may change from one moment to the next is judged by ``AdmissionRules``.
public struct RequestAuthenticator<Verifier: SignatureVerifier>: Sendable {
  /// The domain that signatures must be made for.
  public let domain: Domain
  private let verifier: Verifier
  private let policy: AdmissionPolicy

  /// Authenticates requests of one domain.
  public init(domain: Domain, verifier: Verifier, policy: AdmissionPolicy) {
    self.domain = domain
    self.verifier = verifier
    self.policy = policy
  }

  /// Says who signed, or refuses: ``Refusal/invalidOrderTerms(_:)``, ``Refusal/invalidSignature``,
  /// ``Refusal/custodyNotPermitted(sessionKey:revoked:)``, ``Refusal/sessionKeyUnknown``,
  /// ``Refusal/sessionKeyOfAnotherWallet``, or one of the refusals of a consent, in this order.
  public func authenticate(
    _ request: SignedRequest, keys: some SessionKeyDirectory
  ) throws(Refusal) -> AuthenticatedRequest {
    if case .trade(.order(let order)) = request.action {
      do { try order.checkTerms() } catch { throw .invalidOrderTerms(error) }
    }
    let digest = request.action.digest(in: domain)
    switch request.action {
    case .trade(let action):
      guard let key = action.sessionKey else {
        return try authenticateWallet(request, digest, keys, isCustody: false)
      }
      return try authenticateSessionKey(key, request, digest, keys)
    case .revokeSessionKey(let revocation):
      return try authenticateRevocation(revocation, request, digest, keys)
    case .authorizeSessionKey(let enrollment):
      let authenticated = try authenticateWallet(request, digest, keys, isCustody: true)
      let enrolled = try checkConsent(of: enrollment)
      return AuthenticatedRequest(
        request: request, actor: .wallet, digest: digest, signerPublicKey: authenticated.signerPublicKey,
        enrolledPublicKey: enrolled)
    case .authorizeDelegatedKey, .revokeDelegatedKey, .revokeAllSessionKeys, .associateWallet, .withdraw, .transfer,
      .deposit, .publishIndexPrice:
      return try authenticateWallet(request, digest, keys, isCustody: true)
    }
  }
}

// MARK: - The wallet

extension RequestAuthenticator {
  private func authenticateWallet(
    _ request: SignedRequest, _ digest: Bytes32, _ keys: some SessionKeyDirectory, isCustody: Bool
  ) throws(Refusal) -> AuthenticatedRequest {
    let wallet = request.action.wallet
    let signer = recoveredKey(request, digest)
    if let signer, signer.address == wallet {
      return AuthenticatedRequest(request: request, actor: .wallet, digest: digest, signerPublicKey: signer)
    }
    if isCustody, let key = sessionKey(of: wallet, behind: request, digest, recovered: signer, keys) {
      throw .custodyNotPermitted(sessionKey: key, revoked: policy.custodyAttemptRevokesKey)
    }
    throw .invalidSignature
  }

  /// The session key of the wallet that signed what only the wallet may sign, or `nil`.
  private func sessionKey(
    of wallet: Address, behind request: SignedRequest, _ digest: Bytes32, recovered: PublicKey?,
    _ keys: some SessionKeyDirectory
  ) -> Address? {
    switch request.signature {
    case .secp256k1:
      guard let recovered, let record = keys.record(of: recovered.address), record.wallet == wallet else { return nil }
      return record.address
    case .p256(let signature):
      return keys.p256Records(of: wallet).first { record in
        record.publicKey.map { verifier.isValid(signature, over: digest, by: $0) } ?? false
      }?.address
    }
  }

  private func recoveredKey(_ request: SignedRequest, _ digest: Bytes32) -> PublicKey? {
    guard case .secp256k1(let signature) = request.signature else { return nil }
    return verifier.recoverPublicKey(from: signature, over: digest)
  }
}

// MARK: - Session keys

extension RequestAuthenticator {
  private func authenticateSessionKey(
    _ address: Address, _ request: SignedRequest, _ digest: Bytes32, _ keys: some SessionKeyDirectory
  ) throws(Refusal) -> AuthenticatedRequest {
    guard let record = keys.record(of: address) else {
      if case .secp256k1 = request.signature, recoveredKey(request, digest)?.address != address {
        throw .invalidSignature
      }
      throw .sessionKeyUnknown
    }
    guard let publicKey = signer(request.signature, digest, record) else { throw .invalidSignature }
    guard record.wallet == request.action.wallet else { throw .sessionKeyOfAnotherWallet }
    return AuthenticatedRequest(
      request: request, actor: .sessionKey(record), digest: digest, signerPublicKey: publicKey)
  }

  private func authenticateRevocation(
    _ revocation: SessionKeyRevocation, _ request: SignedRequest, _ digest: Bytes32, _ keys: some SessionKeyDirectory
  ) throws(Refusal) -> AuthenticatedRequest {
    if let record = keys.record(of: revocation.sessionKey), record.wallet == revocation.wallet,
      let publicKey = signer(request.signature, digest, record)
    {
      return AuthenticatedRequest(
        request: request, actor: .sessionKey(record), digest: digest, signerPublicKey: publicKey)
    }
    return try authenticateWallet(request, digest, keys, isCustody: true)
  }

  /// The public key of a record, if it made the signature.
  private func signer(_ signature: KeySignature, _ digest: Bytes32, _ record: SessionKeyRecord) -> PublicKey? {
    switch (signature, record.publicKey) {
    case (.secp256k1(let signature), let known):
      // Recovered also where the key is known: a signature verifies whatever its v, and the contract recovers.
      guard let key = verifier.recoverPublicKey(from: signature, over: digest) else { return nil }
      return known.map { $0 == key } ?? (key.address == record.address) ? key : nil
    case (.p256(let signature), let key?):
      return verifier.isValid(signature, over: digest, by: key) ? key : nil
    case (.p256, nil):
      return nil
    }
  }

  /// The public key that consented, proven to be the one that the wallet signed for.
  private func checkConsent(of enrollment: SessionKeyEnrollment) throws(Refusal) -> PublicKey {
    let authorization = enrollment.authorization
    guard let consent = enrollment.consent else { throw .consentMissing }
    if let publicKey = enrollment.publicKey, publicKey.address != authorization.sessionKey {
      throw .publicKeyMismatch
    }
    let digest = SessionKeyConsent(to: authorization).digest(in: domain)
    switch consent {
    case .secp256k1(let signature):
      guard let key = verifier.recoverPublicKey(from: signature, over: digest), key.address == authorization.sessionKey
      else { throw .consentInvalid }
      return key
    case .p256(let signature):
      guard let publicKey = enrollment.publicKey else { throw .publicKeyMissing }
      guard verifier.isValid(signature, over: digest, by: publicKey) else { throw .consentInvalid }
      return publicKey
    }
  }
}
