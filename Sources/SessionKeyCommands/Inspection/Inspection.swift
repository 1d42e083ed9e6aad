internal import EthereumPrimitives
internal import ExchangeAPI
internal import PerpsProtocol
internal import SessionKeys
internal import Signing
internal import TypedData

/// What a signed body stands for, and who signed it.
///
/// Says nothing about whether the exchange would accept it: that also depends on the clock and on what it has seen.
struct Inspection {
  let action: RequestedAction
  let message: MessageView
  let domain: Domain
  let digest: Bytes32
  let curve: Curve
  /// Who signed, where a signature tells or the body has the key to check it with.
  let signer: Address?
  let signedBy: Signatory.Role
  /// Of an authorisation of a session key within bounds; `nil` for every other request.
  let consent: ConsentInspection?
  /// A label in the body that is not signed.
  let label: SessionKeyName?
  let notes: [Note]

  /// Inspects the reading of a body whose signer is the wallet or the session key that it names, else the first.
  init(_ body: SignedRequestBody, in domain: Domain) throws(StrictJSONError) {
    let readings = body.requests.map { Reading($0, in: domain) }
    // A body has at least one reading.
    let reading = readings.first { $0.role != .unknown } ?? readings[0]
    action = reading.request.action
    message = try MessageView(action.message, in: domain)
    self.domain = domain
    digest = reading.digest
    curve = reading.request.signature.curve
    signer = reading.signer
    signedBy = reading.role
    label = reading.request.label
    consent = ConsentInspection(action, in: domain)
    var notes = readings.count > 1 ? reading.notesAmongOthers : reading.notes
    if let problem = consent?.problem { notes.append(.consent(problem)) }
    if case .trade(.order(let order)) = action {
      do { try order.checkTerms() } catch { notes.append(.orderTerms(error)) }
    }
    self.notes = notes
  }
}

/// One message that a body can stand for, with the signer that the signature then has.
private struct Reading {
  let request: SignedRequest
  let digest: Bytes32
  let signer: Address?
  private let signatory: Signatory?

  var role: Signatory.Role { signatory?.role ?? .unknown }

  init(_ request: SignedRequest, in domain: Domain) {
    self.request = request
    digest = request.action.digest(in: domain)
    signer = Self.signer(of: request, digest)
    signatory = signer.map { Signatory($0, of: request.action) }
  }

  private static func signer(of request: SignedRequest, _ digest: Bytes32) -> Address? {
    switch request.signature {
    case .secp256k1(let signature):
      return ECDSAVerifier().recoverPublicKey(from: signature, over: digest)?.address
    case .p256(let signature):
      guard let key = p256Key(in: request) else { return nil }
      return ECDSAVerifier().isValid(signature, over: digest, by: key) ? key.address : nil
    }
  }

  /// The public key in the body, as a P-256 key: without a consent nothing has said which curve it is on.
  private static func p256Key(in request: SignedRequest) -> PublicKey? {
    guard case .authorizeSessionKey(let enrollment) = request.action else { return nil }
    return enrollment.publicKey.map { PublicKey(curve: .p256, x: $0.x, y: $0.y) }
  }

  var notes: [Note] {
    guard let signatory else {
      guard isP256 else { return [.noSigner] }
      let note = Self.p256Key(in: request) == nil ? Note.p256 : .p256ByAnotherKey
      return request.action.isForWalletOnly ? [note, .p256ForWallet(request.action.primaryType)] : [note]
    }
    guard let objection = signatory.objection else { return [] }
    guard case .stranger = objection else { return [.signer(objection)] }
    return [.signer(objection), .otherDomain]
  }

  /// The same where the body can stand for other messages, too.
  var notesAmongOthers: [Note] {
    if role != .unknown { return notes }
    return isP256 ? [.p256, .otherReadingsUnchecked] : notes + [.otherReadings]
  }

  private var isP256: Bool { request.signature.curve == .p256 }
}
