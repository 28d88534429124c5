//! The books from outside: what goes in, what comes out, and what happens to the file meanwhile.

mod common;
mod crash;
mod file;
mod history;
mod lists;
mod old;
mod random;
mod recording;
mod tampering;
