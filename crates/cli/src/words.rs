//! What the daemon's values mean, in sentences for owners: short, calm, precise.

use crate::time;
use idlewatt_proto::books::{JobState, UnitState};
use idlewatt_proto::device::{Device, DeviceKind};
use idlewatt_proto::reason::{
    Activity, DayLimit, Effort, Instrument, Refusal, Restraint, StopReason, UnitFailure, WaitReason,
};
use idlewatt_proto::{Amount, Bytes, Millijoules, Milliwatts};
use jiff::Zoned;

/// What the providing side does, and why not more.
pub fn activity(activity: &Activity, now: &Zoned) -> String {
    match activity {
        Activity::Working { .. } => "working".to_owned(),
        Activity::Waiting { reason } => format!("waiting: {}", wait(reason, now)),
        Activity::Paused { until: None } => "paused until you resume".to_owned(),
        Activity::Paused { until: Some(until) } => format!("paused until {}", time::soon(*until, now)),
    }
}

/// What the owner does about it, where nothing else ends it.
pub fn advice(activity: &Activity) -> Option<&'static str> {
    match activity {
        Activity::Waiting { reason: WaitReason::NotSaid } => Some(
            "choose a set of limits (`idlewatt limits --presets` shows them, `idlewatt limits --preset when-away` takes \
             one), or begin with your own: `idlewatt config set roles.provider true`",
        ),
        _ => None,
    }
}

fn wait(reason: &WaitReason, now: &Zoned) -> String {
    match reason {
        WaitReason::RoleOff => "providing is switched off in the settings".to_owned(),
        WaitReason::NotSaid => "you have not yet said when this PC may work".to_owned(),
        WaitReason::Starting => "just started, looking around".to_owned(),
        WaitReason::Measuring => "measuring how fast this machine is".to_owned(),
        WaitReason::NoDevice { wanted: None } => "no graphics adapter can be used".to_owned(),
        WaitReason::NoDevice { wanted: Some(name) } => format!("no graphics adapter is called {name:?}"),
        WaitReason::CardOff => "this card is switched off in the settings".to_owned(),
        WaitReason::ProgramRunning { name } => format!("{name} is running"),
        WaitReason::OwnerPresent { minutes } => {
            format!("you are here; work starts after {} without input", plural(*minutes, "minute"))
        }
        WaitReason::Fullscreen { name } => format!("{name} covers the screen"),
        WaitReason::RemoteUse { name } => format!("this machine is used from elsewhere ({name})"),
        WaitReason::Encoding => "the card encodes a video: somebody streams or records".to_owned(),
        WaitReason::GpuInUse { load_percent } => format!("other programs use {load_percent} % of the GPU"),
        WaitReason::MemoryShort { free } => {
            format!("other programs leave only {} of the card's memory", gibibytes(*free))
        }
        WaitReason::OnBattery => "running from the battery".to_owned(),
        WaitReason::MeteredNetwork => "the network is paid by volume".to_owned(),
        WaitReason::OutsideHours { until: Some(until) } => {
            format!("outside your hours, which begin at {}", time::soon(*until, now))
        }
        WaitReason::OutsideHours { until: None } => "your hours allow no time at all".to_owned(),
        WaitReason::DayUsedUp { by, until } => {
            let what = match by {
                DayLimit::Hours => "today's hours are",
                DayLimit::Energy => "today's energy is",
                DayLimit::Cost => "today's money for electricity is",
            };
            format!("{what} used up, going on at {}", time::soon(*until, now))
        }
        WaitReason::TooHot { temperature_c, most_c } => {
            format!("the card has {temperature_c} °C, and you allow {most_c} °C")
        }
        WaitReason::TooLoud { fan_percent, most_percent } => {
            format!("the fan turns at {fan_percent} %, and you allow {most_percent} %")
        }
        WaitReason::LimitBelowRest { limit, rest } => {
            format!("the card takes {} even at rest, and you allow {}", watts(*rest), watts(*limit))
        }
        WaitReason::TariffTooHigh { per_kwh, most } => {
            format!("electricity costs {} credits per kWh now, and you allow {}", credits(*per_kwh), credits(*most))
        }
        WaitReason::TariffUnknown { what } => format!("the price of electricity is not known ({what})"),
        WaitReason::GoingToSleep => "the machine is going to sleep".to_owned(),
        WaitReason::CoolingDown { until } => {
            format!("all is quiet, starting at {} if it stays so", time::soon(*until, now))
        }
        WaitReason::NoReadings { instrument } => format!("{} no fresh readings", instrument_gives(*instrument)),
        WaitReason::NoMesh => "no index node answers, so nobody can find this machine".to_owned(),
        WaitReason::NoWork => "ready, and nobody asks for work".to_owned(),
        WaitReason::WorkerBroken { what } => format!("the worker failed several times ({what})"),
    }
}

