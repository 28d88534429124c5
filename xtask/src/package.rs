//! A .deb and an .rpm from programs that are built: one tree of files, handed to each format's own tool.
//!
//! `dpkg-deb` and `rpmbuild` are what the formats are defined by; nothing of theirs is done here. The .deb's libraries
//! are found by `dpkg-shlibdeps`, the .rpm's by rpmbuild.

mod notices;
mod tree;

use crate::dist::Profile;
use crate::paths;
use crate::step::{self, command, output, say};
use anyhow::{Context, Result, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use tree::{Flavour, Tree};

/// The programs of a working installation. Each looks for the others beside itself.
pub const PROGRAMS: [&str; 4] = ["idlewatt", "idlewatt-tray", "idlewatt-worker", "idlewattd"];

/// Where the packages are.
pub struct Made {
    pub deb: PathBuf,
    pub rpm: PathBuf,
}

/// What both packages say of themselves.
struct Facts {
    version: String,
    maintainer: String,
    /// Of the change that is packed, in seconds: the same sources make the same package.
    epoch: String,
    profile: Profile,
}

/// Packs what cargo built with this profile.
pub fn make(profile: Profile) -> Result<Made> {
    for tool in ["dpkg-deb", "dpkg-shlibdeps", "rpmbuild", "strip", "gzip"] {
        ensure!(step::exists(tool), "{tool} is missing: packages are made on Debian, with dpkg-dev and rpm");
    }
    let facts = facts(profile)?;
    let folder = paths::target().join("dist").join(profile.folder());
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("cannot clear {}", folder.display()))?;
    }
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let notices = notices::collect()?;
    let deb = deb(&facts, &folder, &notices)?;
    let rpm = rpm(&facts, &folder, &notices)?;
    for file in [&deb, &rpm] {
        say(format!("{} ({:.1} MB)", file.display(), fs::metadata(file)?.len() as f64 / 1e6));
    }
    Ok(Made { deb, rpm })
}

fn facts(profile: Profile) -> Result<Facts> {
    let metadata = output(&mut step::cargo(["metadata", "--locked", "--no-deps", "--format-version", "1"]))?;
    let metadata: serde_json::Value = serde_json::from_str(&metadata)?;
    let tray = metadata["packages"].as_array().into_iter().flatten().find(|package| package["name"] == "idlewatt-tray");
    let tray = tray.context("the workspace has no tray app")?;
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let epoch = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => epoch,
        Err(_) => output(command("git").args(["log", "-1", "--format=%ct"]))
            .context("neither SOURCE_DATE_EPOCH nor git says when these sources were made")?,
    };
    Ok(Facts {
        version: text(&tray["version"]).context("a version")?,
        maintainer: text(&tray["authors"][0]).context("src-tauri/Cargo.toml names no author")?,
        epoch,
        profile,
    })
}

/// A text of `installers/linux` with its blanks filled in.
fn filled(name: &str, blanks: &[(&str, &str)]) -> Result<String> {
    let mut text = template(name)?;
    for (blank, value) in blanks {
        text = text.replace(&format!("@{blank}@"), value);
    }
    Ok(text)
}

