//! Random numbers that can be drawn again: SplitMix64 (Steele, Lea, Flood 2014), whose seed is printed.

/// A stream of random numbers.
pub(crate) struct Chance(u64);

impl Chance {
    /// Starts from `$XUNZHANG_SEED`, or else from the same seed every time, and prints the purpose and the seed to stderr.
    pub(crate) fn announced(purpose: &str) -> Chance {
        let typed = std::env::var("XUNZHANG_SEED").ok();
        let seed = typed
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(20_240_117);
        eprintln!("{purpose}: seed {seed} (XUNZHANG_SEED sets another)");
        Chance(seed)
    }

    /// Returns the next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Returns a number below `limit`, which must be above 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
