//! The foreman against workers with a model that behave, dawdle, hang, crash, babble, flood and lie: every request
//! that is under way hears of it, and no process or folder is left behind.
#![cfg(unix)]

use idlewatt_foreman::{TextBench, TextWorker, Told, WorkerError, Workshop, limits};
use idlewatt_proto::Bytes;
use idlewatt_proto::text::{Finish, Generation, Prompt, TextEvent};
use idlewatt_proto::worker::Fault;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::Receiver;

struct Stage {
    folder: TempDir,
    workshop: Workshop,
}

impl Stage {
    fn bench(&self) -> TextBench {
        let model = self.folder.path().join("model.gguf");
        TextBench { model, memory: Bytes(1 << 20), scratch: self.scratch() }
    }

    fn scratch(&self) -> PathBuf {
        self.folder.path().join("scratch")
    }

    async fn open(&self) -> TextWorker {
        self.workshop.open_model(self.bench(), |_| {}).await.expect("it opens")
    }
}

/// A workshop whose worker plays a role; linked and not copied, as a program that is being written cannot be started.
fn stage(role: &str) -> Stage {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
    let exe = std::env::current_exe().expect("this test");
    let target = exe.parent().and_then(Path::parent).expect("the target folder");
    let program = folder.path().join(role);
    fs::hard_link(target.join("examples/stand_in"), &program).expect("the stand-in is built with the tests");
    Stage { workshop: Workshop { program, adapter: None }, folder }
}

fn lives(pid: u32) -> bool {
    let pid = rustix::process::Pid::from_raw(pid.try_into().expect("a pid")).expect("a pid");
    rustix::process::test_kill_process(pid).is_ok()
}

/// Waits, without tokio's clock, until something is so.
async fn until(what: &'static str, so: impl Fn() -> bool + Send + 'static) {
    let waiting = tokio::task::spawn_blocking(move || {
        (0..3000).any(|_| {
            std::thread::sleep(Duration::from_millis(10));
            so()
        })
    });
    assert!(waiting.await.expect("waited"), "{what}");
}

async fn until_gone(pid: u32, scratch: PathBuf) {
    until("process and folder are gone", move || !lives(pid) && !scratch.exists()).await;
}

fn question() -> Generation {
    Generation::greedy(Prompt::Text("What comes next?".into()), 10)
}

fn long_question() -> Generation {
    Generation::greedy(Prompt::Text("Tell me a story.".into()), 1_000_000)
}

#[derive(Debug, Default)]
struct Answer {
    began: bool,
    text: String,
    tokens: usize,
    end: Option<Result<Finish, Arc<WorkerError>>>,
}

async fn all(mut told: Receiver<Told>) -> Answer {
    let mut answer = Answer::default();
    while let Some(event) = told.recv().await {
        assert!(answer.end.is_none(), "nothing after the end");
        match event {
            Ok(TextEvent::Began { .. }) => answer.began = true,
            Ok(TextEvent::Said(said)) => {
                answer.text.push_str(&said.text);
                answer.tokens += said.tokens.len();
            }
            Ok(TextEvent::Ended { finish, .. }) => answer.end = Some(Ok(finish)),
            Err(error) => answer.end = Some(Err(error)),
        }
    }
    answer
}

fn error_of(answer: Answer) -> Arc<WorkerError> {
    answer.end.expect("an end").expect_err("an error")
}

/// Has a worker of this role answer, and returns its error once it is gone without our help.
async fn failure_of(role: &str) -> Arc<WorkerError> {
    let stage = stage(role);
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let error = error_of(all(worker.generate(question())).await);
    assert_eq!(worker.pid(), None, "{role}: {error}: the process is gone before the caller hears of it");
    assert!(!lives(pid), "{role}: {error}");
    let same = |other: Arc<WorkerError>| assert_eq!(other.to_string(), error.to_string(), "whoever asks later");
    same(error_of(all(worker.generate(question())).await));
    same(worker.embed(vec!["text".into()]).await.expect_err("gone"));
    same(worker.ended().await);
    drop(worker);
    until_gone(pid, stage.scratch()).await;
    error
}

