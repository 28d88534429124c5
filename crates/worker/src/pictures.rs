//! The picture as a file, with what is made of its samples.

use crate::bench::Bench;
use crate::files::{in_scratch, render_fault};
use crate::limits::{AOV_SAMPLES, LIFE_EVERY};
use crate::reports::say;
use idlewatt_engine::denoise::Denoiser;
use idlewatt_engine::film::Extras;
use idlewatt_engine::renderer::Steer;
use idlewatt_proto::picture::Finish;
use idlewatt_proto::worker::{Fault, PictureFormat, Report};
use std::time::Instant;

impl Bench<'_> {
    /// Writes the picture as it is now.
    pub fn picture(
        &mut self,
        file: String,
        format: PictureFormat,
        max_side: Option<u32>,
        finish: &Finish,
    ) -> Result<Report, Fault> {
        let path = in_scratch(&self.scratch, &file)?;
        let denoised = self.prepare(finish)?;
        let aovs = self.aovs.as_ref().filter(|_| finish.layers);
        let extras = Extras { aovs, denoised: denoised.as_deref() };
        let written = self.film.write(&path, format, max_side, finish, extras);
        written.map_err(|error| Fault::Io { what: error.to_string() })?;
        Ok(Report::Pictured { file })
    }

    /// Looks at the scene where that is wanted, and filters the picture.
    fn prepare(&mut self, finish: &Finish) -> Result<Option<Vec<[f32; 3]>>, Fault> {
        if !finish.layers && !finish.denoise {
            return Ok(None);
        }
        let (reins, pace, mut told) = (self.reins.clone(), self.pace, Instant::now());
        let mut observe = || {
            if told.elapsed() >= LIFE_EVERY {
                say(&Report::Alive);
                told = Instant::now();
            }
            // What was told to a unit does not stop a picture.
            Steer { stop: false, ..reins.steer(pace) }
        };
        let aovs = match self.aovs.take() {
            Some(aovs) => aovs,
            None => self.renderer.aovs(AOV_SAMPLES, &mut observe).map_err(render_fault)?,
        };
        let aovs = self.aovs.insert(aovs);
        if !finish.denoise {
            return Ok(None);
        }
        let denoiser = Denoiser::new(self.renderer.gpu());
        denoiser.denoise(&self.film, aovs, &mut observe).map(Some).map_err(render_fault)
    }
}
