//! Opens the gateway over the scripted backend, for tests with stock clients: no model is behind it.
//!
//! `scripted [ADDRESS:PORT] [KEY]`; port 0 takes a free one. Says where it listens, and ends with its standard input.

#[path = "../tests/scripted/mod.rs"]
mod scripted;

use idlewatt_gateway::{Config, serve};
use scripted::{EMBED_MODEL, MODEL, Scripted};
use std::io::Read;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let mut args = std::env::args().skip(1);
    let address = args.next().unwrap_or_else(|| "127.0.0.1:0".into());
    let listener = TcpListener::bind(&address).await?;
    println!("http://{}/v1 {MODEL} {EMBED_MODEL}", listener.local_addr()?);
    // A thread, since a read of standard input cannot be given up: the runtime would wait for it at the end.
    let (ended, stop) = oneshot::channel::<()>();
    std::thread::spawn(move || {
        let mut rest = Vec::new();
        let _ = std::io::stdin().read_to_end(&mut rest);
        drop(ended);
    });
    let config = Config { api_key: args.next(), origins: Vec::new() };
    serve(listener, Scripted::default(), config, async {
        let _ = stop.await;
    })
    .await
}
