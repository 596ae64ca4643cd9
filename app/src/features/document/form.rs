//! Sending files, replacing one, and taking a deletion back.

use super::{
    UPLOAD,
    api::{DeleteDocument, MakeCurrent, RestoreDocument, SetCover},
    kind,
    send::{self, Pause, Sending, Target},
};
use crate::{
    session::use_session,
    shared::{error_text, replay::Replay},
};
use domain::{
    DocumentId, Error,
    document::{DocumentKind, DocumentView, Holder},
};
use i18n::{Locale, document as text};
use leptos::{
    form::ActionForm,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement},
};
use std::time::Duration;
use ui::{Banner, Button, Card, ErrorSummary, FileField, Icon, Progress, Select, Size, Tone, Variant};

/// The actions of the page's documents; made once with the page.
#[derive(Clone, Copy)]
pub struct Documents {
    pub(super) delete: ServerAction<DeleteDocument>,
    pub(super) restore: ServerAction<RestoreDocument>,
    pub(super) cover: ServerAction<SetCover>,
    pub(super) current: ServerAction<MakeCurrent>,
    /// Files on their way.
    pub(super) sending: RwSignal<Vec<Sending>>,
    /// Files that have arrived since the page was opened.
    pub(super) arrived: RwSignal<usize>,
    /// The kind chosen in the form, which is drawn anew with each file that arrives.
    pub(super) kind: RwSignal<Option<String>>,
    /// What has arrived last, to be said aloud.
    pub(super) said: RwSignal<String>,
    /// How many times the list was drawn.
    turns: StoredValue<usize>,
    /// The page is alive: files are sent as they are chosen.
    pub(super) alive: RwSignal<bool>,
}

impl Documents {
    pub fn new() -> Self {
        let alive = RwSignal::new(false);
        Effect::new(move |_| {
            // Files chosen before are left to the plain form.
            alive.set(!chosen_before());
        });
        Self {
            delete: ServerAction::new(),
            restore: ServerAction::new(),
            cover: ServerAction::new(),
            current: ServerAction::new(),
            sending: RwSignal::new(vec![]),
            arrived: RwSignal::new(0),
            kind: RwSignal::new(None),
            said: RwSignal::default(),
            turns: StoredValue::new(0),
            alive,
        }
    }

    /// Another number each time.
    pub(super) fn turn(&self) -> usize {
        self.turns.update_value(|turns| *turns += 1);
        self.turns.get_value()
    }

    /// Changes with everything that was done: the documents must be read again.
    pub fn version(&self) -> usize {
        self.delete.version().get()
            + self.restore.version().get()
            + self.cover.version().get()
            + self.current.version().get()
            + self.arrived.get()
    }
}

impl Default for Documents {
    fn default() -> Self {
        Self::new()
    }
}

/// The form at the end: files from a folder, or a picture or a video from the phone's camera.
pub(super) fn upload(
    locale: Locale,
    documents: Documents,
    (holder, id): (Holder, i64),
    replay: Option<&Replay>,
) -> AnyView {
    let kinds: Vec<(String, String)> =
        DocumentKind::ALL.iter().map(|k| (k.to_string(), kind(locale, *k).to_owned())).collect();
    let refused = replay.map(|r| refusal(locale, r));
    let typed = replay.and_then(|r| r.value("kind")).unwrap_or_default().to_owned();
    let chosen = Signal::derive(move || documents.kind.get().unwrap_or_else(|| typed.clone()));
    let session = use_session();
    let types = domain::document::short_names(&session.accept);
    let mut hint = text::choose_hint(locale, session.limits.max_mb, types);
    let takes_pictures = session.accept.contains(".jpg");
    let takes_videos = session.accept.contains(".mp4");
    if takes_videos && session.limits.video_mb != session.limits.max_mb {
        hint = format!("{hint} {}", text::choose_hint_video(locale, session.limits.video_mb));
    }
    let send = Callback::new(move |event: leptos::ev::Event| {
        if documents.alive.get_untracked() {
            documents.kind.set(Some(chosen_kind()));
            let target = Target { holder, id, kind: chosen_kind(), replaces: None };
            send::chosen(locale, documents, &event_target::<HtmlInputElement>(&event), &target);
        }
    });
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
                on_change=send
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
                on_change=send
            />
        }
    });
    view! {
        <Card title=text::add(locale)>
            <form
                class="document-upload stack"
                method="post"
                action=UPLOAD
                enctype="multipart/form-data"
                data-send-files=""
            >
                {refused}
                <input type="hidden" name="entity" value=holder.as_str() />
                <input type="hidden" name="entity_id" value=id.to_string() />
                <Select
                    label=text::kind(locale)
                    name="kind"
                    id="document-kind"
                    options=kinds
                    selected=chosen
                    empty=text::kind_by_file(locale)
                    on_change=Callback::new(move |kind| documents.kind.set(Some(kind)))
                />
                <div class="grid gap-3 sm:grid-cols-2">
                    <FileField
                        label=text::choose(locale)
                        name="file"
                        id="document-files"
                        accept=session.accept
                        multiple=true
                        hint=hint
                        on_change=send
                    />
                    {camera} {film}
                </div>
                <div class="form-actions" hidden=move || documents.alive.get()>
                    <Button label=text::send(locale) icon=Icon::Upload variant=Variant::Primary />
                </div>
            </form>
            <p class="sr-only" role="status" id="documents-said">
                {move || documents.said.get()}
            </p>
            <div class="stack mt-3" role="status">
                <For each=move || documents.sending.get() key=|s| s.key let:sending>
                    {progress(locale, documents, sending)}
                </For>
            </div>
        </Card>
    }
    .into_any()
}

