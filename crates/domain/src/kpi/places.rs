//! Where the records of a plant are, by their ids and by the item that they belong to.

use super::Plant;
use crate::{EquipmentId, FailureId, InterventionId, RowId};
use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hash, Hasher},
    ops::Range,
};

/// Spreads ids over a table. They come from the database's own counters, so no guard against chosen ones is needed.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_i64(&mut self, id: i64) {
        self.write_u64(id as u64);
    }

    fn write_u64(&mut self, part: u64) {
        // The high bits choose the group: fold them down.
        let product = (self.0 ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }
}

/// A table by ids.
pub type ById<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// The place of each id in a list.
pub struct PlacesOf<K> {
    /// Where ids follow each other closely, as a database gives them: by the distance from the first one, the place after.
    first: i64,
    close: Vec<u32>,
    /// Otherwise.
    scattered: ById<K, usize>,
}

impl<K: RowId + Eq + Hash> PlacesOf<K> {
    /// # Errors
    /// An id that is there twice.
    pub fn new(ids: impl ExactSizeIterator<Item = K> + Clone) -> Result<Self, K> {
        let numbers = || ids.clone().map(K::number);
        let (first, last) = (numbers().min().unwrap_or(0), numbers().max().unwrap_or(0));
        let length = last.checked_sub(first).and_then(|gap| usize::try_from(gap).ok()).map(|gap| gap / 4);
        let mut places = Self { first, close: vec![], scattered: ById::default() };
        if length.is_some_and(|quarter| quarter <= ids.len()) && u32::try_from(ids.len()).is_ok() {
            places.close = vec![0; (last - first) as usize + 1];
            for (id, after) in ids.zip(1..) {
                let place = &mut places.close[(id.number() - first) as usize];
                if std::mem::replace(place, after) != 0 {
                    return Err(id);
                }
            }
        } else {
            places.scattered.reserve(ids.len());
            for (place, id) in ids.enumerate() {
                if places.scattered.insert(id, place).is_some() {
                    return Err(id);
                }
            }
        }
        Ok(places)
    }

    pub fn get(&self, id: K) -> Option<usize> {
        if self.close.is_empty() {
            return self.scattered.get(&id).copied();
        }
        let distance = id.number().checked_sub(self.first)?;
        let after = *self.close.get(usize::try_from(distance).ok()?)?;
        (after as usize).checked_sub(1)
    }

    /// The place of an id that is known to be there; beyond every list otherwise.
    pub fn of(&self, id: K) -> usize {
        self.get(id).unwrap_or(usize::MAX)
    }
}

/// The places of everything that records name.
pub struct Places {
    pub items: PlacesOf<EquipmentId>,
    pub failures: PlacesOf<FailureId>,
    pub works: PlacesOf<InterventionId>,
}

impl Places {
    /// Of rows that are in the order of their items: by the place of the item, its run.
    pub fn runs<T>(&self, plant: &Plant, rows: &[T], item: impl Fn(&T) -> EquipmentId) -> Vec<Range<usize>> {
        let (mut runs, mut start) = (vec![0..0; plant.items.len()], 0);
        for rows in rows.chunk_by(|a, b| item(a) == item(b)) {
            runs[self.items.of(item(&rows[0]))] = start..start + rows.len();
            start += rows.len();
        }
        runs
    }
}

/// No id is there twice; one that is, otherwise.
pub fn once<T: Copy + Ord>(ids: impl Iterator<Item = T>) -> Result<(), T> {
    let mut sorted: Vec<T> = ids.collect();
    sorted.sort_unstable();
    sorted.windows(2).find(|pair| pair[0] == pair[1]).map_or(Ok(()), |pair| Err(pair[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_whether_they_follow_each_other_or_not() {
        for ids in [vec![7, 3, 5], vec![-4, 900, i64::MAX, i64::MIN, 0], vec![i64::MAX, i64::MAX - 1], vec![]]
        {
            let places = PlacesOf::new(ids.iter().copied().map(FailureId)).expect("each once");
            for (place, id) in ids.iter().enumerate() {
                assert_eq!(places.get(FailureId(*id)), Some(place), "{id} of {ids:?}");
            }
            for id in [i64::MIN + 1, -5, 2, 4, 8, 901, i64::MAX - 2] {
                assert_eq!(places.get(FailureId(id)), None, "{id} of {ids:?}");
            }
        }
    }

    #[test]
    fn an_id_that_is_there_twice_is_told() {
        for ids in [vec![3, 4, 3], vec![1, 1_000_000, 1]] {
            let id = ids[0];
            assert_eq!(once(ids.iter()), Err(&id));
            assert_eq!(PlacesOf::new(ids.into_iter().map(FailureId)).err(), Some(FailureId(id)));
        }
        assert_eq!(once([2, 3, 1].iter()), Ok(()));
    }
}
