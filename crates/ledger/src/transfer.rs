//! Table `transfer`: money that moves between two accounts, or is meant to.

use crate::StorageError;
use crate::account::Account;
use crate::entry::JobKey;
use crate::open::append_only;
use idlewatt_proto::books::Side;
use idlewatt_proto::{Amount, UnitId, wire};
use rusqlite::{Connection, Row};
use serde::Serialize;

/// A `post` or `void` says what becomes of one `pending` row, named by `resolves`, and repeats its accounts and
/// amount; `UNIQUE` keeps it from being said twice.
pub const TABLE: &str = concat!(
    "CREATE TABLE transfer (
        seq INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
        entry INTEGER NOT NULL REFERENCES entry (seq),
        kind TEXT NOT NULL CHECK (kind IN ('pending', 'post', 'void', 'plain')),
        debit INTEGER NOT NULL REFERENCES account (id),
        credit INTEGER NOT NULL REFERENCES account (id) CHECK (debit <> credit),
        amount INTEGER NOT NULL CHECK (amount > 0),
        resolves INTEGER UNIQUE REFERENCES transfer (seq),
        CHECK ((resolves IS NOT NULL) = (kind IN ('post', 'void')))
    ) STRICT;
    CREATE TRIGGER transfer_resolves_pending BEFORE INSERT ON transfer
        WHEN NEW.resolves IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM transfer WHERE seq = NEW.resolves AND kind = 'pending'
            AND debit = NEW.debit AND credit = NEW.credit AND amount = NEW.amount)
        BEGIN SELECT RAISE(ABORT, 'only a pending transfer can be posted or voided, and as it is'); END;\n",
    append_only!("transfer")
);

/// How far a transfer goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reserved; moves nothing yet.
    Pending,
    /// The pending one that it names moves.
    Post,
    /// The pending one that it names will never move.
    Void,
    /// Moves at once.
    Plain,
}

impl Kind {
    const ALL: [(Self, &str); 4] =
        [(Self::Pending, "pending"), (Self::Post, "post"), (Self::Void, "void"), (Self::Plain, "plain")];

    fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Post => "post",
            Self::Void => "void",
            Self::Plain => "plain",
        }
    }
}

/// What a transfer is about; with job, unit and attempt it makes the transfer's name, known before the first try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Phase {
    /// The whole price is reserved.
    Reserve,
    /// The reserve is given up for a smaller one: only part of the work was done.
    Release,
    /// The smaller one.
    Part,
    /// A receipt covers it.
    Settle,
    /// It came to nothing.
    Cancel,
    /// Electricity of work that was finished.
    Power,
    /// Electricity of work that came to nothing.
    Loss,
}

/// A unit's try: one unit may be started again after it came to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Attempt {
    pub key: JobKey,
    pub unit: UnitId,
    pub attempt: u32,
}

impl Attempt {
    /// The name of this attempt's transfer.
    pub fn transfer_id(&self, phase: Phase) -> [u8; 16] {
        let mut hasher = blake3::Hasher::new_derive_key("idlewatt transfer 1");
        hasher.update(&wire::encode(&(self, phase)));
        let mut id = [0; 16];
        hasher.finalize_xof().fill(&mut id);
        id
    }

    /// Debit and credit of the unit's price.
    pub fn accounts(&self) -> (Account, Account) {
        match self.key.side {
            Side::Provider => (Account::Receivable(self.key.peer), Account::Earnings),
            Side::Requester => (Account::Spending, Account::Payable(self.key.peer)),
        }
    }
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub id: [u8; 16],
    pub entry: i64,
    pub kind: Kind,
    pub debit: Account,
    pub credit: Account,
    pub amount: Amount,
    pub resolves: Option<i64>,
}

impl Transfer {
    /// Writes it; returns its number.
    pub fn append(&self, connection: &Connection) -> Result<i64, StorageError> {
        let mut last = connection.prepare_cached("SELECT coalesce(max(seq), 0) FROM transfer")?;
        let seq = last.query_row([], |row| row.get::<_, i64>(0))? + 1;
        let mut insert = connection.prepare_cached(
            "INSERT INTO transfer (seq, id, entry, kind, debit, credit, amount, resolves)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        let (debit, credit) = (self.debit.id(connection)?, self.credit.id(connection)?);
        insert.execute((
            seq,
            self.id,
            self.entry,
            self.kind.word(),
            debit,
            credit,
            self.amount.micros(),
            self.resolves,
        ))?;
        Ok(seq)
    }
}

/// All rows in order, with the accounts' names; for [`from_row`].
pub const ALL: &str = "SELECT t.seq, t.id, t.entry, t.kind, d.kind, d.peer, c.kind, c.peer, t.amount, t.resolves
    FROM transfer t LEFT JOIN account d ON d.id = t.debit LEFT JOIN account c ON c.id = t.credit ORDER BY t.seq";

/// Number and row; no row where a word in it is not one of ours.
pub fn from_row(row: &Row<'_>) -> rusqlite::Result<(i64, Option<Transfer>)> {
    let account = |kind: usize| -> rusqlite::Result<Option<Account>> {
        let columns: (Option<String>, Option<Vec<u8>>) = (row.get(kind)?, row.get(kind + 1)?);
        Ok(match columns {
            (Some(kind), Some(peer)) => Account::from_columns(&kind, &peer),
            _ => None,
        })
    };
    let word: String = row.get(3)?;
    let kind = Kind::ALL.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind);
    let (Some(kind), Some(debit), Some(credit)) = (kind, account(4)?, account(6)?) else {
        return Ok((row.get(0)?, None));
    };
    let amount = Amount::from_micros(row.get(8)?);
    let (id, entry, resolves) = (row.get(1)?, row.get(2)?, row.get(9)?);
    Ok((row.get(0)?, Some(Transfer { id, entry, kind, debit, credit, amount, resolves })))
}
