//! The versions of the document that is open: who sent which when, each to be read, and to be the current one again.

use super::{list::sent, open, preview};
use domain::document::DocumentView;
use i18n::{Locale, document as text, format};
use leptos::prelude::*;
use ui::{Badge, Button, Card, Icon, Size, Table, Tone, Variant};

/// Where they stand in the page.
pub(super) const ID: &str = "document-versions";

/// Nothing while there is but one.
pub(super) fn view(locale: Locale, all: &[DocumentView], write: bool) -> AnyView {
    if all.len() < 2 {
        return ().into_any();
    }
    // A deleted document is restored whole before one of its versions is chosen.
    let write = write && all.iter().any(|d| d.is_current && d.deleted_at.is_none());
    let head = view! {
        <th scope="col">{text::version_title(locale)}</th>
        <th scope="col">{text::file(locale)}</th>
        <th scope="col">{text::size(locale)}</th>
        <th scope="col">{text::sent_by(locale)}</th>
        <th scope="col">{text::sent_at(locale)}</th>
        <th scope="col">
            <span class="sr-only">{text::actions(locale)}</span>
        </th>
    }
    .into_any();
    let rows = all.iter().map(|d| row(locale, d, write)).collect_view();
    view! {
        <Card title=text::versions(locale)>
            <div id=ID tabindex="-1">
                <Table caption=text::versions(locale) head=head stacked=true>
                    {rows}
                </Table>
            </div>
        </Card>
    }
    .into_any()
}

fn row(locale: Locale, d: &DocumentView, write: bool) -> AnyView {
    let number = text::version(locale, d.version);
    let name = if d.media_type.is_shown() {
        let open = open(d, preview::ID);
        view! { <a class="link inline-block py-1 wrap-anywhere" href=open>{d.file_name.clone()}</a> }
            .into_any()
    } else {
        view! { <span class="wrap-anywhere">{d.file_name.clone()}</span> }.into_any()
    };
    let current = d.is_current.then(|| {
        view! { <Badge label=text::current(locale) tone=Tone::Ok icon=Icon::Check /> }
    });
    let again = (write && !d.is_current).then(|| {
        let id = d.id.to_string();
        view! {
            <form method="post" action="/rpc/document/make-current">
                <input type="hidden" name="id" value=id />
                <Button
                    label=text::make_current(locale)
                    icon=Icon::RotateCcw
                    size=Size::Small
                    variant=Variant::Ghost
                />
            </form>
        }
        .into_any()
    });
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-2">{number} {current}</span>
            </td>
            <td class="wrap">{name}</td>
            <td data-label=text::size(locale)>{format::bytes(locale, d.size)}</td>
            {sent(locale, d, again)}
        </tr>
    }
    .into_any()
}
