//! Paths: those that the owner chooses, those that the page may have shown, and what is copied.

#[cfg(not(windows))]
use crate::limits::COPY_BYTES;
use crate::limits::{NAMES_MOST, PATH_BYTES, PATHS_MOST};
use crate::preferences::Kept;
use crate::trouble::Trouble;
use crate::words::{Phrase, Words, say};
use idlewatt_control::messages::ExportFormat;
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tauri::{AppHandle, Manager, WebviewWindow};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

/// What a page says is a path: absolute, and of a length that a path can have.
pub fn absolute(text: &str) -> Result<PathBuf, Trouble> {
    let wrong = |what| Err(Trouble::Path { path: text.chars().take(200).collect(), what });
    if text.len() > PATH_BYTES || text.contains('\0') {
        return wrong("it is no path");
    }
    let path = PathBuf::from(text);
    match path.is_absolute() {
        true => Ok(path),
        false => wrong("it does not say where it begins"),
    }
}

/// Those that this program named, and therefore shows in the file manager when the page asks.
#[derive(Default)]
pub struct Handed(Mutex<VecDeque<PathBuf>>);

impl Handed {
    pub fn out(&self, path: PathBuf) {
        let mut paths = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        paths.retain(|known| *known != path);
        paths.push_back(path);
        if paths.len() > PATHS_MOST {
            paths.pop_front();
        }
    }

    fn knows(&self, path: &Path) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().any(|known| known == path)
    }
}

/// Shows it in the desktop's file manager.
pub async fn reveal(handed: &Handed, path: &str) -> Result<(), Trouble> {
    let path = absolute(path)?;
    if !handed.knows(&path) {
        let path = path.display().to_string();
        return Err(Trouble::Path { path, what: "it was not named by this program" });
    }
    // Asks the session bus, or starts a program: neither may hold up the window.
    let shown = tauri::async_runtime::spawn_blocking(move || match path.is_dir() {
        true => tauri_plugin_opener::open_path(&path, None::<&str>),
        false => tauri_plugin_opener::reveal_item_in_dir(&path),
    });
    Ok(shown.await??)
}

/// A dialog in front of a window, in the owner's language.
fn dialog(app: &AppHandle, window: &WebviewWindow, title: Phrase) -> (FileDialogBuilder<tauri::Wry>, Words) {
    let words = Words::of(app.state::<Kept>().get().language.as_deref());
    (app.dialog().file().set_parent(window).set_title(words.text(title)), words)
}

/// `None`: the owner thought better of it.
async fn chosen(ask: impl FnOnce(oneshot::Sender<Option<FilePath>>)) -> Option<PathBuf> {
    let (tell, told) = oneshot::channel();
    ask(tell);
    told.await.ok().flatten()?.into_path().ok()
}

pub async fn choose_scene(app: &AppHandle, window: &WebviewWindow) -> Option<PathBuf> {
    let (dialog, words) = dialog(app, window, say("choose-scene"));
    let dialog = dialog.add_filter(words.text(say("scenes")), &["glb", "gltf"]);
    // The answer has nowhere to go when the window was closed meanwhile.
    chosen(|tell| dialog.pick_file(move |path| drop(tell.send(path)))).await
}

pub async fn choose_export(app: &AppHandle, window: &WebviewWindow, format: ExportFormat) -> Option<PathBuf> {
    let (name, ending) = match format {
        ExportFormat::Csv => ("CSV", "csv"),
        ExportFormat::Json => ("JSON", "json"),
    };
    let (mut dialog, _) = dialog(app, window, say("export-jobs"));
    if let Ok(folder) = app.path().document_dir() {
        dialog = dialog.set_directory(folder);
    }
    let dialog = dialog.add_filter(name, &[ending]).set_file_name(format!("idlewatt-jobs.{ending}"));
    let path = chosen(|tell| dialog.save_file(move |path| drop(tell.send(path)))).await?;
    // Not every desktop adds the ending.
    Some(if path.extension().is_some() { path } else { path.with_extension(ending) })
}

/// A name for a picture of a scene that no file has yet.
pub fn propose(scene: &Path, pictures: Option<&Path>, taken: impl Fn(&Path) -> bool) -> PathBuf {
    let folder = pictures.or(scene.parent()).unwrap_or(scene);
    let stem = scene.file_stem().and_then(|stem| stem.to_str()).unwrap_or("picture");
    let names = (1..=NAMES_MOST).map(|number| match number {
        1 => folder.join(format!("{stem}.png")),
        _ => folder.join(format!("{stem} {number}.png")),
    });
    let first = folder.join(format!("{stem}.png"));
    names.into_iter().find(|path| !taken(path)).unwrap_or(first)
}

/// The clipboard. On X11 what was copied is there as long as this is.
#[derive(Default)]
pub struct Copied {
    #[cfg(not(windows))]
    clipboard: Mutex<Option<arboard::Clipboard>>,
}

impl Copied {
    #[cfg(not(windows))]
    pub fn copy(&self, text: String) -> Result<(), Trouble> {
        if text.len() > COPY_BYTES {
            return Err(Trouble::NoCopy("it is too long"));
        }
        let mut clipboard = self.clipboard.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *clipboard {
            Some(clipboard) => clipboard.set_text(text)?,
            none => none.insert(arboard::Clipboard::new()?).set_text(text)?,
        }
        Ok(())
    }

    /// Whether nothing hangs on this program.
    #[cfg(target_os = "linux")]
    pub fn nothing(&self) -> bool {
        self.clipboard.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    #[cfg(windows)]
    pub fn copy(&self, _text: String) -> Result<(), Trouble> {
        Err(Trouble::NoCopy("here the page does it itself"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_that_were_named_here_are_shown() {
        let handed = Handed::default();
        let here = std::env::temp_dir();
        assert!(!handed.knows(&here));
        for number in 0..PATHS_MOST {
            handed.out(here.join(number.to_string()));
        }
        handed.out(here.clone());
        assert!(handed.knows(&here) && handed.knows(&here.join("1")));
        assert!(!handed.knows(&here.join("0")), "the oldest is forgotten");
        let asked = tauri::async_runtime::block_on(reveal(&handed, &here.join("other").display().to_string()));
        assert!(matches!(asked, Err(Trouble::Path { .. })), "{asked:?}");
    }

    #[test]
    fn a_path_begins_at_the_root() {
        assert!(absolute(&std::env::temp_dir().display().to_string()).is_ok());
        for text in ["", "picture.png", "../x.png", "file:///x", &"/".repeat(5000), "/a\0b"] {
            assert!(absolute(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_picture_never_takes_another_ones_name() {
        let scene = Path::new("/scenes/bath.room.glb");
        let free = |_: &Path| false;
        assert_eq!(propose(scene, None, free), Path::new("/scenes/bath.room.png"));
        let pictures = Path::new("/home/me/Pictures");
        let taken = |path: &Path| path.ends_with("bath.room.png") || path.ends_with("bath.room 2.png");
        assert_eq!(propose(scene, Some(pictures), taken), Path::new("/home/me/Pictures/bath.room 3.png"));
    }
}
