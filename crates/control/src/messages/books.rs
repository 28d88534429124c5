//! What the books tell over time and job by job.

use idlewatt_proto::Millijoules;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::books::{Earnings, JobRow, ReceiptRow, UnitRow};
use idlewatt_proto::job::WorkKind;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How finely a span of time is cut, by the local clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Hours.
    Hour,
    /// Days.
    Day,
    /// Months.
    Month,
}

/// What was earned over a span of time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct History {
    /// One after the other without gaps, the newest last; at most [`crate::limits::BUCKETS_MOST`].
    pub buckets: Vec<Bucket>,
    /// All of them together.
    pub total: Earnings,
    /// By kind of work, the kind that left most first.
    pub kinds: Vec<KindSums>,
    /// By hour of the local day, from midnight on: always 24.
    pub hours: Vec<Earnings>,
}

/// An hour, day or month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Bucket {
    /// When it begins.
    pub start: UnixMillis,
    /// What fell into it.
    pub sums: Earnings,
}

/// What one kind of work brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct KindSums {
    /// Which.
    pub kind: WorkKind,
    /// What it brought.
    pub sums: Earnings,
}

/// Everything about one job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct JobDetail {
    /// As in the list.
    pub row: JobRow,
    /// Oldest first; the newest [`crate::limits::UNITS_MOST`].
    pub units: Vec<UnitRow>,
    /// Newest first. Only the newest counts; the others are kept as they came.
    pub receipts: Vec<ReceiptRow>,
    /// Energy of its units above idle, where it was measured.
    pub energy: Option<Millijoules>,
    /// What was seen last of the picture: a PNG as base64. `None`: there is none, or it was not kept.
    pub png_base64: Option<String>,
}

/// In which format the books are written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ExportFormat {
    /// One line a job, for spreadsheets.
    Csv,
    /// Jobs with their units and receipts.
    Json,
}
