//! The likelihood of lives, and its maximum.

use super::Life;
use crate::reliability::solve::falling_root;

/// Shapes between which a maximum is looked for.
const BETAS: (f64, f64) = (1.0e-4, 1.0e4);

/// The lives, as what the likelihood needs of them. Ages are divided by the greatest, so that no power overflows.
pub struct Likelihood {
    /// Logarithms of the scaled ages of exit, of lives seen from the beginning.
    exits: Vec<f64>,
    /// Logarithms of the scaled ages of entry, and those of exit over entry, of lives that entered late.
    late: Vec<(f64, f64)>,
    /// Logarithm of the greatest age.
    scale: f64,
    pub failures: f64,
    /// Sum of the logarithms of the scaled ages of failure.
    pub logs: f64,
}

/// `Σ (exit^β − entry^β)` and its first two derivatives by β.
#[derive(Clone, Copy)]
pub struct Sums {
    pub s0: f64,
    pub s1: f64,
    pub s2: f64,
}

/// The maximum: the shape, the logarithm of the scaled η, and the likelihood of the scaled ages.
#[derive(Clone, Copy, Debug)]
pub struct Best {
    pub beta: f64,
    pub z: f64,
    pub log_likelihood: f64,
}

impl Likelihood {
    pub fn of(lives: &[Life]) -> Self {
        let scale = lives.iter().map(|life| life.exit).fold(0.0, f64::max).ln();
        let log = |age: f64| age.ln() - scale;
        // In one order, whatever that of the lives: the sums are the same to the last bit.
        let mut logs: Vec<f64> = lives.iter().filter(|life| life.failed).map(|life| log(life.exit)).collect();
        logs.sort_unstable_by(f64::total_cmp);
        let mut exits: Vec<f64> =
            lives.iter().filter(|life| life.entry == 0.0).map(|life| log(life.exit)).collect();
        exits.sort_unstable_by(f64::total_cmp);
        let late = lives.iter().filter(|life| life.entry > 0.0);
        let mut late: Vec<(f64, f64)> =
            late.map(|life| (log(life.entry), (life.exit / life.entry).ln())).collect();
        late.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        Self { exits, late, scale, failures: logs.len() as f64, logs: logs.iter().sum() }
    }

    /// An age in the unit of the lives, from its scaled logarithm.
    pub fn age(&self, z: f64) -> f64 {
        (z + self.scale).exp()
    }

    /// A density has the unit of one over an age, once for each failure.
    pub fn in_unit_of_lives(&self, log_likelihood: f64) -> f64 {
        log_likelihood - self.failures * self.scale
    }

    pub fn sums(&self, beta: f64) -> Sums {
        let mut sums = Sums { s0: 0.0, s1: 0.0, s2: 0.0 };
        for y in &self.exits {
            let power = (beta * y).exp();
            sums.s0 += power;
            sums.s1 += power * y;
            sums.s2 += power * y * y;
        }
        for (y, longer) in &self.late {
            let (power, exit) = ((beta * y).exp(), y + longer);
            // exit^β − entry^β without subtracting two near numbers.
            let more = (beta * longer).exp_m1();
            sums.s0 += power * more;
            sums.s1 += power * (more * exit + longer);
            sums.s2 += power * (more * exit * exit + longer * (exit + y));
        }
        sums
    }

    /// The likelihood at the best η for this β, with its first two derivatives by β and that η.
    pub fn profile(&self, beta: f64) -> Profile {
        let (r, sums) = (self.failures, self.sums(beta));
        let mean = sums.s1 / sums.s0;
        Profile {
            value: r * beta.ln() + (beta - 1.0) * self.logs - r * (sums.s0 / r).ln() - r,
            slope: r / beta + self.logs - r * mean,
            curve: -r / (beta * beta) - r * (sums.s2 / sums.s0 - mean * mean),
            z: (sums.s0 / r).ln() / beta,
        }
    }

    /// The likelihood at a shape and a logarithm of the scaled η, with its derivatives.
    pub fn at(&self, beta: f64, z: f64) -> At {
        let (r, sums) = (self.failures, self.sums(beta));
        let weight = (-beta * z).exp();
        At {
            value: r * beta.ln() - r * beta * z + (beta - 1.0) * self.logs - weight * sums.s0,
            by_beta: r / beta - r * z + self.logs - weight * (sums.s1 - z * sums.s0),
            by_beta_twice: -r / (beta * beta) - weight * (sums.s2 - 2.0 * z * sums.s1 + z * z * sums.s0),
            by_z: beta * (weight * sums.s0 - r),
        }
    }

    /// The greatest likelihood; `None` when it grows towards a shape of 0 or without end.
    pub fn maximum(&self) -> Option<Best> {
        // Without late entry the slope falls through zero once. With it, look at the whole range first.
        let (low, high) = if self.late.is_empty() { BETAS } else { self.highest_bracket()? };
        let (low, high) = (low.ln(), high.ln());
        let spread = (self.logs / self.failures).abs().max(1.0e-3);
        let guess = if self.late.is_empty() { (1.0 / spread).ln() } else { f64::midpoint(low, high) };
        let by_log = |u: f64| {
            let (beta, profile) = (u.exp(), self.profile(u.exp()));
            (beta * profile.slope, beta * profile.slope + beta * beta * profile.curve)
        };
        let beta = falling_root(by_log, low, high, guess)?.exp();
        let profile = self.profile(beta);
        Some(Best { beta, z: profile.z, log_likelihood: profile.value })
    }

    /// Two shapes between which the likelihood has its highest inner maximum.
    fn highest_bracket(&self) -> Option<(f64, f64)> {
        let ratio: f64 = 1.35;
        let steps = ((BETAS.1 / BETAS.0).ln() / ratio.ln()).ceil() as i32;
        let grid: Vec<(f64, Profile)> =
            (0..=steps).map(|k| BETAS.0 * ratio.powi(k)).map(|beta| (beta, self.profile(beta))).collect();
        let crossings = grid.windows(2).filter(|pair| pair[0].1.slope > 0.0 && pair[1].1.slope <= 0.0);
        let height = |pair: &[(f64, Profile)]| pair[0].1.value.max(pair[1].1.value);
        let highest = crossings.max_by(|a, b| height(a).total_cmp(&height(b)))?;
        // Towards a shape of 0 the likelihood may stay above every inner maximum.
        (grid[0].1.value <= height(highest)).then(|| (highest[0].0, highest[1].0))
    }
}

#[derive(Clone, Copy)]
pub struct Profile {
    pub value: f64,
    pub slope: f64,
    pub curve: f64,
    pub z: f64,
}

#[derive(Clone, Copy)]
pub struct At {
    pub value: f64,
    pub by_beta: f64,
    pub by_beta_twice: f64,
    pub by_z: f64,
}
