//! Half-open intervals of instants, and sets of them. Working time, planning, targets and KPIs are all built on
//! this one algebra.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// `[start, end)`: the start belongs to it, the end does not. Never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    pub start: Timestamp,
    pub end: Timestamp,
}

impl Span {
    /// `None` when the end is not after the start.
    pub fn new(start: Timestamp, end: Timestamp) -> Option<Self> {
        (start < end).then_some(Self { start, end })
    }

    /// Whole seconds.
    pub fn seconds(self) -> i64 {
        self.end.seconds_since(self.start)
    }

    pub fn contains(self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }

    /// Touching is not overlapping.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// A set of instants: sorted spans that neither overlap nor touch.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Spans(Vec<Span>);

impl Spans {
    pub fn as_slice(&self) -> &[Span] {
        &self.0
    }

    pub fn iter(&self) -> std::slice::Iter<'_, Span> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whole seconds of all spans.
    pub fn seconds(&self) -> i64 {
        self.0.iter().map(|span| span.seconds()).sum()
    }

    pub fn contains(&self, at: Timestamp) -> bool {
        let after = self.0.partition_point(|span| span.end <= at);
        self.0.get(after).is_some_and(|span| span.contains(at))
    }

    /// The part inside `window`.
    pub fn clip(&self, window: Span) -> Self {
        let first = self.0.partition_point(|span| span.end <= window.start);
        let inside = self.0[first..].iter().take_while(|span| span.start < window.end);
        Self(inside.filter_map(|span| span.intersect(window)).collect())
    }

    pub fn union(&self, other: &Self) -> Self {
        self.0.iter().chain(&other.0).copied().collect()
    }

    pub fn intersect(&self, other: &Self) -> Self {
        let (mut left, mut right, mut out) = (self.0.iter().peekable(), other.0.iter().peekable(), vec![]);
        while let (Some(a), Some(b)) = (left.peek(), right.peek()) {
            out.extend(a.intersect(**b));
            if a.end <= b.end {
                left.next();
            } else {
                right.next();
            }
        }
        Self(out)
    }

    pub fn subtract(&self, other: &Self) -> Self {
        let (mut out, mut taken) = (vec![], other.0.iter().peekable());
        for span in &self.0 {
            let mut start = span.start;
            while taken.next_if(|t| t.end <= start).is_some() {}
            while let Some(t) = taken.peek().filter(|t| t.start < span.end) {
                out.extend(Span::new(start, t.start));
                start = start.max(t.end);
                if t.end > span.end {
                    break;
                }
                taken.next();
            }
            out.extend(Span::new(start, span.end));
        }
        Self(out)
    }
}

impl FromIterator<Span> for Spans {
    /// In any order; overlapping and touching spans are merged.
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut sorted: Vec<Span> = spans.into_iter().collect();
        sorted.sort_unstable();
        let mut merged: Vec<Span> = Vec::with_capacity(sorted.len());
        for span in sorted {
            match merged.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => merged.push(span),
            }
        }
        Self(merged)
    }
}

impl<'de> Deserialize<'de> for Spans {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::<Span>::deserialize(deserializer)?.into_iter().collect())
    }
}

impl From<Span> for Spans {
    fn from(span: Span) -> Self {
        Self(vec![span])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1000)
    }

    fn spans() -> impl Strategy<Value = Spans> {
        proptest::collection::vec((0_i64..60, 1_i64..12), 0..8)
            .prop_map(|v| v.into_iter().filter_map(|(s, n)| Span::new(at(s), at(s + n))).collect())
    }

    /// The same set as one flag per second.
    fn flags(spans: &Spans) -> Vec<bool> {
        (0..80).map(|second| spans.iter().any(|span| span.contains(at(second)))).collect()
    }

    fn is_normal(spans: &Spans) -> bool {
        spans.iter().all(|s| s.start < s.end) && spans.0.windows(2).all(|pair| pair[0].end < pair[1].start)
    }

    proptest! {
        #[test]
        fn the_algebra_equals_the_one_of_single_seconds(a in spans(), b in spans(), from in 0_i64..40, len in 1_i64..40) {
            let window = Span::new(at(from), at(from + len)).expect("not empty");
            let (fa, fb, fw) = (flags(&a), flags(&b), flags(&window.into()));
            let both = |f: fn(bool, bool) -> bool, x: &[bool], y: &[bool]| -> Vec<bool> {
                x.iter().zip(y).map(|(x, y)| f(*x, *y)).collect()
            };
            for (got, want) in [
                (a.union(&b), both(|x, y| x || y, &fa, &fb)),
                (a.intersect(&b), both(|x, y| x && y, &fa, &fb)),
                (a.subtract(&b), both(|x, y| x && !y, &fa, &fb)),
                (a.clip(window), both(|x, y| x && y, &fa, &fw)),
            ] {
                prop_assert!(is_normal(&got), "{got:?}");
                prop_assert_eq!(got.seconds() as usize, want.iter().filter(|f| **f).count());
                prop_assert_eq!(flags(&got), want);
            }
            prop_assert!((0..80).all(|second| a.contains(at(second)) == fa[second as usize]));
        }
    }
}
