//! Jobs and blobs between two nodes: real sockets on loopback, real files.

mod common;

use common::*;
use idlewatt_mesh::{AskError, ChannelError, Event, FetchError, JobChannel, Mesh, OpenError, limits as mesh_limits};
use idlewatt_proto::job::BlobRef;
use idlewatt_proto::reason::StopReason;
use idlewatt_proto::stream::{ToProvider, ToRequester};
use idlewatt_proto::{BlobHash, Bytes, JobId, UnitId};
use std::path::Path;
use tokio::sync::mpsc;

type AtProvider = JobChannel<ToProvider, ToRequester>;
type AtRequester = JobChannel<ToRequester, ToProvider>;

const JOB: JobId = JobId([9; 16]);

async fn opened(events: &mut mpsc::Receiver<Event>) -> AtProvider {
    match within("the job's stream", events.recv()).await {
        Some(Event::JobOpened { job: JOB, channel, .. }) => channel,
        _ => panic!("no job stream"),
    }
}

async fn job_between(asker: &Mesh, provider: &Mesh, events: &mut mpsc::Receiver<Event>) -> (AtRequester, AtProvider) {
    let (ours, theirs) = tokio::join!(within("opening", asker.open_job(provider.node_id(), JOB)), opened(events));
    (ours.expect("a stream"), theirs)
}

fn said(what: &str) -> ToProvider {
    ToProvider::Close(StopReason::Protocol { what: what.to_owned() })
}

#[tokio::test]
async fn a_job_talks_both_ways_and_ends_with_a_goodbye() {
    for listen in TRANSPORTS {
        let [(asker, _events), (provider, mut events)] = pair(listen).await;
        let (mut ours, mut theirs) = job_between(&asker, &provider, &mut events).await;
        for samples in 0..100 {
            theirs.send(&ToRequester::Progress { unit: UnitId([1; 32]), samples }).await.expect("sent");
            let came = within("progress", ours.recv()).await;
            assert_eq!(came, Some(Ok(ToRequester::Progress { unit: UnitId([1; 32]), samples })));
            ours.send(&said(&samples.to_string())).await.expect("sent");
            assert_eq!(within("the answer", theirs.recv()).await, Some(Ok(said(&samples.to_string()))));
        }
        ours.send(&said("last words")).await.expect("sent");
        drop(ours);
        assert_eq!(within("the last words", theirs.recv()).await, Some(Ok(said("last words"))));
        assert_eq!(within("the goodbye", theirs.recv()).await, None);
    }
}

#[tokio::test]
async fn what_was_sent_before_a_shutdown_arrives() {
    let [(asker, _events), (provider, mut events)] = pair(QUIC).await;
    let (mut ours, theirs) = job_between(&asker, &provider, &mut events).await;
    theirs.send(&ToRequester::Close(StopReason::ShuttingDown)).await.expect("sent");
    within("the end", provider.shutdown()).await;
    assert_eq!(within("the reason", ours.recv()).await, Some(Ok(ToRequester::Close(StopReason::ShuttingDown))));
    let after = within("the end of the stream", ours.recv()).await;
    assert!(matches!(after, None | Some(Err(ChannelError::Closed))), "{after:?}");
}

#[tokio::test]
async fn a_slow_reader_holds_the_writer_and_loses_nothing() {
    const MESSAGES: usize = 1000;
    for listen in TRANSPORTS {
        let [(asker, _events), (provider, mut events)] = pair(listen).await;
        let (ours, mut theirs) = job_between(&asker, &provider, &mut events).await;
        let (sender, _receiver) = ours.split();
        let long = "x".repeat(60_000);
        let (counted, mut count) = tokio::sync::watch::channel(0);
        let sending = tokio::spawn(async move {
            for number in 0..MESSAGES {
                sender.send(&said(&format!("{number} {long}"))).await.expect("sent");
                counted.send_replace(number + 1);
            }
        });
        // Until it makes no headway for a while: that the queue is bounded shows in where it stands then.
        let pause = std::time::Duration::from_secs(1);
        while let Ok(Ok(())) = tokio::time::timeout(pause, count.changed()).await {}
        assert!(*count.borrow() < MESSAGES, "60 MB went into a stream that nobody reads");
        for number in 0..MESSAGES {
            match within("a message", theirs.recv()).await {
                Some(Ok(ToProvider::Close(StopReason::Protocol { what }))) => {
                    assert!(what.starts_with(&format!("{number} ")), "out of order");
                }
                other => panic!("{other:?}"),
            }
        }
        within("the sender's end", sending).await.expect("no panic");
    }
}

