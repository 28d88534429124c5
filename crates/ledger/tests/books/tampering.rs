//! What was changed behind the program's back is found, and what the file itself refuses to have changed.

use crate::common::{Deal, Shelf, assert_sound, record_all};
use idlewatt_proto::books::Side;
use idlewatt_proto::reason::UnitFailure;
use rusqlite::Connection;

/// Books with a bit of everything: paid, partly done, void, open; both sides.
fn books() -> Shelf {
    let (shelf, sold, bought) = (Shelf::new(), Deal::new(Side::Provider, 1), Deal::new(Side::Requester, 2));
    let mut ledger = shelf.open();
    record_all(&mut ledger, [sold.opened(1, 10), sold.started(0, 20), sold.done(0, 30), sold.taken(1, 10, 40)]);
    record_all(&mut ledger, [sold.started(1, 50), sold.voided(1, UnitFailure::Preempted, 2, 60)]);
    record_all(&mut ledger, [sold.started(2, 70), sold.finished(2, 15, 80), sold.started(3, 90)]);
    record_all(&mut ledger, [bought.opened(1, 11), bought.started(0, 21), bought.done(0, 31)]);
    record_all(&mut ledger, [bought.given(0, 1, 10, 41), bought.ended(51)]);
    assert_sound(&ledger);
    shelf
}

fn disarm(connection: &Connection) {
    connection.pragma_update(None, "foreign_keys", false).expect("pragma");
    connection.pragma_update(None, "ignore_check_constraints", true).expect("pragma");
    let mut triggers = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").expect("schema");
    let names: Vec<String> =
        triggers.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("names");
    for name in names {
        connection.execute_batch(&format!("DROP TRIGGER {name}")).expect("dropped");
    }
}

