//! Work under way: a bar that follows it, every second with WASM, by loading the page again without.

use super::api::{CheckImport, CommitImport, UndoImport, import_progress};
use crate::shared::{form::Form, replay::Replay};
use domain::import::{ImportState, ImportView};
use i18n::{Locale, format, import as text};
use leptos::{form::ActionForm, prelude::*, task::spawn_local};
use std::time::Duration;
use ui::{Banner, Button, Card, Icon, Progress, Tone, Variant};

/// A task that runs, or that was interrupted. `again` loads the page's data anew.
pub(super) fn running(
    locale: Locale,
    view: ImportView,
    replay: Option<Replay>,
    again: Callback<()>,
) -> AnyView {
    if view.interrupted {
        return interrupted(locale, view, replay, again);
    }
    let label = match view.state {
        ImportState::Checking => text::checking(locale),
        ImportState::Undoing => text::undoing(locale),
        _ => text::committing(locale),
    };
    let (id, state) = (view.id, view.state);
    let total = match state {
        ImportState::Undoing => view.rows_new,
        _ => view.rows_total,
    };
    let done = RwSignal::new(view.rows_done);
    Effect::new(move |_| {
        let tick = move || {
            spawn_local(async move {
                // What fails now is asked again in a second.
                if let Ok(now) = import_progress(id).await {
                    // The page may be gone by now.
                    let _ = done.try_set(now.rows_done);
                    if now.state != state || now.interrupted {
                        again.run(());
                    }
                }
            });
        };
        if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
    });
    let words = Signal::derive(move || {
        text::progress(locale, format::whole(locale, done.get()), format::whole(locale, total))
    });
    let value = Signal::derive(move || Some(done.get() as f64));
    view! {
        <noscript inner_html="<meta http-equiv=\"refresh\" content=\"2\">"></noscript>
        <Card>
            <div class="stack" role="status">
                <Progress label=label text=words value=value max=total.max(1) as f64 />
                <p class="text-ink-2">{text::may_leave(locale)}</p>
            </div>
        </Card>
    }
    .into_any()
}

fn interrupted(locale: Locale, view: ImportView, replay: Option<Replay>, again: Callback<()>) -> AnyView {
    let resume = || (text::resume(locale).to_owned(), Icon::Play);
    let button = match view.state {
        ImportState::Checking => start_check(locale, &view, replay, resume(), again),
        ImportState::Undoing => go_on_undoing(locale, &view, replay, resume(), again),
        _ => {
            let go_on = start_commit(locale, &view, replay.clone(), resume(), again);
            let undo = super::result::undo(locale, &view, replay, again);
            view! { {undo} {go_on} }.into_any()
        }
    };
    let why = view.failure.as_ref().map(|f| super::text::failure(locale, f));
    let why = why.map(|why| view! { <p>{why}</p> });
    view! {
        <Banner tone=Tone::Warn icon=Icon::TriangleAlert round=true>
            <strong>{text::interrupted_title(locale)}</strong>
            " "
            {text::interrupted_what(locale)}
        </Banner>
        {why}
        <div class="form-actions">{button}</div>
    }
    .into_any()
}

/// A button that begins the dry run, with what the server says against it.
pub(super) fn start_check(
    locale: Locale,
    view: &ImportView,
    replay: Option<Replay>,
    button: (String, Icon),
    again: Callback<()>,
) -> AnyView {
    let action = ServerAction::<CheckImport>::new();
    begun(move || matches!(action.value().get(), Some(Ok(()))), again);
    let inside = inside(locale, view, &Form::new(action, replay), action.pending(), button);
    view! { <ActionForm action=action attr:class="stack">{inside}</ActionForm> }.into_any()
}

/// A button that begins to write the good rows.
pub(super) fn start_commit(
    locale: Locale,
    view: &ImportView,
    replay: Option<Replay>,
    button: (String, Icon),
    again: Callback<()>,
) -> AnyView {
    let action = ServerAction::<CommitImport>::new();
    begun(move || matches!(action.value().get(), Some(Ok(()))), again);
    let inside = inside(locale, view, &Form::new(action, replay), action.pending(), button);
    view! { <ActionForm action=action attr:class="stack">{inside}</ActionForm> }.into_any()
}

fn go_on_undoing(
    locale: Locale,
    view: &ImportView,
    replay: Option<Replay>,
    button: (String, Icon),
    again: Callback<()>,
) -> AnyView {
    let action = ServerAction::<UndoImport>::new();
    begun(move || matches!(action.value().get(), Some(Ok(()))), again);
    let inside = inside(locale, view, &Form::new(action, replay), action.pending(), button);
    view! { <ActionForm action=action attr:class="stack">{inside}</ActionForm> }.into_any()
}

/// Reads the page anew once a task has begun: the address may be the same as before.
pub(super) fn begun(has_begun: impl Fn() -> bool + 'static, again: Callback<()>) {
    Effect::new(move |_| {
        if has_begun() {
            again.run(());
        }
    });
}

fn inside(
    locale: Locale,
    view: &ImportView,
    form: &Form,
    busy: Memo<bool>,
    (label, icon): (String, Icon),
) -> AnyView {
    view! {
        {form.summary(move |place| part(locale, place))}
        <input type="hidden" name="id" value=view.id.to_string() />
        <Button label=label icon=icon variant=Variant::Primary busy=busy />
    }
    .into_any()
}

/// A part of the mapping that keeps the task from beginning.
fn part(locale: Locale, place: &str) -> String {
    match place.strip_prefix("fields.").and_then(|f| f.parse().ok()) {
        Some(field) => super::text::field(locale, field).to_owned(),
        None => place.rsplit('.').next().unwrap_or(place).to_owned(),
    }
}
