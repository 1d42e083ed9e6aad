import EthereumPrimitives
import ExchangeAPI
import PerpsProtocol
import SessionKeys
import Signing

/// Who signs what an input asks for.
enum Signatory {
  /// The session key that the parameters name, where it may sign them, or else their wallet.
  case honest
  /// The first trader's session key, whatever it is.
  case thief
}

extension Cast {
  /// The body of a signed call with these parameters. Those that cannot be read are signed by nobody.
  func body(_ parameters: [UInt8], of endpoint: SignedEndpoint, by signatory: Signatory) -> [UInt8] {
    var signature = "0x" + String(repeating: "11", count: 64) + "1b"
    var consent = ""
    if let action = try? UnsignedRequest(parameters: parameters, of: endpoint).action {
      signature = sign(action, by: signatory) ?? signature
      consent = self.consent(to: action).map { #","consent":"\#($0)""# } ?? ""
    }
    return Array(#"{"parameters":"#.utf8) + parameters + Array(#","signature":"\#(signature)"\#(consent)}"#.utf8)
  }

  private func sign(_ action: RequestedAction, by signatory: Signatory) -> String? {
    if signatory == .thief { return sign(action, with: stolen) }
    switch action {
    case .trade(let trade):
      guard let key = trade.sessionKey.flatMap({ key($0) }) else { break }
      return (try? key.key.sign(trade, in: Self.domain))?.description
    case .authorizeDelegatedKey, .revokeDelegatedKey:
      return sign(action, with: (wallet(action.wallet) ?? traders[0]).signer)
    default: break
    }
    return wallet(action.wallet).flatMap { sign(action, with: $0.signer) }
  }

  private func sign(_ action: RequestedAction, with wallet: LocalWallet) -> String? {
    func signed(_ message: some PerpsMessage) -> String? {
      (try? wallet.sign(message, in: Self.domain)).map { Hex.encode($0.bytes) }
    }
    return signed(action.message)
  }

  private func consent(to action: RequestedAction) -> String? {
    guard case .authorizeSessionKey(let enrollment) = action, let key = key(enrollment.authorization.sessionKey) else {
      return nil
    }
    return (try? key.key.consent(to: enrollment.authorization, in: Self.domain))?.description
  }
}
