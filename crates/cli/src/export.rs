//! `idlewatt export`.

use crate::error::{Error, Exit, InputError};
use crate::out::Out;
use crate::{life, time, words};
use idlewatt_control::Home;
use idlewatt_control::messages::{ExportFormat, Request, Response};
use std::path::Path;

pub async fn write(home: &Home, out: &Out, file: &Path, since: Option<&str>) -> Result<Exit, Error> {
    let extension = file.extension().and_then(|extension| extension.to_str()).map(str::to_ascii_lowercase);
    let format = match extension.as_deref() {
        Some("csv") => ExportFormat::Csv,
        Some("json") => ExportFormat::Json,
        _ => return Err(Error::ExportKind(file.to_owned())),
    };
    let since = since.map(|words| time::span_begin(words, &time::now())).transpose()?;
    // The daemon stands in another folder.
    let path = std::path::absolute(file).map_err(|source| Error::Path { path: file.to_owned(), source })?;
    let path = path.to_str().ok_or_else(|| InputError::NotUtf8(file.to_owned()))?.to_owned();
    let response = life::connect(home).await?.call(Request::Export { path: path.clone(), format, since }).await?;
    let Response::Exported { jobs } = &response else { return Err(Error::Unexpected) };
    out.answer(&response, || format!("{} in {path}", words::plural(*jobs, "job")));
    Ok(Exit::Done)
}
