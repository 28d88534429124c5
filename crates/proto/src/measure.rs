//! Measures with their unit in the type. Money is an integer; no float touches it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::iter::Sum;
use std::str::FromStr;

/// Money in micro-credits (1 credit = 1 USD of account). Negative only as a difference.
/// In JSON a decimal string of micro-credits, because JavaScript's numbers are floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, ts_rs::TS)]
#[ts(type = "string")]
pub struct Amount(i64);

impl Amount {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// From micro-credits.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// In micro-credits.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// Sum, or `None` beyond 64 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// Difference, or `None` beyond 64 bits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// `self * numerator / denominator`, rounded up; `None` beyond 64 bits or for a zero denominator.
    pub fn scaled(self, numerator: u64, denominator: u64) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let product = i128::from(self.0) * i128::from(numerator);
        let denominator = i128::from(denominator);
        let up = product.div_euclid(denominator) + i128::from(product.rem_euclid(denominator) != 0);
        i64::try_from(up).ok().map(Self)
    }
}

impl fmt::Display for Amount {
    /// Credits with six decimals, for example `0.012500`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        f.pad(&format!("{sign}{}.{:06}", micros / 1_000_000, micros % 1_000_000))
    }
}

/// The text was not an amount in credits.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected credits with at most six decimals, for example 0.0125")]
pub struct ParseAmountError;

impl FromStr for Amount {
    type Err = ParseAmountError;

    /// Reads what `Display` writes: credits, not micro-credits. More than six decimals are refused, not rounded.
    fn from_str(text: &str) -> Result<Self, ParseAmountError> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || fraction.len() > 6 || !all_digits(whole) || !all_digits(fraction) {
            return Err(ParseAmountError);
        }
        let micros: i64 = format!("{whole}{fraction:0<6}").parse().map_err(|_| ParseAmountError)?;
        Ok(Self(if negative { -micros } else { micros }))
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_str(&self.0) } else { self.0.serialize(serializer) }
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?.parse::<i64>().map(Self).map_err(de::Error::custom)
        } else {
            i64::deserialize(deserializer).map(Self)
        }
    }
}

macro_rules! measure {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ts_rs::TS)]
        #[serde(transparent)]
        #[ts(type = "number")]
        pub struct $name(pub u64);

        impl $name {
            /// Difference, zero where it would be negative.
            pub fn saturating_sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }

            /// Sum, the largest value where it would not fit.
            pub fn saturating_add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                iter.fold(Self(0), Self::saturating_add)
            }
        }
    };
}

measure!(
    /// Power in thousandths of a watt.
    Milliwatts
);
measure!(
    /// Energy in thousandths of a joule. One kilowatt-hour is 3 600 000 000 of them.
    Millijoules
);
measure!(
    /// Wall time in milliseconds since 1970 (UTC).
    UnixMillis
);
measure!(
    /// Sizes in bytes.
    Bytes
);

impl UnixMillis {
    /// This instant and so many milliseconds.
    pub fn plus_ms(self, ms: u64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds since `earlier`, zero where that is later.
    pub fn since_ms(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

impl Millijoules {
    /// What this energy costs at a tariff per kilowatt-hour, rounded up. `None` beyond 64 bits.
    pub fn cost(self, per_kwh: Amount) -> Option<Amount> {
        per_kwh.scaled(self.0, 3_600_000_000)
    }
}
