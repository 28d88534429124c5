//! Updates: looked for where the owner says, signed, never an older version, installed when no job is in hand.
//!
//! Whoever builds releases puts the public half of the key into `plugins.updater.pubkey` of tauri.conf.json (base64 of
//! the minisign file, as `tauri signer generate` prints it) and signs with `--app-version`: a signature without a
//! version is refused (`requireSignedVersion`), else an old release could be announced as a new one. Without a key
//! nothing is looked for. The endpoint is the owner's preference; there is none until one exists.

use crate::clock;
use crate::limits::{NOTES_LETTERS, UPDATE_DEADLINE, UPDATE_EVERY, UPDATE_FIRST};
use crate::link::{Link, Phone};
use crate::preferences::Kept;
use crate::renders::Renders;
use crate::trouble::Trouble;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::reason::Activity;
use jiff::Zoned;
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tauri::{AppHandle, Manager, Url};
use tauri_plugin_updater::{Update as Release, UpdaterBuilder, UpdaterExt};
use tokio::sync::watch;
use tokio::time::sleep;

/// Between two looks at a render of the owner's own, which tells no one when it ends.
const RENDER_POLL: Duration = Duration::from_secs(5);

/// How it stands. Mirrored by `Update` in ui/src/lib/backend/backend.ts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "update")]
pub enum Update {
    /// There is no endpoint.
    Off,
    Newest,
    Looking,
    Found {
        version: String,
        notes: String,
    },
    /// For the end of the job in hand.
    Waiting {
        version: String,
    },
    Installing {
        version: String,
        permille: u16,
    },
    Failed {
        what: String,
    },
}

/// What a program that begins anew still knows.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
pub struct Looked {
    /// When it looked by itself.
    at: Option<UnixMillis>,
    /// Whether this was the newest version then.
    newest: bool,
}

impl Looked {
    /// How long until it looks by itself.
    fn wait(self, now: UnixMillis) -> Duration {
        let since = self.at.map(|at| Duration::from_millis(now.since_ms(at)));
        since.map_or(UPDATE_FIRST, |since| UPDATE_EVERY.saturating_sub(since).max(UPDATE_FIRST))
    }
}

/// The state of updates, and the release that was found.
pub struct Updates {
    now: watch::Sender<Update>,
    found: Mutex<Option<Release>>,
    /// When it looked by itself.
    looked: Mutex<Option<UnixMillis>>,
}

impl Updates {
    pub fn new(carried: Looked) -> Self {
        let now = if carried.newest { Update::Newest } else { Update::Off };
        Self { now: watch::Sender::new(now), found: Mutex::new(None), looked: Mutex::new(carried.at) }
    }

    /// For a new beginning; `None`: something goes on, or was found.
    #[cfg(target_os = "linux")]
    pub fn carried(&self) -> Option<Looked> {
        let at = *self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        match self.get() {
            Update::Off => Some(Looked { at, newest: false }),
            Update::Newest => Some(Looked { at, newest: true }),
            _ => None,
        }
    }

    pub fn get(&self) -> Update {
        self.now.borrow().clone()
    }

    /// Looks now. What is being installed goes on.
    pub async fn look(&self, app: &AppHandle) -> Update {
        if matches!(self.get(), Update::Looking | Update::Waiting { .. } | Update::Installing { .. }) {
            return self.get();
        }
        let endpoint = app.state::<Kept>().get().update_endpoint;
        if endpoint.is_empty() {
            self.now.send_replace(Update::Off);
            return Update::Off;
        }
        self.now.send_replace(Update::Looking);
        let looked = match has_key(app) {
            true => announced(app.updater_builder(), &endpoint).await,
            false => Err(Trouble::UpdateKey("this build has no key to check them with")),
        };
        let update = match &looked {
            Ok(Some(release)) => {
                let notes = release.body.clone().unwrap_or_default();
                Update::Found { version: release.version.clone(), notes: notes.chars().take(NOTES_LETTERS).collect() }
            }
            Ok(None) => Update::Newest,
            Err(trouble) => Update::Failed { what: trouble.to_string() },
        };
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = looked.ok().flatten();
        self.now.send_replace(update.clone());
        update
    }

