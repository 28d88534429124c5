//! A daemon with no rooms: it tells the status it was given, and obeys Pause, Resume and Shutdown.

use idlewatt_control::messages::{CONTROL_PROTOCOL, ControlError, CurrentJob, Request, Response, Roles, Status};
use idlewatt_control::{Connection, Home, Listener};
use idlewatt_proto::books::Earnings;
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::negotiation::Price;
use idlewatt_proto::reason::{Activity, WaitReason};
use idlewatt_proto::{Amount, JobId, NodeId};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::runtime::Runtime;
use tokio::sync::watch;

pub const JOB: JobId = JobId([5; 16]);

/// Milliseconds since 1970.
pub fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970");
    u64::try_from(since.as_millis()).expect("in range")
}

struct Script {
    status: watch::Sender<Status>,
    heard: Mutex<Vec<Request>>,
}

/// Dropping it ends it, and every connection to it.
pub struct Daemon {
    script: Arc<Script>,
    runtime: Option<Runtime>,
}

impl Daemon {
    pub fn start(home: &Home, activity: Activity) -> Self {
        let script = Arc::new(Script { status: watch::Sender::new(status(activity)), heard: Mutex::default() });
        let runtime = Runtime::new().expect("a runtime");
        home.create().expect("a folder");
        let mut listener = runtime.block_on(Listener::bind(home)).expect("a free name");
        let served = Arc::clone(&script);
        runtime.spawn(async move {
            while let Ok(connection) = listener.accept().await {
                tokio::spawn(serve(connection, Arc::clone(&served)));
            }
        });
        Self { script, runtime: Some(runtime) }
    }

    pub fn become_(&self, activity: Activity) {
        self.script.status.send_replace(status(activity));
    }

    pub fn activity(&self) -> Activity {
        self.script.status.borrow().activity.clone()
    }

    /// Whether such a request came.
    pub fn heard(&self, such: impl Fn(&Request) -> bool) -> bool {
        self.script.heard.lock().expect("no panic held it").iter().any(such)
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

async fn serve(mut connection: Connection, script: Arc<Script>) {
    while let Some(Ok(request)) = connection.next().await {
        script.heard.lock().expect("no panic held it").push(request.clone());
        let answer = match request {
            Request::Hello => {
                Response::Hello { protocol: CONTROL_PROTOCOL, version: "0.0.0".to_owned(), node: NodeId([7; 32]) }
            }
            Request::Watch => return watch(connection, &script).await,
            Request::Pause { until } => become_(&script, Activity::Paused { until }),
            Request::Resume => become_(&script, Activity::Waiting { reason: WaitReason::NoWork }),
            Request::Jobs { .. } => Response::Jobs { jobs: vec![] },
            Request::Shutdown => Response::Bye,
            _ => Response::Error(ControlError::BadRequest { what: "not in the script".to_owned() }),
        };
        if connection.send(&answer).await.is_err() {
            return;
        }
    }
}

async fn watch(mut connection: Connection, script: &Script) {
    let mut changes = script.status.subscribe();
    loop {
        let status = changes.borrow_and_update().clone();
        if connection.send(&Response::Status(Box::new(status))).await.is_err() || changes.changed().await.is_err() {
            return;
        }
    }
}

fn become_(script: &Script, activity: Activity) -> Response {
    let status = status(activity);
    script.status.send_replace(status.clone());
    Response::Status(Box::new(status))
}

fn status(activity: Activity) -> Status {
    let working = matches!(activity, Activity::Working { .. });
    let sums = Earnings {
        gross: Amount::from_micros(66_250),
        electricity: Amount::from_micros(19_080),
        net: Amount::from_micros(47_170),
        ..Earnings::default()
    };
    Status {
        node: NodeId([7; 32]),
        version: "0.0.0".to_owned(),
        roles: Roles { provider: true, requester: false, index: false },
        activity,
        until: None,
        effort: None,
        tariff_per_kwh: None,
        device: None,
        gpus: vec![],
        meters: None,
        offer: None,
        current: working.then(|| CurrentJob {
            job: JOB,
            kind: WorkKind::Render,
            title: "render 96x96, 16 spp".into(),
            requester: NodeId([8; 32]),
            units_done: 1,
            unit_permille: 500,
            price: Price { per_giga: Amount::from_micros(1) },
            tokens: 0,
            gross: Amount::from_micros(1),
            preview_version: 0,
        }),
        today: sums.clone(),
        all_time: sums,
        peers: 0,
        index_nodes: 0,
    }
}
