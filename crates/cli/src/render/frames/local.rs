//! Frames one after another, by this machine's own worker.

use super::{Animation, shown};
use crate::error::Error;
use crate::interrupt::Interrupts;
use crate::render::frames::tally::Tally;
use crate::render::local::{Job, bench};
use crate::words;
use idlewatt_foreman::Worker;
use idlewatt_proto::Amount;
use idlewatt_proto::device::DeviceKind;

/// Whether all were made; `false`: interrupted.
pub async fn render(
    mut animation: Animation,
    tally: &mut Tally<'_>,
    interrupts: &mut Interrupts,
) -> Result<bool, Error> {
    let mut kept: Option<Worker> = None;
    while let Some(frame) = animation.todo.pop_front() {
        let picture = animation.frame(frame);
        let first = kept.is_none();
        let opening = async {
            // What stays the same from frame to frame is there already.
            match kept.take() {
                Some(mut worker) => worker.turn(picture.view.clone()).await.map(|()| worker),
                None => animation.workshop.open(bench(&picture, animation._folder.path())).await,
            }
        };
        let worker = tokio::select! {
            opened = opening => opened?,
            () = interrupts.next() => return Ok(false),
        };
        if first {
            let on = if worker.device().kind == DeviceKind::Software { "in software, on the processor, " } else { "" };
            tally.progress.say(&format!("rendering {on}with {}", words::device(worker.device())));
        }
        let spec = animation.spec(frame.time_us);
        let mut job = Job::quiet(tally.out, &picture, worker, spec);
        let done = job.passes(interrupts, &mut |samples| tally.at(frame.number, samples, Amount::ZERO)).await?;
        if !done {
            tally.over(frame.number, Amount::ZERO, None);
            animation.forget(frame);
            return Ok(false);
        }
        kept = Some(job.finish().await?);
        let whole = animation.keep(frame)?;
        tally.over(frame.number, Amount::ZERO, Some(&shown(&whole)));
    }
    if let Some(worker) = kept {
        worker.close().await;
    }
    Ok(true)
}