    /// Installs what was found, as soon as no job is in hand, and starts anew.
    pub fn install(&self, app: &AppHandle) -> Update {
        let release = self.found.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(release) = release else { return self.get() };
        self.now.send_replace(Update::Waiting { version: release.version.clone() });
        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let updates = app.state::<Updates>();
            if let Err(trouble) = updates.carry_out(&app, &release).await {
                updates.now.send_replace(Update::Failed { what: trouble.to_string() });
                // The owner may try again.
                *updates.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(release);
            }
        });
        self.get()
    }

    async fn carry_out(&self, app: &AppHandle, release: &Release) -> Result<(), Trouble> {
        let waiting = Update::Waiting { version: release.version.clone() };
        until_free(app).await;
        let mut have = 0u64;
        let bytes = release
            .download(
                |more, of| {
                    have += more as u64;
                    let permille = of.filter(|of| *of > 0).map_or(0, |of| have.min(of) * 1000 / of);
                    let permille = u16::try_from(permille).unwrap_or(1000);
                    self.now.send_replace(Update::Installing { version: release.version.clone(), permille });
                },
                || {},
            )
            .await?;
        // One may have come while it was fetched.
        self.now.send_replace(waiting);
        until_free(app).await;
        self.now.send_replace(Update::Installing { version: release.version.clone(), permille: 1000 });
        let release = release.clone();
        let installed = tauri::async_runtime::spawn_blocking(move || release.install(bytes));
        installed.await??;
        // The daemon's program is another one now, too.
        app.state::<Phone>().hang_up().await;
        app.request_restart();
        Ok(())
    }
}

/// Looks by itself, if the owner wants that.
pub async fn watch(app: AppHandle) {
    let updates = app.state::<Updates>();
    let looked = || updates.looked.lock().unwrap_or_else(PoisonError::into_inner);
    let now = || clock::millis(&Zoned::now());
    loop {
        let wait = Looked { at: *looked(), newest: false }.wait(now());
        sleep(wait).await;
        *looked() = Some(now());
        if app.state::<Kept>().get().updates {
            updates.look(&app).await;
        }
    }
}

fn has_key(app: &AppHandle) -> bool {
    let config = app.config().plugins.0.get("updater");
    config.and_then(|config| config["pubkey"].as_str()).is_some_and(|key| !key.is_empty())
}

/// A release that is newer than this one; `None`: this is the newest.
async fn announced(builder: UpdaterBuilder, endpoint: &str) -> Result<Option<Release>, Trouble> {
    let endpoint: Url = endpoint.parse().map_err(tauri_plugin_updater::Error::from)?;
    Ok(builder.endpoints(vec![endpoint])?.timeout(UPDATE_DEADLINE).build()?.check().await?)
}

async fn until_free(app: &AppHandle) {
    let mut links = app.state::<Phone>().subscribe();
    let renders = app.state::<Renders>().inner().clone();
    loop {
        // The sender lives as long as the program.
        let _ = links.wait_for(is_free).await;
        if !renders.busy() {
            return;
        }
        sleep(RENDER_POLL).await;
    }
}

