//! The books against themselves: the chain from its first link, every table against the entries, every balance
//! against the units, every signature.

use crate::StorageError;
use crate::account::Account;
use crate::entry::{self, JobKey, Link};
use crate::job;
use crate::receipt;
use crate::replay::{Faults, Replay, Traces};
use crate::transfer::{self, Kind, Transfer};
use crate::unit;
use idlewatt_proto::BlobHash;
use idlewatt_proto::books::{Audit, Side, UnitState};
use rusqlite::{Connection, ErrorCode, Rows};
use std::collections::{HashMap, HashSet};

/// Recomputes everything. What is wrong in the file is a fault in the answer; an error is a file that cannot be read.
pub fn audit(connection: &Connection) -> Result<Audit, StorageError> {
    // One view of the file from beginning to end, whoever writes meanwhile.
    let snapshot = connection.unchecked_transaction()?;
    let mut audit = Auditor::default();
    match audit.all(&snapshot) {
        Err(StorageError::Sqlite(error)) if is_damage(&error) => {
            audit.replay.faults.add(format!("the file is damaged: {error}"));
        }
        other => other?,
    }
    Ok(Audit {
        transfers: audit.transfers,
        receipts: audit.replay.receipts,
        head: BlobHash(audit.head).to_string(),
        faults: audit.replay.faults.into_sentences(),
    })
}

/// Whether the file says something wrong, rather than the disk nothing at all.
fn is_damage(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(error, _) => {
            matches!(error.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        }
        _ => true,
    }
}

#[derive(Default)]
struct Auditor {
    replay: Replay,
    transfers: u64,
    head: [u8; 32],
    /// Pending transfers that nothing has resolved so far.
    waiting: HashMap<i64, Transfer>,
    /// Debits less credits per account.
    moved: HashMap<Account, i128>,
}

impl Auditor {
    fn all(&mut self, connection: &Connection) -> Result<(), StorageError> {
        self.file(connection)?;
        let keys: HashMap<i64, JobKey> = job::all(connection)?.into_iter().map(|(id, job)| (id, job.key)).collect();
        self.chain(connection, &keys)?;
        self.jobs(connection)?;
        self.units(connection, &keys)?;
        self.balances();
        self.sums(connection);
        Ok(())
    }

    fn file(&mut self, connection: &Connection) -> Result<(), StorageError> {
        connection.pragma_query(None, "integrity_check", |row| {
            let found: String = row.get(0)?;
            if found != "ok" {
                self.replay.faults.add(format!("the file is damaged: {found}"));
            }
            Ok(())
        })?;
        connection.pragma_query(None, "foreign_key_check", |row| {
            let table: String = row.get(0)?;
            self.replay.faults.add(format!("a row of table {table} refers to one that is not there"));
            Ok(())
        })?;
        Ok(())
    }

    /// Every link, and what each entry left in the tables.
    fn chain(&mut self, connection: &Connection, keys: &HashMap<i64, JobKey>) -> Result<(), StorageError> {
        let mut links = connection.prepare("SELECT seq, id, body, prev, hash FROM entry ORDER BY seq")?;
        let mut links = links.query([])?;
        let mut transfers = connection.prepare(transfer::ALL)?;
        let mut transfers = Merge::new(transfers.query([])?);
        let mut before = None;
        while let Some(row) = links.next()? {
            let link = Link::from_row(row)?;
            self.link(&link, before);
            before = Some((link.seq, link.hash));
            let moved = transfers.of(link.seq, &mut self.replay.faults)?;
            for (seq, transfer) in &moved {
                self.count(*seq, transfer);
            }
            let receipt = receipt::filed(connection, link.seq, keys)?;
            match link.entry() {
                Ok(entry) => self.replay.step(&entry, Traces { seq: link.seq, transfers: moved, receipt }),
                Err(_) => self.replay.faults.add(format!("entry {} cannot be read", link.seq)),
            }
        }
        for (seq, transfer) in transfers.of(i64::MAX, &mut self.replay.faults)? {
            self.count(seq, &transfer);
            self.replay.faults.add(format!("transfer {seq} belongs to no entry"));
        }
        if receipt::count(connection)? != self.replay.receipts {
            self.replay.faults.add("the receipts on file are not those that were recorded".to_owned());
        }
        Ok(())
    }

