//! A daemon with written-down answers, on a real socket, and the real program run against it.
#![allow(dead_code)] // Each test file uses its part.

use idlewatt_control::messages::{CONTROL_PROTOCOL, Request, Response};
use idlewatt_control::{Connection, Home, Listener};
use idlewatt_proto::NodeId;
use std::process::{Command, Output};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::runtime::Runtime;

pub fn node(byte: u8) -> NodeId {
    NodeId([byte; 32])
}

/// How a run of the program ended.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let code = output.status.code().expect("it was not killed");
        Self { stdout: text(output.stdout), stderr: text(output.stderr), code }
    }
}

/// `idlewatt`, in a zone and with colours that do not depend on who runs the test.
pub fn program(home: &Home, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_idlewatt"));
    command.arg("--home").arg(home.path()).args(arguments).env("TZ", "UTC");
    command
}

/// Runs it where no daemon is.
pub fn alone(arguments: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let home = Home::find(Some(folder.path().to_path_buf())).expect("a home");
    program(&home, arguments).output().expect("it runs").into()
}

pub struct Daemon {
    // Fields drop in this order: first the server, then its folder.
    _server: Runtime,
    pub home: Home,
    _folder: TempDir,
}

impl Daemon {
    /// Answers each request by this function.
    pub fn answering(answer: impl Fn(&Request) -> Vec<Response> + Send + Sync + 'static) -> Self {
        let answer = Arc::new(answer);
        Self::serving(move |mut connection, request| {
            let answer = Arc::clone(&answer);
            async move {
                let mut next = Some(Ok(request));
                while let Some(Ok(request)) = next {
                    for response in answer(&request) {
                        connection.send(&response).await.expect("a reader");
                    }
                    next = connection.next().await;
                }
            }
        })
    }

    /// Serves each connection's first real request by this function.
    pub fn serving<F>(serve: impl Fn(Connection, Request) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let home = Home::find(Some(folder.path().to_path_buf())).expect("a home");
        let server = Runtime::new().expect("a runtime");
        let mut listener = server.block_on(Listener::bind(&home)).expect("a name");
        let serve = Arc::new(serve);
        server.spawn(async move {
            loop {
                let mut connection = listener.accept().await.expect("a client");
                let serve = Arc::clone(&serve);
                tokio::spawn(async move {
                    let hello = connection.next().await.expect("a greeting").expect("a request");
                    assert_eq!(hello, Request::Hello);
                    let hello =
                        Response::Hello { protocol: CONTROL_PROTOCOL, version: "0.1.0".into(), node: node(0xab) };
                    connection.send(&hello).await.expect("a reader");
                    if let Some(Ok(request)) = connection.next().await {
                        serve(connection, request).await;
                    }
                });
            }
        });
        Self { _server: server, home, _folder: folder }
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        program(&self.home, arguments).output().expect("it runs").into()
    }
}
