//! What is left of a compressed stream.

pub(super) struct Rest<'a>(pub &'a [u8]);

impl<'a> Rest<'a> {
    pub fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|byte| byte[0])
    }

    /// Seven bits a byte, the lowest first, five bytes at most.
    pub fn number(&mut self) -> Option<u64> {
        let mut sum = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            sum |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(sum);
            }
        }
        None
    }
}
