//! The file: how it is opened, checked and brought up to date.

use crate::limits::{BUSY_MS, CHECKPOINT_PAGES};
use crate::{account, entry, job, receipt, transfer, unit};
use rusqlite::{Connection, TransactionBehavior};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Marks the file as ours in its header: `IWLG`. SQLite's `user_version` next to it counts the migrations.
const APPLICATION_ID: i32 = 0x4957_4c47;

/// A step of a migration.
#[derive(Debug, Clone, Copy)]
pub enum Step {
    /// Statements.
    Sql(&'static str),
    /// What takes reading encoded values.
    Fill(fn(&Connection) -> rusqlite::Result<()>),
}

/// What makes a file of version `n` one of version `n + 1`. Forward only; never changed once released.
pub const MIGRATIONS: &[&[Step]] = &[
    &[
        Step::Sql(entry::TABLE),
        Step::Sql(account::TABLE),
        Step::Sql(transfer::TABLE),
        Step::Sql(job::TABLE),
        Step::Sql(unit::TABLE),
        Step::Sql(receipt::TABLE),
    ],
    &[Step::Sql(job::KIND), Step::Sql(unit::BY_JOB), Step::Fill(job::fill_kinds)],
];

/// Why the books stay shut.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// SQLite or the disk.
    #[error("the ledger {path} could not be opened")]
    Sqlite {
        /// The file.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
    /// Something else lies there.
    #[error("{path} is not an Idlewatt ledger")]
    NotALedger {
        /// The file.
        path: PathBuf,
    },
    /// Written by a later Idlewatt.
    #[error("the ledger {path} has version {found}, and this program knows versions up to {known}")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest one known here.
        known: usize,
    },
    /// The file is damaged.
    #[error("the ledger {path} is damaged: {what}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What SQLite found first.
        what: String,
    },
    /// The copy that is made before an upgrade failed, so there was no upgrade.
    #[error("the ledger could not be copied to {path} before its upgrade")]
    Copy {
        /// The copy.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Opens the file and brings it to the version that `migrations` end at.
pub fn open(path: &Path, migrations: &[&[Step]]) -> Result<Connection, OpenError> {
    let sqlite = |source| OpenError::Sqlite { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(sqlite)?;
    // The header first: a file that is not ours is not to be switched to WAL or otherwise touched.
    let version = version(&connection, path, migrations.len())?;
    set_up(&connection).map_err(sqlite)?;
    let found: String = connection.pragma_query_value(None, "quick_check", |row| row.get(0)).map_err(sqlite)?;
    if found != "ok" {
        return Err(OpenError::Damaged { path: path.to_owned(), what: found });
    }
    if version < migrations.len() {
        if version > 0 {
            copy(&connection, path, version)?;
        }
        migrate(&mut connection, version, migrations).map_err(sqlite)?;
    }
    Ok(connection)
}

fn version(connection: &Connection, path: &Path, known: usize) -> Result<usize, OpenError> {
    let read = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let header = || -> rusqlite::Result<(i32, i32, i32)> {
        let tables = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        Ok((read("application_id")?, read("user_version")?, tables))
    };
    let foreign = || OpenError::NotALedger { path: path.to_owned() };
    match header() {
        Ok((0, 0, 0)) => Ok(0),
        Ok((APPLICATION_ID, version, _)) => match usize::try_from(version) {
            Ok(found) if found > known => Err(OpenError::Newer { path: path.to_owned(), found, known }),
            Ok(version) => Ok(version),
            Err(_) => Err(foreign()),
        },
        Ok(_) => Err(foreign()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => Err(foreign()),
        Err(source) => Err(OpenError::Sqlite { path: path.to_owned(), source }),
    }
}

fn set_up(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_millis(BUSY_MS))?;
    connection.set_prepared_statement_cache_capacity(64);
    let set = |name, value: &str| connection.pragma_update_and_check(None, name, value, |_| Ok(()));
    set("journal_mode", "WAL")?;
    // In WAL mode NORMAL would lose the last entries to a power cut; FULL syncs the log at each commit.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // Without it, INSERT OR REPLACE removes rows past the triggers that refuse to.
    connection.pragma_update(None, "recursive_triggers", true)?;
    set("wal_autocheckpoint", &CHECKPOINT_PAGES.to_string())?;
    // On macOS a plain fsync stops at the drive's cache. Elsewhere these two mean nothing.
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)
}

/// Copies the file beside itself. Under another name first: a copy that a crash cut short must not pass for one.
fn copy(connection: &Connection, path: &Path, version: usize) -> Result<(), OpenError> {
    let with = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        PathBuf::from(name)
    };
    let (unfinished, copy) = (with(&format!(".v{version}.part")), with(&format!(".v{version}")));
    let failed = |source| OpenError::Copy { path: copy.clone(), source };
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(failed)?;
    }
    let target = unfinished.to_str().ok_or_else(|| failed(std::io::ErrorKind::InvalidFilename.into()))?;
    connection
        .execute("VACUUM INTO ?1", [target])
        .map_err(|source| OpenError::Sqlite { path: unfinished.clone(), source })?;
    fs::File::options().write(true).open(&unfinished).and_then(|file| file.sync_all()).map_err(failed)?;
    fs::rename(&unfinished, &copy).map_err(failed)
}

