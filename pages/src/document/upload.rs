//! Sending files, replacing one, and taking a deletion back.

use super::{UPLOAD, edit::kinds};
use crate::{
    session::use_session,
    shared::{error_text, replay::Replay},
};
use domain::{
    DocumentId, Error,
    document::{DocumentView, Holder},
};
use i18n::{Locale, common, document as text};
use islands::Uploads;
use leptos::prelude::*;
use ui::{Banner, Button, Card, ErrorSummary, FileField, Glyph, Icon, Select, Size, Tone, Variant};

/// The form at the end: files from a folder, or a picture or a video from the phone's camera.
pub(super) fn form(locale: Locale, (holder, id): (Holder, i64), replay: Option<&Replay>) -> AnyView {
    let session = use_session();
    let refused = replay.map(|replay| refusal(locale, replay));
    let chosen = replay.and_then(|replay| replay.value("kind")).unwrap_or_default().to_owned();
    view! {
        <Card title=text::add(locale)>
            <form
                class="document-upload stack"
                method="post"
                action=UPLOAD
                enctype="multipart/form-data"
                data-send-files=session.accept.clone()
                data-limits=format!("{} {}", session.limits.max_mb, session.limits.video_mb)
            >
                {refused}
                <input type="hidden" name="entity" value=holder.as_str() />
                <input type="hidden" name="entity_id" value=id.to_string() />
                <Select
                    label=text::kind(locale)
                    name="kind"
                    id="document-kind"
                    options=kinds(locale)
                    selected=chosen
                    empty=text::kind_by_file(locale)
                />
                {inputs(locale)}
                <div class="form-actions" data-by-hand="">
                    <Button label=text::send(locale) icon=Icon::Upload variant=Variant::Primary />
                </div>
            </form>
            <Uploads />
        </Card>
    }
    .into_any()
}

/// Where files are chosen, each with what is taken.
fn inputs(locale: Locale) -> AnyView {
    let session = use_session();
    let types = domain::document::short_names(&session.accept);
    let mut hint = text::choose_hint(locale, session.limits.max_mb, types);
    let takes_pictures = session.accept.contains(".jpg");
    let takes_videos = session.accept.contains(".mp4");
    if takes_videos && session.limits.video_mb != session.limits.max_mb {
        hint = format!("{hint} {}", text::choose_hint_video(locale, session.limits.video_mb));
    }
    let camera = takes_pictures.then(|| {
        view! {
            <FileField
                label=text::photograph(locale)
                name="file"
                id="document-camera"
                class="coarse-only"
                accept="image/jpeg,image/png,image/webp"
                capture="environment"
                icon=Icon::Camera
                hint=text::photograph_hint(locale)
            />
        }
    });
    let film = takes_videos.then(|| {
        view! {
            <FileField
                label=text::film(locale)
                name="file"
                id="document-film"
                class="coarse-only"
                accept="video/mp4,video/quicktime,video/webm"
                capture="environment"
                icon=Icon::Film
                hint=text::film_hint(locale)
            />
        }
    });
    view! {
        <div class="grid gap-3 sm:grid-cols-2">
            <FileField
                label=text::choose(locale)
                name="file"
                id="document-files"
                accept=session.accept
                multiple=true
                hint=hint
            />
            {camera} {film}
        </div>
    }
    .into_any()
}

/// A file that takes the place of a document.
pub(super) fn replace(locale: Locale, d: &DocumentView) -> AnyView {
    let (session, input) = (use_session(), format!("replace-{}", d.id));
    let accept = session.accept.clone();
    view! {
        <details class="document-replace">
            <summary class="btn btn-ghost btn-sm">{text::new_version(locale)}</summary>
            <form
                class="grid justify-items-start gap-2 p-2"
                method="post"
                action=UPLOAD
                enctype="multipart/form-data"
                data-send-files=session.accept.clone()
                data-limits=format!("{} {}", session.limits.max_mb, session.limits.video_mb)
            >
                <input type="hidden" name="entity" value=d.entity.as_str() />
                <input type="hidden" name="entity_id" value=d.entity_id.to_string() />
                <input type="hidden" name="replaces" value=d.id.to_string() />
                <label class="label" for=input.clone()>
                    {text::new_version_of(locale, &d.file_name)}
                </label>
                <input
                    id=input
                    class="max-w-full"
                    type="file"
                    name="file"
                    accept=accept
                    required=true
                />
                <div data-by-hand="">
                    <Button label=text::send(locale) icon=Icon::Upload size=Size::Small />
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// A notice after a deletion; without scripts it stays until the next page.
pub(super) fn undo(locale: Locale, id: DocumentId) -> AnyView {
    let end = view! {
        <form method="post" action="/rpc/document/restore">
            <input type="hidden" name="id" value=id.to_string() />
            <button
                type="submit"
                class="btn btn-sm toast-undo"
                aria-keyshortcuts="Control+Z"
                title="Ctrl+Z"
            >
                <Glyph icon=Icon::Undo size=16 />
                {text::undo(locale)}
            </button>
        </form>
    }
    .into_any();
    view! {
        <div role="status" id="document-undo" data-flash="">
            <Banner tone=Tone::Ok round=true end=end>
                {text::deleted(locale)}
            </Banner>
        </div>
    }
    .into_any()
}

/// Why the plain form was refused.
fn refusal(locale: Locale, replay: &Replay) -> AnyView {
    let fields = match &replay.error {
        Error::Invalid(errors) => errors.0.as_slice(),
        _ => &[],
    };
    let name = replay.value("file_name").unwrap_or_default();
    let line = |error: &domain::FieldError| {
        let label = if name.is_empty() { text::file(locale) } else { name };
        let line = common::labelled(locale, label, error_text::field(locale, &error.code));
        ("#document-files".to_owned(), line)
    };
    let errors: Vec<_> = fields.iter().map(line).collect();
    view! { <ErrorSummary title=error_text::error(locale, &replay.error) errors=errors /> }.into_any()
}