#[tokio::test]
async fn a_message_beyond_the_bound_does_not_leave() {
    let [(asker, _events), (provider, mut events)] = pair(QUIC).await;
    let (ours, mut theirs) = job_between(&asker, &provider, &mut events).await;
    let refused = ours.send(&said(&"x".repeat(idlewatt_proto::limits::ASK_BYTES))).await;
    assert!(matches!(refused, Err(ChannelError::Malformed(_))), "{refused:?}");
    ours.send(&said("still here")).await.expect("sent");
    assert_eq!(within("the next", theirs.recv()).await, Some(Ok(said("still here"))));

    let asked = within("the error", asker.ask(provider.node_id(), cfp(&"x".repeat(70_000)))).await;
    assert!(matches!(asked, Err(AskError::Malformed(_))), "{asked:?}");
}

#[tokio::test]
async fn the_longest_questions_travel_in_order_although_nobody_reads_them_at_first() {
    for listen in TRANSPORTS {
        let [(asker, _events), (provider, mut events)] = pair(listen).await;
        let (ours, mut theirs) = job_between(&asker, &provider, &mut events).await;
        let long = |letter: char| said(&letter.to_string().repeat(idlewatt_proto::limits::PROMPT_BYTES));
        // More than fits into both queues: the last ones wait for a reader.
        let letters: Vec<char> = ('a'..='l').collect();
        let sending = async {
            for letter in &letters {
                ours.send(&long(*letter)).await.expect("sent");
            }
        };
        let reading = async {
            for letter in &letters {
                assert_eq!(within("the next", theirs.recv()).await, Some(Ok(long(*letter))));
            }
        };
        tokio::join!(sending, reading);
    }
}

#[tokio::test]
async fn one_peer_has_so_many_job_streams_and_another_still_gets_one() {
    let [(asker, _events), (provider, mut events)] = pair(QUIC).await;
    let (other, _other_events) = start(config(3, QUIC)).await;
    other.remember(provider.node_id(), &provider.addresses()).await.expect("the mesh runs");
    let mut held = Vec::new();
    for _ in 0..mesh_limits::STREAMS_PER_PEER {
        held.push(job_between(&asker, &provider, &mut events).await);
    }
    let refused = within("the refusal", asker.open_job(provider.node_id(), JOB)).await;
    assert!(matches!(refused, Err(OpenError::Busy)), "{:?}", refused.err());
    job_between(&other, &provider, &mut events).await;
    held.pop();
    // The place is free once both sides have said goodbye.
    let again = async {
        while let Err(OpenError::Busy) = asker.open_job(provider.node_id(), JOB).await {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
    };
    within("the freed place", again).await;
}

#[tokio::test]
async fn streams_opened_at_once_are_all_taken() {
    let [(asker, _events), (provider, mut events)] = pair(QUIC).await;
    let opening = (0..mesh_limits::STREAMS_PER_PEER).map(|_| asker.open_job(provider.node_id(), JOB));
    let opened = within("opening", futures::future::join_all(opening)).await;
    assert!(opened.iter().all(Result::is_ok), "{:?}", opened.iter().filter_map(|o| o.as_ref().err()).next());
    for _ in opened {
        within("an event", events.recv()).await.expect("an event");
    }
}

/// A blob of noise, in a file.
fn blob(folder: &Path, bytes: usize) -> (BlobRef, std::path::PathBuf, Vec<u8>) {
    let mut content = vec![0; bytes];
    blake3::Hasher::new().update(b"noise").finalize_xof().fill(&mut content);
    let path = folder.join("source");
    std::fs::write(&path, &content).expect("written");
    (BlobRef { hash: BlobHash::of(&content), size: Bytes(bytes as u64) }, path, content)
}

const MEGABYTES_20: usize = 20 * 1000 * 1000;

#[tokio::test]
async fn a_blob_arrives_verified_with_progress() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, content) = blob(folder.path(), MEGABYTES_20);
    for listen in TRANSPORTS {
        let [(asker, _events), (provider, _asked)] = pair(listen).await;
        provider.offer_blob(blob, source.clone(), asker.node_id()).expect("room");
        let into = folder.path().join(if listen == QUIC { "quic" } else { "tcp" });
        let mut seen = Vec::new();
        let fetched = asker.fetch_blob(provider.node_id(), blob, &into, |have| seen.push(have));
        within("the blob", fetched).await.expect("fetched");
        assert!(std::fs::read(&into).expect("the file") == content);
        assert!(seen.is_sorted() && seen.last() == Some(&blob.size.0) && seen.len() > 100);
        assert!(!folder.path().join("quic.part").exists());
    }
}

#[tokio::test]
async fn the_empty_blob_is_a_blob() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, _) = blob(folder.path(), 0);
    let [(asker, _events), (provider, _asked)] = pair(QUIC).await;
    provider.offer_blob(blob, source, asker.node_id()).expect("room");
    let into = folder.path().join("into");
    within("the blob", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await.expect("fetched");
    assert_eq!(std::fs::read(&into).expect("the file"), []);
}

