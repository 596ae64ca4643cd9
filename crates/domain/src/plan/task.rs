//! Dependencies between tasks: one begins when another is finished, with a lag.

use crate::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A task that takes `minutes`, not before `earliest`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub key: i64,
    pub earliest: Timestamp,
    pub minutes: u32,
}

/// Finish-to-start: `after` begins `lag_minutes` after the end of `before`, at the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dependency {
    pub before: i64,
    pub after: i64,
    #[serde(default)]
    pub lag_minutes: u32,
}

/// Tasks that wait for each other, each before the next one, the last before the first. The smallest key comes first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    pub keys: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "error", rename_all = "snake_case")]
pub enum TaskError {
    Unknown { key: i64 },
    Twice { key: i64 },
    Cycle { cycle: Cycle },
}

/// The earliest start of each task, by its key.
pub fn earliest_starts(
    tasks: &[Task],
    dependencies: &[Dependency],
) -> Result<BTreeMap<i64, Timestamp>, TaskError> {
    let mut by_key = BTreeMap::new();
    for task in tasks {
        if by_key.insert(task.key, task).is_some() {
            return Err(TaskError::Twice { key: task.key });
        }
    }
    let (mut followers, mut waits_for): (BTreeMap<i64, Vec<&Dependency>>, BTreeMap<i64, usize>) =
        Default::default();
    for dependency in dependencies {
        for key in [dependency.before, dependency.after] {
            if !by_key.contains_key(&key) {
                return Err(TaskError::Unknown { key });
            }
        }
        followers.entry(dependency.before).or_default().push(dependency);
        *waits_for.entry(dependency.after).or_default() += 1;
    }
    let mut starts: BTreeMap<i64, Timestamp> =
        by_key.iter().map(|(key, task)| (*key, task.earliest)).collect();
    let mut ready: Vec<i64> = by_key.keys().filter(|key| !waits_for.contains_key(key)).copied().collect();
    let mut placed = BTreeSet::new();
    while let Some(key) = ready.pop() {
        placed.insert(key);
        let (Some(task), Some(start)) = (by_key.get(&key), starts.get(&key).copied()) else { continue };
        for dependency in followers.get(&key).into_iter().flatten() {
            let wait = 60 * (i64::from(task.minutes) + i64::from(dependency.lag_minutes));
            if let Some(next) = starts.get_mut(&dependency.after) {
                *next = (*next).max(start.plus_seconds(wait));
            }
            if let Some(left) = waits_for.get_mut(&dependency.after) {
                *left -= 1;
                if *left == 0 {
                    ready.push(dependency.after);
                }
            }
        }
    }
    match by_key.keys().find(|key| !placed.contains(key)) {
        None => Ok(starts),
        Some(stuck) => Err(TaskError::Cycle { cycle: cycle(*stuck, dependencies, &placed) }),
    }
}

/// Every task that is not placed waits for another one that is not: going backwards ends in a loop.
fn cycle(stuck: i64, dependencies: &[Dependency], placed: &BTreeSet<i64>) -> Cycle {
    let mut way = vec![stuck];
    loop {
        let here = way[way.len() - 1];
        let waiting = dependencies.iter().filter(|d| d.after == here && !placed.contains(&d.before));
        let Some(before) = waiting.map(|d| d.before).min() else { return Cycle { keys: way } };
        if let Some(begin) = way.iter().position(|key| *key == before) {
            let mut keys = way.split_off(begin);
            keys.reverse();
            let smallest = (0..keys.len()).min_by_key(|at| keys[*at]).unwrap_or(0);
            keys.rotate_left(smallest);
            return Cycle { keys };
        }
        way.push(before);
    }
}
