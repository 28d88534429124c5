//! Both ends over a real socket.

use idlewatt_control::client::{CallError, ConnectError};
use idlewatt_control::messages::{CONTROL_PROTOCOL, ControlError, JobFilter, Request, Response};
use idlewatt_control::{BindError, Client, Home, Listener};
use idlewatt_proto::{NodeId, UnixMillis};
use std::path::Path;
use tempfile::TempDir;

fn home() -> (TempDir, Home) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = Home::find(Some(folder.path().join("home"))).expect("a home");
    (folder, home)
}

fn hello(protocol: u32) -> Response {
    Response::Hello { protocol, version: "test".into(), node: NodeId([7; 32]) }
}

/// A daemon that knows its name, how to pause, and how to count to three.
async fn serve(mut listener: Listener) {
    loop {
        let mut connection = listener.accept().await.expect("a client");
        tokio::spawn(async move {
            while let Some(request) = connection.next().await {
                let answers = match request {
                    Ok(Request::Hello) => vec![hello(CONTROL_PROTOCOL)],
                    Ok(Request::Watch) => (0..3).map(|_| Response::Peers { peers: Vec::new() }).collect(),
                    Ok(Request::Pause { until: Some(UnixMillis(9)) }) => vec![Response::Bye],
                    Ok(_) => vec![Response::Error(ControlError::ShuttingDown)],
                    Err(error) => error.answer().into_iter().collect(),
                };
                for answer in answers {
                    connection.send(&answer).await.expect("a reader");
                }
            }
        });
    }
}

#[tokio::test]
async fn a_question_is_answered_and_a_stream_goes_on() {
    let (_folder, home) = home();
    tokio::spawn(serve(Listener::bind(&home).await.expect("a name")));
    let mut client = Client::connect(&home).await.expect("a daemon");
    assert_eq!(client.greeting().node, NodeId([7; 32]));
    let answer = client.call(Request::Pause { until: Some(UnixMillis(9)) }).await.expect("an answer");
    assert_eq!(answer, Response::Bye);
    let refusal = client.call(Request::Jobs { limit: 3, filter: JobFilter::default() }).await;
    assert!(matches!(refusal, Err(CallError::Refused(ControlError::ShuttingDown))));
    let mut answers = client.stream(Request::Watch).await.expect("a stream");
    for _ in 0..3 {
        assert!(matches!(answers.next().await, Ok(Response::Peers { .. })));
    }
}

#[tokio::test]
async fn no_daemon_is_said_plainly_and_a_second_one_is_refused() {
    let (_folder, home) = home();
    assert!(matches!(Client::connect(&home).await, Err(ConnectError::NotRunning)));
    let listener = Listener::bind(&home).await.expect("a name");
    assert!(matches!(Listener::bind(&home).await, Err(BindError::InUse { .. })));
    drop(listener);
    assert!(matches!(Client::connect(&home).await, Err(ConnectError::NotRunning)));
}

#[tokio::test]
async fn a_daemon_of_another_version_is_not_talked_to() {
    let (_folder, home) = home();
    let mut listener = Listener::bind(&home).await.expect("a name");
    tokio::spawn(async move {
        let mut connection = listener.accept().await.expect("a client");
        connection.next().await.expect("a greeting").expect("a request");
        connection.send(&hello(CONTROL_PROTOCOL + 1)).await.expect("a reader");
    });
    let refused = Client::connect(&home).await;
    assert!(matches!(refused, Err(ConnectError::Protocol { theirs }) if theirs == CONTROL_PROTOCOL + 1));
}

#[tokio::test]
async fn a_daemon_that_cannot_be_started_is_said_plainly() {
    let (_folder, home) = home();
    let refused = Client::connect_or_start(&home, Path::new("/nonexistent/idlewattd")).await;
    assert!(matches!(refused, Err(ConnectError::Start { .. })));
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::PermissionsExt;
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::UnixStream;

    #[tokio::test]
    async fn noise_is_answered_and_does_not_end_the_connection() {
        let (_folder, home) = home();
        tokio::spawn(serve(Listener::bind(&home).await.expect("a name")));
        let (read, mut write) = UnixStream::connect(home.endpoint()).await.expect("a daemon").into_split();
        let mut lines = BufReader::new(read).lines();
        let mut long = vec![b'x'; 3 << 20];
        long.push(b'\n');
        for line in [b"hello?\n".to_vec(), b"{\"request\":\"no-such\"}\n".to_vec(), vec![0xff, 0, b'\n'], long] {
            write.write_all(&line).await.expect("a listener");
            let answer = lines.next_line().await.expect("a line").expect("an answer");
            assert!(answer.contains("\"bad-request\""), "{answer}");
        }
        write.write_all(b"{\"request\":\"hello\"}\n").await.expect("a listener");
        let answer = lines.next_line().await.expect("a line").expect("an answer");
        assert!(answer.contains("\"hello\""), "{answer}");
    }

    #[tokio::test]
    async fn a_dead_daemons_socket_is_taken_over() {
        let (_folder, home) = home();
        home.create().expect("a folder");
        drop(std::os::unix::net::UnixListener::bind(home.endpoint()).expect("a socket"));
        assert!(home.endpoint().exists(), "the standard library leaves it behind, like a killed daemon");
        assert!(matches!(Client::connect(&home).await, Err(ConnectError::NotRunning)));
        let _listener = Listener::bind(&home).await.expect("the name is free");
    }

    #[tokio::test]
    async fn nobody_else_can_open_it() {
        let (_folder, home) = home();
        let _listener = Listener::bind(&home).await.expect("a name");
        let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&home.endpoint()), 0o600);
        assert_eq!(mode(home.path()), 0o700);
    }

    #[tokio::test]
    async fn a_home_with_a_long_path_still_has_a_socket() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::find(Some(folder.path().join("long".repeat(40)))).expect("a home");
        tokio::spawn(serve(Listener::bind(&home).await.expect("a name")));
        Client::connect(&home).await.expect("a daemon");
    }

    #[tokio::test]
    async fn a_program_that_stops_at_once_is_no_daemon() {
        let (_folder, home) = home();
        let refused = Client::connect_or_start(&home, Path::new("/bin/false")).await;
        assert!(matches!(refused, Err(ConnectError::Died { .. })));
    }
}