fn instrument_gives(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::Cards => "the card's meters give",
        Instrument::Programs => "the list of running programs gives",
        Instrument::Surroundings => "input, screen and plug give",
    }
}

/// How hard it works, and what for not harder.
pub fn effort(effort: &Effort) -> String {
    let share = format!("{} % of the time", effort.duty_permille / 10);
    match effort.held_by {
        None => "at full speed".to_owned(),
        Some(Restraint::Presence) => format!("{share}, because you are here"),
        Some(Restraint::Share) => format!("{share}, the share that you allow"),
        Some(Restraint::Power) => format!("{share}, to stay within your watts"),
        Some(Restraint::Heat) => format!("{share}, to stay within your temperature"),
        Some(Restraint::Fan) => format!("{share}, to keep the fan within your limit"),
    }
}

/// Why a job ended.
pub fn stop(reason: &StopReason) -> String {
    match reason {
        StopReason::Done => "done".to_owned(),
        StopReason::Cancelled => "cancelled by whoever asked for it".to_owned(),
        StopReason::OwnerReturned => "the owner needed the machine".to_owned(),
        StopReason::ShuttingDown => "the program was closed".to_owned(),
        StopReason::Protocol { what } => format!("the other side broke the rules ({what})"),
        StopReason::Unpaid => "unpaid work reached its limit".to_owned(),
        StopReason::BadResults => "results were wrong".to_owned(),
        StopReason::Lost => "the connection was lost".to_owned(),
        StopReason::Failed { what } => format!("failed ({what})"),
        StopReason::Refused { why } => format!("no more of it is taken: {}", refusal(why)),
    }
}

/// Why a job was not taken, or is not taken any more.
pub fn refusal(why: &Refusal) -> String {
    match why {
        Refusal::Blocked => "the owner has blocked whoever asked for it".to_owned(),
        Refusal::KindRefused { kind } => format!("the owner does not take {kind}"),
        Refusal::Mature => "it may be unsuitable for everybody, and the owner does not take that".to_owned(),
        // What was written for the other side says it as well as can be.
        why => why.to_string(),
    }
}

/// Why a unit came to nothing.
pub fn unit_failure(why: &UnitFailure) -> String {
    match why {
        UnitFailure::Preempted => "the owner took the machine back".to_owned(),
        UnitFailure::WorkerFailed => "the worker failed".to_owned(),
        UnitFailure::BadScene { what } => format!("the scene cannot be rendered ({what})"),
        UnitFailure::BadModel { what } => format!("the model cannot be used ({what})"),
        UnitFailure::BadRequest { what } => format!("the model cannot answer such a request ({what})"),
        UnitFailure::BadUnit => "not part of the job".to_owned(),
        UnitFailure::BadResult => "not the result that was promised".to_owned(),
        UnitFailure::NotFinite => "values that are not finite".to_owned(),
        UnitFailure::Differs => "recomputed pixels differ".to_owned(),
        UnitFailure::TimedOut => "took too long".to_owned(),
        UnitFailure::JobEnded => "its job ended first".to_owned(),
        UnitFailure::FalseAnswer => "not what the model says".to_owned(),
    }
}

/// How far a job is.
pub fn job_state(state: &JobState) -> String {
    match state {
        JobState::Open => "open".to_owned(),
        JobState::Ended { reason } => stop(reason),
    }
}

/// How far a unit's money is.
pub fn unit_state(state: &UnitState) -> String {
    match state {
        UnitState::Started => "in work".to_owned(),
        UnitState::Pending => "pending".to_owned(),
        UnitState::Final => "final".to_owned(),
        UnitState::Void { why } => format!("void: {}", unit_failure(why)),
    }
}

/// `llvmpipe (vulkan, software)`.
pub fn device(device: &Device) -> String {
    let kind = match device.kind {
        DeviceKind::Discrete => "",
        DeviceKind::Integrated => ", integrated",
        DeviceKind::Virtual => ", virtual",
        DeviceKind::Software => ", software",
    };
    format!("{} ({}{kind})", device.name, device.backend)
}

/// Credits with about three digits that say something: `12.34`, `0.123`, `0.0123`, `0.000012`.
pub fn credits(amount: Amount) -> String {
    let micros = i128::from(amount.micros());
    let size = micros.unsigned_abs();
    let decimals = match size {
        1_000_000.. => 2,
        100_000.. => 3,
        10_000.. => 4,
        1_000.. => 5,
        _ => 6,
    };
    let step = 10u128.pow(6 - decimals);
    let rounded = (size + step / 2) / step * step;
    let text = format!("{}.{:06}", rounded / 1_000_000, rounded % 1_000_000);
    let text = text[..text.len() - (6 - decimals) as usize].trim_end_matches('0').trim_end_matches('.');
    if micros < 0 { format!("-{text}") } else { text.to_owned() }
}

