//! On Linux the icon is told to whoever owns a name on the session bus: a desktop may have no tray, or get one later.

use futures::StreamExt;
use zbus::fdo::DBusProxy;
use zbus::names::BusName;

/// Who owns this name is the tray.
const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// Whether the desktop has a tray now.
pub async fn has_host() -> bool {
    let asked = async {
        let bus = zbus::Connection::session().await?;
        Ok::<bool, zbus::Error>(DBusProxy::new(&bus).await?.name_has_owner(BusName::try_from(WATCHER)?).await?)
    };
    asked.await.unwrap_or(false)
}

/// Returns when a tray has come. Without a session bus none ever does.
pub async fn host_comes() {
    if watch().await.is_err() {
        std::future::pending().await
    }
}

async fn watch() -> zbus::Result<()> {
    let bus = zbus::Connection::session().await?;
    let names = DBusProxy::new(&bus).await?;
    let mut changes = names.receive_name_owner_changed_with_args(&[(0, WATCHER)]).await?;
    // Asked after listening has begun: one that comes in between is heard.
    if names.name_has_owner(BusName::try_from(WATCHER)?).await? {
        return Ok(());
    }
    while let Some(change) = changes.next().await {
        if change.args()?.new_owner.is_some() {
            return Ok(());
        }
    }
    Err(zbus::Error::Failure("the bus is gone".to_owned()))
}