#[tokio::test]
async fn takes_a_good_workers_answers() {
    let stage = stage("ok");
    let seen = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&seen);
    let opening = stage.workshop.open_model(stage.bench(), move |permille| tell.lock().expect("seen").push(permille));
    let worker = opening.await.expect("it opens");
    assert_eq!(*seen.lock().expect("seen"), [500]);
    assert_eq!((worker.facts().width, worker.cache_tokens(), worker.device().name.as_str()), (4, 4096, "Stand-in"));

    let likely = Generation { logprobs: Some(0), ..question() };
    let (one, other) = tokio::join!(all(worker.generate(question())), all(worker.generate(likely)));
    for answer in [one, other] {
        assert_eq!((answer.text.as_str(), answer.tokens, answer.began), ("one two", 2, true));
        assert!(matches!(answer.end, Some(Ok(Finish::Stop))), "{:?}", answer.end);
    }
    let vectors = worker.embed(vec!["a".into(), "b".into()]).await.expect("vectors");
    assert_eq!(vectors, [(vec![1.0, 0.0, 0.0, 0.0], 2), (vec![0.0, 1.0, 0.0, 0.0], 2)]);
    assert_eq!(worker.embed(Vec::new()).await.expect("none"), []);
    let scores = worker.score(Generation { said: vec![1, 2], ..question() }).await.expect("scores");
    assert_eq!((scores.logprobs, scores.best), (vec![-1.0; 2], vec![-0.5; 2]));
    assert_eq!((scores.texts, scores.rest), (vec!["so ".to_owned(); 2], String::new()));
    assert_eq!(worker.measure().await.expect("a speed").prefill, 9);

    let pid = worker.pid().expect("it lives");
    worker.close().await;
    assert!(!lives(pid), "close waits for the end");
    until_gone(pid, stage.scratch()).await;
}

#[tokio::test]
async fn runs_errands() {
    let stage = stage("ok");
    let path = |name: &str| stage.folder.path().join(name);
    assert_eq!(stage.workshop.inspect_model(&path("model.gguf")).await.expect("facts").vocabulary, 100);
    let broken = stage.workshop.inspect_model(&path("broken.gguf")).await.expect_err("broken");
    assert!(matches!(broken, WorkerError::Fault(Fault::BadModel { .. })), "{broken}");
    let mut seen = Vec::new();
    let tell = |permille| seen.push(permille);
    let size = stage.workshop.upscale(&path("in.png"), &path("net.param"), &path("out.png"), Bytes(1), tell).await;
    assert_eq!((size.expect("a picture"), seen), ((64, 48), vec![500]));
    assert_eq!(fs::read_to_string(path("out.png")).expect("the picture"), "larger");
    let left = fs::read_dir(stage.folder.path()).expect("the folder").count();
    assert_eq!(left, 2, "the program and the picture");
}

#[tokio::test]
async fn an_enlarged_picture_lies_where_it_was_ordered() {
    let stage = stage("save-outside");
    let path = |name: &str| stage.folder.path().join(name);
    let result = stage.workshop.upscale(&path("a"), &path("b"), &path("out.png"), Bytes(1), |_| {}).await;
    assert!(matches!(result, Err(WorkerError::Garbage { .. })), "{result:?}");
    assert!(!path("out.png").exists());
}

#[tokio::test]
async fn a_model_that_is_none_is_a_sentence_and_no_process() {
    for (role, bad) in [("bad-model", true), ("no-width", false)] {
        let stage = stage(role);
        let error = stage.workshop.open_model(stage.bench(), |_| {}).await.expect_err(role);
        assert_eq!(matches!(error, WorkerError::Fault(Fault::BadModel { .. })), bad, "{error}");
        assert_eq!(matches!(error, WorkerError::Garbage { .. }), !bad, "{error}");
        let scratch = stage.scratch();
        until("the folder goes with the process", move || !scratch.exists()).await;
    }
}

