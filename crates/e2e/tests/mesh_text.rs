//! Text over the mesh: asked, answered, continued elsewhere, and paid. The model is the foreman's stand-in, which counts,
//! but for the last play, which has a real one.

#[path = "../../worker/tests/tiny/mod.rs"]
mod tiny;

use idlewatt_control::CallError;
use idlewatt_control::client::Client;
use idlewatt_control::messages::{ControlError, Decline, EmbedRequest, NoProvider, Request, Response, TextRequest};
use idlewatt_e2e::text::{
    ask, counted, listen, offered, provider, provider_of, request, requester, requester_of, sums,
};
use idlewatt_e2e::{Cast, Node, PATIENCE, binary};
use idlewatt_proto::books::{JobRow, JobState, UnitRow, UnitState};
use idlewatt_proto::job::WorkKind;
use idlewatt_proto::reason::{Refusal, StopReason};
use idlewatt_proto::text::{Finish, TextEvent};
use idlewatt_proto::{Amount, JobId};
use serde_json::json;
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn an_answer_is_streamed_and_paid_by_the_token() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut provider = provider(&counting, "provider", &index).await;
    offered(&mut requester, 1).await;
    for _ in 0..2 {
        let (text, finish, usage) = listen(&mut ask(&requester, request(40)).await, async |_| ()).await;
        assert_eq!((text, finish), (counted(40), Finish::Length));
        assert_eq!((usage.prompt_tokens, usage.cached_tokens), (3, 1));
    }
    let jobs = requester.jobs().await;
    assert_eq!(jobs.len(), 1, "one session for both: {jobs:?}");
    assert_eq!((jobs[0].title.to_string(), jobs[0].kind), ("text by counting".to_owned(), WorkKind::Generate));
    assert!(jobs[0].gross > Amount::ZERO);
    let sums = sums(&mut [&mut requester, &mut provider]).await;
    let units = provider.units().await;
    assert_eq!(units.len(), 2);
    assert!(units.iter().all(|unit| unit.gross > Amount::ZERO && unit.state == UnitState::Final), "{units:?}");
    assert_eq!(sums[0], sums[1], "what one side paid, the other received");
    assert_eq!(sums[0], jobs[0].gross.micros());
}

/// The job that a provider answers in.
async fn first_job(node: &mut Node) -> JobId {
    node.until("it has a job", async |node| node.jobs().await.first().map(|job| job.job)).await
}

#[tokio::test]
async fn a_provider_that_is_killed_in_the_middle_is_replaced_and_the_answer_goes_on() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut first = provider(&counting, "first", &index).await;
    offered(&mut requester, 1).await;
    let mut answers = ask(&requester, request(400)).await;
    let mut second = None;
    let mut killed = false;
    let job = first_job(&mut first).await;
    let heard = listen(&mut answers, async |tokens| {
        if tokens >= 20 && second.is_none() {
            second = Some(provider(&counting, "second", &index).await);
            first.kill();
            killed = true;
        }
    });
    let (text, finish, _) = heard.await;
    assert!(killed);
    assert_eq!((text, finish), (counted(400), Finish::Length));
    let mut second = second.expect("another provider");
    assert!(!second.units().await.is_empty(), "the other one had a part in it");
    let paid =
        |units: &[UnitRow]| matches!(units, [unit] if unit.state == UnitState::Final && unit.gross > Amount::ZERO);
    let arrived = requester.units().await.into_iter().find(|unit| unit.job == job).expect("the first one's part");
    assert!(paid(std::slice::from_ref(&arrived)), "what arrived was used, and is paid: {arrived:?}");
    // Its owner's own work keeps it from any other: being paid is none.
    first.play(&json!({ "foreign_load_percent": 70 }));
    first.restart().await;
    first.until("it has its receipt", async |node| paid(&node.units().await).then_some(())).await;
    let ended = first.until("its job has ended", async |node| match &node.jobs().await[0].state {
        JobState::Open => None,
        JobState::Ended { reason } => Some(reason.clone()),
    });
    assert_eq!(ended.await, StopReason::Done, "whoever paid hears that it was taken");
    assert_eq!(first.units().await[0].gross, arrived.gross, "neither more nor less");
    let sums = sums(&mut [&mut requester, &mut first, &mut second]).await;
    assert_eq!(sums[0], sums[1] + sums[2], "what one side paid, the others received");
    assert!(sums[1] > 0 && sums[2] > 0, "both had a part in it: {sums:?}");
}

