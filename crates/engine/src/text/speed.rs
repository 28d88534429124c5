//! How fast a model runs: tried with made-up tokens, while nobody waits.

use super::runner::{Event, NOBODY, Runner, Step, TextError};
use super::sequence::{Goal, Sequence};
use idlewatt_proto::text::{Generation, ModelKind, Prompt, TextEvent, TextSpeed};
use std::time::Duration;

impl Runner<'_> {
    /// How fast the model runs, alone on its device. Only while nobody waits.
    pub fn measure(
        &mut self,
        mut step: impl FnMut(&mut Self) -> Result<Step, TextError>,
    ) -> Result<TextSpeed, TextError> {
        if self.facts().kind == ModelKind::Embed {
            return self.measure_reading(&mut step);
        }
        let prompt = (self.size.tokens as usize).min(self.context() / 2).max(1);
        let tokens = (0..prompt as u32).map(|i| (i * 7919 + 13) % self.tokenizer.vocabulary()).collect();
        let answer = 8.min(self.context() - prompt) as u32;
        let mut request = |tokens: Vec<u32>, runner: &mut Self| {
            let mut generation = Generation::greedy(Prompt::Tokens(tokens), answer);
            // Whatever the model would say, it says so many.
            generation.sampling.logit_bias =
                runner.tokenizer.stop_tokens().iter().map(|&token| (token, -1.0e9)).collect();
            runner.begin(NOBODY - 1, &generation)?;
            let (mut reading, mut saying) = (Duration::ZERO, Duration::ZERO);
            let (mut began, mut ended) = (false, false);
            while !ended {
                let Step { took, events } = step(runner)?;
                *(if began { &mut saying } else { &mut reading }) += took;
                for event in events {
                    match event {
                        Event::Failed { error, .. } => return Err(error),
                        Event::Text { event, .. } => {
                            began |= matches!(event, TextEvent::Began { .. });
                            ended |= matches!(event, TextEvent::Ended { .. });
                        }
                        Event::Embedded { .. } | Event::Scored { .. } => {}
                    }
                }
            }
            Ok::<_, TextError>((reading, saying))
        };
        // Once for the compiler, with other tokens, so that nothing is remembered.
        request(vec![1; prompt], self)?;
        let (reading, saying) = request(tokens, self)?;
        let rate = |tokens: u32, took: Duration| (f64::from(tokens) / took.as_secs_f64().max(1.0e-6)) as u32;
        Ok(TextSpeed { prefill: rate(prompt as u32, reading), decode: rate(answer - 1, saying) })
    }

    /// The same of a model that says nothing.
    fn measure_reading(
        &mut self,
        step: &mut impl FnMut(&mut Self) -> Result<Step, TextError>,
    ) -> Result<TextSpeed, TextError> {
        let count = (self.size.tokens as usize).min(self.context());
        let tokens: Vec<u32> = (0..count as u32).map(|i| (i * 7919 + 13) % self.tokenizer.vocabulary()).collect();
        let mut reading = Duration::ZERO;
        // Once for the compiler; nothing of it is remembered.
        for _ in 0..2 {
            self.waiting.push_back(Sequence::new(NOBODY - 1, tokens.clone(), Goal::Embed { index: 0 }));
            reading = Duration::ZERO;
            let mut ended = false;
            while !ended {
                let Step { took, events } = step(self)?;
                reading += took;
                for event in events {
                    match event {
                        Event::Failed { error, .. } => return Err(error),
                        event => ended |= matches!(event, Event::Embedded { .. }),
                    }
                }
            }
        }
        let prefill = (count as f64 / reading.as_secs_f64().max(1.0e-6)) as u32;
        Ok(TextSpeed { prefill, decode: 0 })
    }
}
