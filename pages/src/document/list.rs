//! The documents of a page: pictures and videos side by side, and all of them in a table.

use super::{href, kind, open, preview, upload, versions};
use domain::document::{DocumentKind, DocumentView, Holder};
use i18n::{Locale, document as text, format};
use leptos::prelude::*;
use ui::{
    Badge, Button, Card, Chips, Empty, Glyph, Icon, IconLink, LinkButton, LinkItem, Size, Table, Variant,
};

/// The kinds that are there, each leading to its documents alone; nothing while there is but one.
pub(super) fn kinds(
    locale: Locale,
    (holder, id): (Holder, i64),
    all: &[DocumentView],
    only: Option<DocumentKind>,
) -> AnyView {
    let count = |kind: DocumentKind| all.iter().filter(|d| d.kind == kind).count();
    let there: Vec<_> = DocumentKind::ALL.iter().copied().filter(|kind| count(*kind) > 0).collect();
    if there.len() < 2 {
        return ().into_any();
    }
    let mut items = vec![
        LinkItem::new(href(holder, id, ""), text::every_kind(locale))
            .count(all.len())
            .current(only.is_none()),
    ];
    items.extend(there.into_iter().map(|of| {
        let address = href(holder, id, &format!("nature={of}"));
        LinkItem::new(address, kind(locale, of)).count(count(of)).current(only == Some(of))
    }));
    view! { <Chips label=text::by_kind(locale) items=items /> }.into_any()
}

/// The pictures, small, and the videos as tiles.
pub(super) fn gallery(locale: Locale, all: &[&DocumentView]) -> AnyView {
    let mut seen: Vec<&DocumentView> =
        all.iter().copied().filter(|d| d.is_picture() || d.is_video()).collect();
    seen.sort_by_key(|d| d.kind.step().unwrap_or(u8::MAX));
    let pictures: Vec<AnyView> = seen.into_iter().map(|d| tile(locale, d)).collect();
    if pictures.is_empty() {
        return ().into_any();
    }
    view! {
        <Card title=text::gallery(locale)>
            <ul class="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-3">{pictures}</ul>
        </Card>
    }
    .into_any()
}

fn tile(locale: Locale, d: &DocumentView) -> AnyView {
    let open = open(d, preview::ID);
    let name = d.file_name.clone();
    let alt = text::open(locale, &name);
    let small = if d.is_picture() {
        view! {
            <img
                class="aspect-square w-full rounded-md border border-line object-cover"
                src=d.thumbnail_url()
                alt=alt
                loading="lazy"
                width="160"
                height="160"
            />
        }
        .into_any()
    } else {
        view! {
            <span class="grid aspect-square w-full place-items-center rounded-md border border-line text-ink-2">
                <Glyph icon=Icon::Film size=32 />
                <span class="sr-only">{alt}</span>
            </span>
        }
        .into_any()
    };
    let cover = d.is_cover.then(|| view! { <Badge label=text::cover(locale) icon=Icon::Star /> });
    let kind = d.kind.step().map(|_| view! { <Badge label=kind(locale, d.kind) /> });
    view! {
        <li class="min-w-0">
            <a class="grid gap-1" href=open>
                {small}
                <span class="truncate text-sm text-ink-2">{name}</span>
            </a>
            <span class="flex flex-wrap gap-1">{kind} {cover}</span>
        </li>
    }
    .into_any()
}

