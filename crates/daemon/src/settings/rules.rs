//! Settings as the desk reads them, and what is wrong with those that it cannot.

use super::sections::{AcceptSettings, RelaySetting, UseRelaysSetting, WhenPresentSetting};
use super::{KINDS, Settings};
use idlewatt_control::messages::{FieldError, SettingFault};
use idlewatt_mesh::UseRelays;
use idlewatt_policy::accept::Accept;
use idlewatt_policy::hours::{Band, Hours};
use idlewatt_policy::rules::{CardRules, Provide, Rules, WhenPresent};
use idlewatt_proto::device::GpuReading;
use idlewatt_proto::{Amount, Bytes, Millijoules, Milliwatts};
use std::ops::RangeInclusive;

/// Thousandths of a credit are enough for any tariff, and a thousand credits for any day.
const MONEY_MOST: i64 = 1_000_000_000;
const LIST_MOST: usize = 64;
const MONEY: SettingFault = SettingFault::NotMoney { most: 1000 };
/// A line of the local socket has room for several times as many.
const BLOCKED_MOST: usize = 1024;

impl Settings {
    /// Everything that is not right, field by field.
    pub fn faults(&self) -> Vec<FieldError> {
        let mut faults = Vec::new();
        let mut check = |name: &str, fault: Option<SettingFault>| {
            faults.extend(fault.map(|fault| FieldError { name: name.to_owned(), fault }));
        };
        let (limits, provider, network) = (&self.limits, &self.provider, &self.network);
        check("limits.idle_minutes", outside(limits.idle_minutes, 0..=1440));
        check("limits.light_share_percent", outside(limits.light_share_percent, 1..=100));
        check("limits.others_percent", outside(limits.others_percent, 1..=100));
        check("limits.hours_per_day", outside(limits.hours_per_day, 0..=24));
        check("limits.energy_per_day_kwh", unless(kilowatt_hours(&limits.energy_per_day_kwh), SettingFault::NotEnergy));
        check("limits.cost_per_day", unless(optional(&limits.cost_per_day), MONEY));
        check("limits.tariff_most", unless(optional(&limits.tariff_most), MONEY));
        check("limits.power_watts", outside(limits.power_watts, 0..=1500));
        check("limits.temperature_c", outside_or_zero(limits.temperature_c, 30..=110));
        check("limits.fan_percent", outside(limits.fan_percent, 0..=100));
        check("limits.share_percent", outside(limits.share_percent, 1..=100));
        check("provider.tariff_per_kwh", unless(amount(&provider.tariff_per_kwh), MONEY));
        check("provider.wear_per_hour", unless(amount(&provider.wear_per_hour), MONEY));
        check("provider.margin_percent", outside(provider.margin_percent, 0..=10_000));
        check("provider.quiet_seconds", outside(provider.quiet_seconds, 0..=86_400));
        check("provider.memory_mib", outside(provider.memory_mib, 64..=1 << 20));
        check("models.disk_gib", outside(self.models.disk_gib, 0..=65_536));
        let two_sources = !self.tariff.file.is_empty() && !self.tariff.command.is_empty();
        check("tariff.command", two_sources.then_some(SettingFault::TwoSources));
        let kinds = (1..=LIST_MOST).contains(&self.accept.kinds.len());
        check("accept.kinds", (!kinds).then(|| SettingFault::NotWord { words: KINDS.map(str::to_owned).into() }));
        check("accept.blocked", longer(self.accept.blocked.len(), BLOCKED_MOST));
        let lists = [
            ("network.listen", &network.listen),
            ("network.index_nodes", &network.index_nodes),
            ("network.known_peers", &network.known_peers),
            ("provider.programs", &provider.programs),
            ("provider.models", &provider.models),
            ("limits.hours", &limits.hours),
            ("tariff.bands", &self.tariff.bands),
        ];
        lists.iter().for_each(|(name, list)| check(name, longer(list.len(), LIST_MOST)));
        for (name, card) in &self.cards {
            let field = |field: &str| format!("cards.{name}.{field}");
            check(&field("power_watts"), outside(card.power_watts, 0..=1500));
            check(&field("temperature_c"), outside_or_zero(card.temperature_c, 30..=110));
            check(&field("fan_percent"), outside(card.fan_percent, 0..=100));
            check(&field("share_percent"), outside(card.share_percent, 0..=100));
            check(&field("memory_mib"), outside_or_zero(card.memory_mib, 64..=1 << 20));
        }
        check("limits.hours", hours(&limits.hours).err());
        check("tariff.bands", bands(&self.tariff.bands).err());
        faults
    }