fn template(name: &str) -> Result<String> {
    let path = paths::root().join("installers/linux").join(name);
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

/// A date as a package's change log writes it.
fn date(facts: &Facts, format: &str) -> Result<String> {
    let mut date = command("date");
    output(date.env("LC_ALL", "C").args(["-u", "-d", &format!("@{}", facts.epoch), format]))
}

fn deb(facts: &Facts, folder: &Path, notices: &str) -> Result<PathBuf> {
    let root = folder.join("deb");
    let tree = Tree::plant(&root, facts.profile, Flavour::Deb)?;
    let doc = "usr/share/doc/idlewatt";
    tree.compressed(&format!("{doc}/third-party.gz"), notices)?;
    tree.compressed(&format!("{doc}/changelog.gz"), &fs::read_to_string(paths::root().join("CHANGELOG.md"))?)?;
    let log = format!(
        "idlewatt ({}-1) unstable; urgency=medium\n\n  * Version {}; what changed is in changelog.gz.\n\n -- {}  {}\n",
        facts.version,
        facts.version,
        facts.maintainer,
        date(facts, "+%a, %d %b %Y %H:%M:%S +0000")?
    );
    tree.compressed(&format!("{doc}/changelog.Debian.gz"), &log)?;
    tree.text(&format!("{doc}/copyright"), &filled("copyright", &[("MIT", &mit()?)])?)?;
    tree.text("usr/share/lintian/overrides/idlewatt", &template("deb/lintian-overrides")?)?;

    let architecture = output(command("dpkg").arg("--print-architecture"))?;
    let control = filled(
        "deb/control",
        &[
            ("VERSION", &facts.version),
            ("ARCHITECTURE", &architecture),
            ("MAINTAINER", &facts.maintainer),
            ("SIZE", &(tree.bytes()? / 1024).to_string()),
            ("DEPENDS", &libraries(folder, &tree)?),
        ],
    )?;
    tree.text("DEBIAN/control", &control)?;
    tree.text("DEBIAN/md5sums", &tree.checksums()?)?;
    for script in ["prerm", "postinst", "postrm"] {
        let text = filled(&format!("deb/{script}"), &[("STOP", template("stop.sh")?.trim_end())])?;
        tree.script(&format!("DEBIAN/{script}"), &text)?;
    }
    let deb = folder.join(format!("idlewatt_{}-1_{architecture}.deb", facts.version));
    // A debugging build is large and short-lived.
    let squeeze = if facts.profile == Profile::Release { "-Zxz" } else { "-Zgzip" };
    let effort = if facts.profile == Profile::Release { "-z6" } else { "-z1" };
    let mut build = command("dpkg-deb");
    build.env("SOURCE_DATE_EPOCH", &facts.epoch).args(["--root-owner-group", squeeze, effort, "--build"]);
    step::run("packing the .deb", build.arg(&root).arg(&deb))?;
    Ok(deb)
}

/// The libraries that the programs are linked with, as Debian's packages and their versions.
fn libraries(folder: &Path, tree: &Tree) -> Result<String> {
    // The tool wants to stand in a source package.
    let source = folder.join("source");
    fs::create_dir_all(source.join("debian"))?;
    fs::write(source.join("debian/control"), "Source: idlewatt\n\nPackage: idlewatt\nArchitecture: any\n")?;
    let mut find = command("dpkg-shlibdeps");
    find.current_dir(&source).args(["-O", "--warnings=0"]);
    PROGRAMS.iter().for_each(|program| {
        find.arg(tree.path(&format!("usr/bin/{program}")));
    });
    let found = output(&mut find)?;
    let list = found.lines().find_map(|line| line.strip_prefix("shlibs:Depends="));
    Ok(list.context("dpkg-shlibdeps found no library")?.to_owned())
}

/// The text of the licence for a file of Debian's copyright format: after its title and our name, indented.
fn mit() -> Result<String> {
    let text = fs::read_to_string(paths::root().join("LICENSE-MIT"))?;
    let (_, body) = text.split_once("Permission is hereby").context("LICENSE-MIT is not the MIT licence")?;
    let body = format!("Permission is hereby{body}");
    let lines = body.trim_end().lines().map(|line| if line.is_empty() { " .".to_owned() } else { format!(" {line}") });
    Ok(lines.collect::<Vec<_>>().join("\n"))
}

fn rpm(facts: &Facts, folder: &Path, notices: &str) -> Result<PathBuf> {
    let root = folder.join("rpm");
    let tree = Tree::plant(&root, facts.profile, Flavour::Rpm)?;
    for (from, to) in [
        ("CHANGELOG.md", "usr/share/doc/idlewatt/CHANGELOG.md"),
        ("LICENSE-MIT", "usr/share/licenses/idlewatt/LICENSE-MIT"),
        ("LICENSE-APACHE", "usr/share/licenses/idlewatt/LICENSE-APACHE"),
    ] {
        tree.text(to, &fs::read_to_string(paths::root().join(from))?)?;
    }
    tree.compressed("usr/share/licenses/idlewatt/third-party.gz", notices)?;
    let mut files = vec!["%dir /usr/share/doc/idlewatt".to_owned(), "%dir /usr/share/licenses/idlewatt".to_owned()];
    for file in tree.files()? {
        let mark = match file.as_str() {
            file if file.starts_with("usr/share/licenses/") => "%license ",
            file if file.starts_with("usr/share/doc/") || file.starts_with("usr/share/man/") => "%doc ",
            _ => "",
        };
        files.push(format!("{mark}/{file}"));
    }
    let spec = filled(
        "idlewatt.spec",
        &[
            ("VERSION", &facts.version),
            ("MAINTAINER", &facts.maintainer),
            ("TREE", &root.display().to_string()),
            // A per cent sign begins a word of rpmbuild's.
            ("STOP", &template("stop.sh")?.trim_end().replace('%', "%%")),
            ("FILES", &files.join("\n")),
            ("DATE", &date(facts, "+%a %b %d %Y")?),
        ],
    )?;
    let path = folder.join("idlewatt.spec");
    fs::write(&path, spec)?;
    let payload = if facts.profile == Profile::Release { "w19.zstdio" } else { "w1.gzdio" };
    let defines = [
        format!("_topdir {}", folder.join("rpmbuild").display()),
        format!("_rpmdir {}", folder.display()),
        "_rpmfilename %{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm".to_owned(),
        format!("_binary_payload {payload}"),
        "_buildhost localhost".to_owned(),
        "use_source_date_epoch_as_buildtime 1".to_owned(),
        "clamp_mtime_to_source_date_epoch 1".to_owned(),
    ];
    let mut build = command("rpmbuild");
    build.env("SOURCE_DATE_EPOCH", &facts.epoch).args(["-bb", "--quiet"]);
    defines.iter().for_each(|define| {
        build.arg("--define").arg(define);
    });
    step::run("packing the .rpm", build.arg(&path))?;
    let made = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    made.into_iter().find(|path| path.extension().is_some_and(|end| end == "rpm")).context("rpmbuild left no .rpm")
}
