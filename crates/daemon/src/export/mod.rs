//! Writes the jobs of the books into a file of the owner's, newest first: lines for spreadsheets, or all that is known of them.

mod csv;
mod json;

use crate::books::BooksError;
use crate::house::{House, dice, now};
use crate::limits::EXPORT_PAGE;
use idlewatt_control::messages::{BadInput, ControlError, ExportFormat, Failure, JobFilter, JobMark, Response};
use idlewatt_ledger::{Detail, JobKey};
use idlewatt_proto::UnixMillis;
use jiff::tz::TimeZone;
use std::io;
use std::path::{Path, PathBuf};
use tokio::fs::{self, File};
use tokio::io::{AsyncWriteExt, BufWriter};

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error("the path {} is not absolute", .0.display())]
    Relative(PathBuf),
    #[error("{} is a folder; the file needs a name", .0.display())]
    IsFolder(PathBuf),
    #[error("there is no folder {} to write into", .0.display())]
    NoFolder(PathBuf),
    #[error(transparent)]
    Books(#[from] BooksError),
    #[error("a job cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    #[error("{} cannot be written: {source}", path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl From<ExportError> for ControlError {
    fn from(error: ExportError) -> Self {
        let text = |path: &Path| path.display().to_string();
        match error {
            ExportError::Relative(_) => BadInput::Request { what: error.to_string() }.into(),
            ExportError::IsFolder(path) => BadInput::IsFolder { path: text(&path) }.into(),
            ExportError::NoFolder(path) => BadInput::NoFolder { path: text(&path) }.into(),
            ExportError::Books(error) => error.into(),
            ExportError::Json(error) => Self::broken(error),
            ExportError::Write { path, source } => {
                Failure::Unwritten { path: text(&path), what: source.to_string() }.into()
            }
        }
    }
}

/// Writes the file. One that is there already is replaced by a whole one, or not at all.
pub async fn answer(
    house: &House,
    path: &str,
    format: ExportFormat,
    since: Option<UnixMillis>,
) -> Result<Response, ControlError> {
    let mut draft = Draft::begin(Path::new(path)).await?;
    let jobs = export(house, &mut draft, format, since.unwrap_or_default()).await?;
    draft.finish().await?;
    tracing::info!(path, jobs, "the books were written out");
    Ok(Response::Exported { jobs })
}

async fn export(house: &House, draft: &mut Draft, format: ExportFormat, since: UnixMillis) -> Result<u32, ExportError> {
    let zone = TimeZone::system();
    let (head, between, tail) = match format {
        ExportFormat::Csv => (csv::head(), "", ""),
        ExportFormat::Json => (json::head(house.node(), now(), &zone), ",", "\n]}\n"),
    };
    draft.write(&head).await?;
    let (mut filter, mut written) = (JobFilter::default(), 0);
    loop {
        let page = filter.clone();
        let details = house.books.read(move |ledger| {
            let most = if format == ExportFormat::Csv { 0 } else { u32::MAX };
            let mut rows = ledger.jobs(EXPORT_PAGE, &page)?;
            // Newest first: whatever follows an older one is older still.
            rows.retain(|row| row.opened_at >= since);
            let keys = rows.iter().map(|row| JobKey { job: row.job, side: row.side, peer: row.peer });
            let details: Result<Vec<Option<Detail>>, _> = keys.map(|key| ledger.job(&key, most)).collect();
            details
        });
        let details: Vec<Detail> = details.await?.into_iter().flatten().collect();
        let Some(Detail { row, .. }) = details.last() else { break };
        filter.before = Some(JobMark { opened_at: row.opened_at, job: row.job, peer: row.peer });
        for detail in &details {
            let text = match format {
                ExportFormat::Csv => csv::line(detail, &zone),
                ExportFormat::Json => json::object(detail, &zone)?,
            };
            draft.write(if written == 0 { "" } else { between }).await?;
            draft.write(&text).await?;
            written += 1;
        }
    }
    draft.write(tail).await?;
    Ok(written)
}

