//! The fields that a column of a file can be.

use super::ImportKind;
use crate::text_enum;
use std::{fmt, str::FromStr};

text_enum! {
    /// A field of an equipment or an intervention that a file can bring.
    pub enum ImportField {
        /// Code of the equipment that the row is.
        Code = "code",
        Name = "name",
        /// Code of its site, when it is not the import's own.
        Site = "site",
        /// Code of its production line.
        Line = "line",
        /// Name of its type.
        Type = "type",
        /// Code of the equipment that it is a component of.
        Parent = "parent",
        Model = "model",
        SerialNumber = "serial_number",
        Manufacturer = "manufacturer",
        PurchasedOn = "purchased_on",
        InstalledOn = "installed_on",
        InServiceOn = "in_service_on",
        WarrantyUntil = "warranty_until",
        LifespanYears = "lifespan_years",
        ReplacementValue = "replacement_value",
        State = "state",
        Criticality = "criticality",
        Notes = "notes",
        /// Code of the equipment that the work was done on.
        Equipment = "equipment",
        Title = "title",
        Description = "description",
        Kind = "kind",
        Status = "status",
        Priority = "priority",
        ReportedAt = "reported_at",
        StartedAt = "started_at",
        EndedAt = "ended_at",
        Cost = "cost",
        Report = "report",
        /// Its number in the system that it comes from.
        ExternalRef = "external_ref",
    }
}

impl ImportField {
    /// The fields of a kind of row, in the order in which people see them.
    pub fn of(kind: ImportKind) -> &'static [ImportField] {
        match kind {
            ImportKind::Equipment => Self::ALL.split_at(18).0,
            ImportKind::Interventions => {
                const OF_INTERVENTIONS: [ImportField; 13] = [
                    ImportField::Site,
                    ImportField::Equipment,
                    ImportField::Title,
                    ImportField::Description,
                    ImportField::Kind,
                    ImportField::Status,
                    ImportField::Priority,
                    ImportField::ReportedAt,
                    ImportField::StartedAt,
                    ImportField::EndedAt,
                    ImportField::Cost,
                    ImportField::Report,
                    ImportField::ExternalRef,
                ];
                &OF_INTERVENTIONS
            }
        }
    }

    /// Fields without which no row of the kind can be made.
    pub const fn required(kind: ImportKind) -> &'static [ImportField] {
        match kind {
            ImportKind::Equipment => &[Self::Code],
            ImportKind::Interventions => &[Self::Equipment, Self::Title, Self::ReportedAt],
        }
    }

    /// Whether its texts are translated into the values of a list.
    pub const fn is_choice(self) -> bool {
        matches!(self, Self::State | Self::Criticality | Self::Kind | Self::Status | Self::Priority)
    }

    /// Whether it is a date, with or without a time.
    pub const fn is_date(self) -> bool {
        matches!(
            self,
            Self::ReportedAt
                | Self::StartedAt
                | Self::EndedAt
                | Self::PurchasedOn
                | Self::InstalledOn
                | Self::InServiceOn
                | Self::WarrantyUntil
        )
    }

    /// Whether it is an amount of money.
    pub const fn is_amount(self) -> bool {
        matches!(self, Self::ReplacementValue | Self::Cost)
    }

    /// Whether it names something: a code, a number, a serial number.
    pub const fn is_name(self) -> bool {
        matches!(
            self,
            Self::Code
                | Self::Site
                | Self::Line
                | Self::Type
                | Self::Parent
                | Self::SerialNumber
                | Self::Equipment
                | Self::ExternalRef
        )
    }

    /// The values of its list; empty for a field that has none.
    pub fn choices(self) -> Vec<&'static str> {
        use crate::{
            equipment::{Criticality, EquipmentState},
            intervention::{InterventionKind, InterventionStatus, Priority},
        };
        match self {
            Self::State => EquipmentState::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Criticality => Criticality::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Kind => InterventionKind::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Status => InterventionStatus::ALL.iter().map(|v| v.as_str()).collect(),
            Self::Priority => Priority::ALL.iter().map(|v| v.as_str()).collect(),
            _ => vec![],
        }
    }
}

/// The meaning of a column: a field, one of the free characteristics of an equipment (`spec:Puissance [kW]`), or
/// nothing that is wanted (`ignore`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Field(ImportField),
    /// The key of the characteristic, with its unit in brackets if it has one.
    Spec(String),
    /// Left out, whatever stands in it. Columns that are not mapped are left out too, but for those beyond
    /// the header: their rows are refused unless this is said.
    Ignored,
}

impl Target {
    /// Whether a row of that kind has it.
    pub fn fits(&self, kind: ImportKind) -> bool {
        match self {
            Self::Field(field) => ImportField::of(kind).contains(field),
            Self::Spec(_) => kind == ImportKind::Equipment,
            Self::Ignored => true,
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(field) => field.fmt(f),
            Self::Spec(key) => write!(f, "spec:{key}"),
            Self::Ignored => f.write_str("ignore"),
        }
    }
}

impl FromStr for Target {
    type Err = crate::text_enum::UnknownText;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("spec:").map(str::trim) {
            Some("") => Err(crate::text_enum::UnknownText),
            Some(key) => Ok(Self::Spec(key.to_owned())),
            None if text == "ignore" => Ok(Self::Ignored),
            None => text.parse().map(Self::Field),
        }
    }
}

impl serde::Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Target {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(|_| serde::de::Error::custom(format!("'{text}' is not a field of an import")))
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Target {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::schema::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some(
                "A field (`reported_at`), a free characteristic of an equipment (`spec:Power [kW]`), or `ignore`",
            ))
            .examples(["reported_at"])
            .into()
    }
}
#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Target {}
