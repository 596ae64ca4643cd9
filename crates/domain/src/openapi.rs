//! Schemas of the types that wrap foreign ones.

use crate::{Date, LocalDateTime, Timestamp};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        RefOr,
        schema::{KnownFormat, ObjectBuilder, Schema, SchemaFormat, Type},
    },
};

fn text(format: KnownFormat, example: &str) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(format)))
        .examples([example])
        .into()
}

impl PartialSchema for Timestamp {
    fn schema() -> RefOr<Schema> {
        text(KnownFormat::DateTime, "2026-11-20T07:12:00Z")
    }
}
impl ToSchema for Timestamp {}

impl PartialSchema for Date {
    fn schema() -> RefOr<Schema> {
        text(KnownFormat::Date, "2026-11-20")
    }
}
impl ToSchema for Date {}

impl PartialSchema for LocalDateTime {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("What the site's wall clock showed, without an offset"))
            .examples(["2026-11-20T08:12:00"])
            .into()
    }
}
impl ToSchema for LocalDateTime {}