#[tokio::test]
async fn a_part_from_an_earlier_try_is_continued() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, content) = blob(folder.path(), MEGABYTES_20);
    let [(asker, _events), (provider, _asked)] = pair(QUIC).await;
    provider.offer_blob(blob, source, asker.node_id()).expect("room");
    let into = folder.path().join("into");
    let have = 15_000_000;
    std::fs::write(folder.path().join("into.part"), &content[..have]).expect("written");
    let mut first = None;
    let fetched = asker.fetch_blob(provider.node_id(), blob, &into, |have| {
        first.get_or_insert(have);
    });
    within("the blob", fetched).await.expect("fetched");
    assert!(first.expect("progress") > have as u64, "it began anew");
    assert!(std::fs::read(&into).expect("the file") == content);
}

#[tokio::test]
async fn two_fetches_do_not_write_into_one_part() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, content) = blob(folder.path(), MEGABYTES_20);
    let [(asker, _events), (provider, _asked)] = pair(QUIC).await;
    provider.offer_blob(blob, source, asker.node_id()).expect("room");
    let into = folder.path().join("into");
    let first = asker.fetch_blob(provider.node_id(), blob, &into, |_| ());
    let second = asker.fetch_blob(provider.node_id(), blob, &into, |_| ());
    let (first, second) = within("both", async { tokio::join!(first, second) }).await;
    let one_of_them =
        matches!((&first, &second), (Ok(()), Err(FetchError::InHand)) | (Err(FetchError::InHand), Ok(())));
    assert!(one_of_them, "{first:?}, {second:?}");
    assert!(std::fs::read(&into).expect("the file") == content);
    within("again", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await.expect("it is free again");
}

#[tokio::test]
async fn a_broken_part_costs_a_second_try_and_is_not_blamed_on_the_peer() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, content) = blob(folder.path(), 1_000_000);
    let [(asker, _events), (provider, _asked)] = pair(QUIC).await;
    provider.offer_blob(blob, source, asker.node_id()).expect("room");
    let into = folder.path().join("into");
    // Shorter, as long, and longer than the blob.
    for rubbish in [500_000, 1_000_000, 1_500_000] {
        std::fs::write(folder.path().join("into.part"), vec![7; rubbish]).expect("written");
        within("the blob", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await.expect("fetched");
        assert!(std::fs::read(&into).expect("the file") == content);
    }
}

#[tokio::test]
async fn a_source_that_was_changed_gives_wrong_hash_and_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, mut content) = blob(folder.path(), MEGABYTES_20);
    let [(asker, _events), (provider, _asked)] = pair(QUIC).await;
    provider.offer_blob(blob, source.clone(), asker.node_id()).expect("room");
    content[19_999_999] ^= 1;
    std::fs::write(&source, &content).expect("written");
    let into = folder.path().join("into");
    let fetched = within("the error", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await;
    assert!(matches!(fetched, Err(FetchError::WrongHash(hash)) if hash == blob.hash), "{fetched:?}");
    assert!(!into.exists() && !folder.path().join("into.part").exists());

    std::fs::write(&source, &content[..1_000_000]).expect("written");
    let fetched = within("the error", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await;
    assert!(matches!(fetched, Err(FetchError::Lost(Bytes(1_000_000)))), "{fetched:?}");
    assert!(!into.exists());
}

#[tokio::test]
async fn a_blob_is_for_whom_it_is_offered_and_only_as_long() {
    let folder = tempfile::tempdir().expect("a folder");
    let (blob, source, _) = blob(folder.path(), 1000);
    let [(asker, _events), (provider, _asked)] = pair(QUIC).await;
    let into = folder.path().join("into");
    let refused =
        |fetched: Result<(), FetchError>| assert!(matches!(fetched, Err(FetchError::NotOffered)), "{fetched:?}");

    provider.offer_blob(blob, source.clone(), key(77).node_id()).expect("room");
    refused(within("the refusal", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await);
    provider.offer_blob(blob, source.clone(), asker.node_id()).expect("room");
    within("the blob", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await.expect("fetched");
    provider.withdraw_blob(blob.hash, asker.node_id());
    refused(within("the refusal", asker.fetch_blob(provider.node_id(), blob, &into, |_| ())).await);

    // Another size under the same name: whoever named it lied about one of the two.
    let longer = BlobRef { size: Bytes(5000), ..blob };
    provider.offer_blob(blob, source, asker.node_id()).expect("room");
    let fetched = within("the error", asker.fetch_blob(provider.node_id(), longer, &into, |_| ())).await;
    assert!(matches!(fetched, Err(FetchError::WrongSize { .. })), "{fetched:?}");
}
