//! Numbers, refused in JSON's words and not in those of this program's language.

use serde::Deserialize;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A whole number of some range.
pub trait Whole: TryFrom<u64> + TryFrom<i64> {
    const RANGE: &str;
}

impl Whole for u32 {
    const RANGE: &str = "a whole number from 0 to 4294967295";
}

impl Whole for u64 {
    const RANGE: &str = "a whole number, at least 0";
}

impl Whole for usize {
    const RANGE: &str = "a whole number, at least 0";
}

impl Whole for i64 {
    const RANGE: &str = "a whole number from -9223372036854775808 to 9223372036854775807";
}

/// Reads a whole number, or null.
pub fn whole<'de, D: Deserializer<'de>, T: Whole>(from: D) -> Result<Option<T>, D::Error> {
    Option::<Sent<T>>::deserialize(from).map(|sent| sent.map(|Sent(number)| number))
}

/// Reads a number, or null.
pub fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f32>, D::Error> {
    Option::<Number>::deserialize(from).map(|sent| sent.map(|Number(number)| number))
}

struct Sent<T>(T);

impl<'de, T: Whole> Deserialize<'de> for Sent<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct InRange<T>(PhantomData<T>);
        impl<T: Whole> Visitor<'_> for InRange<T> {
            type Value = T;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str(T::RANGE)
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
                T::try_from(number).map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
                T::try_from(number).map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
            }
        }
        from.deserialize_any(InRange(PhantomData)).map(Self)
    }
}

/// Any number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number(pub f32);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = f32;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a number")
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<f32, E> {
                Ok(number as f32)
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<f32, E> {
                Ok(number as f32)
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<f32, E> {
                Ok(number as f32)
            }
        }
        from.deserialize_any(Any).map(Self)
    }
}