    fn link(&mut self, link: &Link, before: Option<(i64, [u8; 32])>) {
        let seq = link.seq;
        let right = Link::after(before, link.body.clone());
        let faults = &mut self.replay.faults;
        if (link.seq, link.prev) != (right.seq, right.prev) {
            faults.add(format!("the chain is broken before entry {seq}"));
        }
        if link.hash != entry::link_hash(&link.prev, &link.body) || link.id != right.id {
            faults.add(format!("entry {seq} was changed after it was made"));
        }
        self.head = link.hash;
    }

    fn count(&mut self, seq: i64, transfer: &Transfer) {
        self.transfers += 1;
        match (transfer.kind, transfer.resolves) {
            (Kind::Pending, _) => {
                self.waiting.insert(seq, transfer.clone());
            }
            (Kind::Plain, _) => post(&mut self.moved, transfer),
            (Kind::Post | Kind::Void, resolves) => match resolves.and_then(|pending| self.waiting.remove(&pending)) {
                Some(_) if transfer.kind == Kind::Post => post(&mut self.moved, transfer),
                Some(_) => {}
                None => {
                    let fault = format!("transfer {seq} resolves one that is not pending, or was resolved before");
                    self.replay.faults.add(fault);
                }
            },
        }
    }

    /// Table `job` against the entries.
    fn jobs(&mut self, connection: &Connection) -> Result<(), StorageError> {
        let mut seen = HashSet::new();
        for (_, row) in job::all(connection)? {
            if self.replay.jobs.get(&row.key).map(|told| &told.job) != Some(&row) {
                let fault = format!("job {} with {} is not as its entries tell", row.key.job, row.key.peer.short());
                self.replay.faults.add(fault);
            }
            seen.insert(row.key);
        }
        for key in self.replay.jobs.keys().filter(|key| !seen.contains(*key)) {
            self.replay.faults.add(format!("job {} with {} is missing", key.job, key.peer.short()));
        }
        Ok(())
    }

    /// Table `unit` against the entries.
    fn units(&mut self, connection: &Connection, keys: &HashMap<i64, JobKey>) -> Result<(), StorageError> {
        let mut rows = 0;
        unit::each(connection, |job, row| {
            rows += 1;
            let told = keys.get(&job).and_then(|key| self.replay.jobs.get(key)?.units.get(&row.unit));
            if told != Some(&row) {
                self.replay.faults.add(format!("unit {} is not as its entries tell", row.unit.short()));
            }
        })?;
        let told: usize = self.replay.jobs.values().map(|told| told.units.len()).sum();
        if rows != told {
            self.replay.faults.add(format!("there are {rows} units in the books, and {told} in their entries"));
        }
        Ok(())
    }

    /// What the owner is shown, against what the entries tell.
    fn sums(&mut self, connection: &Connection) {
        let (mut pending, mut held, mut settled, mut spent) = (0, 0, 0, 0);
        for told in self.replay.jobs.values() {
            for unit in told.units.values() {
                let sum = match (told.job.key.side, &unit.state, &told.job.ended) {
                    (Side::Requester, UnitState::Pending | UnitState::Final, _) => &mut spent,
                    (Side::Provider, UnitState::Pending, None) => &mut pending,
                    (Side::Provider, UnitState::Pending, Some(_)) => &mut held,
                    (Side::Provider, UnitState::Final, _) => &mut settled,
                    (_, UnitState::Started | UnitState::Void { .. }, _) => continue,
                };
                *sum += i128::from(unit.gross.micros());
            }
        }
        let shown = match unit::earnings(connection, None) {
            Ok(shown) => shown,
            Err(error) => return self.replay.faults.add(format!("the sums cannot be made: {error}")),
        };
        let sums = [
            ("pending", shown.pending, pending),
            ("held", shown.held, held),
            ("settled", shown.settled, settled),
            ("earned", shown.gross, pending + held + settled),
            ("spent", shown.spent, spent),
        ];
        for (word, shown, told) in sums {
            let shown = i128::from(shown.micros());
            if shown != told {
                self.replay
                    .faults
                    .add(format!("{shown} micro-credits are shown as {word}, and {told} are by the entries"));
            }
        }
    }

