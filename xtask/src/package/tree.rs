//! The files of an installation, below a folder that stands for the root.

use super::{PROGRAMS, template};
use crate::dist::Profile;
use crate::paths;
use crate::step::{command, output};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// Name of the application for desktops.
const APP: &str = "app.idlewatt.Idlewatt";

/// Where distributions differ.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Flavour {
    Deb,
    Rpm,
}

pub struct Tree {
    root: PathBuf,
}

impl Tree {
    /// Everything that is the same in every package.
    pub fn plant(root: &Path, profile: Profile, flavour: Flavour) -> Result<Self> {
        let tree = Self { root: root.to_owned() };
        for program in PROGRAMS {
            let built = paths::built(profile.folder(), program);
            ensure!(built.exists(), "{} is not built", built.display());
            let to = tree.put(&built, &format!("usr/bin/{program}"), 0o755)?;
            // Names of functions are half of a debugging build. A release has none left.
            output(command("strip").args(["--strip-unneeded", "--remove-section=.comment"]).arg(&to))?;
        }
        let linux = paths::root().join("installers/linux");
        tree.put(&linux.join(format!("{APP}.desktop")), &format!("usr/share/applications/{APP}.desktop"), 0o644)?;
        tree.put(&linux.join(format!("{APP}.metainfo.xml")), &format!("usr/share/metainfo/{APP}.metainfo.xml"), 0o644)?;
        let icons = paths::root().join("icons/hicolor");
        for icon in files(&icons, "")? {
            tree.put(&icons.join(&icon), &format!("usr/share/icons/hicolor/{icon}"), 0o644)?;
        }
        tree.manuals(profile)?;
        tree.completions(profile, flavour)?;
        Ok(tree)
    }

    /// The pages of the command line come from the command line itself.
    fn manuals(&self, profile: Profile) -> Result<()> {
        let scratch = self.root.with_extension("man");
        fs::create_dir_all(&scratch)?;
        output(command(paths::built(profile.folder(), "idlewatt")).arg("manual").arg(&scratch))?;
        for page in files(&scratch, "")? {
            self.compressed(&format!("usr/share/man/man1/{page}.gz"), &fs::read_to_string(scratch.join(&page))?)?;
        }
        for program in PROGRAMS.iter().filter(|program| **program != "idlewatt") {
            self.compressed(&format!("usr/share/man/man1/{program}.1.gz"), &template(&format!("man/{program}.1"))?)?;
        }
        Ok(())
    }

    fn completions(&self, profile: Profile, flavour: Flavour) -> Result<()> {
        let zsh = if flavour == Flavour::Deb { "zsh/vendor-completions" } else { "zsh/site-functions" };
        for (shell, to) in [
            ("bash", "bash-completion/completions/idlewatt".to_owned()),
            ("zsh", format!("{zsh}/_idlewatt")),
            ("fish", "fish/vendor_completions.d/idlewatt.fish".to_owned()),
        ] {
            let mut script = output(command(paths::built(profile.folder(), "idlewatt")).args(["completions", shell]))?;
            script.push('\n');
            self.text(&format!("usr/share/{to}"), &script)?;
        }
        Ok(())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn put(&self, from: &Path, to: &str, mode: u32) -> Result<PathBuf> {
        let to = self.place(to)?;
        fs::copy(from, &to).with_context(|| format!("cannot copy {}", from.display()))?;
        allow(&to, mode)?;
        Ok(to)
    }

    pub fn text(&self, name: &str, text: &str) -> Result<()> {
        let path = self.place(name)?;
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        allow(&path, 0o644)?;
        Ok(())
    }

    pub fn script(&self, name: &str, text: &str) -> Result<()> {
        self.text(name, text)?;
        allow(&self.path(name), 0o755)?;
        Ok(())
    }

    /// As small as gzip makes it, and without the time of doing so.
    pub fn compressed(&self, name: &str, text: &str) -> Result<()> {
        let name = name.strip_suffix(".gz").context("a compressed file ends with .gz")?;
        self.text(name, text)?;
        output(command("gzip").args(["-9", "--no-name", "--force"]).arg(self.path(name)).stdin(Stdio::null()))?;
        Ok(())
    }

    fn place(&self, name: &str) -> Result<PathBuf> {
        let path = self.path(name);
        let parent = path.parent().context("a file stands in a folder")?;
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        // Whatever the umask of whoever packs.
        for folder in parent.ancestors().take_while(|folder| folder.starts_with(&self.root)) {
            allow(folder, 0o755)?;
        }
        Ok(path)
    }

    /// Every file, by its path below the root, in order.
    pub fn files(&self) -> Result<Vec<String>> {
        files(&self.root, "")
    }

    pub fn bytes(&self) -> Result<u64> {
        self.files()?.iter().map(|file| Ok(fs::metadata(self.path(file))?.len())).sum()
    }

    pub fn checksums(&self) -> Result<String> {
        let mut sums = command("md5sum");
        let sums = sums.current_dir(&self.root).args(self.files()?.iter().filter(|file| file.starts_with("usr/")));
        Ok(output(sums)? + "\n")
    }
}

/// Who may do what with it. Packages are made on Linux only, but xtask compiles everywhere.
fn allow(path: &Path, mode: u32) -> Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))?;
    let _ = (path, mode);
    Ok(())
}

/// The files below a folder, by their path from there.
fn files(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        match entry.file_type()?.is_dir() {
            true => found.extend(files(&entry.path(), &format!("{name}/"))?),
            false => found.push(name),
        }
    }
    found.sort();
    Ok(found)
}
