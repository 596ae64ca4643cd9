//! One document, opened in the page: a picture, a video, or a PDF in the browser's own reader.

use super::{href, kind};
use domain::document::DocumentView;
use i18n::{Locale, common, document as text, format};
use leptos::prelude::*;
use ui::{Card, Icon, LinkButton, Size};

/// Where it stands in the page.
pub(super) const ID: &str = "document-preview";

pub(super) fn view(locale: Locale, d: &DocumentView) -> AnyView {
    let (src, name) = (d.inline_url(), d.file_name.clone());
    let shown = if d.is_picture() {
        view! {
            <img
                class="mx-auto h-auto max-h-[70vh] w-auto max-w-full rounded-md object-contain"
                src=src
                alt=name.clone()
                width=d.width
                height=d.height
            />
        }
        .into_any()
    } else if d.is_video() {
        // The browser asks for the parts that it plays; without a script its own buttons do.
        view! {
            <video
                class="mx-auto max-h-[70vh] w-full rounded-md bg-black"
                src=src
                title=name.clone()
                aria-label=name.clone()
                controls=true
                preload="metadata"
                playsinline=true
            ></video>
            <p class="mt-2 text-sm text-ink-2">{text::video_hint(locale)}</p>
        }
        .into_any()
    } else if d.media_type.is_shown() {
        view! {
            <iframe class="h-[70vh] w-full rounded-md border border-line" src=src title=name.clone()></iframe>
        }
        .into_any()
    } else {
        view! { <p class="text-ink-2">{text::no_preview(locale)}</p> }.into_any()
    };
    let end = view! {
        <div class="flex flex-wrap gap-1">
            <LinkButton
                href=d.url.clone()
                label=text::download(locale)
                icon=Icon::Download
                size=Size::Small
                download=true
            />
            <LinkButton
                href=href(d.entity, d.entity_id, "")
                label=common::close(locale)
                icon=Icon::X
                size=Size::Small
            />
        </div>
    }
    .into_any();
    let facts = [
        kind(locale, d.kind).to_owned(),
        d.media_type.short().to_owned(),
        format::bytes(locale, d.size),
        text::version(locale, d.version),
    ];
    view! {
        <div id=ID tabindex="-1">
            <Card title=name end=end>
                {shown} <p class="mt-2 text-sm text-ink-2">{facts.join(" · ")}</p>
            </Card>
        </div>
    }
    .into_any()
}