#[tokio::test]
async fn a_request_that_nobody_waits_for_is_cancelled() {
    let stage = stage("slow");
    let worker = stage.open().await;
    let (mut one, mut two) = (worker.generate(long_question()), worker.generate(long_question()));
    while !matches!(one.recv().await, Some(Ok(TextEvent::Said(_)))) {}
    drop(one);
    let scratch = stage.scratch();
    let cancelled = move || scratch.join("cancelled-1").exists() || scratch.join("cancelled-2").exists();
    until("one is cancelled", cancelled).await;
    // The other goes on, and takes no harm from what was still on its way of the first.
    for _ in 0..20 {
        assert!(matches!(two.recv().await, Some(Ok(_))));
    }
    worker.close().await;
}

#[tokio::test]
async fn a_yield_ends_requests_and_the_next_one_is_answered() {
    let stage = stage("slow");
    let worker = stage.open().await;
    for _ in 0..2 {
        let (one, two) = (worker.generate(long_question()), worker.generate(long_question()));
        let (reins, mut seen) = (worker.reins(), worker.generate(long_question()));
        while !matches!(seen.recv().await, Some(Ok(TextEvent::Said(_)))) {}
        let vectors = worker.embed(vec!["a".into()]);
        let yielding = async {
            // Until all have heard of it: a request may come after a yield.
            loop {
                reins.yield_now();
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let ends = async { tokio::join!(all(one), all(two), all(seen), vectors) };
        let (one, two, three, vectors) = tokio::select! {
            ends = ends => ends,
            () = yielding => return,
        };
        let yielded = vectors.expect_err("no vectors");
        assert!(matches!(*yielded, WorkerError::Fault(Fault::Yielded)), "{yielded}");
        for answer in [one, two, three] {
            assert!(matches!(answer.end, Some(Ok(Finish::Interrupted))), "{answer:?}");
        }
    }
    worker.close().await;
}

#[tokio::test]
async fn a_gpu_is_released_with_what_the_worker_says_in_time() {
    let stage = stage("slow");
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let mut told = worker.generate(long_question());
    while !matches!(told.recv().await, Some(Ok(TextEvent::Said(_)))) {}
    worker.reins().release_gpu(Duration::from_secs(3600));
    let answer = all(told).await;
    assert!(matches!(answer.end, Some(Ok(Finish::Interrupted))), "{answer:?}");
    assert!(matches!(*worker.ended().await, WorkerError::Killed), "long before the time was up");
    assert!(!lives(pid));
}

#[tokio::test]
async fn a_killed_worker_leaves_nobody_waiting() {
    let stage = stage("slow");
    let worker = stage.open().await;
    let (mut one, two) = (worker.generate(long_question()), worker.generate(long_question()));
    while !matches!(one.recv().await, Some(Ok(TextEvent::Said(_)))) {}
    worker.reins().kill();
    let (one, two) = tokio::join!(all(one), all(two));
    for answer in [one, two] {
        assert!(matches!(*error_of(answer), WorkerError::Killed));
    }
}

#[tokio::test]
async fn dropping_a_worker_ends_it_and_its_requests() {
    let stage = stage("slow");
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let told = worker.generate(long_question());
    drop(worker);
    assert!(matches!(*error_of(all(told).await), WorkerError::Killed));
    until_gone(pid, stage.scratch()).await;
}

#[tokio::test]
async fn a_reader_who_is_too_slow_loses_its_request_and_no_other() {
    let stage = stage("torrent");
    let worker = stage.open().await;
    let mut slow = worker.generate(long_question());
    assert!(matches!(slow.recv().await, Some(Ok(TextEvent::Began { .. }))));
    let scratch = stage.scratch();
    until("it is cancelled", move || scratch.join("cancelled-1").exists()).await;
    // All that was put by is still there for it, and no more.
    let answer = all(slow).await;
    assert!(answer.tokens <= limits::BACKLOG_TOKENS + 500 * (limits::PIECES + 3), "{}", answer.tokens);
    assert!(matches!(*error_of(answer), WorkerError::Unread));
    let mut other = worker.generate(long_question());
    for _ in 0..20 {
        assert!(matches!(other.recv().await, Some(Ok(_))), "the worker lives on");
    }
    worker.close().await;
}

#[tokio::test]
async fn a_reader_who_reads_nothing_is_given_up() {
    let stage = stage("slow");
    let worker = stage.open().await;
    let mut slow = worker.generate(long_question());
    // Until its pieces fill all the room there is; then waiting for nothing but time takes none.
    while slow.len() < limits::PIECES {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // By a clock that runs ahead, in steps in which the worker has the time to say that it lives.
    while !stage.scratch().join("cancelled-1").exists() {
        tokio::time::pause();
        tokio::time::advance(limits::UNREAD / 4).await;
        tokio::time::resume();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let mut last = None;
    while let Some(event) = slow.recv().await {
        last = Some(event);
    }
    assert!(matches!(last, Some(Err(error)) if matches!(*error, WorkerError::Unread)));
    worker.close().await;
}

#[tokio::test]
async fn more_requests_than_there_is_room_for_are_turned_away() {
    let stage = stage("slow");
    let worker = stage.open().await;
    let mut open: Vec<_> = (0..limits::REQUESTS).map(|_| worker.generate(long_question())).collect();
    assert!(matches!(*error_of(all(worker.generate(question())).await), WorkerError::Crowded));
    for told in &mut open {
        assert!(matches!(told.recv().await, Some(Ok(_))), "all others are answered");
    }
    drop(open.pop());
    loop {
        let mut told = worker.generate(long_question());
        match told.recv().await {
            Some(Ok(_)) => break,
            Some(Err(error)) => assert!(matches!(*error, WorkerError::Crowded), "{error}"),
            None => panic!("no word"),
        }
        tokio::task::yield_now().await;
    }
    worker.close().await;
}

#[tokio::test]
async fn what_cannot_be_asked_never_reaches_a_worker() {
    let stage = stage("hang");
    let worker = stage.open().await;
    let is_bad = |error: &WorkerError| matches!(error, WorkerError::Fault(Fault::BadRequest { .. }));
    let nothing = Generation { max_tokens: 0, ..question() };
    assert!(is_bad(&error_of(all(worker.generate(nothing.clone())).await)));
    assert!(is_bad(&worker.score(nothing).await.expect_err("nothing")));
    assert!(is_bad(&worker.embed(vec![String::new(); 2049]).await.expect_err("many")));
    assert!(is_bad(&worker.embed(vec!["x".repeat(600_000)]).await.expect_err("long")));
    assert!(worker.pid().is_some());
}

#[tokio::test]
async fn a_refused_request_costs_nobody_else() {
    let stage = stage("refuse");
    let worker = stage.open().await;
    let error = error_of(all(worker.generate(question())).await);
    assert!(matches!(*error, WorkerError::Fault(Fault::BadRequest { .. })), "{error}");
    let error = worker.measure().await.expect_err("refused");
    assert!(matches!(*error, WorkerError::Fault(Fault::BadOrder { .. })), "{error}");
    assert_eq!(worker.embed(vec!["a".into()]).await.expect("a vector").len(), 1);
}

#[tokio::test]
async fn a_worker_that_hangs_is_killed() {
    let stage = stage("hang");
    let worker = stage.open().await;
    let pid = worker.pid().expect("it lives");
    let (text, vectors) = (worker.generate(question()), worker.embed(vec!["a".into()]));
    tokio::time::pause();
    let (text, vectors) = tokio::join!(all(text), vectors);
    for error in [error_of(text), vectors.expect_err("silence")] {
        assert!(matches!(*error, WorkerError::Silent { after: limits::WATCHDOG, .. }), "{error}");
    }
    drop(worker);
    until_gone(pid, stage.scratch()).await;
}

#[tokio::test]
async fn a_worker_that_says_it_lives_is_waited_for() {
    let stage = stage("babble");
    let worker = stage.open().await;
    let mut told = worker.generate(question());
    // As while it is held back: longer than a silent one is given, by a clock that runs ahead.
    tokio::time::pause();
    for _ in 0..10 {
        tokio::time::advance(limits::WATCHDOG / 2).await;
        tokio::time::resume();
        tokio::time::sleep(Duration::from_millis(250)).await;
        tokio::time::pause();
        assert!(matches!(told.try_recv(), Err(tokio::sync::mpsc::error::TryRecvError::Empty)));
    }
    assert!(worker.pid().is_some());
}

#[tokio::test]
async fn a_crash_is_told_with_its_last_words_and_after_what_was_said() {
    let stage = stage("crash");
    let worker = stage.open().await;
    let answer = all(worker.generate(question())).await;
    assert_eq!((answer.text.as_str(), answer.tokens), ("one", 1), "to be continued elsewhere");
    let error = error_of(answer);
    assert!(
        matches!(&*error, WorkerError::Exited { status, stderr } if status.contains('3') && stderr.contains("fell over")),
        "{error}"
    );
}

#[tokio::test]
async fn a_lost_device_is_everybodys_loss() {
    let error = failure_of("lost").await;
    assert!(matches!(*error, WorkerError::Fault(Fault::DeviceLost { .. })), "{error}");
}

#[tokio::test]
async fn a_flood_of_reports_is_an_error() {
    let error = failure_of("flood").await;
    assert!(matches!(*error, WorkerError::Flooded { .. }), "{error}");
}

#[tokio::test]
async fn texts_are_not_believed() {
    let roles = [
        "garbage",
        "another",
        "no-beginning",
        "two-beginnings",
        "long-prompt",
        "too-many",
        "big-token",
        "long-text",
        "alternatives",
        "likely",
        "vector",
        "measured",
        "wrong-count",
    ];
    for role in roles {
        let error = failure_of(role).await;
        assert!(matches!(*error, WorkerError::Garbage { .. }), "{role}: {error}");
    }
}

#[tokio::test]
async fn nothing_may_be_said_after_the_end() {
    let stage = stage("after-end");
    let worker = stage.open().await;
    let answer = all(worker.generate(question())).await;
    assert!(matches!(answer.end, Some(Ok(Finish::Stop))), "this one had ended");
    let error = worker.ended().await;
    assert!(matches!(*error, WorkerError::Garbage { .. }), "{error}");
}

#[tokio::test]
async fn each_text_of_an_embedding_may_tell_of_a_yield() {
    for (role, lives) in [("scattered", true), ("endless", false)] {
        let stage = stage(role);
        let worker = stage.open().await;
        let error = worker.embed(vec!["a".into(); 3]).await.expect_err("no vectors");
        assert!(matches!(*error, WorkerError::Fault(Fault::Yielded)), "{role}: {error}");
        let scores = worker.score(Generation { said: vec![1, 2], ..question() }).await;
        assert_eq!(scores.is_ok(), lives, "{role}: {scores:?}");
    }
}

#[tokio::test]
async fn vectors_and_scores_are_not_believed() {
    for role in ["wide", "infinite", "long", "order"] {
        let stage = stage(role);
        let worker = stage.open().await;
        let error = worker.embed(vec!["a".into(), "b".into()]).await.expect_err(role);
        assert!(matches!(*error, WorkerError::Garbage { .. }), "{role}: {error}");
        assert_eq!(worker.pid(), None, "{role}");
    }
    for role in ["short", "worse", "wordless", "talkative"] {
        let worker_of = stage(role);
        let worker = worker_of.open().await;
        let error = worker.score(Generation { said: vec![1, 2], ..question() }).await.expect_err(role);
        assert!(matches!(*error, WorkerError::Garbage { .. }), "{role}: {error}");
        assert_eq!(worker.pid(), None, "{role}");
    }
}