/// Tells a daemon to stand still, or to go on.
#[cfg(unix)]
fn signal(node: &Node, name: &str) {
    let sent = std::process::Command::new("kill").arg(format!("-{name}")).arg(node.pid().to_string()).status();
    assert!(sent.is_ok_and(|sent| sent.success()), "{name}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_provider_that_stood_still_is_paid_for_what_had_arrived() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut first = provider(&counting, "first", &index).await;
    offered(&mut requester, 1).await;
    let mut answers = ask(&requester, request(400)).await;
    let job = first_job(&mut first).await;
    let mut second = None;
    let heard = listen(&mut answers, async |tokens| {
        if tokens >= 20 && second.is_none() {
            second = Some(provider(&counting, "second", &index).await);
            signal(&first, "STOP");
        }
    });
    let (text, finish, _) = heard.await;
    assert_eq!((text, finish), (counted(400), Finish::Length));
    signal(&first, "CONT");
    let mut second = second.expect("another provider");
    let sums = sums(&mut [&mut requester, &mut first, &mut second]).await;
    assert_eq!(sums[0], sums[1] + sums[2], "what one side paid, the others received");
    let of = |units: Vec<UnitRow>| units.into_iter().find(|unit| unit.job == job).map(|unit| (unit.state, unit.gross));
    let (paid, taken) = (of(requester.units().await), of(first.units().await));
    assert!(
        paid.as_ref().is_some_and(|(state, gross)| *state == UnitState::Final && *gross > Amount::ZERO),
        "{paid:?}"
    );
    assert_eq!(taken, paid, "both sides' books");
}

/// The first of two providers goes away in the middle of an answer, and comes back when its requester was killed and
/// restarted.
async fn a_requester_is_killed(mut go: impl FnMut(&mut Node), come_back: impl AsyncFnOnce(&mut Node)) {
    let counting = Cast::counting();
    let index = Node::start("index", &["--role", "index"]).await;
    let addresses = index.addresses().await;
    let named = addresses.iter().flat_map(|address| ["--index-node", address]);
    let flags: Vec<_> = ["--role", "requester"].into_iter().chain(named).collect();
    let mut requester = Node::start_program(counting.daemon(), "requester", &flags, "").await;
    let mut first = provider(&counting, "first", &addresses).await;
    offered(&mut requester, 1).await;
    let name = first.status().await.node;
    let mut second = None;
    let mut answers = ask(&requester, request(400)).await;
    let heard = listen(&mut answers, async |tokens| {
        if tokens >= 20 && second.is_none() {
            second = Some(provider(&counting, "second", &addresses).await);
            go(&mut first);
        }
    });
    let (text, finish, _) = heard.await;
    assert_eq!((text, finish), (counted(400), Finish::Length));
    let bought = |jobs: Vec<JobRow>| jobs.into_iter().find(|job| job.peer == name).expect("its part");
    let owed = bought(requester.jobs().await);
    assert!(owed.gross > Amount::ZERO && owed.settled == owed.gross, "what arrived is paid: {owed:?}");
    // Twice: who takes a receipt up does not lose it either.
    for _ in 0..2 {
        requester.kill();
        requester.restart().await;
        let job = bought(requester.jobs().await);
        assert_eq!((&job.state, job.settled), (&JobState::Open, owed.settled), "its receipt is kept");
    }
    come_back(&mut first).await;
    let ended = requester.until("the receipt was taken", async |node| match bought(node.jobs().await).state {
        JobState::Open => None,
        JobState::Ended { reason } => Some(reason),
    });
    assert_eq!(ended.await, StopReason::Lost);
    let taken = first.jobs().await.remove(0);
    assert_eq!(taken.state, JobState::Ended { reason: StopReason::Done });
    assert_eq!((taken.settled, taken.void_units), (owed.settled, 0), "both sides' books");
    let mut second = second.expect("another provider");
    let sums = sums(&mut [&mut requester, &mut first, &mut second]).await;
    assert_eq!(sums[0], sums[1] + sums[2], "what one side paid, the others received");
}

#[tokio::test]
async fn a_killed_requester_pays_a_provider_that_was_killed() {
    a_requester_is_killed(Node::kill, async |node| node.restart().await).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_killed_requester_pays_a_provider_that_stood_still() {
    a_requester_is_killed(|node| signal(node, "STOP"), async |node| signal(node, "CONT")).await;
}

/// Has the first of two providers give its card up in the middle of an answer.
async fn an_owner_takes_the_card(take: impl AsyncFn(&Node)) {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut first = provider(&counting, "first", &index).await;
    offered(&mut requester, 1).await;
    let mut answers = ask(&requester, request(400)).await;
    let mut second = None;
    let heard = listen(&mut answers, async |tokens| {
        if tokens >= 20 && second.is_none() {
            second = Some(provider(&counting, "second", &index).await);
            take(&first).await;
        }
    });
    let (text, finish, _) = heard.await;
    assert_eq!((text, finish), (counted(400), Finish::Length));
    let mut second = second.expect("another provider");
    let sums = sums(&mut [&mut requester, &mut first, &mut second]).await;
    assert!(sums[1] > 0 && sums[2] > 0, "what was said is paid: {sums:?}");
    assert_eq!(sums[0], sums[1] + sums[2], "what one side paid, the others received");
}

#[tokio::test]
async fn an_owner_who_pauses_gets_the_card_and_what_was_said_is_paid() {
    an_owner_takes_the_card(async |node| drop(node.ask(Request::Pause { until: None }).await)).await;
}

#[tokio::test]
async fn an_owner_whose_program_uses_the_card_gets_it_at_once_and_what_was_said_is_paid() {
    an_owner_takes_the_card(async |node| node.play(&json!({ "foreign_load_percent": 70 }))).await;
}

#[tokio::test]
async fn an_owner_who_blocks_whoever_asks_ends_the_answer_and_what_was_said_is_paid() {
    an_owner_takes_the_card(async |node| {
        let asker = node.jobs().await[0].peer.to_string();
        node.ask(Request::SetSetting { name: "accept.blocked".into(), value: asker }).await;
        let ended = JobState::Ended { reason: StopReason::Refused { why: Refusal::Blocked } };
        timeout(PATIENCE, async {
            while node.jobs().await[0].state != ended {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .expect("the job ends for that reason");
    })
    .await;
}

#[tokio::test]
async fn a_session_that_was_agreed_on_for_everybody_is_used_for_nothing_else() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let provider = provider(&counting, "provider", &index).await;
    offered(&mut requester, 1).await;
    let (text, _, _) = listen(&mut ask(&requester, request(5)).await, async |_| ()).await;
    assert_eq!(text, counted(5));
    let declared = || TextRequest { mature: true, ..request(5) };
    match ask(&requester, declared()).await.text().await {
        Err(CallError::Refused(ControlError::NoProvider { why: NoProvider::Declined { declined } })) => {
            assert_eq!(declined[0].why, Decline::Refused { why: Refusal::Mature });
        }
        other => panic!("not refused: {other:?}"),
    }
    provider.ask(Request::SetSetting { name: "accept.mature".into(), value: "true".into() }).await;
    let (text, _, _) = listen(&mut ask(&requester, declared()).await, async |_| ()).await;
    assert_eq!(text, counted(5));
    assert_eq!(requester.jobs().await.len(), 2, "one session for each");
}

#[tokio::test]
async fn whoever_hangs_up_pays_for_what_was_said_and_the_session_lives_on() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut provider = provider(&counting, "provider", &index).await;
    offered(&mut requester, 1).await;
    let mut answers = ask(&requester, request(4000)).await;
    while !matches!(answers.text().await.expect("an event"), TextEvent::Said(_)) {}
    let shown =
        provider.until("it is shown", async |node| node.status().await.current.filter(|job| job.tokens > 0)).await;
    let agreed = provider.jobs().await;
    assert_eq!((shown.kind, shown.title.to_string()), (WorkKind::Generate, "text by counting".to_owned()));
    assert_eq!((shown.job, shown.requester), (agreed[0].job, agreed[0].peer));
    assert!(shown.price.per_giga > Amount::ZERO);
    drop(answers);
    let paid = requester.until("what was said is paid", async |node| {
        let unit = node.units().await.into_iter().next()?;
        (unit.state == UnitState::Final).then_some(unit)
    });
    assert!(paid.await.gross > Amount::ZERO);
    let (text, _, _) = listen(&mut ask(&requester, request(5)).await, async |_| ()).await;
    assert_eq!(text, counted(5));
    let jobs = requester.jobs().await;
    assert_eq!((jobs.len(), &jobs[0].state), (1, &JobState::Open));
    let sums = sums(&mut [&mut requester, &mut provider]).await;
    assert_eq!(sums[0], sums[1]);
}

#[tokio::test]
async fn many_requests_share_one_worker() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut provider = provider(&counting, "provider", &index).await;
    offered(&mut requester, 1).await;
    let mut asking = Vec::new();
    // More than are answered at once: some wait for a place.
    for _ in 0..12 {
        let mut answers = ask(&requester, request(60)).await;
        asking.push(tokio::spawn(async move { listen(&mut answers, async |_| ()).await }));
    }
    for asked in asking {
        let (text, finish, _) = asked.await.expect("an answer");
        assert_eq!((text, finish), (counted(60), Finish::Length));
    }
    let sums = sums(&mut [&mut requester, &mut provider]).await;
    assert_eq!(sums[0], sums[1]);
    let status = provider.status().await;
    assert_eq!(status.current, None, "nothing is being answered any more");
}

#[tokio::test]
async fn texts_become_vectors() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let mut provider = provider(&counting, "provider", &index).await;
    offered(&mut requester, 1).await;
    let texts: Vec<String> = (0..9).map(|number| format!("text {number}")).collect();
    let request = EmbedRequest { model: "counting".into(), texts, max_price: None, mature: false };
    let client = Client::connect(&requester.home()).await.expect("the daemon answers");
    let embedded = client.embed(request).await.expect("vectors");
    assert_eq!((embedded.vectors.len(), embedded.usage.prompt_tokens), (9, 18));
    for (place, (vector, tokens)) in embedded.vectors.iter().enumerate() {
        assert_eq!((vector[place % 4], *tokens), (1.0, 2), "in their order");
    }
    let sums = sums(&mut [&mut requester, &mut provider]).await;
    assert_eq!(embedded.cost.micros(), sums[0], "the caller is told what the books know");
    assert!(sums[0] > 0 && sums[0] == sums[1], "{sums:?}");
    for node in [&requester, &provider] {
        assert_eq!(node.jobs().await.iter().map(|job| job.kind).collect::<Vec<_>>(), [WorkKind::Embed]);
    }
}

#[tokio::test]
async fn a_model_travels_and_is_verified() {
    let counting = Cast::counting();
    let (mut requester, index) = requester(&counting).await;
    let _provider = provider(&counting, "provider", &index).await;
    offered(&mut requester, 1).await;
    let fetch = async |node: &Node| {
        let client = Client::connect(&node.home()).await.expect("the daemon answers");
        let mut answers = client.stream(Request::FetchModel { model: "counting".into() }).await.expect("sent");
        loop {
            match timeout(Duration::from_secs(30), answers.next()).await.expect("in time") {
                Ok(Response::Fetching { .. }) => {}
                other => return other,
            }
        }
    };
    let never = Request::SetSetting { name: "models.fetch".into(), value: "never".into() };
    requester.ask(never).await;
    let refused = fetch(&requester).await;
    assert!(refused.is_err(), "{refused:?}");
    let ask = Request::SetSetting { name: "models.fetch".into(), value: "ask".into() };
    requester.ask(ask).await;
    match fetch(&requester).await.expect("fetched") {
        Response::Fetched { name, hash } => {
            assert_eq!((name.as_str(), hash), ("counting", idlewatt_proto::BlobHash::of(b"numbers")));
        }
        other => panic!("not fetched: {other:?}"),
    }
    let file = requester.path().join("models").join("counting.gguf");
    assert_eq!(std::fs::read(file).expect("the model"), b"numbers");
}

#[tokio::test]
async fn a_model_that_nobody_has_is_one_sentence() {
    let counting = Cast::counting();
    let (requester, _) = requester(&counting).await;
    let mut request = request(5);
    request.model = "no such model".into();
    let refused = ask(&requester, request).await.text().await;
    assert!(refused.is_err_and(|error| error.to_string().contains("no such model")));
}

#[tokio::test]
async fn a_real_model_goes_on_elsewhere_with_the_very_words_that_it_would_have_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tiny.gguf");
    tiny::write(&file);
    let bytes = std::fs::read(&file).expect("the model");
    let (mut requester, index) = requester_of(binary("idlewattd")).await;
    let mut first = Some(provider_of(binary("idlewattd"), "tiny", &bytes, "first", &index).await);
    let mut second = Some(provider_of(binary("idlewattd"), "tiny", &bytes, "second", &index).await);
    offered(&mut requester, 2).await;
    let request = || TextRequest { model: "tiny".into(), ..request(1200) };
    let (whole, finish, _) = listen(&mut ask(&requester, request()).await, async |_| ()).await;

    let mut killed = None;
    let mut answers = ask(&requester, request()).await;
    let heard = listen(&mut answers, async |tokens| {
        if tokens >= 20 && killed.is_none() {
            let works = first.as_ref().expect("alive").status().await.current.is_some();
            let mut victim = if works { first.take() } else { second.take() }.expect("alive");
            victim.kill();
            killed = Some(victim);
        }
    });
    let (text, same_finish, _) = heard.await;
    assert_eq!((text, same_finish), (whole, finish));
    let mut killed = killed.expect("it was long enough to be interrupted");
    let mut survivor = first.or(second).expect("the other one");
    assert!(!survivor.units().await.is_empty(), "the other one had a part in it");
    killed.restart().await;
    let sums = sums(&mut [&mut requester, &mut killed, &mut survivor]).await;
    assert_eq!(sums[0], sums[1] + sums[2], "what one side paid, the others received");
}
