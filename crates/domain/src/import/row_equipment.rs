//! A row of a list of equipment: read by the rules of the equipment form.

use super::{ImportField, ImportedEquipment, Target, row::RowReader};
use crate::{
    FieldCode, SiteId,
    equipment::{EquipmentDraft, NewEquipment, SpecificationDraft},
};

impl RowReader<'_> {
    pub(super) fn equipment(&mut self) -> Option<ImportedEquipment> {
        use ImportField as F;
        let code = self.text(F::Code);
        let name = self.text(F::Name);
        let named = self.mapping.at.contains_key(&Target::Field(F::Name));
        let draft = EquipmentDraft {
            // A list without names is known by its codes.
            name: if named || !name.is_empty() { name } else { code.clone() },
            code,
            // Known later; anything that can be read.
            site_id: "0".into(),
            model: self.text(F::Model),
            serial_number: self.text(F::SerialNumber),
            manufacturer: self.text(F::Manufacturer),
            purchased_on: self.day(F::PurchasedOn),
            installed_on: self.day(F::InstalledOn),
            in_service_on: self.day(F::InServiceOn),
            warranty_until: self.day(F::WarrantyUntil),
            lifespan_years: self.text(F::LifespanYears),
            state: self.choice(F::State),
            criticality: self.choice(F::Criticality),
            notes: self.text(F::Notes),
            specifications: self.specifications(),
            ..Default::default()
        };
        let parsed = match draft.parse(self.currency) {
            Ok(new) => Some(new),
            Err(errors) => {
                for e in errors.0 {
                    let error = self.mapping.error(self.cells, self.target_of(&e.field), e.code);
                    self.errors.push(error);
                }
                None
            }
        };
        let value = self.amount(F::ReplacementValue);
        if value.is_some_and(|minor| minor < 0) {
            self.fail(F::ReplacementValue, FieldCode::OutOfRange { min: 0, max: i64::MAX });
        }
        let site = self.checked(F::Site, 20);
        let line = self.checked(F::Line, 20);
        let type_name = self.checked(F::Type, 80);
        let parent = self.checked(F::Parent, 40);
        Some(ImportedEquipment {
            new: NewEquipment { site_id: SiteId(0), replacement_value_minor: value, ..parsed? },
            site,
            line,
            type_name,
            parent,
        })
    }

    fn specifications(&self) -> Vec<SpecificationDraft> {
        let filled = self.mapping.specs.iter().filter_map(|(at, key)| {
            let value = self.cells.get(*at).map(|c| c.trim()).filter(|c| !c.is_empty())?;
            let (key, unit) = match key.trim_end().strip_suffix(']').and_then(|k| k.split_once('[')) {
                Some((key, unit)) => (key.trim(), unit.trim()),
                None => (key.as_str(), ""),
            };
            Some(SpecificationDraft { key: key.to_owned(), value: value.to_owned(), unit: unit.to_owned() })
        });
        filled.collect()
    }

    /// The column behind a field of the equipment form.
    fn target_of(&self, field: &str) -> Target {
        if let Some(rest) = field.strip_prefix("specifications[")
            && let Some(index) = rest.split(']').next().and_then(|i| i.parse::<usize>().ok())
        {
            let filled = self
                .mapping
                .specs
                .iter()
                .filter(|(at, _)| self.cells.get(*at).is_some_and(|c| !c.trim().is_empty()));
            if let Some((_, key)) = filled.clone().nth(index) {
                return Target::Spec(key.clone());
            }
        }
        Target::Field(field.parse().unwrap_or(ImportField::Code))
    }
}
