//! Enums that are one and the same text in the database, in JSON and in the URL.

/// Declares such an enum: `text_enum! { /// doc  pub enum State { Active = "active" } }`.
///
/// It gives `ALL`, `as_str`, `Display`, `FromStr`, serde as a string, the database mapping behind `orm`
/// and the schema behind `openapi`. A macro, because the twelve lines would be the same for every enum.
#[macro_export]
macro_rules! text_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[cfg_attr(feature = "orm", derive(sea_orm::DeriveValueType))]
        #[cfg_attr(feature = "orm", sea_orm(value_type = "String"))]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $name {
            /// Every value, in the order in which people see them.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The text used in the database, in JSON and in URLs.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::text_enum::UnknownText;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($text => Ok($name::$variant),)+ _ => Err($crate::text_enum::UnknownText) }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(|_| serde::de::Error::unknown_variant(&text, &[$($text),+]))
            }
        }

        $crate::text_enum_schema!($name, $($text),+);
    };
}

/// The OpenAPI schema of a text enum; nothing without the feature.
#[cfg(feature = "openapi")]
#[macro_export]
macro_rules! text_enum_schema {
    ($name:ident, $($text:literal),+) => {
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::schema::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .enum_values(Some([$($text),+]))
                    .into()
            }
        }
        impl utoipa::ToSchema for $name {}
    };
}

/// The OpenAPI schema of a text enum; nothing without the feature.
#[cfg(not(feature = "openapi"))]
#[macro_export]
macro_rules! text_enum_schema {
    ($name:ident, $($text:literal),+) => {};
}

/// The text names no value of the enum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown value")]
pub struct UnknownText;
