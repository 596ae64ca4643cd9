//! Roots of functions of one variable: Brent's method, and Newton's kept inside a bracket.

use std::cmp::Ordering;

const ROUNDS: usize = 200;
/// A last step of Newton's, in shares of the root: its square is below the last digit.
const NEWTON_DONE: f64 = 1.0e-9;

/// A root of `f` between `a` and `b`, to the last digits of a double. `None` when `f` has one sign at both ends.
///
/// R. Brent, *Algorithms for Minimization without Derivatives* (1973), chapter 4.
pub fn root(mut f: impl FnMut(f64) -> f64, a: f64, b: f64) -> Option<f64> {
    let (mut a, mut b) = (a, b);
    let (mut fa, mut fb) = (f(a), f(b));
    if fa.is_nan() || fb.is_nan() || fa * fb > 0.0 {
        return None;
    }
    // The other end of the bracket; the first round takes `a` for it.
    let (mut c, mut fc, mut step, mut before) = (b, fb, 0.0, 0.0);
    for _ in 0..ROUNDS {
        if fb.signum() == fc.signum() {
            (c, fc, step) = (a, fa, b - a);
            before = step;
        }
        if fc.abs() < fb.abs() {
            (a, b, c) = (b, c, b);
            (fa, fb, fc) = (fb, fc, fb);
        }
        let (tolerance, half) = (2.0 * f64::EPSILON * b.abs(), (c - b) / 2.0);
        if fb == 0.0 || half.abs() <= tolerance {
            return Some(b);
        }
        let s = interpolated(a, b, c, fa, fb, fc);
        let taken = before.abs() >= tolerance
            && fa.abs() > fb.abs()
            && s.signum() == half.signum()
            && s.abs() < (1.5 * half.abs()).min(before.abs() / 2.0);
        (before, step) = if taken { (step, s) } else { (half, half) };
        (a, fa) = (b, fb);
        b += if step.abs() > tolerance { step } else { tolerance.copysign(half) };
        fb = f(b);
    }
    Some(b)
}

/// The step from `b` by inverse quadratic interpolation, or by the secant where two points are one.
fn interpolated(a: f64, b: f64, c: f64, fa: f64, fb: f64, fc: f64) -> f64 {
    let s = fb / fa;
    let (p, q) = if a == c {
        ((c - b) * s, 1.0 - s)
    } else {
        let (q, r) = (fa / fc, fb / fc);
        (s * ((c - b) * q * (q - r) - (b - a) * (r - 1.0)), (q - 1.0) * (r - 1.0) * (s - 1.0))
    };
    -p / q
}