    /// What the transfers come to, against what the units come to: two different sums of the same money.
    fn balances(&mut self) {
        let mut waiting = HashMap::new();
        self.waiting.values().for_each(|transfer| post(&mut waiting, transfer));
        let (mut due, mut reserved) = (HashMap::new(), HashMap::new());
        for told in self.replay.jobs.values() {
            let (debit, credit) = accounts(&told.job.key);
            for unit in told.units.values() {
                let gross = i128::from(unit.gross.micros());
                let sums = if unit.state == UnitState::Final { &mut due } else { &mut reserved };
                shift(sums, debit, credit, gross);
                shift(&mut due, Account::Electricity, Account::Supplier, i128::from(unit.electricity.micros()));
            }
        }
        for (word, transfers, units) in [("", &self.moved, &due), (" pending", &waiting, &reserved)] {
            let accounts: HashSet<&Account> = transfers.keys().chain(units.keys()).collect();
            for account in accounts {
                let of = |sums: &HashMap<Account, i128>| sums.get(account).copied().unwrap_or_default();
                if of(transfers) != of(units) {
                    let (have, want) = (of(transfers), of(units));
                    self.replay.faults.add(format!(
                        "the{word} balance of {account} is {have} micro-credits by its transfers and {want} by its units"
                    ));
                }
            }
        }
    }
}

/// Spelled out here once more: the balances are to be compared with something that the writer did not say.
fn accounts(key: &JobKey) -> (Account, Account) {
    match key.side {
        Side::Provider => (Account::Receivable(key.peer), Account::Earnings),
        Side::Requester => (Account::Spending, Account::Payable(key.peer)),
    }
}

fn shift(sums: &mut HashMap<Account, i128>, debit: Account, credit: Account, amount: i128) {
    *sums.entry(debit).or_default() += amount;
    *sums.entry(credit).or_default() -= amount;
}

fn post(sums: &mut HashMap<Account, i128>, transfer: &Transfer) {
    shift(sums, transfer.debit, transfer.credit, i128::from(transfer.amount.micros()));
}

/// Transfers in order, handed out entry by entry.
struct Merge<'a> {
    rows: Rows<'a>,
    next: Option<(i64, Transfer)>,
    last: i64,
}

impl<'a> Merge<'a> {
    fn new(rows: Rows<'a>) -> Self {
        Self { rows, next: None, last: 0 }
    }

    /// Those of entry `seq`; with them any that were left behind, whose entries are not there.
    fn of(&mut self, seq: i64, faults: &mut Faults) -> Result<Vec<(i64, Transfer)>, StorageError> {
        let mut found = Vec::new();
        loop {
            if self.next.is_none() {
                self.next = self.read(faults)?;
            }
            match self.next.take() {
                Some((number, transfer)) if transfer.entry <= seq => found.push((number, transfer)),
                later => {
                    self.next = later;
                    return Ok(found);
                }
            }
        }
    }

    fn read(&mut self, faults: &mut Faults) -> Result<Option<(i64, Transfer)>, StorageError> {
        while let Some(row) = self.rows.next()? {
            let (seq, transfer) = transfer::from_row(row)?;
            if seq != self.last + 1 {
                faults.add(format!("transfers are missing before number {seq}"));
            }
            self.last = seq;
            match transfer {
                Some(transfer) => return Ok(Some((seq, transfer))),
                None => faults.add(format!("transfer {seq} cannot be read")),
            }
        }
        Ok(None)
    }
}
