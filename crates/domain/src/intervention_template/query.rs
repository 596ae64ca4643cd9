//! Which templates a list shows.

use crate::{EquipmentTypeId, intervention::InterventionKind, url};

/// The filter of the list of templates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateQuery {
    pub kind: Option<InterventionKind>,
    /// Those for this family of machines, and those for any.
    pub equipment_type: Option<EquipmentTypeId>,
    /// Also those that are not offered any more.
    pub retired: bool,
}

impl TemplateQuery {
    /// The list's address.
    pub const PATH: &'static str = "/templates";

    /// From a query string; what cannot be read is left out.
    pub fn from_url(query: &str) -> Self {
        let pairs = url::pairs(query);
        let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        Self {
            kind: value("kind").and_then(|kind| kind.parse().ok()),
            equipment_type: value("type").and_then(|id| id.parse().ok()),
            retired: value("retired") == Some("true"),
        }
    }

    /// Whether it leaves anything out that is offered.
    pub fn is_filtered(&self) -> bool {
        self.kind.is_some() || self.equipment_type.is_some()
    }
}
