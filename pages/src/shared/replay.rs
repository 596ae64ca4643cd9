//! A form that was refused before WASM was there: the server kept what was typed, and the page that comes
//! back shows it with the errors at their fields. `?replay=TOKEN` names it.

use crate::{ApiError, ApiResult};
use domain::Error;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};

/// What was typed, and why it was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    /// Where the form was sent: `/rpc/equipment/save`.
    pub path: String,
    /// The form's fields by name; passwords are never kept.
    pub fields: Vec<(String, String)>,
    pub error: Error,
}

impl Replay {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// The refused form of that token, if it is still kept and the caller's own.
///
/// # Errors
/// [`Error::Unavailable`].
#[server(prefix = "/rpc", endpoint = "form/replay", input = leptos::server_fn::codec::GetUrl, output = crate::Json)]
pub async fn form_replay(token: String) -> Result<Option<Replay>, ApiError> {
    crate::backend::call_public(|s, by| async move {
        let kept = s.form_replays().get(by.as_ref(), &token).await?;
        Ok(kept.map(|r| Replay { path: r.path, fields: r.fields, error: r.error }))
    })
    .await
}

/// The refused form that this page comes back with; nothing on most pages. Await it beside the page's data.
pub fn use_replay() -> Resource<ApiResult<Option<Replay>>> {
    let search = use_location().search;
    let token = move || {
        let pairs = domain::url::pairs(&search.get());
        pairs.into_iter().find(|(key, _)| key == "replay").map(|(_, token)| token)
    };
    Resource::new(token, |token| async move {
        match token {
            Some(token) => form_replay(token).await,
            None => Ok(None),
        }
    })
}
