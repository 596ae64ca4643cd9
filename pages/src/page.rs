//! What a page is drawn from, and how it is drawn.

use crate::{
    ApiResult,
    session::{may, use_locale},
    shared::{
        load::failed,
        replay::{Replay, form_replay},
    },
};
use domain::{Error, Noun, Permission, url::pairs};
use i18n::Locale;
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_params_map},
    params::ParamsMap,
};
use std::{pin::Pin, str::FromStr};

/// The request of a page.
pub struct Asked {
    pub locale: Locale,
    /// The query string, without the question mark.
    pub query: String,
    parts: ParamsMap,
}

/// A page on its way.
pub type Drawing = Pin<Box<dyn Future<Output = ApiResult<AnyView>> + Send>>;
/// Draws a page.
pub type Draw = fn(Asked) -> Drawing;

impl Asked {
    fn new() -> Self {
        let query = use_location().search.get_untracked().trim_start_matches('?').to_owned();
        Self { locale: use_locale(), query, parts: use_params_map().get_untracked() }
    }

    /// The record that the address names.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it names none.
    pub fn id<I: FromStr>(&self, noun: Noun) -> Result<I, Error> {
        self.part("id").and_then(|id| id.parse().ok()).ok_or(Error::NotFound(noun))
    }

    /// A part of the address, which the route calls `:name`.
    pub fn part(&self, name: &str) -> Option<String> {
        self.parts.get(name)
    }

    /// A value of the query string.
    pub fn value(&self, name: &str) -> Option<String> {
        pairs(&self.query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The values of a list of the address, `name[0]` and so on.
    pub fn values(&self, list: &str) -> Vec<String> {
        let of_list = |(key, value): (String, String)| {
            let index = key.strip_prefix(list)?.strip_prefix('[')?.strip_suffix(']')?;
            index.chars().all(|c| c.is_ascii_digit()).then_some(value)
        };
        pairs(&self.query).into_iter().filter_map(of_list).collect()
    }

    /// The refused form that this page comes back with; none on most pages, nor when it is kept no longer.
    pub async fn replay(&self) -> Option<Replay> {
        form_replay(self.value("replay")?).await.ok().flatten()
    }
}

/// Leaves out a page whose form would be refused.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn needs(permission: Permission) -> Result<(), Error> {
    if may(permission) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The page, or the error in its place.
pub fn drawn(draw: Draw) -> AnyView {
    let asked = Asked::new();
    let page = Suspend::new(async move {
        match draw(asked).await {
            Ok(page) => page,
            Err(error) => failed(&error.0),
        }
    });
    view! { <Suspense>{page}</Suspense> }.into_any()
}
