//! Answers windows and command lines over the local socket.

use crate::books::BooksError;
use crate::house::{House, locked};
use crate::limits::{RENDER_EVENTS, STATUS_EVERY};
use crate::pause;
use crate::requester::text;
use crate::status::{self, Sums};
use crate::{
    benchmark, change, doctor, export, history, jobs, network, presets, prospects, report, requester, suggestions,
};
use idlewatt_control::messages::{
    CONTROL_PROTOCOL, ControlError, Programs, RenderRequest, Request, Response, SettingChange, Status,
};
use idlewatt_control::server::{Connection, Listener};
use idlewatt_ledger::JobKey;
use idlewatt_policy::idle::Pause;
use idlewatt_proto::books::Side;
use std::sync::Arc;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// Serves callers until the house stops.
pub async fn serve(house: Arc<House>, mut listener: Listener) {
    loop {
        let connection = tokio::select! {
            () = house.stop.cancelled() => return,
            accepted = listener.accept() => match accepted {
                Ok(connection) => connection,
                Err(error) => {
                    tracing::warn!(%error, "a caller could not be let in");
                    tokio::time::sleep(STATUS_EVERY).await;
                    continue;
                }
            },
        };
        let serving = Arc::clone(&house);
        house.tasks.spawn(async move { attend(serving, connection).await });
    }
}

/// One caller, until it hangs up.
async fn attend(house: Arc<House>, mut connection: Connection) {
    loop {
        let request = tokio::select! {
            () = house.stop.cancelled() => return,
            request = connection.next() => request,
        };
        let sent = match request {
            None => return,
            Some(Err(error)) => match error.answer() {
                Some(answer) => connection.send(&answer).await,
                None => return,
            },
            Some(Ok(Request::Benchmark)) => return benchmark::attend(&house, connection).await,
            Some(Ok(Request::Watch)) => return watch(&house, connection).await,
            Some(Ok(Request::Render(request))) => return render(&house, connection, request).await,
            Some(Ok(request @ (Request::Generate(_) | Request::Embed(_) | Request::FetchModel { .. }))) => {
                return speak(&house, connection, request).await;
            }
            Some(Ok(Request::Shutdown)) => {
                let _ = connection.send(&Response::Bye).await;
                tracing::info!("asked to stop");
                return house.stop.cancel();
            }
            Some(Ok(request)) => {
                let answer = answer(&house, request).await.unwrap_or_else(Response::Error);
                connection.send(&answer).await
            }
        };
        if sent.is_err() {
            return;
        }
    }
}

async fn answer(house: &Arc<House>, request: Request) -> Result<Response, ControlError> {
    let books = &house.books;
    Ok(match request {
        Request::Hello => Response::Hello {
            protocol: CONTROL_PROTOCOL,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            node: house.node(),
        },
        Request::Status => full_status(house).await?,
        Request::Pause { until } => {
            pause::set(house, Some(Pause { until })).await;
            full_status(house).await?
        }
        Request::Resume => {
            house.anew.send_modify(|version| *version += 1);
            pause::set(house, None).await;
            full_status(house).await?
        }
        Request::Earnings { since } => Response::Earnings(
            books.with(move |ledger| ledger.earnings(since)).await.map_err(unusable)?.map_err(unusable)?,
        ),
        Request::Jobs { limit, filter } => jobs::list(house, limit, filter).await?,
        Request::Job { job, side, peer } => jobs::one(house, JobKey { job, side, peer }).await?,
        Request::History { since, step } => history::answer(house, since, step).await?,
        Request::Export { path, format, since } => export::answer(house, &path, format, since).await?,
        Request::Units { job, limit } => {
            let units =
                books.with(move |ledger| ledger.units(job, limit)).await.map_err(unusable)?.map_err(unusable)?;
            Response::Units { units }
        }
        Request::Audit => {
            Response::Audit(books.with(|ledger| ledger.audit()).await.map_err(unusable)?.map_err(unusable)?)
        }
        Request::Peers => Response::Peers { peers: network::peers(house) },
        Request::Network => network::network(house).await?,
        Request::Places => report::places(house),
        Request::Report => report::report(house).await,
        Request::GetSettings => Response::Settings { settings: house.settings.borrow().rows() },
        Request::SetSetting { name, value } => change::settings(house, vec![SettingChange { name, value }]).await?,
        Request::SetSettings { changes } => change::settings(house, changes).await?,
        Request::EditList { name, put, take } => change::list(house, name, put, take).await?,
        Request::Estimate { changes } => Response::Limits(prospects::estimate(house, &changes)?),
        Request::Presets => Response::Presets { presets: presets::rows(house) },
        Request::Limits => Response::Limits(prospects::limits(house)),
        Request::Programs => programs(house),
        Request::Refusals => Response::Refusals { refusals: locked(&house.refusals).iter().rev().cloned().collect() },
        Request::Models => Response::Models { models: text::rows(house).await },
        Request::Doctor => Response::Doctor { findings: doctor::findings(house).await },
        Request::Preview => Response::Preview { preview: house.preview.borrow().clone() },
        // `attend` answers these itself, because they go on or end the conversation.
        Request::Watch
        | Request::Benchmark
        | Request::Render(_)
        | Request::Generate(_)
        | Request::Embed(_)
        | Request::FetchModel { .. }
        | Request::Shutdown => return Err(ControlError::ShuttingDown),
    })
}

