//! All KPIs of a scope at once, each with the value of the period before.

use super::{Answer, BadPlant, Book, Frames, Scope};
use crate::EquipmentId;

impl Scope<'_> {
    /// The KPIs that follow from a plant's records, in the order of the documentation.
    pub fn answers(&self) -> Vec<Answer> {
        vec![
            self.operating_time(),
            self.mtbf(),
            self.failure_rate(),
            self.mttr(),
            self.mttr_active(),
            self.mtta(),
            self.mdt(),
            self.availability_failures(),
            self.availability_operational(),
            self.availability_inherent(),
            self.repeat_failures(),
            self.preventive_rate_hours(),
            self.preventive_rate_count(),
            self.cost(),
            self.cost_per_replacement_value(),
        ]
    }
}

impl Book {
    /// The KPIs of a scope over a window, each beside its value over the window before.
    ///
    /// # Errors
    /// [`BadPlant`]: an item that is not there, or that no frame is for.
    pub fn report(
        &self,
        items: &[EquipmentId],
        frames: &Frames,
        previous: Option<&Frames>,
    ) -> Result<Vec<Answer>, BadPlant> {
        let mut answers = self.measure(items, frames)?.answers();
        if let Some(previous) = previous {
            let before = self.measure(items, previous)?.answers();
            for (answer, before) in answers.iter_mut().zip(before) {
                answer.previous = Some(before.value);
            }
        }
        Ok(answers)
    }
}
