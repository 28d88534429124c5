//! The counter set "GPU Engine", through Windows' performance counters (PDH).
#![allow(unsafe_code)]

use crate::platform::gpu_engine::{self, EngineUser};
use std::fmt;
use windows::Win32::Foundation::ERROR_SUCCESS;
use windows::Win32::System::Performance::{
    PDH_CSTATUS_NEW_DATA, PDH_CSTATUS_VALID_DATA, PDH_FMT, PDH_FMT_COUNTERVALUE_ITEM_W, PDH_FMT_DOUBLE, PDH_HCOUNTER,
    PDH_HQUERY, PDH_MORE_DATA, PdhAddEnglishCounterW, PdhCloseQuery, PdhCollectQueryData, PdhGetFormattedCounterArrayW,
    PdhOpenQueryW,
};
use windows::core::{PCWSTR, w};

/// Load of the cards by process, for cards of every make and without rights.
///
/// NVML names no loads of processes on Windows, and other makes have no NVML. So one of these is read at most once a
/// second (a desktop has thousands of instances, and Windows makes a text of each), and what is not our own workers'
/// is foreign load. Loads carry the LUID of their card, which no meter of ours tells yet, so all cards count together.
/// After an error it is dropped and opened anew later: the driver may have been replaced.
pub struct EngineLoad {
    query: PDH_HQUERY,
    counter: PDH_HCOUNTER,
    /// Grows to what the machine needs, and is kept.
    items: Vec<PDH_FMT_COUNTERVALUE_ITEM_W>,
}

// SAFETY: PDH's handles belong to the process, not to a thread, and are used by one at a time through `&mut`.
unsafe impl Send for EngineLoad {}

impl fmt::Debug for EngineLoad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineLoad").field("query", &self.query).finish_non_exhaustive()
    }
}

impl EngineLoad {
    /// Begins to measure.
    pub fn open() -> Result<Self, String> {
        let mut load = Self { query: PDH_HQUERY::default(), counter: PDH_HCOUNTER::default(), items: Vec::new() };
        // SAFETY: no source means this machine, now; the handle's place is ours.
        check("open", unsafe { PdhOpenQueryW(PCWSTR::null(), 0, &mut load.query) })?;
        // English, because other names are translated to the system's language.
        let path = w!(r"\GPU Engine(*)\Utilization Percentage");
        // SAFETY: the query is open, the path is a constant, the handle's place is ours.
        check("find", unsafe { PdhAddEnglishCounterW(load.query, path, 0, &mut load.counter) })?;
        load.collect()?;
        Ok(load)
    }

    /// Who kept the cards busy since the last read.
    pub fn read(&mut self) -> Result<Vec<EngineUser>, String> {
        self.collect()?;
        let items = self.items()?;
        let valid = items.iter().filter_map(|item| {
            // Most instances are idle; they are left out before anything is made of their names.
            // SAFETY: the format asked for makes the double the member in use, and any bits are a double.
            let percent = unsafe { item.FmtValue.Anonymous.doubleValue };
            let told = matches!(item.FmtValue.CStatus, PDH_CSTATUS_VALID_DATA | PDH_CSTATUS_NEW_DATA);
            // SAFETY: PDH put the name's text behind the items in the same buffer, ended by a zero.
            (told && percent > 0.0).then(|| (unsafe { item.szName.to_string() }.unwrap_or_default(), percent))
        });
        let valid: Vec<(String, f64)> = valid.collect();
        Ok(gpu_engine::users(valid.iter().map(|(name, percent)| (name.as_str(), *percent))))
    }

    fn collect(&mut self) -> Result<(), String> {
        // SAFETY: the query is open.
        check("collect", unsafe { PdhCollectQueryData(self.query) })
    }

    fn items(&mut self) -> Result<&[PDH_FMT_COUNTERVALUE_ITEM_W], String> {
        const ITEM: usize = size_of::<PDH_FMT_COUNTERVALUE_ITEM_W>();
        /// Programs may start between being counted and being told.
        const TRIES: u32 = 4;
        /// `PDH_FMT_NOCAP100`: several engines of a kind may well do more.
        const NO_CAP: u32 = 0x8000;
        let format = PDH_FMT(PDH_FMT_DOUBLE.0 | NO_CAP);
        for _ in 0..TRIES {
            let (mut bytes, mut count) = ((self.items.len() * ITEM) as u32, 0);
            let place = (bytes > 0).then_some(self.items.as_mut_ptr());
            // SAFETY: the counter is open; the buffer is ours, as long as said and aligned as items are.
            let status = unsafe { PdhGetFormattedCounterArrayW(self.counter, format, &mut bytes, &mut count, place) };
            if status != PDH_MORE_DATA {
                check("read", status)?;
                // A call without a buffer may succeed where there is nothing to tell.
                let count = if place.is_some() { count as usize } else { 0 };
                return Ok(self.items.get(..count).unwrap_or_default());
            }
            // The bytes hold the items and their names; half as much again saves the next growths.
            let needed = (bytes as usize).div_ceil(ITEM);
            self.items.resize(needed + needed / 2, PDH_FMT_COUNTERVALUE_ITEM_W::default());
        }
        Err("the instances of \"GPU Engine\" grow faster than they can be read".to_owned())
    }
}

impl Drop for EngineLoad {
    fn drop(&mut self) {
        if !self.query.is_invalid() {
            // SAFETY: the query is open, and this is its last use.
            unsafe { PdhCloseQuery(self.query) };
        }
    }
}

fn check(what: &str, status: u32) -> Result<(), String> {
    if status == ERROR_SUCCESS.0 { Ok(()) } else { Err(format!("cannot {what} \"GPU Engine\": PDH {status:#010x}")) }
}
