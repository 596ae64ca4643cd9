//! Ids are newtypes, so an equipment's id cannot be passed where a site's is meant.

use crate::{
    FieldCode,
    draft::Checker,
    record::{Field, FieldText, FieldValue},
};

/// The id of a row, as its number.
pub trait RowId:
    Copy + Send + Sync + std::fmt::Display + std::str::FromStr + serde::de::DeserializeOwned + 'static
{
    fn number(self) -> i64;
    fn from_number(number: i64) -> Self;
}

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }

        impl RowId for $name {
            fn number(self) -> i64 {
                self.0
            }

            fn from_number(number: i64) -> Self {
                Self(number)
            }
        }

        impl FieldValue for $name {
            fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self> {
                c.required(field.name, raw, FieldCode::NotFound)
            }
        }

        impl FieldValue for Option<$name> {
            fn read(c: &mut Checker, field: &Field, raw: &str) -> Option<Self> {
                Some(c.optional(field.name, raw, FieldCode::NotFound))
            }
        }

        impl FieldText for $name {
            fn text(&self) -> String {
                self.to_string()
            }
        }
    )+};
}

ids! {
    /// A person with an account.
    UserId,
    /// One sign-in on one device; the family of its refresh tokens.
    SessionId,
    /// A plant.
    SiteId,
    /// A production line of a site.
    LineId,
    /// A family of equipment.
    EquipmentTypeId,
    /// A kind of maintenance work.
    MaintenanceTypeId,
    /// A machine or a component of one.
    EquipmentId,
    /// A work order.
    InterventionId,
    /// A word that failures are diagnosed with.
    FailureCodeId,
    /// Work that is done again and again.
    TemplateId,
    /// One action over many machines.
    CampaignId,
    /// A step of an intervention's checklist.
    StepId,
    /// A breakdown or a degradation of one equipment.
    FailureId,
    /// A time during which an equipment stood still.
    DowntimeId,
    /// One import of a file.
    ImportId,
    /// A piece of work done outside of a request.
    JobId,
    /// People who work together.
    TeamId,
    /// A time during which somebody is away or on call.
    AbsenceId,
    /// A message of the outbox.
    MailId,
    /// What one person was told of.
    NotificationId,
    /// One version of a document.
    DocumentId,
    /// A file on its way in, sent in parts.
    UploadId,
    /// A request for an account.
    RegistrationId,
    /// A spare part.
    PartId,
    /// A room with parts; stands on a site.
    StoreId,
    /// A place in a store.
    BinId,
    /// One line of the stock ledger.
    MovementId,
    /// A change that can be taken back.
    UndoId,
    /// A filter somebody kept.
    SavedViewId,
}