/// `1.2 M` or `44 `, with the unit to follow at once.
pub fn count(number: u64) -> String {
    let (divisor, unit) = match number {
        1_000_000_000.. => (1e9, " G"),
        1_000_000.. => (1e6, " M"),
        10_000.. => (1e3, " k"),
        _ => return format!("{number} "),
    };
    format!("{:.1}{unit}", number as f64 / divisor)
}

/// Whole watts.
pub fn watts(power: Milliwatts) -> String {
    format!("{} W", (power.0.saturating_add(500)) / 1000)
}

/// `2.1 GiB`.
pub fn gibibytes(bytes: Bytes) -> String {
    format!("{:.1} GiB", bytes.0 as f64 / f64::from(1 << 30))
}

/// `12 KiB`, `512 MiB`, `2.1 GiB`.
pub fn bytes(bytes: Bytes) -> String {
    match bytes.0 {
        0..1024 => format!("{} B", bytes.0),
        1024..0x10_0000 => format!("{} KiB", bytes.0 >> 10),
        0x10_0000..0x4000_0000 => format!("{} MiB", bytes.0 >> 20),
        _ => gibibytes(bytes),
    }
}

/// `0.012 kWh`.
pub fn energy(energy: Millijoules) -> String {
    format!("{:.3} kWh", energy.0 as f64 / 3.6e9)
}

/// `1 peer`, `2 peers`.
pub fn plural(number: u32, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;
    use idlewatt_proto::{JobId, UnixMillis};

    #[test]
    fn money_shows_the_digits_that_matter() {
        let cases = [
            (0, "0"),
            (12, "0.000012"),
            (1_234, "0.00123"),
            (12_345, "0.0123"),
            (123_456, "0.123"),
            (999_999, "1"),
            (1_500_000, "1.5"),
            (12_345_678, "12.35"),
            (-12_345, "-0.0123"),
            (i64::MIN, "-9223372036854.78"),
        ];
        for (micros, text) in cases {
            assert_eq!(credits(Amount::from_micros(micros)), text);
        }
    }

    #[test]
    fn every_activity_is_a_sentence_of_its_own() {
        let now: Zoned = "2026-11-23T12:00:00+00:00[UTC]".parse().expect("a time");
        let what = || "xyz".to_owned();
        let until = UnixMillis(u64::try_from(now.timestamp().as_millisecond()).expect("after 1970") + 60_000);
        let (watt, money) = (Milliwatts(1000), Amount::from_micros(1));
        let reasons = [
            WaitReason::RoleOff,
            WaitReason::NotSaid,
            WaitReason::Starting,
            WaitReason::Measuring,
            WaitReason::NoDevice { wanted: None },
            WaitReason::NoDevice { wanted: Some(what()) },
            WaitReason::CardOff,
            WaitReason::ProgramRunning { name: what() },
            WaitReason::OwnerPresent { minutes: 1 },
            WaitReason::Fullscreen { name: what() },
            WaitReason::RemoteUse { name: what() },
            WaitReason::Encoding,
            WaitReason::GpuInUse { load_percent: 42 },
            WaitReason::MemoryShort { free: Bytes(1 << 29) },
            WaitReason::OnBattery,
            WaitReason::MeteredNetwork,
            WaitReason::OutsideHours { until: Some(until) },
            WaitReason::OutsideHours { until: None },
            WaitReason::DayUsedUp { by: DayLimit::Hours, until },
            WaitReason::DayUsedUp { by: DayLimit::Energy, until },
            WaitReason::DayUsedUp { by: DayLimit::Cost, until },
            WaitReason::TooHot { temperature_c: 80, most_c: 70 },
            WaitReason::TooLoud { fan_percent: 80, most_percent: 70 },
            WaitReason::LimitBelowRest { limit: watt, rest: watt },
            WaitReason::TariffTooHigh { per_kwh: money, most: money },
            WaitReason::TariffUnknown { what: what() },
            WaitReason::GoingToSleep,
            WaitReason::CoolingDown { until },
            WaitReason::NoReadings { instrument: Instrument::Cards },
            WaitReason::NoReadings { instrument: Instrument::Programs },
            WaitReason::NoReadings { instrument: Instrument::Surroundings },
            WaitReason::NoMesh,
            WaitReason::NoWork,
            WaitReason::WorkerBroken { what: what() },
        ];
        let waiting = reasons.into_iter().map(|reason| Activity::Waiting { reason });
        let others = [
            Activity::Working { job: JobId([1; 16]) },
            Activity::Paused { until: None },
            Activity::Paused { until: Some(until) },
        ];
        let said: Vec<String> = waiting.chain(others).map(|one| activity(&one, &now)).collect();
        let distinct: std::collections::HashSet<&String> = said.iter().collect();
        assert_eq!(distinct.len(), said.len());
        assert!(said.iter().all(|text| !text.contains(['{', '}', '_'])), "{said:?}");
        assert_eq!(said.last().map(String::as_str), Some("paused until 12:01"));
        assert!(said.contains(&"waiting: other programs use 42 % of the GPU".to_owned()));
    }
}
