//! Intervals by profile likelihood: the values of one parameter at which the likelihood, the other parameter at its
//! best, has not fallen by more than half a quantile of χ² with one degree of freedom.

use super::likelihood::{Best, Likelihood};
use crate::reliability::solve::falling_root;

/// Steps outwards before an end is given up.
const STEPS: usize = 60;

/// The ends of β.
pub fn of_beta(model: &Likelihood, best: Best, drop: f64) -> (Option<f64>, Option<f64>) {
    let wanted = best.log_likelihood - drop;
    let above = |u: f64| {
        let (beta, profile) = (u.exp(), model.profile(u.exp()));
        (profile.value - wanted, beta * profile.slope)
    };
    let (low, high) = ends(above, best.beta.ln(), width_of_beta(model, best, drop));
    (low.map(f64::exp), high.map(f64::exp))
}

/// The ends of the logarithm of the scaled η.
pub fn of_eta(model: &Likelihood, best: Best, drop: f64) -> (Option<f64>, Option<f64>) {
    let wanted = best.log_likelihood - drop;
    let mut near = best.beta;
    let above = |z: f64| {
        let slope = |u: f64| {
            let (beta, at) = (u.exp(), model.at(u.exp(), z));
            (beta * at.by_beta, beta * at.by_beta + beta * beta * at.by_beta_twice)
        };
        let start = near.ln();
        let Some(u) = falling_root(slope, start - 12.0, start + 12.0, start) else {
            return (f64::NEG_INFINITY, f64::NAN);
        };
        near = u.exp();
        let at = model.at(near, z);
        (at.value - wanted, at.by_z)
    };
    ends(above, best.z, width_of_eta(model, best, drop))
}

/// Half the interval, were the likelihood a parabola: in ln β it is nearer to one than in β.
fn width_of_beta(model: &Likelihood, best: Best, drop: f64) -> f64 {
    let beta = best.beta;
    (2.0 * drop / -(beta * beta * model.profile(beta).curve)).sqrt()
}

/// The same of the logarithm of the scaled η.
fn width_of_eta(model: &Likelihood, best: Best, drop: f64) -> f64 {
    let Best { beta, z, .. } = best;
    let sums = model.sums(beta);
    let across = beta * (-beta * z).exp() * (sums.s1 - z * sums.s0);
    let curve = beta * beta * model.failures + across * across / model.at(beta, z).by_beta_twice;
    (2.0 * drop / curve).sqrt()
}

/// Where `above`, positive at `centre`, falls to zero on either side. It gives a value and its derivative.
fn ends(mut above: impl FnMut(f64) -> (f64, f64), centre: f64, width: f64) -> (Option<f64>, Option<f64>) {
    let width = if width.is_finite() && width > 0.0 { width } else { 1.0 };
    let mut side = |sign: f64| {
        let (mut inner, mut step) = (0.0, width);
        for _ in 0..STEPS {
            let outer = inner + step;
            let (value, _) = above(centre + sign * outer);
            if value <= 0.0 {
                let along = |x: f64| {
                    let (value, slope) = above(centre + sign * x);
                    (value, sign * slope)
                };
                let guess = if inner == 0.0 { 0.95 * outer } else { f64::midpoint(inner, outer) };
                let more = outer + width * 1.0e-9;
                return falling_root(along, inner, more, guess).map(|x| centre + sign * x);
            }
            if !value.is_finite() || outer > 60.0 {
                return None;
            }
            (inner, step) = (outer, step * 1.3);
        }
        None
    };
    (side(-1.0), side(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reliability::Life;

    /// With so many lives the likelihood is nearly a parabola.
    #[test]
    fn the_first_step_leads_near_the_end() {
        let age = |k: i32| 40.0 * (-(f64::from(k) / 4_000.0).ln()).powf(0.4);
        let life = |k| Life { entry: 0.0, exit: age(k).min(50.0), failed: age(k) < 50.0 };
        let model = Likelihood::of(&(1..4_000).map(life).collect::<Vec<_>>());
        let (best, drop) = (model.maximum().expect("a maximum"), 1.35);
        let half =
            |(low, high): (Option<f64>, Option<f64>)| (high.expect("an end") - low.expect("an end")) / 2.0;
        let (low, high) = of_beta(&model, best, drop);
        let of_beta = half((low.map(f64::ln), high.map(f64::ln)));
        assert!((width_of_beta(&model, best, drop) / of_beta - 1.0).abs() < 1.0e-3);
        let of_eta = half(of_eta(&model, best, drop));
        assert!((width_of_eta(&model, best, drop) / of_eta - 1.0).abs() < 1.0e-3);
    }
}