/// Whether no job is in hand.
fn is_free(link: &Link) -> bool {
    match link {
        Link::Connecting => false,
        Link::Lost { .. } => true,
        Link::Up { status } => status.current.is_none() && !matches!(status.activity, Activity::Working { .. }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tray::tests::{up, with};
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use idlewatt_proto::JobId;
    use idlewatt_proto::reason::WaitReason;
    use minisign::KeyPair;
    use serde_json::json;
    use std::io::{Cursor, Read, Write};
    use std::net::TcpListener;
    use tauri::async_runtime::block_on;
    use tauri::test::{MockRuntime, mock_builder, mock_context, noop_assets};
    use tauri_plugin_updater::Error;

    const PACKAGE: &[u8] = b"a new Idlewatt";

    /// Answers every request for the announcement with it, and any other with the package.
    fn serve(announcement: impl Fn(&str) -> String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let announcement = announcement(&base);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut asked = Vec::new();
                let mut byte = [0];
                while !asked.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    asked.push(byte[0]);
                }
                let body = if asked.starts_with(b"GET /latest.json") { announcement.as_bytes() } else { PACKAGE };
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                // A client that hung up got what it wanted.
                let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
            }
        });
        format!("{base}/latest.json")
    }

    fn key() -> KeyPair {
        KeyPair::generate_unencrypted_keypair().expect("a key")
    }

    fn signature(key: &KeyPair, package: &[u8], comment: &str) -> String {
        let signed = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(package), Some(comment), None);
        BASE64_STANDARD.encode(signed.expect("signed").to_string())
    }

    /// A program of version 0.1.0 with the plugin as tauri.conf.json sets it up, and this key.
    fn app(key: &KeyPair) -> tauri::App<MockRuntime> {
        let real: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).expect("JSON");
        let mut config = real["plugins"]["updater"].clone();
        config["pubkey"] = json!(BASE64_STANDARD.encode(key.pk.to_box().expect("a box").to_string()));
        let mut context = mock_context(noop_assets());
        context.config_mut().plugins.0.insert("updater".to_owned(), config);
        let builder = mock_builder().plugin(tauri_plugin_updater::Builder::new().build());
        builder.build(context).expect("an app")
    }

    fn look(app: &tauri::App<MockRuntime>, version: &str, signature: &str) -> Result<Option<Release>, Trouble> {
        let endpoint = serve(|base| {
            let url = format!("{base}/package");
            json!({ "version": version, "url": url, "signature": signature, "notes": "Calmer." }).to_string()
        });
        block_on(announced(app.updater_builder().no_proxy(), &endpoint))
    }

    fn download(release: &Release) -> Result<Vec<u8>, Error> {
        block_on(release.download(|_, _| {}, || {}))
    }

    #[test]
    fn a_newer_version_with_a_right_signature_is_found_and_fetched() {
        let key = key();
        let app = app(&key);
        let right = signature(&key, PACKAGE, "timestamp:1\tfile:x\tversion:0.2.0");
        let release = look(&app, "0.2.0", &right).expect("an answer").expect("newer");
        assert_eq!((release.version.as_str(), release.body.as_deref()), ("0.2.0", Some("Calmer.")));
        assert_eq!(download(&release).expect("right"), PACKAGE);
    }

    #[test]
    fn one_that_is_signed_wrongly_is_refused() {
        let (ours, theirs) = (key(), key());
        let app = app(&ours);
        let comment = "timestamp:1\tfile:x\tversion:0.2.0";
        let refused = |signature: &str| {
            let release = look(&app, "0.2.0", signature).expect("an answer").expect("newer");
            download(&release).expect_err("refused")
        };
        assert!(matches!(refused(&signature(&theirs, PACKAGE, comment)), Error::Minisign(_)), "another key");
        assert!(matches!(refused(&signature(&ours, b"something else", comment)), Error::Minisign(_)), "other bytes");
        let unnamed = refused(&signature(&ours, PACKAGE, "timestamp:1\tfile:x"));
        assert!(matches!(unnamed, Error::MissingSignedVersion), "{unnamed}");
        // An old release that is announced as a new one.
        let old = refused(&signature(&ours, PACKAGE, "timestamp:1\tfile:x\tversion:0.0.9"));
        assert!(old.to_string().contains("0.0.9"), "{old}");
    }

    #[test]
    fn an_older_version_and_this_one_are_no_updates() {
        let key = key();
        let app = app(&key);
        for version in ["0.0.9", "0.1.0"] {
            let right = signature(&key, PACKAGE, &format!("version:{version}"));
            assert!(look(&app, version, &right).expect("an answer").is_none(), "{version}");
        }
    }

    #[test]
    fn nobody_there_is_trouble_with_a_code() {
        let key = key();
        let app = app(&key);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let endpoint = format!("http://{}/", listener.local_addr().expect("an address"));
        drop(listener);
        let Err(trouble) = block_on(announced(app.updater_builder().no_proxy(), &endpoint)) else {
            panic!("nobody answers")
        };
        assert_eq!(serde_json::to_value(trouble).expect("serializable")["code"], "updater");
    }

    #[test]
    fn a_job_in_hand_is_waited_for() {
        assert!(!is_free(&Link::Connecting));
        assert!(!is_free(&with(Activity::Working { job: JobId([1; 16]) })));
        assert!(is_free(&up(WaitReason::NoWork)));
    }
}
