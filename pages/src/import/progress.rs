//! Work under way: a bar that follows it, every second where scripts run, by loading the page again where they do not.

use super::{
    api::{CHECK, COMMIT, UNDO},
    result, text as own,
};
use crate::{form::Form, shared::replay::Replay};
use domain::import::{ImportState, ImportView};
use i18n::{Locale, format, import as text};
use leptos::prelude::*;
use ui::{Banner, Button, Card, Icon, Progress, Tone, Variant};

/// A task that runs, or that was interrupted.
pub(super) fn running(locale: Locale, view: &ImportView, replay: Option<&Replay>) -> AnyView {
    if view.interrupted {
        return interrupted(locale, view, replay);
    }
    let label = match view.state {
        ImportState::Checking => text::checking(locale),
        ImportState::Undoing => text::undoing(locale),
        _ => text::committing(locale),
    };
    let total = match view.state {
        ImportState::Undoing => view.rows_new,
        _ => view.rows_total,
    };
    let words = text::progress(locale, format::whole(locale, view.rows_done), format::whole(locale, total));
    let done = Some(view.rows_done);
    view! {
        <noscript inner_html="<meta http-equiv=\"refresh\" content=\"2\">"></noscript>
        <Card>
            <div class="stack" role="status" data-again="1">
                <Progress label=label text=words value=done max=total.max(1) />
                <p class="text-ink-2">{text::may_leave(locale)}</p>
            </div>
        </Card>
    }
    .into_any()
}

/// Somebody may go on with it, and another worker may have done so meanwhile.
fn interrupted(locale: Locale, view: &ImportView, replay: Option<&Replay>) -> AnyView {
    let resume = |action| start(locale, view, action, replay, text::resume(locale).to_owned(), Icon::Play);
    let buttons = match view.state {
        ImportState::Checking => resume(CHECK),
        ImportState::Undoing => resume(UNDO),
        _ => view! { {result::undo(locale, view, replay)} {resume(COMMIT)} }.into_any(),
    };
    let why = view.failure.as_ref().map(|f| own::failure(locale, f));
    let why = why.map(|why| view! { <p>{why}</p> });
    view! {
        <Banner tone=Tone::Warn icon=Icon::TriangleAlert round=true>
            <strong>{text::interrupted_title(locale)}</strong>
            " "
            {text::interrupted_what(locale)}
        </Banner>
        {why}
        <div class="form-actions" data-again="5">
            {buttons}
        </div>
    }
    .into_any()
}

/// A button that begins a task, with what the server says against it.
pub(super) fn start(
    locale: Locale,
    view: &ImportView,
    action: &'static str,
    replay: Option<&Replay>,
    label: String,
    icon: Icon,
) -> AnyView {
    let form = Form::new(locale, action, replay);
    view! {
        <form method="post" action=action class="stack">
            {form.summary(|place| part(locale, place))}
            <input type="hidden" name="id" value=view.id.to_string() />
            <Button label=label icon=icon variant=Variant::Primary />
        </form>
    }
    .into_any()
}

/// A part of the mapping that keeps the task from beginning.
fn part(locale: Locale, place: &str) -> String {
    match place.strip_prefix("fields.").and_then(|f| f.parse().ok()) {
        Some(field) => own::field(locale, field).to_owned(),
        None => place.rsplit('.').next().unwrap_or(place).to_owned(),
    }
}
