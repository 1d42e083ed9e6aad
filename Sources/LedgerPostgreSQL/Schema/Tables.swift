internal import Ledger

/// The tables of a ledger in PostgreSQL. They guard first: whatever the program gets wrong, the database refuses.
///
/// Times are milliseconds, amounts pips, ticks 100 ns since 1582, as with SQLite.
enum Tables {
  /// What is appended, and never changed; and the one row that every transaction locks first.
  ///
  /// What an inserted entry must be is checked once for each statement, so for each batch.
  static let entries = """
    CREATE TABLE ledger (
      id integer PRIMARY KEY CHECK (id = 1),
      application text NOT NULL CHECK (application = '\(Schema.application)'),
      schema_version integer NOT NULL CHECK (schema_version >= 1),
      domain_name text NOT NULL,
      domain_version text NOT NULL,
      domain_chain_id text NOT NULL,
      domain_contract bytea NOT NULL CHECK (length(domain_contract) = 20)
    );

    CREATE TABLE head (
      id integer PRIMARY KEY CHECK (id = 1),
      sequence bigint NOT NULL CHECK (sequence >= 0),
      time bigint CHECK (time BETWEEN 0 AND 253402300799999),
      chain bytea NOT NULL CHECK (length(chain) = 32),
      forgotten_before_ticks bigint NOT NULL CHECK (forgotten_before_ticks >= 0),
      CHECK ((sequence = 0) = (time IS NULL))
    ) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

    INSERT INTO head (id, sequence, time, chain, forgotten_before_ticks)
    VALUES (1, 0, NULL, decode(repeat('00', 32), 'hex'), 0);

    CREATE TABLE entry (
      sequence bigint PRIMARY KEY CHECK (sequence >= 1),
      time bigint NOT NULL CHECK (time BETWEEN 0 AND 253402300799999),
      kind smallint NOT NULL CHECK (kind IN (1, 2)),
      session_key bytea CHECK (length(session_key) = 20),
      request bytea NOT NULL CHECK (length(request) BETWEEN 1 AND \(RequestEncoding.bytesMaximum)),
      index_price bigint CHECK (index_price >= 0),
      order_value bigint CHECK (order_value >= 0),
      value_used_before bigint CHECK (value_used_before >= 0),
      chain bytea NOT NULL CHECK (length(chain) = 32),
      CHECK (kind = 1 OR session_key IS NOT NULL)
    );
    ALTER TABLE entry ALTER COLUMN request SET STORAGE EXTERNAL;

    CREATE FUNCTION entries_follow_the_last() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
    DECLARE first record; last record; before bigint;
    BEGIN
      SELECT min(sequence) AS sequence, count(*) AS count INTO first FROM added;
      SELECT max(sequence) AS sequence INTO last FROM added;
      IF first.count = 0 THEN RETURN NULL; END IF;
      IF last.sequence - first.sequence + 1 <> first.count
        OR (first.sequence > 1 AND NOT EXISTS (SELECT FROM entry WHERE sequence = first.sequence - 1))
        OR EXISTS (SELECT FROM entry WHERE sequence = last.sequence + 1) THEN
        RAISE EXCEPTION 'entries follow the last without a gap';
      END IF;
      IF EXISTS (
        SELECT FROM (
          SELECT time, lag(time, 1, (SELECT time FROM entry WHERE sequence = first.sequence - 1))
            OVER (ORDER BY sequence) AS earlier FROM added) t
        WHERE t.time < t.earlier) THEN
        RAISE EXCEPTION 'an entry is not before the time of the last';
      END IF;
      IF EXISTS (
        SELECT FROM added a WHERE a.session_key IS NOT NULL
          AND NOT EXISTS (SELECT FROM session_key k WHERE k.address = a.session_key)) THEN
        RAISE EXCEPTION 'a session key that acts is registered';
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER entries_follow_the_last AFTER INSERT ON entry REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION entries_follow_the_last();

    CREATE FUNCTION nothing_is_taken_back() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is not changed: % is refused', TG_TABLE_NAME, TG_OP; END $$;
    CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON entry
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();
    CREATE TRIGGER head_stays BEFORE DELETE OR TRUNCATE ON head
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();
    CREATE TRIGGER head_goes_on BEFORE UPDATE ON head FOR EACH ROW
    WHEN (NEW.sequence < OLD.sequence OR NEW.time < OLD.time OR NEW.forgotten_before_ticks < OLD.forgotten_before_ticks)
    EXECUTE FUNCTION nothing_is_taken_back();
    CREATE TRIGGER ledger_keeps_its_domain
    BEFORE UPDATE OF application, domain_name, domain_version, domain_chain_id, domain_contract ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();
    CREATE TRIGGER ledger_stays BEFORE DELETE OR TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();
    """