/// A root of a function that falls through zero between `low` and `high`, from `guess`, by Newton's method; where a
/// step leaves the bracket or is slow, the bracket is halved instead. `f` gives the value and the derivative.
///
/// `None` when the function does not fall through zero there.
pub fn falling_root(mut f: impl FnMut(f64) -> (f64, f64), low: f64, high: f64, guess: f64) -> Option<f64> {
    let (mut low, mut high) = (low, high);
    let (floor, ceiling) = (low, high);
    let mut x = if guess > low && guess < high { guess } else { f64::midpoint(low, high) };
    let mut before = f64::INFINITY;
    for _ in 0..ROUNDS {
        let (value, slope) = f(x);
        match value.partial_cmp(&0.0)? {
            Ordering::Equal => return Some(x),
            Ordering::Greater => low = x,
            Ordering::Less => high = x,
        }
        let size = x.abs().max(1.0e-3);
        let (newton, small) = (x - value / slope, 4.0 * f64::EPSILON * size);
        // What is left after a step is in the order of its square. Smaller steps are noise, and would never end.
        if (newton - x).abs() <= NEWTON_DONE * size {
            return Some(newton.max(low).min(high));
        }
        if high - low <= small {
            break;
        }
        // A step longer than half the one before it converges too slowly.
        let fast = newton > low && newton < high && (newton - x).abs() <= before / 2.0;
        let next = if fast { newton } else { f64::midpoint(low, high) };
        (before, x) = ((next - x).abs(), next);
    }
    // Halving into an end of the bracket means that the sign never changed.
    (low > floor && high < ceiling).then_some(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn no_change_of_sign_is_no_root() {
        assert_eq!(root(|x| x * x + 1.0, -1.0, 1.0), None);
        assert_eq!(root(|x| x - 1.0, 0.0, 1.0), Some(1.0));
        assert_eq!((root(|x| x, 0.0, 1.0), root(|x| 1.0 - x, 0.0, 1.0)), (Some(0.0), Some(1.0)));
        assert_eq!(root(|_| f64::NAN, -1.0, 1.0), None);
        assert_eq!(root(|x| (x + 0.5).sqrt(), -1.0, 1.0), None);
        assert_eq!(root(|x| (x - 0.5).sqrt(), 1.0, -1.0), None);
        assert_eq!(falling_root(|_| (1.0, 0.0), 0.0, 1.0, 0.5), None);
        assert_eq!(falling_root(|_| (-1.0, 0.0), 0.0, 1.0, 0.5), None);
    }

    /// Halving the bracket would ask some fifty times, and more where the function is flat nearly everywhere.
    #[test]
    fn brent_asks_few_times() {
        for (f, low, high, want, most) in [
            ((|x| x.cos() - x) as fn(f64) -> f64, 0.0, 1.0, 0.739_085_133_215_160_6, 8),
            (|x| x * x * x - 2.0 * x - 5.0, 2.0, 3.0, 2.094_551_481_542_326_5, 8),
            (|x| (-x).exp() - 0.1, 0.0, 5.0, std::f64::consts::LN_10, 11),
            (|x| 10.0 - x.exp(), -3.0, 9.0, std::f64::consts::LN_10, 13),
            (|x| x.powi(9) - 1.0e-9, -1.0, 4.0, 0.1, 27),
            (|x| (1_000.0 * (x - 0.3)).atan(), -7.0, 5.0, 0.3, 19),
        ] {
            let mut asked = 0;
            let counted = |x| {
                asked += 1;
                f(x)
            };
            let found = root(counted, low, high).expect("a root");
            assert!((found - want).abs() < 1.0e-14, "{found} is not {want}");
            assert!(asked <= most, "{want}: {asked}");
        }
    }

    /// From a guess outside of the bracket, over steps that leave it, and where steps are slow at first.
    #[test]
    fn newton_asks_few_times() {
        for (f, low, high, guess, want, most) in [
            (
                (|x| (2.0 - x * x * x, -3.0 * x * x)) as fn(f64) -> (f64, f64),
                0.0,
                10.0,
                1.0,
                1.259_921_049_894_873_2,
                5,
            ),
            (|x| (10.0 - x.exp(), -x.exp()), -3.0, 9.0, 2.0, std::f64::consts::LN_10, 5),
            (|x| (x.cos() - x, -x.sin() - 1.0), 0.0, 1.0, 2.0, 0.739_085_133_215_160_6, 4),
            (|x| (-(x - 0.3).atan(), -1.0 / (1.0 + (x - 0.3).powi(2))), -7.0, 5.0, 4.0, 0.3, 7),
            (
                |x| (0.3 - x - 1.0e9 * (x - 0.3).powi(9), -1.0 - 9.0e9 * (x - 0.3).powi(8)),
                -7.0,
                5.0,
                4.0,
                0.3,
                17,
            ),
        ] {
            let mut asked = 0;
            let counted = |x| {
                asked += 1;
                f(x)
            };
            let found = falling_root(counted, low, high, guess).expect("a root");
            assert!((found - want).abs() < 1.0e-14, "{found} is not {want}");
            assert!(asked <= most, "{want}: {asked}");
        }
    }

    /// Where the points lie on `x = 1 + 2y + 3y²`, or two of them on a line, the step ends at the root itself.
    #[test]
    fn a_step_of_interpolation_is_exact_where_its_curve_is_the_function() {
        let at = |y: f64| 1.0 + 2.0 * y + 3.0 * y * y;
        let step = |fa, fb, fc| interpolated(at(fa), at(fb), at(fc), fa, fb, fc);
        for (fa, fb, fc) in [(2.0, 1.0, -1.0), (-3.0, 0.5, -0.25), (4.0, -1.5, 0.75)] {
            assert!((at(fb) + step(fa, fb, fc) - 1.0).abs() < 1.0e-12, "{fa} {fb} {fc}");
        }
        // x = 5 + 3y
        assert_eq!(interpolated(11.0, 3.5, 11.0, 2.0, -0.5, 2.0), 1.5);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn both_methods_find_the_root_of_a_power(target in 1.0e-6_f64..1.0e6, power in 0.3_f64..9.0) {
            let f = |x: f64| target - x.powf(power);
            let want = target.powf(1.0 / power);
            let brent = root(f, 0.0, 1.0e22).expect("changes sign");
            prop_assert!((brent / want - 1.0).abs() < 1.0e-12, "{brent} {want}");
            let newton = falling_root(|u| (f(u.exp()), -power * (u * power).exp()), -60.0, 60.0, 0.0);
            prop_assert!((newton.expect("falls").exp() / want - 1.0).abs() < 1.0e-10);
        }
    }
}
