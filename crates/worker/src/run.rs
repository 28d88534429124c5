//! The first order, which says what kind of a bench this becomes.

use crate::orders::Lines;
use crate::reports::say;
use crate::{bench, enlarge, text_bench};
use idlewatt_proto::job::RENDER_ENGINE;
use idlewatt_proto::text::TEXT_ENGINE;
use idlewatt_proto::worker::{Fault, Order, Report, WORKER_PROTOCOL};
use std::path::Path;

/// Follows orders until standard input ends, or there is nothing more to be done.
pub fn run(scratch: &Path, adapter: Option<&str>) -> Result<(), Fault> {
    let scratch = std::path::absolute(scratch).map_err(|error| Fault::Io { what: error.to_string() })?;
    say(&Report::Hello {
        protocol: WORKER_PROTOCOL,
        engine: RENDER_ENGINE.to_owned(),
        text_engine: TEXT_ENGINE.to_owned(),
    });
    let mut lines = Lines::new();
    match lines.next() {
        Order::Open { scene, view, memory } => {
            let scene = bench::Source::File(scene.into());
            bench::run(bench::Start { scratch, adapter, scene, view, memory }, lines)
        }
        Order::OpenOwn { scene, view, memory } => {
            let scene = bench::Source::Own(scene);
            bench::run(bench::Start { scratch, adapter, scene, view, memory }, lines)
        }
        Order::OpenModel { model, memory } => {
            text_bench::run(text_bench::Start { scratch, adapter, model: model.into(), memory }, lines)
        }
        Order::Upscale { picture, network, file, memory } => {
            let (picture, network) = (picture.into(), network.into());
            enlarge::run(enlarge::Task { scratch, adapter, picture, network, file, memory }, lines)
        }
        _ => Err(Fault::BadOrder { what: "the first order must open a scene or a model".into() }),
    }
}