  /// Session keys, and how they stand. An address that was ever registered stays for ever.
  static let keys = """
    CREATE TABLE session_key (
      address bytea PRIMARY KEY CHECK (length(address) = 20),
      wallet bytea NOT NULL CHECK (length(wallet) = 20),
      sequence bigint NOT NULL UNIQUE REFERENCES entry (sequence) DEFERRABLE INITIALLY DEFERRED,
      authorization_ticks bigint NOT NULL CHECK (authorization_ticks >= 0),
      curve smallint CHECK (curve IN (1, 2)),
      public_key bytea CHECK (length(public_key) = 64),
      CHECK ((curve IS NULL) = (public_key IS NULL))
    );
    CREATE INDEX session_key_of_wallet ON session_key (wallet, sequence);
    CREATE INDEX p256_key_of_wallet ON session_key (wallet, sequence) WHERE curve = 2;
    CREATE TRIGGER session_key_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON session_key
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();

    CREATE TABLE session_key_standing (
      address bytea PRIMARY KEY REFERENCES session_key (address),
      wallet bytea NOT NULL CHECK (length(wallet) = 20),
      authorization_ticks bigint NOT NULL CHECK (authorization_ticks >= 0),
      expires_at bigint NOT NULL CHECK (expires_at BETWEEN 0 AND 253402300799999),
      revoked_by bigint,
      first_use bigint,
      last_use bigint,
      action_count bigint NOT NULL DEFAULT 0 CHECK (action_count >= 0),
      value_day bigint NOT NULL DEFAULT 0 CHECK (value_day >= 0),
      value_used bigint NOT NULL DEFAULT 0 CHECK (value_used >= 0),
      refusal_count bigint NOT NULL DEFAULT 0 CHECK (refusal_count >= 0),
      last_refusal_code text,
      last_refusal_time bigint,
      CHECK ((first_use IS NULL) = (last_use IS NULL)),
      CHECK ((last_refusal_code IS NULL) = (refusal_count = 0)),
      CHECK ((last_refusal_time IS NULL) = (refusal_count = 0)),
      CHECK (last_use <= revoked_by)
    ) WITH (fillfactor = 70);
    CREATE INDEX session_key_not_revoked ON session_key_standing (expires_at) WHERE revoked_by IS NULL;
    CREATE TRIGGER revocation_is_final BEFORE UPDATE OF revoked_by ON session_key_standing FOR EACH ROW
    WHEN (OLD.revoked_by IS NOT NULL AND NEW.revoked_by IS DISTINCT FROM OLD.revoked_by)
    EXECUTE FUNCTION nothing_is_taken_back();
    CREATE TRIGGER standing_keeps_its_wallet
    BEFORE UPDATE OF address, wallet, authorization_ticks, expires_at ON session_key_standing
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();
    CREATE TRIGGER standing_stays BEFORE DELETE OR TRUNCATE ON session_key_standing
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();

    CREATE TABLE custody_attempts (
      address bytea PRIMARY KEY REFERENCES session_key (address),
      count bigint NOT NULL CHECK (count >= 1),
      first_time bigint NOT NULL,
      last_time bigint NOT NULL CHECK (last_time >= first_time),
      last_request bytea NOT NULL CHECK (length(last_request) BETWEEN 1 AND \(RequestEncoding.bytesMaximum))
    );
    """

  /// What requests are judged by. Used nonces stand in the order of their time.
  static let facts = """
    CREATE TABLE used_nonce (
      ticks bigint NOT NULL CHECK (ticks >= 0),
      rest bigint NOT NULL,
      wallet bytea NOT NULL CHECK (length(wallet) = 20),
      PRIMARY KEY (ticks, rest, wallet)
    ) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_insert_scale_factor = 0.05);

    CREATE TABLE all_keys_revocation (
      wallet bytea NOT NULL CHECK (length(wallet) = 20),
      ticks bigint NOT NULL CHECK (ticks >= 0),
      nonce bytea NOT NULL CHECK (length(nonce) = 16),
      sequence bigint NOT NULL REFERENCES entry (sequence),
      PRIMARY KEY (wallet, ticks)
    );
    CREATE TRIGGER all_keys_revocation_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON all_keys_revocation
    FOR EACH STATEMENT EXECUTE FUNCTION nothing_is_taken_back();

    CREATE TABLE index_price (
      market text PRIMARY KEY,
      price bigint NOT NULL CHECK (price >= 0),
      sequence bigint NOT NULL REFERENCES entry (sequence)
    );
    """

  /// The last batch that each running server has committed: by this a server finds out what became of a commit whose
  /// answer was lost.
  static let writers = """
    CREATE TABLE writer (
      id bytea PRIMARY KEY CHECK (length(id) = 16),
      batch bigint NOT NULL CHECK (batch >= 0),
      opened timestamptz NOT NULL DEFAULT now()
    ) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
    """
}
