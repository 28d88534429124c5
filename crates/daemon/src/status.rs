//! What the daemon is doing, in one value for windows and command lines.

use crate::books::{Books, BooksError};
use crate::house::{House, now};
use crate::limits::SUMS_EVERY;
use idlewatt_control::messages::{OfferRow, Status};
use idlewatt_ledger::StorageError;
use idlewatt_policy::price;
use idlewatt_proto::UnixMillis;
use idlewatt_proto::books::Earnings;
use idlewatt_sensors::Source;
use std::time::Instant;

/// Sums from the books, read anew only when an entry was made or the day may have changed.
pub struct Sums {
    version: u64,
    read_at: Instant,
    today: Earnings,
    all_time: Earnings,
}

impl Sums {
    pub async fn read(books: &Books) -> Result<Self, BooksError> {
        let version = *books.changes().borrow();
        let midnight = midnight();
        let sums =
            books.with(move |ledger| Ok::<_, StorageError>((ledger.earnings(Some(midnight))?, ledger.earnings(None)?)));
        let (today, all_time) = sums.await??;
        Ok(Self { version, read_at: Instant::now(), today, all_time })
    }

    pub async fn refresh(&mut self, books: &Books) -> Result<(), BooksError> {
        if *books.changes().borrow() != self.version || self.read_at.elapsed() > SUMS_EVERY {
            *self = Self::read(books).await?;
        }
        Ok(())
    }
}

/// The last local midnight.
pub fn midnight() -> UnixMillis {
    let today = jiff::Zoned::now().start_of_day();
    let millis = today.map_or_else(|_| i64::try_from(now().0).unwrap_or(0), |start| start.timestamp().as_millisecond());
    UnixMillis(u64::try_from(millis).unwrap_or(0))
}

/// The status as of now.
pub fn status(house: &House, sums: &Sums) -> Status {
    let peers = house.mesh.peers().len();
    let index_nodes = house.mesh.index_nodes();
    let (gpus, meters) = match house.senses.cards.borrow().as_ref() {
        None => (Vec::new(), Some("the meters have not been read yet".to_owned())),
        Some(reading) => {
            let words = match &reading.state {
                Source::Ok => None,
                Source::Absent(words) | Source::Failed(words) => Some(words.clone()),
            };
            (reading.gpus.clone(), words)
        }
    };
    let device = house.adapter.borrow().measured.clone();
    let provides = house.settings.borrow().provides();
    let offer = device.as_ref().filter(|_| provides).and_then(|measured| {
        let speed = house.speed(measured);
        let floor = price::floor(&house.costs(), speed)?;
        Some(OfferRow { floor_per_gigasample: floor.per_giga, samples_per_second: speed })
    });
    let verdict = house.verdict.borrow().clone();
    Status {
        node: house.node(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        roles: house.settings.borrow().roles(),
        activity: verdict.activity,
        until: verdict.until,
        effort: *house.effort.borrow(),
        tariff_per_kwh: house.tariff.borrow().clone().ok(),
        device,
        gpus,
        meters,
        offer,
        current: house.current.borrow().clone(),
        today: sums.today.clone(),
        all_time: sums.all_time.clone(),
        peers: u32::try_from(peers).unwrap_or(u32::MAX),
        index_nodes,
    }
}
