//! `idlewatt pause` and `resume`.

use crate::error::{Error, Exit};
use crate::out::Out;
use crate::{status, time};
use idlewatt_control::Home;
use idlewatt_control::messages::Request;

pub async fn pause(home: &Home, out: &Out, when: &str) -> Result<Exit, Error> {
    let until = time::pause_end(when, &time::now())?;
    status::ask(home, out, Request::Pause { until }).await
}

pub async fn resume(home: &Home, out: &Out) -> Result<Exit, Error> {
    status::ask(home, out, Request::Resume).await
}
