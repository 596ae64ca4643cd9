//! Pages that edit one record: which one, by its address, and the form that came back with the page, if one did.

use super::{
    form::Form,
    replay::{Replay, form_replay},
};
use crate::{ApiError, ApiResult, session::may};
use domain::{Error, Noun, Permission};
use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
use leptos_router::hooks::{use_location, use_params_map};
use serde::{Serialize, de::DeserializeOwned};
use std::str::FromStr;

/// What such a page needs, and the refused form that it comes back with.
pub type Editing<T> = (T, Option<Replay>);

/// Reads what the page of `/…/:id/edit` (or `/…/new`, without an id) needs. A viewer without `needs` gets the
/// refusal at once, an id that is none leads nowhere.
pub fn use_record<I, T, F>(
    noun: Noun,
    needs: Permission,
    read: impl Fn(Option<I>) -> F + Send + Sync + 'static,
) -> Resource<ApiResult<Editing<T>>>
where
    I: FromStr + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = ApiResult<T>> + Send + 'static,
{
    use_record_after(noun, needs, || 0, read)
}

/// The same for a page that one stays on after a change: it is read again whenever `done` has another value.
pub fn use_record_after<I, T, F>(
    noun: Noun,
    needs: Permission,
    done: impl Fn() -> usize + Send + Sync + 'static,
    read: impl Fn(Option<I>) -> F + Send + Sync + 'static,
) -> Resource<ApiResult<Editing<T>>>
where
    I: FromStr + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = ApiResult<T>> + Send + 'static,
{
    let (params, search) = (use_params_map(), use_location().search);
    let allowed = may(needs);
    let key = move || {
        let token = domain::url::pairs(&search.get()).into_iter().find(|(key, _)| key == "replay");
        (params.with(|p| p.get("id")), token.map(|(_, token)| token), done())
    };
    Resource::new(key, move |(id, token, _)| {
        let id = match (allowed, id.map(|text| text.parse())) {
            (false, _) => Err(Error::Forbidden),
            (true, None) => Ok(None),
            (true, Some(Ok(id))) => Ok(Some(id)),
            (true, Some(Err(_))) => Err(Error::NotFound(noun)),
        };
        let data = id.map(&read);
        async move {
            let replay = match token {
                Some(token) => form_replay(token).await.ok().flatten(),
                None => None,
            };
            Ok((data?.await?, replay))
        }
    })
}

/// The version that the form sends, in its field `version`: the one that was read, and once somebody else has saved meanwhile theirs,
/// so that saving again replaces what they saved.
pub fn version<F>(form: &Form, read: i64, latest: impl Fn() -> F + 'static) -> RwSignal<String>
where
    F: Future<Output = ApiResult<i64>> + 'static,
{
    version_in(form, "version", read, latest)
}

/// The same in a field of another name.
pub fn version_in<F>(
    form: &Form,
    field: &str,
    read: i64,
    latest: impl Fn() -> F + 'static,
) -> RwSignal<String>
where
    F: Future<Output = ApiResult<i64>> + 'static,
{
    let read = read.to_string();
    let sent = match form.came_back().map(|replay| &replay.error) {
        // The page has just been read again: that is the version to replace.
        None | Some(Error::Stale(_)) => read,
        Some(_) => form.value(field, &read),
    };
    let version = RwSignal::new(sent);
    let stale = form.is_stale();
    Effect::new(move |_| {
        if stale.get() {
            let latest = latest();
            spawn_local(async move {
                if let Ok(found) = latest.await {
                    // The page may be gone by now.
                    let _ = version.try_set(found.to_string());
                }
            });
        }
    });
    version
}

/// How many times an action succeeded since the page was opened. What was refused changed nothing that would have to
/// be read again: only this counts, never [`ServerAction::version`], which counts refusals too. Call it where the
/// action is made: once.
pub fn times_done<S, T>(action: ServerAction<S>) -> Signal<usize>
where
    S: ServerFn<Output = T, Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    S::Error: Send + Sync + 'static,
    T: Send + Sync + 'static,
{
    let (value, done) = (action.value(), RwSignal::new(0));
    Effect::new(move |_| {
        if value.with(|answer| matches!(answer, Some(Ok(_)))) {
            done.update(|times| *times += 1);
        }
    });
    done.into()
}

/// The value stored meanwhile, to stand under the field that somebody else changed.
pub fn stored_meanwhile(form: &Form, field: &str) -> AnyView {
    let stored = form.stored_meanwhile(field);
    view! { {move || stored.get().map(|text| view! { <p class="hint mt-1.5 text-warn">{text}</p> })} }
        .into_any()
}