    /// The owner's limits for the card that works.
    pub fn rules(&self, card: Option<&GpuReading>) -> Rules {
        let limits = &self.limits;
        Rules {
            provide: match self.roles.provider {
                Some(true) => Provide::Yes,
                Some(false) => Provide::No,
                None => Provide::Unsaid,
            },
            idle_ms: limits.idle_minutes * 60_000,
            quiet_ms: self.provider.quiet_seconds * 1000,
            others_percent: limits.others_percent,
            when_present: match limits.when_present {
                WhenPresentSetting::Stop => WhenPresent::Stop,
                WhenPresentSetting::Light => WhenPresent::Light { share_permille: limits.light_share_percent * 10 },
                WhenPresentSetting::Full => WhenPresent::Full,
            },
            screenless_always: limits.screenless_always,
            on_battery: limits.on_battery,
            on_metered: limits.on_metered,
            hours: hours(&limits.hours).unwrap_or_default(),
            time_per_day_ms: set(limits.hours_per_day).map(|hours| hours * 3_600_000),
            energy_per_day: kilowatt_hours(&limits.energy_per_day_kwh).flatten(),
            cost_per_day: optional(&limits.cost_per_day).flatten(),
            tariff_most: optional(&limits.tariff_most).flatten(),
            card: self.card_rules(card),
        }
    }

    /// Whether others may be called over this node.
    pub fn relays(&self) -> bool {
        match self.network.relay {
            RelaySetting::WithIndex => self.roles.index,
            RelaySetting::Always => true,
            RelaySetting::Never => false,
        }
    }

    /// When this node has itself called over others.
    pub fn use_relays(&self) -> UseRelays {
        match self.network.use_relays {
            UseRelaysSetting::WhenNeeded => UseRelays::WhenNeeded,
            UseRelaysSetting::Always => UseRelays::Always,
            UseRelaysSetting::Never => UseRelays::Never,
        }
    }

    /// Whose work the owner takes.
    pub fn accept(&self) -> Accept {
        let AcceptSettings { kinds, blocked, mature } = self.accept.clone();
        Accept { kinds, blocked, mature }
    }

    fn card_rules(&self, card: Option<&GpuReading>) -> CardRules {
        let own = card.and_then(|card| self.cards.iter().find(|(name, _)| is_called(card, name))).map(|(_, own)| own);
        let limits = &self.limits;
        let or = |own: Option<u64>, all: u64| own.and_then(set).or(set(all));
        let small = |value: u64| u16::try_from(value).unwrap_or(u16::MAX);
        let percent = |value: u64| u8::try_from(value).unwrap_or(u8::MAX);
        CardRules {
            works: own.is_none_or(|own| own.works),
            power: or(own.map(|own| own.power_watts), limits.power_watts).map(|watts| Milliwatts(watts * 1000)),
            temperature_c: or(own.map(|own| own.temperature_c.into()), limits.temperature_c.into())
                .and_then(|degrees| i16::try_from(degrees).ok()),
            fan_percent: or(own.map(|own| own.fan_percent.into()), limits.fan_percent.into()).map(percent),
            share_permille: or(own.map(|own| own.share_percent.into()), limits.share_percent.into())
                .map_or(1000, |share| small(share * 10)),
            memory: Bytes(or(own.map(|own| own.memory_mib), self.provider.memory_mib).unwrap_or(0) << 20),
        }
    }

    /// Most device memory of a job, whatever card does it.
    pub fn memory(&self) -> Bytes {
        Bytes(self.provider.memory_mib << 20)
    }

    /// Price of a kilowatt-hour where nothing else says otherwise.
    pub fn flat_tariff(&self) -> Amount {
        amount(&self.provider.tariff_per_kwh).unwrap_or_default()
    }

    /// Prices at some hours.
    pub fn tariff_bands(&self) -> Vec<Band> {
        bands(&self.tariff.bands).unwrap_or_default()
    }