/// An instant by the local clock, with its distance to UTC.
fn instant(at: UnixMillis, zone: &TimeZone) -> String {
    let at = i64::try_from(at.0).ok().and_then(|at| jiff::Timestamp::from_millisecond(at).ok());
    at.map_or_else(String::new, |at| at.to_zoned(zone.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// A file that is being written beside the one that it shall become. It goes if it does not become it.
struct Draft {
    file: BufWriter<File>,
    /// Where it lies; `None` once it is what it should be.
    path: Option<PathBuf>,
    target: PathBuf,
}

impl Draft {
    async fn begin(target: &Path) -> Result<Self, ExportError> {
        let (folder, name) = match (target.parent(), target.file_name()) {
            _ if !target.is_absolute() => return Err(ExportError::Relative(target.to_owned())),
            _ if target.is_dir() => return Err(ExportError::IsFolder(target.to_owned())),
            (Some(folder), Some(name)) if folder.is_dir() => (folder, name),
            (folder, _) => return Err(ExportError::NoFolder(folder.unwrap_or(target).to_owned())),
        };
        let path = folder.join(format!(".{}.{:08x}.part", name.display(), dice()));
        let made = File::options().write(true).create_new(true).open(&path).await;
        let file = made.map_err(|source| ExportError::Write { path: target.to_owned(), source })?;
        Ok(Self { file: BufWriter::new(file), path: Some(path), target: target.to_owned() })
    }

    async fn write(&mut self, text: &str) -> Result<(), ExportError> {
        let written = self.file.write_all(text.as_bytes()).await;
        written.map_err(|source| ExportError::Write { path: self.target.clone(), source })
    }

    async fn finish(mut self) -> Result<(), ExportError> {
        let failed = |source| ExportError::Write { path: self.target.clone(), source };
        self.file.flush().await.map_err(failed)?;
        self.file.get_ref().sync_all().await.map_err(failed)?;
        if let Some(path) = &self.path {
            fs::rename(path, &self.target).await.map_err(failed)?;
        }
        self.path = None;
        Ok(())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let files = std::fs::read_dir(folder).expect("a folder");
        files.map(|file| file.expect("a file").file_name().into_string().expect("UTF-8")).collect()
    }

    #[tokio::test]
    async fn a_file_is_replaced_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let target = folder.path().join("jobs.csv");
        std::fs::write(&target, "old").expect("written");
        let mut given_up = Draft::begin(&target).await.expect("begun");
        given_up.write("half").await.expect("written");
        drop(given_up);
        assert_eq!((names(folder.path()).len(), std::fs::read_to_string(&target).expect("read")), (1, "old".into()));
        let mut whole = Draft::begin(&target).await.expect("begun");
        whole.write("new").await.expect("written");
        assert_eq!(std::fs::read_to_string(&target).expect("read"), "old", "until it is whole");
        whole.finish().await.expect("finished");
        assert_eq!((names(folder.path()).len(), std::fs::read_to_string(&target).expect("read")), (1, "new".into()));
    }

    #[tokio::test]
    async fn a_path_that_cannot_be_is_told_before_anything_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let begin = async |path: &Path| Draft::begin(path).await.map(|_| ()).expect_err("no draft");
        assert!(matches!(begin(Path::new("jobs.csv")).await, ExportError::Relative(_)));
        assert!(matches!(begin(folder.path()).await, ExportError::IsFolder(_)));
        assert!(matches!(begin(&folder.path().join("missing/jobs.csv")).await, ExportError::NoFolder(_)));
        let error: ControlError = begin(&folder.path().join("missing/jobs.csv")).await.into();
        assert!(matches!(error, ControlError::BadInput { .. }));
        assert_eq!(names(folder.path()), [] as [&str; 0]);
    }
}