/// Every document, with what can be done with it.
pub(super) fn table(locale: Locale, all: &[&DocumentView], write: bool) -> AnyView {
    if all.is_empty() {
        let hint = if write { text::none_hint(locale) } else { "" };
        return view! {
            <div class="card">
                <Empty icon=Icon::Paperclip title=text::none(locale) text=hint first_time=true />
            </div>
        }
        .into_any();
    }
    let titles = [
        text::file(locale),
        text::kind(locale),
        text::size(locale),
        text::sent_by(locale),
        text::sent_at(locale),
    ];
    let head = view! {
        {titles.into_iter().map(|t| view! { <th scope="col">{t}</th> }).collect_view()}
        <th scope="col">
            <span class="sr-only">{text::actions(locale)}</span>
        </th>
    }
    .into_any();
    let rows = all.iter().map(|d| row(locale, d, write)).collect_view();
    view! {
        <div class="card overflow-clip">
            <Table caption=text::title(locale) head=head stacked=true>
                {rows}
            </Table>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, d: &DocumentView, write: bool) -> AnyView {
    let name = d.file_name.clone();
    let link = if d.media_type.is_shown() {
        let open = open(d, preview::ID);
        view! { <a class="link inline-block py-1 wrap-anywhere" href=open>{name.clone()}</a> }.into_any()
    } else {
        view! {
            <a class="link inline-block py-1 wrap-anywhere" href=d.url.clone() download="">
                {name.clone()}
            </a>
        }
        .into_any()
    };
    // The first version can have later ones beside it, once it was made current again.
    let version = (d.version > 1 || d.revision > 1).then(|| {
        let all = open(d, versions::ID);
        view! { <a class="badge" href=all>{text::version(locale, d.version)}</a> }
    });
    let icon = match (d.is_picture(), d.is_video()) {
        (true, _) => Icon::Image,
        (_, true) => Icon::Film,
        _ => Icon::FileText,
    };
    let size = format!("{} · {}", d.media_type.short(), format::bytes(locale, d.size));
    let actions = write.then(|| actions(locale, d));
    // By its id: what is open or has the focus never passes to the document that comes to stand there.
    view! {
        <tr id=format!("document-{}", d.id)>
            <td class="wrap">
                <span class="flex items-center gap-2">
                    <Glyph icon=icon size=16 />
                    <span class="flex min-w-0 flex-wrap items-center gap-x-2">{link} {version}</span>
                </span>
            </td>
            <td data-label=text::kind(locale)>{kind(locale, d.kind)}</td>
            <td data-label=text::size(locale)>{size}</td>
            {sent(locale, d, actions)}
        </tr>
    }
    .into_any()
}

/// Who sent it when, and what can be done with it: at least taking it away. The last cells of its row.
pub(super) fn sent(locale: Locale, d: &DocumentView, actions: Option<AnyView>) -> AnyView {
    let uploader = if d.uploader.is_empty() { "–".to_owned() } else { d.uploader.clone() };
    view! {
        <td data-label=text::sent_by(locale)>{uploader}</td>
        <td data-label=text::sent_at(locale)>
            <time datetime=d.uploaded_at.to_string()>{format::date_time(locale, d.uploaded_local)}</time>
        </td>
        <td class="wrap">
            <div class="flex flex-wrap items-start justify-end gap-1 max-phone:justify-start">
                <LinkButton
                    href=d.url.clone()
                    label=text::download(locale)
                    icon=Icon::Download
                    size=Size::Small
                    variant=Variant::Ghost
                    download=true
                />
                {actions}
            </div>
        </td>
    }
    .into_any()
}

fn actions(locale: Locale, d: &DocumentView) -> AnyView {
    let id = d.id.to_string();
    let may_cover = d.entity == Holder::Equipment && d.is_picture() && !d.is_cover;
    let cover = may_cover.then(|| {
        let id = id.clone();
        view! {
            <form method="post" action="/rpc/document/cover">
                <input type="hidden" name="id" value=id />
                <Button label=text::make_cover(locale) icon=Icon::Star size=Size::Small variant=Variant::Ghost />
            </form>
        }
    });
    let edit = format!("/documents/{id}/edit");
    view! {
        <IconLink icon=Icon::Pencil href=edit label=text::edit(locale, &d.file_name) size=Size::Small />
        {cover}
        {upload::replace(locale, d)}
        <form method="post" action="/rpc/document/delete">
            <input type="hidden" name="id" value=id />
            <Button label=text::delete(locale) icon=Icon::Trash size=Size::Small variant=Variant::Ghost />
        </form>
    }
    .into_any()
}
