//! How errors are read in the browser. Each is a code with the facts beside it, `{"code":"too_long","max":40}`. What
//! serde derives for such an enum keeps every value aside until the code is known, and has a visitor for each variant:
//! a hundred kilobytes of WASM that every page loads. One visitor reads all of them here.

use super::Usage;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use std::fmt;

/// The members of an error's JSON object, by their names. A code is one of them.
#[derive(Default)]
pub(super) struct Facts {
    scalars: Vec<(String, Scalar)>,
    by: Vec<Usage>,
}

enum Scalar {
    Text(String),
    Number(i64),
}

impl Facts {
    /// The member's value, once; `None` if it is not there or of another type.
    pub(super) fn take<T: Fact>(&mut self, name: &str) -> Option<T> {
        T::take(self, name)
    }

    fn scalar(&mut self, name: &str) -> Option<Scalar> {
        let at = self.scalars.iter().position(|(known, _)| known == name)?;
        Some(self.scalars.swap_remove(at).1)
    }
}

/// The type of a member.
pub(super) trait Fact: Sized {
    fn take(facts: &mut Facts, name: &str) -> Option<Self>;
}

impl Fact for String {
    fn take(facts: &mut Facts, name: &str) -> Option<Self> {
        match facts.scalar(name)? {
            Scalar::Text(text) => Some(text),
            Scalar::Number(_) => None,
        }
    }
}

impl Fact for i64 {
    fn take(facts: &mut Facts, name: &str) -> Option<Self> {
        match facts.scalar(name)? {
            Scalar::Number(number) => Some(number),
            Scalar::Text(_) => None,
        }
    }
}

impl Fact for u32 {
    fn take(facts: &mut Facts, name: &str) -> Option<Self> {
        facts.take::<i64>(name)?.try_into().ok()
    }
}

impl Fact for Vec<Usage> {
    fn take(facts: &mut Facts, _: &str) -> Option<Self> {
        Some(std::mem::take(&mut facts.by))
    }
}

impl<'de> Deserialize<'de> for Facts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FactsVisitor)
    }
}

struct FactsVisitor;

impl<'de> Visitor<'de> for FactsVisitor {
    type Value = Facts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an error")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Facts, A::Error> {
        let mut facts = Facts::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "by" => facts.by = map.next_value()?,
                _ => facts.scalars.push((name, map.next_value()?)),
            }
        }
        Ok(facts)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a whole number")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(text.to_owned()))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Scalar, E> {
        Ok(Scalar::Number(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Scalar, E> {
        i64::try_from(number).map(Scalar::Number).map_err(E::custom)
    }
}

/// An enum whose variants are a code with facts beside it: its JSON, and the way back through [`Facts`].
macro_rules! coded {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $tag:literal {
            $($(#[$vmeta:meta])* $variant:ident $({ $($fact:ident: $type:ty),+ })? = $code:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(tag = $tag)]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $code)] $variant $({ $($fact: $type),+ })?,)+
        }

        impl $name {
            /// `None` for a code that is not known, or without its facts.
            fn of(facts: &mut Facts) -> Option<Self> {
                Some(match facts.take::<String>($tag)?.as_str() {
                    $($code => Self::$variant $({ $($fact: facts.take(stringify!($fact))?),+ })?,)+
                    _ => return None,
                })
            }

            /// One of each, in the order of their declaration.
            #[cfg(test)]
            fn examples() -> Vec<Self> {
                vec![$(Self::$variant $({ $($fact: <$type as tests::Example>::example()),+ })?,)+]
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut facts = Facts::deserialize(deserializer)?;
                Self::of(&mut facts).ok_or_else(|| serde::de::Error::custom("an unknown code"))
            }
        }
    };
}
pub(super) use coded;