/// The owner's list, what of it runs, and what might belong there.
fn programs(house: &House) -> Response {
    let running = house.senses.programs.borrow().as_ref().and_then(|reading| reading.running.clone());
    Response::Programs(Programs {
        listed: house.settings.borrow().provider.programs.clone(),
        running: running.map(|program| program.name),
        suggestions: suggestions::rows(house),
    })
}

fn unusable(error: impl std::fmt::Display) -> ControlError {
    ControlError::Books { what: error.to_string() }
}

async fn full_status(house: &House) -> Result<Response, ControlError> {
    // The judge gets a moment, so that the answer to "pause" already says "paused".
    tokio::task::yield_now().await;
    let sums = Sums::read(&house.books).await.map_err(unusable)?;
    Ok(Response::Status(Box::new(status::status(house, &sums))))
}

/// Tells a caller of every change, until it hangs up.
async fn watch(house: &House, mut connection: Connection) {
    let Ok(mut sums) = Sums::read(&house.books).await else {
        let what = BooksError::Closed.to_string();
        let _ = connection.send(&Response::Error(ControlError::Books { what })).await;
        return;
    };
    let mut told: Option<Status> = None;
    let mut ticks = tokio::time::interval(STATUS_EVERY);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = house.stop.cancelled() => {
                let _ = connection.send(&Response::Bye).await;
                return;
            }
            _ = ticks.tick() => {}
        }
        if sums.refresh(&house.books).await.is_err() {
            return;
        }
        let status = status::status(house, &sums);
        if told.as_ref() != Some(&status) {
            if connection.send(&Response::Status(Box::new(status.clone()))).await.is_err() {
                return;
            }
            told = Some(status);
        }
    }
}

/// Renders for a caller. Its hanging up cancels the job; what came is kept.
async fn render(house: &Arc<House>, mut connection: Connection, request: RenderRequest) {
    if !house.settings.borrow().roles.requester {
        let error = ControlError::RoleOff { role: Side::Requester };
        let _ = connection.send(&Response::Error(error)).await;
        return;
    }
    let (events, mut happening) = mpsc::channel(RENDER_EVENTS);
    let cancel = CancellationToken::new();
    let rendering = requester::render(Arc::clone(house), request, events, cancel.clone());
    house.tasks.spawn(rendering);
    let mut listening = true;
    loop {
        tokio::select! {
            event = happening.recv() => match event {
                None => return,
                Some(event) => {
                    if listening && connection.send(&Response::Render(event)).await.is_err() {
                        listening = false;
                        cancel.cancel();
                    }
                }
            },
            heard = connection.next(), if listening => {
                // Whatever a caller says during a render, a hang-up included, ends it.
                listening = heard.is_some_and(|heard| heard.is_ok());
                cancel.cancel();
            }
        }
    }
}

/// Has a model say something for a caller, or fetches one. Hanging up, or any other request, ends it.
async fn speak(house: &Arc<House>, mut connection: Connection, request: Request) {
    if !house.settings.borrow().roles.requester {
        let error = ControlError::RoleOff { role: Side::Requester };
        let _ = connection.send(&Response::Error(error)).await;
        return;
    }
    let (tell, told) = mpsc::channel::<Response>(RENDER_EVENTS);
    let speaking = speak_into(Arc::clone(house), request, tell);
    // Dropping what it works with gives the request up, and what was said is paid by its session.
    relay(house, connection, speaking, told).await;
}

/// Passes on what a task tells, until it has told all. Hanging up, or any request, drops the task.
pub async fn relay(
    house: &House,
    mut connection: Connection,
    task: impl Future<Output = ()> + Send + 'static,
    mut told: mpsc::Receiver<Response>,
) {
    let task = house.tasks.spawn(task);
    loop {
        tokio::select! {
            response = told.recv() => match response {
                None => return,
                Some(response) => if connection.send(&response).await.is_err() { break },
            },
            _ = connection.next() => break,
        }
    }
    task.abort();
}

async fn speak_into(house: Arc<House>, request: Request, tell: mpsc::Sender<Response>) {
    let ended = match request {
        Request::Generate(request) => text::generate(&house, &request, &tell).await.err().map(Response::Error),
        Request::Embed(request) => text::embed(&house, &request, &tell).await.err().map(Response::Error),
        Request::FetchModel { model } => {
            let (progress, mut coming) = mpsc::channel(1);
            let telling = async {
                while let Some((have, of)) = coming.recv().await {
                    let _ = tell.send(Response::Fetching { have, of }).await;
                }
            };
            Some(match tokio::join!(text::fetch(&house, &model, progress), telling).0 {
                Ok((name, blob)) => Response::Fetched { name, hash: blob.hash },
                Err(error) => Response::Error(error),
            })
        }
        _ => None,
    };
    if let Some(ended) = ended {
        let _ = tell.send(ended).await;
    }
}
