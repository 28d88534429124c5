//! Asks the worker what there is to compute with, and how fast it is.

use crate::house::House;
use crate::limits::MEASURE_AGAIN;
use idlewatt_policy::idle::DeviceFact;
use idlewatt_proto::device::MeasuredDevice;
use std::sync::Arc;

/// What the worker found to compute with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adapter {
    pub fact: DeviceFact,
    pub measured: Option<MeasuredDevice>,
    /// Failures in a row, of jobs that another worker would have done.
    pub failures: u32,
}

impl Adapter {
    pub fn unknown() -> Self {
        Self { fact: DeviceFact::Measuring, measured: None, failures: 0 }
    }
}

/// Measures unless the owner wants no part in it, and again while the worker cannot.
pub async fn measure(house: Arc<House>) {
    let mut settings = house.settings.subscribe();
    let mut wait = MEASURE_AGAIN;
    loop {
        if settings.borrow_and_update().looks() {
            measure_once(&house).await;
            if !matches!(house.adapter.borrow().fact, DeviceFact::Broken(_)) {
                return;
            }
        }
        tokio::select! {
            () = house.stop.cancelled() => return,
            () = tokio::time::sleep(wait), if settings.borrow().looks() => {
                wait = (wait * 2).min(MEASURE_AGAIN * 10);
            }
            _ = settings.changed() => {}
        }
    }
}

async fn measure_once(house: &House) {
    let probed = tokio::select! {
        () = house.stop.cancelled() => return,
        probed = house.unnamed(house.workshop.probe()) => probed,
    };
    let adapter = match probed {
        Ok(devices) => {
            let wanted = house.settings.borrow().provider.adapter.clone();
            let chosen = devices.iter().find(|found| wanted.is_empty() || found.device.name.contains(&wanted)).cloned();
            let fact = match &chosen {
                Some(_) => DeviceFact::Ready,
                None if devices.is_empty() => DeviceFact::None { wanted: None },
                None => DeviceFact::None { wanted: Some(wanted) },
            };
            Adapter { fact, measured: chosen, failures: 0 }
        }
        Err(error) => {
            tracing::warn!(%error, "the worker could not look for graphics adapters");
            Adapter { fact: DeviceFact::Broken(error.to_string()), measured: None, failures: 0 }
        }
    };
    match &adapter.measured {
        Some(found) => tracing::info!(
            device = found.device.name,
            kind = ?found.device.kind,
            samples_per_second = found.samples_per_second,
            "measured the graphics adapter"
        ),
        None => tracing::warn!(?adapter.fact, "nothing to compute with"),
    }
    house.adapter.send_replace(adapter);
}
