internal import EthereumPrimitives

/// All accounts, in the order in which they came; the first is the insurance fund.
///
/// Whatever may fail half-way is a transaction: the first touch of an account keeps what it was, so that everything can
/// be taken back. No dictionary is ever walked through.
struct AccountStore: Sendable {
  private(set) var indices: [Address: Int] = [:]
  var list: [Account]
  /// What the accounts were that the transaction has touched, in the order of the first touch.
  private(set) var journal: [(index: Int, before: Account)] = []
  private var transaction: UInt64 = 0
  private let markets: Int
  /// The places of the accounts that an account of the API may read, in their order, by the bytes of its key's id. It
  /// follows from the list.
  private var readable: [[UInt8]: [Int]] = [:]

  /// The place of the insurance fund, which has no address: nobody can sign for it or send to it.
  static let insuranceFund = 0

  init(markets: Int) {
    self.markets = markets
    list = [Account(wallet: .zero, markets: markets)]
  }

  /// The account of a wallet, made where there is none; `nil` when there are as many as there may be.
  mutating func index(making wallet: Address) -> Int? {
    if let index = indices[wallet] { return index }
    guard list.count <= ExchangeLimits.walletsMaximum else { return nil }
    list.append(Account(wallet: wallet, markets: markets))
    indices[wallet] = list.count - 1
    return list.count - 1
  }

  /// Lets an account of the API, which could not do so before, read an account.
  mutating func associate(_ index: Int, with apiAccount: String) {
    list[index].apiAccounts.append(apiAccount)
    note(index, readBy: apiAccount)
  }

  /// Notes the readers of an account that was read from a snapshot.
  mutating func noteReaders(of index: Int) {
    for apiAccount in list[index].apiAccounts { note(index, readBy: apiAccount) }
  }

  private mutating func note(_ index: Int, readBy apiAccount: String) {
    var places = readable[Array(apiAccount.utf8)] ?? []
    places.insert(index, at: places.firstIndex { $0 > index } ?? places.endIndex)
    readable[Array(apiAccount.utf8)] = places
  }

  /// The places of the accounts that an account of the API may read.
  func places(readBy apiAccount: String) -> [Int] { readable[Array(apiAccount.utf8)] ?? [] }

  /// Begins a transaction.
  mutating func begin() {
    transaction += 1
    journal.removeAll(keepingCapacity: true)
  }

  /// Keeps what an account was, once for a transaction.
  mutating func touch(_ index: Int) {
    guard list[index].transaction != transaction else { return }
    journal.append((index, list[index]))
    list[index].transaction = transaction
  }

  /// Takes everything back.
  mutating func rollBack() {
    for (index, before) in journal { list[index] = before }
    journal.removeAll(keepingCapacity: true)
  }

  /// Ends a transaction, and gives what the touched accounts were.
  mutating func commit() -> [(index: Int, before: Account)] {
    let touched = journal
    journal = []
    return touched
  }
}
