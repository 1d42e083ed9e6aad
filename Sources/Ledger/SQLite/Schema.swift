internal import Foundation
internal import GRDB
internal import TypedData

/// The tables of a SQLite ledger. They guard first: whatever the program gets wrong, the database refuses.
///
/// Migrations are only ever added; one that has been released never changes.
enum Schema {
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 entries, keys, nonces, prices") { db in
      try db.execute(sql: entries)
      try db.execute(sql: keys)
      try db.execute(sql: facts)
    }
    migrator.registerMigration("2 refusals, expiry") { db in
      try db.execute(sql: refusalsAndExpiry)
      try KeyExpiry.fill(in: db)
    }
    migrator.registerMigration("3 chain") { try ChainColumn.add(in: $0) }
    migrator.registerMigration("4 recent uses") { try $0.execute(sql: RecentUses.schema) }
    return migrator
  }

  /// `application_id` of SQLite's file header: "KPSL".
  static let applicationID: Int32 = 0x4b50_534c

  /// What is appended, and never changed. Times are milliseconds, amounts pips, ticks 100 ns since 1582.
  ///
  /// `ledger` has one row: which domain the ledger is of, the ticks before which used nonces have been forgotten, and
  /// how many failed commits were overwritten.
  private static let entries = """
    PRAGMA application_id = \(applicationID);

    CREATE TABLE ledger (
      id INTEGER PRIMARY KEY NOT NULL CHECK (id = 1),
      domain_name TEXT NOT NULL,
      domain_version TEXT NOT NULL,
      domain_chain_id TEXT NOT NULL,
      domain_contract BLOB NOT NULL CHECK (length(domain_contract) = 20),
      forgotten_before_ticks INTEGER NOT NULL DEFAULT 0 CHECK (forgotten_before_ticks >= 0),
      failed_commits INTEGER NOT NULL DEFAULT 0 CHECK (failed_commits >= 0)
    ) STRICT;

    CREATE TABLE entry (
      sequence INTEGER PRIMARY KEY NOT NULL CHECK (sequence >= 1),
      time INTEGER NOT NULL CHECK (time BETWEEN 0 AND 253402300799999),
      kind INTEGER NOT NULL CHECK (kind IN (1, 2)),
      session_key BLOB CHECK (length(session_key) = 20) REFERENCES session_key (address),
      request BLOB NOT NULL CHECK (length(request) BETWEEN 1 AND \(RequestEncoding.bytesMaximum)),
      index_price INTEGER CHECK (index_price >= 0),
      order_value INTEGER CHECK (order_value >= 0),
      value_used_before INTEGER CHECK (value_used_before >= 0),
      CHECK (kind = 1 OR session_key IS NOT NULL)
    ) STRICT;

    CREATE TRIGGER entry_follows_the_last BEFORE INSERT ON entry
    WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM entry)
      OR NEW.time < (SELECT time FROM entry ORDER BY sequence DESC LIMIT 1)
    BEGIN SELECT RAISE(ABORT, 'an entry follows the last without a gap and not before its time'); END;

    CREATE TRIGGER entry_is_not_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;

    CREATE TRIGGER entry_is_not_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;

    CREATE TRIGGER ledger_keeps_its_domain
    BEFORE UPDATE OF domain_name, domain_version, domain_chain_id, domain_contract ON ledger
    BEGIN SELECT RAISE(ABORT, 'a ledger keeps its domain'); END;

    CREATE TRIGGER ledger_does_not_remember BEFORE UPDATE OF forgotten_before_ticks ON ledger
    WHEN NEW.forgotten_before_ticks < OLD.forgotten_before_ticks
    BEGIN SELECT RAISE(ABORT, 'what was forgotten stays forgotten'); END;
    """

  /// Session keys, and how they stand. A record is what the registering entry says, with the public key that the
  /// consent has proven. An address that was ever registered stays for ever.
  private static let keys = """
    CREATE TABLE session_key (
      address BLOB PRIMARY KEY NOT NULL CHECK (length(address) = 20),
      wallet BLOB NOT NULL CHECK (length(wallet) = 20),
      sequence INTEGER NOT NULL UNIQUE REFERENCES entry (sequence),
      authorization_ticks INTEGER NOT NULL CHECK (authorization_ticks >= 0),
      curve INTEGER CHECK (curve IN (1, 2)),
      public_key BLOB CHECK (length(public_key) = 64),
      CHECK ((curve IS NULL) = (public_key IS NULL))
    ) STRICT;

    CREATE INDEX session_key_of_wallet ON session_key (wallet, sequence);
    CREATE INDEX p256_key_of_wallet ON session_key (wallet, sequence) WHERE curve = 2;

    CREATE TRIGGER session_key_is_not_changed BEFORE UPDATE ON session_key
    BEGIN SELECT RAISE(ABORT, 'session keys are never changed'); END;

    CREATE TRIGGER session_key_is_not_deleted BEFORE DELETE ON session_key
    BEGIN SELECT RAISE(ABORT, 'session keys are never deleted'); END;

    CREATE TABLE session_key_standing (
      address BLOB PRIMARY KEY NOT NULL REFERENCES session_key (address),
      revoked_by INTEGER REFERENCES entry (sequence),
      first_use INTEGER REFERENCES entry (sequence),
      last_use INTEGER REFERENCES entry (sequence),
      action_count INTEGER NOT NULL DEFAULT 0 CHECK (action_count >= 0),
      value_day INTEGER NOT NULL DEFAULT 0 CHECK (value_day >= 0),
      value_used INTEGER NOT NULL DEFAULT 0 CHECK (value_used >= 0),
      CHECK ((first_use IS NULL) = (last_use IS NULL)),
      CHECK (last_use <= revoked_by)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER revocation_is_final BEFORE UPDATE OF revoked_by ON session_key_standing
    WHEN OLD.revoked_by IS NOT NULL AND NEW.revoked_by IS NOT OLD.revoked_by
    BEGIN SELECT RAISE(ABORT, 'a revocation is final'); END;

    CREATE TRIGGER standing_is_not_deleted BEFORE DELETE ON session_key_standing
    BEGIN SELECT RAISE(ABORT, 'how a session key stands is never deleted'); END;

    CREATE TABLE custody_attempts (
      address BLOB PRIMARY KEY NOT NULL REFERENCES session_key (address),
      count INTEGER NOT NULL CHECK (count >= 1),
      first_time INTEGER NOT NULL,
      last_time INTEGER NOT NULL CHECK (last_time >= first_time),
      last_request BLOB NOT NULL CHECK (length(last_request) BETWEEN 1 AND \(RequestEncoding.bytesMaximum))
    ) STRICT;
    """

  /// What requests are judged by. Used nonces stand in the order of their time: new ones at the end, where the cache
  /// is warm, and those to forget at the beginning.
  private static let facts = """
    CREATE TABLE used_nonce (
      ticks INTEGER NOT NULL CHECK (ticks >= 0),
      rest INTEGER NOT NULL,
      wallet BLOB NOT NULL CHECK (length(wallet) = 20),
      PRIMARY KEY (ticks, rest, wallet)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE all_keys_revocation (
      wallet BLOB NOT NULL CHECK (length(wallet) = 20),
      ticks INTEGER NOT NULL CHECK (ticks >= 0),
      nonce BLOB NOT NULL CHECK (length(nonce) = 16),
      sequence INTEGER NOT NULL REFERENCES entry (sequence),
      PRIMARY KEY (wallet, ticks)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER all_keys_revocation_is_final BEFORE UPDATE ON all_keys_revocation
    BEGIN SELECT RAISE(ABORT, 'a revocation is final'); END;

    CREATE TRIGGER all_keys_revocation_is_not_deleted BEFORE DELETE ON all_keys_revocation
    BEGIN SELECT RAISE(ABORT, 'a revocation is final'); END;

    CREATE TABLE index_price (
      market TEXT PRIMARY KEY NOT NULL,
      price INTEGER NOT NULL CHECK (price >= 0),
      sequence INTEGER NOT NULL REFERENCES entry (sequence)
    ) STRICT, WITHOUT ROWID;
    """

  /// How often a key was refused, and when it expires.
  private static let refusalsAndExpiry = """
    ALTER TABLE session_key_standing
      ADD COLUMN refusal_count INTEGER NOT NULL DEFAULT 0 CHECK (refusal_count >= 0);
    ALTER TABLE session_key_standing
      ADD COLUMN last_refusal_code TEXT CHECK ((last_refusal_code IS NULL) = (refusal_count = 0));
    ALTER TABLE session_key_standing
      ADD COLUMN last_refusal_time INTEGER CHECK ((last_refusal_time IS NULL) = (refusal_count = 0));
    ALTER TABLE session_key_standing
      ADD COLUMN expires_at INTEGER NOT NULL DEFAULT 0 CHECK (expires_at BETWEEN 0 AND 253402300799999);

    CREATE INDEX session_key_not_revoked ON session_key_standing (expires_at, revoked_by) WHERE revoked_by IS NULL;
    """
}
