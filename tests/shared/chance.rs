//! Numbers by chance that come again: SplitMix64 (Steele, Lea, Flood 2014), its seed printed.

/// A stream of numbers.
pub(crate) struct Chance(u64);

impl Chance {
    /// From `$XUNZHANG_SEED`, or else the same every time; says so on stderr, after the name of what it is for.
    pub(crate) fn announced(purpose: &str) -> Chance {
        let typed = std::env::var("XUNZHANG_SEED").ok();
        let seed = typed
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(20_240_117);
        eprintln!("{purpose}: seed {seed} (XUNZHANG_SEED sets another)");
        Chance(seed)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `limit`, which is above 0.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }
}