    /// Wear per hour of work.
    pub fn wear_per_hour(&self) -> Amount {
        amount(&self.provider.wear_per_hour).unwrap_or_default()
    }
}

/// Whether the owner means this card: by its name, or by the beginning of its UUID.
fn is_called(card: &GpuReading, name: &str) -> bool {
    card.name.eq_ignore_ascii_case(name) || (name.len() >= 4 && card.uuid.starts_with(name))
}

fn set(value: u64) -> Option<u64> {
    (value > 0).then_some(value)
}

fn outside(value: impl Into<u64>, bounds: RangeInclusive<u32>) -> Option<SettingFault> {
    let (least, most) = bounds.into_inner();
    let right = (least.into()..=most.into()).contains(&value.into());
    (!right).then_some(SettingFault::OutOfRange { least, most, or_zero: false })
}

/// The same where zero stands for no limit.
fn outside_or_zero(value: impl Into<u64>, bounds: RangeInclusive<u32>) -> Option<SettingFault> {
    let (value, (least, most)) = (value.into(), bounds.into_inner());
    let right = value == 0 || (least.into()..=most.into()).contains(&value);
    (!right).then_some(SettingFault::OutOfRange { least, most, or_zero: true })
}

/// What is wrong with something that could not be read.
fn unless<T>(read: Option<T>, fault: SettingFault) -> Option<SettingFault> {
    read.is_none().then_some(fault)
}

fn longer(length: usize, most: usize) -> Option<SettingFault> {
    (length > most).then(|| SettingFault::TooMany { most: u32::try_from(most).unwrap_or(u32::MAX) })
}

fn hours(spans: &[String]) -> Result<Hours, SettingFault> {
    let parsed = |text: &String| text.parse().map_err(|_| SettingFault::NotHours { text: text.clone() });
    spans.iter().map(parsed).collect::<Result<Vec<_>, _>>().map(Hours)
}

fn bands(bands: &[String]) -> Result<Vec<Band>, SettingFault> {
    bands.iter().map(|text| text.parse().map_err(|_| SettingFault::NotBand { text: text.clone() })).collect()
}

fn amount(text: &str) -> Option<Amount> {
    text.parse().ok().filter(|amount: &Amount| (0..=MONEY_MOST).contains(&amount.micros()))
}

/// `Some(None)`: not set. `None`: not right.
fn optional(text: &str) -> Option<Option<Amount>> {
    if text.trim().is_empty() { Some(None) } else { amount(text).map(Some) }
}

/// Kilowatt-hours as a decimal string; a thousandth of one is 3.6 kJ.
fn kilowatt_hours(text: &str) -> Option<Option<Millijoules>> {
    optional(text).and_then(|amount| match amount {
        None => Some(None),
        Some(amount) if amount.micros() % 1000 == 0 => {
            u64::try_from(amount.micros() / 1000).ok().map(|thousandths| Some(Millijoules(thousandths * 3_600_000)))
        }
        Some(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_safe_and_without_fault() {
        let settings = Settings::default();
        assert_eq!(settings.faults(), []);
        assert_eq!(settings.rules(None), Rules { provide: Provide::Unsaid, ..Rules::default() });
    }

    #[test]
    fn several_faults_are_told_at_once() {
        let mut settings = Settings::default();
        settings.limits.share_percent = 0;
        settings.limits.energy_per_day_kwh = "1.2345".into();
        settings.tariff.bands = vec!["sometimes".into()];
        let names: Vec<String> = settings.faults().into_iter().map(|fault| fault.name).collect();
        assert_eq!(names, ["limits.energy_per_day_kwh", "limits.share_percent", "tariff.bands"]);
    }

    #[test]
    fn text_becomes_measures() {
        let mut settings = Settings::default();
        settings.limits.energy_per_day_kwh = "1.5".into();
        settings.limits.cost_per_day = "0.25".into();
        settings.limits.hours = vec!["mon-fri 22:00-07:00".into()];
        settings.limits.power_watts = 150;
        let rules = settings.rules(None);
        assert_eq!(rules.energy_per_day, Some(Millijoules(5_400_000_000)));
        assert_eq!(rules.cost_per_day, Some(Amount::from_micros(250_000)));
        assert_eq!((rules.hours.0.len(), rules.card.power), (1, Some(Milliwatts(150_000))));
    }
}
