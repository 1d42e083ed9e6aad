internal import EthereumPrimitives
internal import GRDB
internal import PerpsProtocol

/// The uses of the session keys that have acted last, apart from how all keys stand.
///
/// Among a million keys each one that acts stands on another page, and a batch would have to write as many pages as it
/// has keys. In this table they stand together in the order in which they began to act, on a few pages. When there are
/// too many, those that have been there longest go to the others: so a key that goes on acting costs that once in a
/// thousand newcomers.
enum RecentUses {
  /// How many keys stand here: few enough for their pages to be few.
  static let keysMaximum = 1_024

  static let schema = """
    CREATE TABLE recent_use (
      place INTEGER PRIMARY KEY NOT NULL,
      address BLOB NOT NULL UNIQUE REFERENCES session_key_standing (address),
      first_use INTEGER NOT NULL CHECK (first_use >= 1),
      last_use INTEGER NOT NULL CHECK (last_use >= first_use),
      action_count INTEGER NOT NULL CHECK (action_count >= 1),
      value_day INTEGER NOT NULL CHECK (value_day >= 0),
      value_used INTEGER NOT NULL CHECK (value_used >= 0)
    ) STRICT;

    CREATE TRIGGER use_comes_before_revocation BEFORE INSERT ON recent_use
    WHEN NEW.last_use > (SELECT revoked_by FROM session_key_standing WHERE address = NEW.address)
    BEGIN SELECT RAISE(ABORT, 'a revoked session key does nothing'); END;

    CREATE TRIGGER recent_use_goes_where_it_stays BEFORE DELETE ON recent_use
    WHEN OLD.last_use IS NOT (SELECT last_use FROM session_key_standing WHERE address = OLD.address)
    BEGIN SELECT RAISE(ABORT, 'the use of a session key is never forgotten'); END;

    ALTER TABLE session_key_standing ADD COLUMN wallet BLOB CHECK (length(wallet) = 20);
    ALTER TABLE session_key_standing ADD COLUMN authorization_ticks INTEGER CHECK (authorization_ticks >= 0);
    UPDATE session_key_standing SET
      wallet = (SELECT wallet FROM session_key k WHERE k.address = session_key_standing.address),
      authorization_ticks =
        (SELECT authorization_ticks FROM session_key k WHERE k.address = session_key_standing.address);

    CREATE TRIGGER standing_has_its_wallet BEFORE INSERT ON session_key_standing
    WHEN NEW.wallet IS NULL OR NEW.authorization_ticks IS NULL
    BEGIN SELECT RAISE(ABORT, 'a session key has a wallet'); END;

    CREATE TRIGGER standing_keeps_its_wallet BEFORE UPDATE OF wallet, authorization_ticks ON session_key_standing
    BEGIN SELECT RAISE(ABORT, 'a session key keeps its wallet'); END;

    CREATE VIEW current_standing AS
    SELECT s.address, s.wallet, s.authorization_ticks, s.expires_at, s.revoked_by,
      coalesce(u.first_use, s.first_use) AS first_use, coalesce(u.last_use, s.last_use) AS last_use,
      coalesce(u.action_count, s.action_count) AS action_count, coalesce(u.value_day, s.value_day) AS value_day,
      coalesce(u.value_used, s.value_used) AS value_used, s.refusal_count, s.last_refusal_code, s.last_refusal_time
    FROM session_key_standing s LEFT JOIN recent_use u ON u.address = s.address;
    """

  /// Writes how a key that has acted stands now.
  static func write(_ standing: KeyStanding, of address: Address, in db: Database) throws {
    let sql = """
      INSERT INTO recent_use (address, first_use, last_use, action_count, value_day, value_used)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (address) DO UPDATE SET last_use = excluded.last_use, action_count = excluded.action_count,
        value_day = excluded.value_day, value_used = excluded.value_used
      """
    try db.cachedStatement(sql: sql).execute(arguments: [
      address.blob, standing.firstUse.map(Int64.init), standing.lastUse.map(Int64.init), Int64(standing.actionCount),
      Int64(standing.valueDay), standing.valueUsed.sql,
    ])
  }

  /// Moves those that have been here longest to where all keys stand, until there are not too many.
  static func makeRoom(in db: Database, keysMaximum: Int = keysMaximum) throws {
    let sql = "SELECT coalesce(max(place) - min(place) + 1, 0), coalesce(min(place), 0) FROM recent_use"
    guard let row = try Row.fetchOne(db.cachedStatement(sql: sql)) else { return }
    let (count, first) = (row[0] as Int64, row[1] as Int64)
    guard count > Int64(keysMaximum) else { return }
    let last = first + count - Int64(keysMaximum)
    for sql in [moveFirst, moveLater, "DELETE FROM recent_use WHERE place < ?"] {
      try db.cachedStatement(sql: sql).execute(arguments: [last])
    }
  }

  /// A key that has not been moved before. Its first use stays what it is, so that later its entry is not looked up.
  private static let moveFirst = """
    UPDATE session_key_standing
    SET first_use = u.first_use, last_use = u.last_use, action_count = u.action_count, value_day = u.value_day,
      value_used = u.value_used
    FROM recent_use u
    WHERE u.place < ? AND u.address = session_key_standing.address AND session_key_standing.first_use IS NULL
    """

  private static let moveLater = """
    UPDATE session_key_standing
    SET last_use = u.last_use, action_count = u.action_count, value_day = u.value_day, value_used = u.value_used
    FROM recent_use u
    WHERE u.place < ? AND u.address = session_key_standing.address
      AND session_key_standing.last_use IS NOT u.last_use
    """
}