fn migrate(connection: &mut Connection, from: usize, migrations: &[&[Step]]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in migrations[from..].iter().copied().flatten() {
        match step {
            Step::Sql(sql) => transaction.execute_batch(sql)?,
            Step::Fill(fill) => fill(&transaction)?,
        }
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", i32::try_from(migrations.len()).unwrap_or(i32::MAX))?;
    transaction.commit()
}

/// Triggers that let a table only grow, one number after another.
macro_rules! append_only {
    ($table:literal) => {
        concat!(
            "CREATE TRIGGER ",
            $table,
            "_in_order BEFORE INSERT ON ",
            $table,
            " WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM ",
            $table,
            ") BEGIN SELECT RAISE(ABORT, '",
            $table,
            " rows are numbered in order'); END;\nCREATE TRIGGER ",
            $table,
            "_no_update BEFORE UPDATE ON ",
            $table,
            " BEGIN SELECT RAISE(ABORT, '",
            $table,
            " rows are never changed'); END;\nCREATE TRIGGER ",
            $table,
            "_no_delete BEFORE DELETE ON ",
            $table,
            " BEGIN SELECT RAISE(ABORT, '",
            $table,
            " rows are never removed'); END;\n",
        )
    };
}
pub(crate) use append_only;

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &[&[Step]] = &[MIGRATIONS[0]];
    const NEXT: Step = Step::Sql("CREATE TABLE note (text TEXT NOT NULL) STRICT");

    fn old_books(path: &Path) {
        let connection = open(path, FIRST).expect("made");
        connection.execute("INSERT INTO account (kind, peer) VALUES ('earnings', x'')", []).expect("a row");
    }

    fn names(path: &Path) -> Vec<String> {
        let folder = fs::read_dir(path.parent().expect("a folder")).expect("read");
        let mut names: Vec<_> = folder.map(|file| file.expect("a file").file_name()).collect();
        names.sort();
        names.into_iter().map(|name| name.into_string().expect("UTF-8")).collect()
    }

    #[test]
    fn an_older_file_is_copied_before_it_is_brought_up_to_date() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("books");
        old_books(&path);
        assert_eq!(names(&path), ["books"], "a new file needs no copy");
        // What a crash in the middle of an earlier copy leaves behind.
        fs::write(folder.path().join("books.v1.part"), "half").expect("written");
        let steps: [&[Step]; 2] = [FIRST[0], &[NEXT]];
        let rows = |connection: &Connection, table: &str| {
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get::<_, i64>(0))
        };
        let connection = open(&path, &steps).expect("brought up to date");
        assert_eq!((rows(&connection, "account"), rows(&connection, "note")), (Ok(1), Ok(0)));
        drop(connection);
        assert_eq!(names(&path), ["books", "books.v1"]);
        let copy = open(&folder.path().join("books.v1"), FIRST).expect("the copy is a ledger of the old version");
        assert_eq!(rows(&copy, "account"), Ok(1));
        assert!(rows(&copy, "note").is_err());
        drop(open(&path, &steps).expect("nothing left to do"));
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("books");
        old_books(&path);
        let steps: [&[Step]; 2] = [FIRST[0], &[NEXT, Step::Sql("CREATE TABLE account (id)")]];
        assert!(matches!(open(&path, &steps), Err(OpenError::Sqlite { .. })));
        let connection = open(&path, FIRST).expect("still of the old version");
        assert!(connection.query_row("SELECT count(*) FROM note", [], |_| Ok(())).is_err());
    }
}
