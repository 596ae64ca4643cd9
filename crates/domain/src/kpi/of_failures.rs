//! Rows of which each is about one failure: several KPIs are made of them.

use super::{Evidence, Row};

/// One row for each of some failures.
pub struct OfFailures {
    pub rows: Evidence,
    /// By the place of the row: the place of its failure in the plant.
    pub places: Vec<usize>,
    /// How many are counted.
    pub count: i64,
}

impl OfFailures {
    /// The rows that are counted, each with the place of its failure.
    pub fn counted(&self) -> impl Iterator<Item = (&Row, usize)> {
        self.rows.iter().zip(self.places.iter().copied()).filter(|(row, _)| row.is_counted())
    }

    /// A copy of the rows, of which those that are counted may be changed.
    pub fn changed(&self, mut change: impl FnMut(&mut Row, usize)) -> Vec<Row> {
        let mut rows = self.rows.to_vec();
        for (row, place) in rows.iter_mut().zip(&self.places).filter(|(row, _)| row.is_counted()) {
            change(row, *place);
        }
        rows
    }
}

impl FromIterator<(Row, usize)> for OfFailures {
    fn from_iter<I: IntoIterator<Item = (Row, usize)>>(rows: I) -> Self {
        let (rows, places): (Vec<_>, _) = rows.into_iter().unzip();
        let count = rows.iter().filter(|row| row.is_counted()).count() as i64;
        Self { rows: rows.into(), places, count }
    }
}
