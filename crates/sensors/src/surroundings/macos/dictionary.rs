//! Dictionaries of Core Foundation, as far as we ask them.
#![allow(unsafe_code)]

use objc2_core_foundation::{CFBoolean, CFDictionary, CFNumber, CFRetained, CFString, CFType};

/// A dictionary whose keys are texts.
pub struct Dictionary(CFRetained<CFDictionary<CFString, CFType>>);

impl Dictionary {
    /// # Safety
    /// Every key is a `CFString`.
    pub unsafe fn new(dictionary: CFRetained<CFDictionary>) -> Self {
        // SAFETY: the caller vouches for the keys, and every value of such a dictionary is a `CFType`.
        Self(unsafe { CFRetained::cast_unchecked(dictionary) })
    }

    pub fn number(&self, key: &str) -> Option<i64> {
        self.value(key)?.downcast_ref::<CFNumber>()?.as_i64()
    }

    pub fn text(&self, key: &str) -> Option<String> {
        Some(self.value(key)?.downcast_ref::<CFString>()?.to_string())
    }

    /// A truth value. One that is missing means "no" in these dictionaries; some systems write it as a number.
    pub fn is(&self, key: &str) -> bool {
        let flag = self.value(key).and_then(|value| Some(value.downcast_ref::<CFBoolean>()?.as_bool()));
        flag.or_else(|| Some(self.number(key)? != 0)).unwrap_or(false)
    }

    fn value(&self, key: &str) -> Option<CFRetained<CFType>> {
        self.0.get(&CFString::from_str(key))
    }
}