/// Whether a file was chosen, to send or in the place of another, before the page was alive.
fn chosen_before() -> bool {
    let Ok(inputs) = document().query_selector_all("#documents input[type=file]") else { return false };
    let input = |at| inputs.item(at).and_then(|node| node.dyn_into::<HtmlInputElement>().ok());
    (0..inputs.length()).filter_map(input).any(|input| !input.value().is_empty())
}

/// What is chosen in the form; nothing while it is left to the file.
fn chosen_kind() -> String {
    let select = document().get_element_by_id("document-kind");
    select.and_then(|s| s.dyn_into::<HtmlSelectElement>().ok()).map(|s| s.value()).unwrap_or_default()
}

/// One file on its way, or why it did not arrive.
fn progress(locale: Locale, documents: Documents, sending: Sending) -> AnyView {
    let Sending { key, name, percent, pause, error } = sending;
    let shown = percent.clone();
    let value = Signal::derive(move || Some(percent.get()));
    let written = Signal::derive(move || match pause.get() {
        Some(Pause::Queued) => text::queued(locale).to_owned(),
        Some(Pause::Offline) => text::paused_offline(locale).to_owned(),
        Some(Pause::Retrying) => text::retrying(locale).to_owned(),
        None => text::percent(locale, format!("{:.0}", shown.get())),
    });
    let (of, wrong) = (name.clone(), error.clone());
    let failed = move || {
        let line = i18n::common::labelled(locale, &of, wrong.get()?);
        Some(view! { <Banner tone=Tone::Danger round=true>{line}</Banner> })
    };
    view! {
        <div class="flex items-end gap-2">
            <div class="min-w-0 flex-1">
                <div hidden=move || error.with(Option::is_some)>
                    <Progress label=name.clone() text=written value=value />
                </div>
                {failed}
            </div>
            <Button
                label=text::cancel(locale, &name)
                kind="button"
                icon=Icon::X
                size=Size::Small
                variant=Variant::Quiet
                on_click=Callback::new(move |()| send::cancel(documents, key))
            />
        </div>
    }
    .into_any()
}

/// A file that takes the place of a document.
pub(super) fn replace(locale: Locale, documents: Documents, d: &DocumentView) -> AnyView {
    let (holder, id, document) = (d.entity, d.entity_id, d.id);
    let input = format!("replace-{document}");
    let send = move |event: leptos::ev::Event| {
        if documents.alive.get_untracked() {
            let target = Target { holder, id, kind: String::new(), replaces: Some(document) };
            send::chosen(locale, documents, &event_target::<HtmlInputElement>(&event), &target);
        }
    };
    view! {
        <details class="document-replace">
            <summary class="btn btn-ghost btn-sm">{text::new_version(locale)}</summary>
            <form
                class="grid justify-items-start gap-2 p-2"
                method="post"
                action=UPLOAD
                enctype="multipart/form-data"
            >
                <input type="hidden" name="entity" value=holder.as_str() />
                <input type="hidden" name="entity_id" value=id.to_string() />
                <input type="hidden" name="replaces" value=document.to_string() />
                <label class="label" for=input.clone()>
                    {text::new_version_of(locale, &d.file_name)}
                </label>
                <input
                    id=input
                    class="max-w-full"
                    type="file"
                    name="file"
                    accept=use_session().accept
                    required=true
                    on:change=send
                />
                <div hidden=move || documents.alive.get()>
                    <Button label=text::send(locale) icon=Icon::Upload size=Size::Small />
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// For ten seconds after a deletion; without WASM, until the next page.
pub(super) fn undo(locale: Locale, documents: Documents, id: DocumentId) -> AnyView {
    let gone = RwSignal::new(false);
    Effect::new(move |_| {
        set_timeout(
            move || {
                // The page may be another one by now.
                let _ = gone.try_set(true);
            },
            Duration::from_secs(10),
        );
        // The row that had the focus is gone: the keyboard goes on where its loss can be undone.
        go_on_at("#document-undo button");
    });
    let end = view! {
        <ActionForm action=documents.restore>
            <input type="hidden" name="id" value=id.to_string() />
            <Button label=text::undo(locale) icon=Icon::Undo size=Size::Small />
        </ActionForm>
    }
    .into_any();
    view! {
        <div role="status" id="document-undo" hidden=move || gone.get()>
            <Banner tone=Tone::Ok round=true end=end>
                {text::deleted(locale)}
            </Banner>
        </div>
    }
    .into_any()
}

/// Where the keyboard goes on when what had the focus is gone.
pub(super) fn go_on_at(place: &'static str) {
    request_animation_frame(move || {
        let lost = document().active_element().is_none_or(|element| element.tag_name() == "BODY");
        let place = document().query_selector(place).ok().flatten();
        let place = place.and_then(|place| place.dyn_into::<HtmlElement>().ok());
        if let Some(place) = place.filter(|_| lost) {
            let _ = place.focus();
        }
    });
}

/// Why the plain form was refused.
fn refusal(locale: Locale, replay: &Replay) -> AnyView {
    let fields = match &replay.error {
        Error::Invalid(errors) => errors.0.clone(),
        _ => vec![],
    };
    let name = replay.value("file_name").unwrap_or_default().to_owned();
    let errors: Vec<_> = fields
        .iter()
        .map(|e| {
            let label = if name.is_empty() { text::file(locale) } else { &name };
            let line = i18n::common::labelled(locale, label, error_text::field(locale, &e.code));
            ("#document-files".to_owned(), line)
        })
        .collect();
    view! { <ErrorSummary title=error_text::error(locale, &replay.error) errors=errors /> }.into_any()
}
