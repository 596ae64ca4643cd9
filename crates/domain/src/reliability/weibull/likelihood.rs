//! The likelihood of lives, and its maximum.

use super::Life;
use crate::reliability::solve::falling_root;

/// Shapes between which a maximum is looked for.
const BETAS: (f64, f64) = (1.0e-4, 1.0e4);
/// The grid of shapes: so many within each doubling, and doublings that cover [`BETAS`].
const WITHIN: u32 = 3;
const DOUBLINGS: u32 = 27;
/// Squaring doubles a power's error: after so many doublings it is taken anew.
const ANEW: u32 = 8;

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
#[derive(Clone, Copy, Default)]
pub struct Sums {
    pub s0: f64,
    pub s1: f64,
    pub s2: f64,
}

impl Sums {
    /// `power`: that of the exit, of which `y` is the logarithm.
    fn add(&mut self, power: f64, y: f64) {
        self.s0 += power;
        self.s1 += power * y;
        self.s2 += power * y * y;
    }

    /// `power`: that of the entry, of which `y` is the logarithm. `more`: that of exit over entry less 1, so that exit^β −
    /// entry^β is found without subtracting two near numbers.
    fn add_late(&mut self, power: f64, more: f64, y: f64, longer: f64) {
        let exit = y + longer;
        self.s0 += power * more;
        self.s1 += power * (more * exit + longer);
        self.s2 += power * (more * exit * exit + longer * (exit + y));
    }
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
        let mut sums = Sums::default();
        for y in &self.exits {
            sums.add((beta * y).exp(), *y);
        }
        for (y, longer) in &self.late {
            sums.add_late((beta * y).exp(), (beta * longer).exp_m1(), *y, *longer);
        }
        sums
    }

    /// The likelihood at the best η for this β, with its first two derivatives by β and that η.
    pub fn profile(&self, beta: f64) -> Profile {
        self.profile_of(beta, self.sums(beta))
    }

    fn profile_of(&self, beta: f64, sums: Sums) -> Profile {
        let r = self.failures;
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
        let grid = self.grid();
        let crossings = grid.windows(2).filter(|pair| pair[0].1.slope > 0.0 && pair[1].1.slope <= 0.0);
        let height = |pair: &[(f64, Profile)]| pair[0].1.value.max(pair[1].1.value);
        let highest = crossings.max_by(|a, b| height(a).total_cmp(&height(b)))?;
        // Towards a shape of 0 the likelihood may stay above every inner maximum.
        let is_inner = grid[0].1.value <= height(highest);
        // A little wider: squared powers are not the last digits of those that the root is found with.
        is_inner.then(|| (highest[0].0 * (1.0 - 1.0e-9), highest[1].0 * (1.0 + 1.0e-9)))
    }

    /// The profile at shapes all over the range, in their order. A power of twice a shape is a square, so that few powers are
    /// taken.
    fn grid(&self) -> Vec<(f64, Profile)> {
        let (mut grid, mut exits, mut late) = (vec![], vec![], vec![]);
        for within in 0..WITHIN {
            for doubling in 0..DOUBLINGS {
                let doublings = f64::from(WITHIN * doubling + within) / f64::from(WITHIN);
                let beta = BETAS.0 * doublings.exp2();
                if doubling % ANEW == 0 {
                    exits = self.exits.iter().map(|y| (beta * y).exp()).collect();
                    late = (self.late.iter())
                        .map(|(y, longer)| ((beta * y).exp(), (beta * longer).exp_m1()))
                        .collect();
                } else {
                    exits.iter_mut().for_each(|power: &mut f64| *power *= *power);
                    for (power, more) in &mut late {
                        (*power, *more) = (*power * *power, *more * (*more + 2.0));
                    }
                }
                let mut sums = Sums::default();
                exits.iter().zip(&self.exits).for_each(|(power, y)| sums.add(*power, *y));
                for ((power, more), (y, longer)) in late.iter().zip(&self.late) {
                    sums.add_late(*power, *more, *y, *longer);
                }
                grid.push((beta, self.profile_of(beta, sums)));
            }
        }
        grid.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        grid
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Newton's steps are only as good as the slopes: each against the change of what it is the slope of.
    #[test]
    fn slopes_are_those_of_the_likelihood() {
        let life = |entry, exit, failed| Life { entry, exit, failed };
        let lives = [(0.0, 310.0), (0.0, 480.0), (200.0, 640.0), (450.0, 700.0), (30.0, 1_200.0)];
        let failed = lives.map(|(entry, exit)| life(entry, exit, true));
        let model = Likelihood::of(&[failed.to_vec(), vec![life(600.0, 880.0, false)]].concat());
        let near = |slope: f64, f: &dyn Fn(f64) -> f64, x: f64| {
            let change = (f(x + 1.0e-5) - f(x - 1.0e-5)) / 2.0e-5;
            assert!((slope - change).abs() < 1.0e-6 * change.abs().max(1.0), "{slope} is not {change}");
        };
        for (beta, z) in [(0.7, -0.9), (1.9, -0.3), (3.2, 0.2)] {
            let (profile, at) = (model.profile(beta), model.at(beta, z));
            near(profile.slope, &|beta| model.profile(beta).value, beta);
            near(profile.curve, &|beta| model.profile(beta).slope, beta);
            near(at.by_beta, &|beta| model.at(beta, z).value, beta);
            near(at.by_beta_twice, &|beta| model.at(beta, z).by_beta, beta);
            near(at.by_z, &|z| model.at(beta, z).value, z);
            // The profile is the likelihood at the best scale.
            assert!((profile.value - model.at(beta, profile.z).value).abs() < 1.0e-10);
            assert!(model.at(beta, profile.z).by_z.abs() < 1.0e-10);
        }
    }

    #[test]
    fn squared_powers_are_the_powers() {
        let late =
            [(0.2, 0.5), (0.3, 0.9), (0.1, 1.0)].map(|(entry, exit)| Life { entry, exit, failed: true });
        let model = Likelihood::of(&late);
        let grid = model.grid();
        assert_eq!(grid.len(), 81);
        for (beta, profile) in grid.iter().filter(|(beta, _)| *beta < 50.0) {
            let want = model.profile(*beta);
            assert!((profile.value - want.value).abs() <= 1.0e-9 * want.value.abs(), "{beta}");
        }
    }
}
