//! Table `account`: between what the money moves.

use crate::StorageError;
use idlewatt_proto::NodeId;
use rusqlite::{Connection, OptionalExtension};

/// `peer` is empty for accounts of this node alone.
pub const TABLE: &str = "CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('receivable', 'earnings', 'payable', 'spending', 'electricity', 'supplier')),
    peer BLOB NOT NULL CHECK (length(peer) = iif(kind IN ('receivable', 'payable'), 32, 0)),
    UNIQUE (kind, peer)
) STRICT;
CREATE TRIGGER account_no_update BEFORE UPDATE ON account BEGIN SELECT RAISE(ABORT, 'accounts are never changed'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account BEGIN SELECT RAISE(ABORT, 'accounts are never removed'); END;
";

/// An account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Account {
    /// What a requester owes this node.
    Receivable(NodeId),
    /// What this node's work brought.
    Earnings,
    /// What this node owes a provider.
    Payable(NodeId),
    /// What this node's jobs cost.
    Spending,
    /// What electricity cost.
    Electricity,
    /// What is owed for electricity, to whoever sells it: paid outside of these books.
    Supplier,
}

impl Account {
    fn columns(&self) -> (&'static str, &[u8]) {
        match self {
            Self::Receivable(peer) => ("receivable", &peer.0),
            Self::Earnings => ("earnings", &[]),
            Self::Payable(peer) => ("payable", &peer.0),
            Self::Spending => ("spending", &[]),
            Self::Electricity => ("electricity", &[]),
            Self::Supplier => ("supplier", &[]),
        }
    }

    /// The account that these columns mean.
    pub fn from_columns(kind: &str, peer: &[u8]) -> Option<Self> {
        let node = || Some(NodeId(peer.try_into().ok()?));
        match (kind, peer) {
            ("receivable", _) => node().map(Self::Receivable),
            ("payable", _) => node().map(Self::Payable),
            ("earnings", []) => Some(Self::Earnings),
            ("spending", []) => Some(Self::Spending),
            ("electricity", []) => Some(Self::Electricity),
            ("supplier", []) => Some(Self::Supplier),
            _ => None,
        }
    }

    /// Its number in the file, which it gets when it is first needed.
    pub fn id(&self, connection: &Connection) -> Result<i64, StorageError> {
        let mut find = connection.prepare_cached("SELECT id FROM account WHERE kind = ?1 AND peer = ?2")?;
        if let Some(id) = find.query_row(self.columns(), |row| row.get(0)).optional()? {
            return Ok(id);
        }
        connection.prepare_cached("INSERT INTO account (kind, peer) VALUES (?1, ?2)")?.execute(self.columns())?;
        Ok(connection.last_insert_rowid())
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kind, _) = self.columns();
        match self {
            Self::Receivable(peer) | Self::Payable(peer) => write!(f, "{kind}:{}", peer.short()),
            _ => f.write_str(kind),
        }
    }
}