#[test]
fn an_audit_names_what_was_tampered_with() {
    let cases = [
        ("UPDATE transfer SET amount = amount + 1 WHERE seq = 1", "transfer 1 moves"),
        ("UPDATE transfer SET debit = credit, credit = debit WHERE seq = 2", "transfer 2 is not as entry"),
        ("UPDATE transfer SET kind = 'plain', resolves = NULL WHERE seq = 3", "transfer 3 is not as entry"),
        ("UPDATE transfer SET kind = 'gift' WHERE seq = 3", "transfer 3 cannot be read"),
        ("DELETE FROM transfer WHERE kind = 'post'", "pays for less than its receipt covers"),
        ("DELETE FROM transfer WHERE kind = 'void'", "is missing from entry"),
        ("DELETE FROM transfer WHERE seq = 2", "transfers are missing before number 3"),
        (
            "INSERT INTO transfer SELECT (SELECT max(seq) + 1 FROM transfer), randomblob(16), entry, 'post', debit,
                credit, amount, seq FROM transfer WHERE kind = 'pending'
                AND seq NOT IN (SELECT resolves FROM transfer WHERE resolves IS NOT NULL) LIMIT 1",
            "transfer 14 is not what entry",
        ),
        ("UPDATE transfer SET entry = entry + 1 WHERE seq = 1", "is missing from entry 2"),
        (
            "UPDATE account SET kind = 'payable', peer = zeroblob(32) WHERE kind = 'earnings'",
            "transfer 1 is not as entry 2",
        ),
        ("UPDATE entry SET body = CAST(body || x'00' AS BLOB) WHERE seq = 3", "entry 3 was changed"),
        ("UPDATE entry SET body = x'' WHERE seq = 3", "entry 3 cannot be read"),
        ("UPDATE entry SET hash = randomblob(32) WHERE seq = 4", "entry 4 was changed"),
        ("UPDATE entry SET prev = zeroblob(32) WHERE seq = 4", "the chain is broken before entry 4"),
        ("UPDATE entry SET id = randomblob(32) WHERE seq = 4", "entry 4 was changed"),
        ("DELETE FROM entry WHERE seq = 5", "the chain is broken before entry 6"),
        ("DELETE FROM entry WHERE seq = (SELECT max(seq) FROM entry)", "is not as its entries tell"),
        ("DELETE FROM entry", "belongs to no entry"),
        ("UPDATE receipt SET cumulative = 1000000 WHERE seq = 1", "is not filed as it was recorded"),
        ("UPDATE receipt SET body = (SELECT body FROM receipt WHERE seq = 2) WHERE seq = 1", "is not filed"),
        ("DELETE FROM receipt WHERE seq = 1", "is not filed"),
        ("UPDATE receipt SET entry = 1 WHERE seq = 1", "a receipt is filed under entry 1"),
        ("UPDATE unit SET gross = gross + 1 WHERE state = 'final'", "is not as its entries tell"),
        ("UPDATE unit SET state = 'final' WHERE state = 'pending'", "is not as its entries tell"),
        ("UPDATE unit SET state = 'lost' WHERE state = 'pending'", "the file is damaged"),
        ("UPDATE unit SET electricity = 0", "is not as its entries tell"),
        ("UPDATE unit SET energy = -1 WHERE energy IS NOT NULL", "the file is damaged"),
        ("DELETE FROM unit WHERE state = 'void'", "units in the books"),
        ("UPDATE job SET kind = 'embed' WHERE side = 'provider'", "is not as its entries tell"),
        ("UPDATE job SET ended = x'00' WHERE ended IS NULL", "micro-credits are shown as held"),
        ("UPDATE unit SET over_at = NULL WHERE state = 'final'", "micro-credits are shown as settled"),
        ("UPDATE job SET paid = paid * 2", "is not as its entries tell"),
        ("UPDATE job SET ended = NULL", "is not as its entries tell"),
        ("DELETE FROM job WHERE side = 'requester'", "is missing"),
    ];
    let mut unnamed = Vec::new();
    for (sql, phrase) in cases {
        // Opened before: some of these would keep the books from opening at all.
        let shelf = books();
        let ledger = shelf.open();
        let connection = Connection::open(shelf.path()).expect("open");
        disarm(&connection);
        assert!(connection.execute(sql, []).expect(sql) > 0, "{sql} changed nothing");
        drop(connection);
        let faults = ledger.audit().expect("audited").faults;
        if !faults.iter().any(|fault| fault.contains(phrase)) {
            unnamed.push((sql, phrase, faults));
        }
    }
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

#[test]
fn a_rewritten_receipt_is_found_by_its_signature() {
    let shelf = books();
    let connection = Connection::open(shelf.path()).expect("open");
    disarm(&connection);
    // A forger who knows the format rewrites the entry, its hash and the chain after it, and lacks only the key.
    let rows: Vec<(i64, Vec<u8>)> = connection
        .prepare("SELECT seq, body FROM entry ORDER BY seq")
        .expect("prepared")
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    let mut prev = [0; 32];
    for (seq, mut body) in rows {
        if seq == 4 {
            let signature_byte = body.len() - 10;
            body[signature_byte] ^= 1;
        }
        let mut hasher = blake3::Hasher::new_derive_key("idlewatt ledger link 1");
        let hash = *hasher.update(&prev).update(&body).finalize().as_bytes();
        let id = *blake3::hash(&body).as_bytes();
        connection
            .execute(
                "UPDATE entry SET body = ?2, id = ?3, prev = ?4, hash = ?5 WHERE seq = ?1",
                (seq, &body, id, prev, hash),
            )
            .expect("updated");
        prev = hash;
    }
    drop(connection);
    let faults = shelf.open().audit().expect("audited").faults;
    assert!(faults.iter().any(|fault| fault.contains("the signature of its receipt does not hold")), "{faults:#?}");
    assert!(!faults.iter().any(|fault| fault.contains("chain")), "the forger mended the chain: {faults:#?}");
}

#[test]
fn the_file_refuses_to_change_or_lose_what_was_recorded() {
    let shelf = books();
    let connection = Connection::open(shelf.path()).expect("open");
    connection.pragma_update(None, "foreign_keys", false).expect("pragma");
    connection.pragma_update(None, "recursive_triggers", true).expect("pragma");
    for table in ["entry", "transfer", "receipt"] {
        for sql in [
            format!("UPDATE {table} SET seq = seq"),
            format!("DELETE FROM {table}"),
            format!("DELETE FROM {table} WHERE seq = (SELECT max(seq) FROM {table})"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE seq = 1"),
        ] {
            let error = connection.execute(&sql, []).expect_err(&sql).to_string();
            assert!(error.contains("never") || error.contains("in order"), "{sql}: {error}");
        }
    }
    let twice = "INSERT INTO transfer SELECT (SELECT max(seq) + 1 FROM transfer), randomblob(16), entry, 'void', debit,
        credit, amount, resolves FROM transfer WHERE kind = 'post'";
    assert!(connection.execute(twice, []).expect_err("resolved twice").to_string().contains("UNIQUE"));
    let more = "INSERT INTO transfer SELECT (SELECT max(seq) + 1 FROM transfer), randomblob(16), entry, 'post', debit,
        credit, amount + 1, seq FROM transfer WHERE kind = 'pending' ORDER BY seq DESC LIMIT 1";
    assert!(connection.execute(more, []).expect_err("posted for more").to_string().contains("as it is"));
    drop(connection);
    assert_sound(&shelf.open());
}
