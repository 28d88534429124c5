//! `idlewatt upscale`: a larger picture, by this machine's worker.

use crate::error::{Error, Exit, InputError};
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::render::progress::Progress;
use crate::text::TextInput;
use crate::text::arguments::Upscale;
use idlewatt_control::Home;
use idlewatt_foreman::Workshop;
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Upscaled<'a> {
    width: u32,
    height: u32,
    output: &'a str,
}

pub async fn upscale(home: &Home, out: &Out, request: Upscale) -> Result<Exit, Error> {
    let mut interrupts = Interrupts::listen()?;
    let network = check(home, &request)?;
    let workshop = Workshop { adapter: request.adapter, ..Workshop::beside_current_exe()? };
    let mut progress = Progress::on_terminal(out);
    let enlarging = workshop.upscale(&request.picture, &network, &request.output, request.memory, |permille| {
        progress.at(u64::from(permille), 1000, "enlarging");
    });
    let (width, height) = tokio::select! {
        size = enlarging => size?,
        () = interrupts.next() => return Ok(Exit::Interrupted),
    };
    progress.end();
    let output = request.output.to_string_lossy();
    out.answer(&Upscaled { width, height, output: &output }, || format!("done: {output}, {width} x {height}"));
    Ok(Exit::Done)
}

fn check(home: &Home, request: &Upscale) -> Result<PathBuf, Error> {
    let png = |path: &Path| path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("png"));
    for path in [&request.picture, &request.output] {
        if !png(path) {
            return Err(TextInput::PictureKind(path.clone()).into());
        }
    }
    if !request.picture.is_file() {
        let source = std::io::ErrorKind::NotFound.into();
        return Err(TextInput::Read { path: request.picture.clone(), source }.into());
    }
    if let Some(folder) = request.output.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return Err(InputError::NoFolder(folder.to_owned()).into());
    }
    let folder = home.models().join("networks");
    let places = [PathBuf::from(&request.network), folder.join(format!("{}.param", request.network))];
    let found = places.into_iter().find(|path| path.is_file());
    found.ok_or_else(|| TextInput::NoNetwork { name: request.network.clone(), folder }.into())
}
