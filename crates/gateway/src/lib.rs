//! The shop counter: text jobs for every program that speaks OpenAI's HTTP interface.
//!
//! In: HTTP/1.1 requests. Out: orders to a [`Backend`], which the program that opens the counter brings, and the
//! backend's answers in OpenAI's shapes. It touches one listening socket, the clock for dates, and randomness for seeds and
//! names. It knows neither mesh nor books nor engine, reads no file and keeps nothing between requests.
//!
//! Nothing that comes in is trusted: a web page that was opened by chance, a client that sends without end, one that
//! reads nothing. [`may_listen`] says who may come at all; `guard` looks at each request; `limits` bounds the rest.
#![forbid(unsafe_code)]

mod answer;
mod ask;
mod backend;
mod body;
mod calls;
mod chat;
mod completions;
mod crowd;
mod embeddings;
mod error;
mod guard;
mod limits;
mod lists;
mod models;
mod numbers;
mod object;
mod patience;
mod reply;
mod routes;
mod server;
mod stream;
mod tools;
mod voices;
mod whole;
mod wire;

pub use backend::{Backend, Embedding, ModelCard, Part, Unanswered};
pub use guard::{MayNotListen, may_listen};
pub use server::{Config, serve};
