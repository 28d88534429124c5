//! A picture from the mesh, by way of the daemon.

use super::progress::Progress;
use super::{Picture, utf8};
use crate::error::{Error, Exit, InputError};
use crate::interrupt::Interrupts;
use crate::out::Out;
use crate::{life, words};
use idlewatt_control::client::Answers;
use idlewatt_control::messages::{RenderEvent, RenderOutcome, RenderRequest, Request, Response};
use idlewatt_control::{CallError, Home};
use idlewatt_proto::Amount;
use idlewatt_proto::negotiation::Price;
use std::path::Path;
use std::time::Duration;
use tokio::time::timeout;

/// After Ctrl-C, how long the daemon may take to write what came. Units in hand are given up, not waited for.
pub const KEEP_DEADLINE: Duration = Duration::from_secs(15);

pub async fn render(
    home: &Home,
    out: &Out,
    interrupts: &mut Interrupts,
    picture: &Picture,
    max_price: Option<Price>,
) -> Result<Exit, Error> {
    let request = request(picture, max_price)?;
    let client = life::connect_or_start(home).await?;
    let mut answers = client.stream(Request::Render(request)).await?;
    let mut teller = Teller { out, progress: Progress::new(out), pictured: false };
    loop {
        let answer = tokio::select! {
            answer = answers.next() => answer,
            () = interrupts.next() => return Ok(keep(&mut answers, &mut teller, interrupts, &picture.output).await),
        };
        if let Some((outcome, cost)) = teller.tell(answer)? {
            return teller.end(outcome, cost, &picture.output);
        }
    }
}

/// What the daemon is asked for.
pub fn request(picture: &Picture, max_price: Option<Price>) -> Result<RenderRequest, InputError> {
    Ok(RenderRequest {
        scene: utf8(&picture.scene)?,
        output: utf8(&picture.output)?,
        width: picture.view.width,
        height: picture.view.height,
        spp: picture.spp,
        camera: picture.view.camera.clone(),
        time_us: picture.view.time_us,
        lens: picture.view.lens,
        filter: picture.view.filter,
        finish: picture.finish,
        noise: picture.noise,
        max_price,
        mature: picture.mature,
    })
}

/// Cancels, and waits until what came is written. A second Ctrl-C ends the waiting.
async fn keep(answers: &mut Answers, teller: &mut Teller<'_>, interrupts: &mut Interrupts, output: &Path) -> Exit {
    teller.progress.say("stopping; what came is kept");
    let rest = timeout(KEEP_DEADLINE, async {
        answers.cancel().await?;
        loop {
            if let Some(end) = teller.tell(answers.next().await)? {
                return Ok::<_, Error>(end);
            }
        }
    });
    let ended = tokio::select! {
        ended = rest => ended.ok().and_then(Result::ok),
        () = interrupts.next() => None,
    };
    teller.progress.end();
    if !teller.out.json {
        let kept =
            if teller.pictured { format!("kept in {}", output.display()) } else { "nothing came yet".to_owned() };
        let cost = ended.map(|(_, cost)| format!(", {} credits", words::credits(cost))).unwrap_or_default();
        teller.out.text(&format!("stopped: {kept}{cost}"));
    }
    Exit::Interrupted
}

/// Tells how it goes.
struct Teller<'a> {
    out: &'a Out,
    progress: Progress,
    pictured: bool,
}

impl Teller<'_> {
    /// Tells one event; the last one is returned.
    fn tell(&mut self, answer: Result<Response, CallError>) -> Result<Option<(RenderOutcome, Amount)>, Error> {
        let Response::Render(event) = answer.inspect_err(|_| self.progress.end())? else {
            return Err(Error::Unexpected);
        };
        if self.out.json {
            self.out.object(&event);
        }
        match event {
            RenderEvent::Checked { facts, .. } => self.progress.facts(&facts),
            RenderEvent::Searching => self.progress.say("looking for providers"),
            RenderEvent::Agreed { provider, device, price } => self.progress.say(&format!(
                "{} renders with {}, for {} credits per thousand million samples",
                provider.short(),
                words::device(&device),
                words::credits(price.per_giga),
            )),
            RenderEvent::Progress { pixel_samples, of, cost } => {
                self.progress.at(pixel_samples, of, &format!("{} credits", words::credits(cost)));
            }
            RenderEvent::Pictured => self.pictured = true,
            RenderEvent::ProviderLost { provider, reason } => {
                self.progress.say(&format!("{} stopped: {}", provider.short(), words::stop(&reason)));
            }
            RenderEvent::Ended { outcome, cost } => return Ok(Some((outcome, cost))),
        }
        Ok(None)
    }

    fn end(&self, outcome: RenderOutcome, cost: Amount, output: &Path) -> Result<Exit, Error> {
        self.progress.end();
        match outcome {
            RenderOutcome::Done => {
                if !self.out.json {
                    let cost = words::credits(cost);
                    self.out.text(&format!("done: {} for {cost} credits", output.display()));
                }
                Ok(Exit::Done)
            }
            RenderOutcome::Cancelled => Ok(Exit::Interrupted),
            RenderOutcome::BadInput { why } => Err(Error::BadScene(why.to_string())),
            RenderOutcome::NoProvider { why } => Err(Error::NoProvider(why.to_string())),
            RenderOutcome::Failed { why } => Err(Error::RenderFailed(why.to_string())),
        }
    }
}
