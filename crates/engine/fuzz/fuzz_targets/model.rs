//! See the judge of the same name. `cargo xtask fuzz` does the same with a stable compiler, and less cleverly.
#![no_main]

#[path = "../judges.rs"]
mod judges;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    judges::model(bytes);
});
